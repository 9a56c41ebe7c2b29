#pragma once

#include "domain/runrecord.h"

#include <QStyledItemDelegate>

class QPalette;

namespace syncline {

/// Paints the cells of every table by roles alone: a status as shape, colour and word; a ledger or shares of time as
/// a segmented bar; a cell of little weight in muted text.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// One segment per row state in the order of the ledger; what was not sent is the empty part.
void paintLedgerBar(QPainter &painter, const QRectF &rect, const Ledger &ledger, const QPalette &palette);
/// One segment per part in the order of TimeText; the `untold` seconds are the empty part.
void paintTimeBar(QPainter &painter, const QRectF &rect, const TimeShares &shares, double untold,
                  const QPalette &palette);

} // namespace syncline
