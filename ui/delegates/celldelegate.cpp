#include "delegates/celldelegate.h"

#include "icons.h"
#include "models/roles.h"
#include "models/timetext.h"
#include "theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace syncline {

namespace {

/// The empty bar, to which what is painted next is cut; QPainter::restore() ends it.
void beginBar(QPainter &painter, const QRectF &rect, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    const qreal radius = std::min(rect.height() / 2, 4.0);
    outline.addRoundedRect(rect, radius, radius);
    painter.setClipPath(outline);
    painter.fillRect(rect, themecolors::track(palette));
}

} // namespace

void paintLedgerBar(QPainter &painter, const QRectF &rect, const Ledger &ledger, const QPalette &palette)
{
    beginBar(painter, rect, palette);
    qreal left = rect.left();
    for (const RowState state : {RowState::Created, RowState::Updated, RowState::Unchanged, RowState::Refused,
                                 RowState::Rejected, RowState::Unknown}) {
        if (ledger.planned <= 0 || ledger[state] <= 0)
            continue;
        // A single failed row among thousands is still seen.
        const qreal width = std::max(
            2.0, rect.width() * static_cast<qreal>(ledger[state]) / static_cast<qreal>(ledger.planned));
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), themecolors::of(state, palette));
        left += width;
    }
    painter.restore();
}

void paintTimeBar(QPainter &painter, const QRectF &rect, const TimeShares &shares, double untold,
                  const QPalette &palette)
{
    beginBar(painter, rect, palette);
    const double total = shares.total() + untold;
    const std::array<double, TimeText::PartCount> parts = TimeText::secondsOf(shares);
    qreal left = rect.left();
    for (std::size_t i = 0; i < parts.size() && total > 0; ++i) {
        const qreal width = rect.width() * parts[i] / total;
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), themecolors::of(TimeText::looks[i], palette));
        left += width;
    }
    painter.restore();
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
    option->textElideMode = Qt::ElideRight;
    if (index.data(roles::Muted).toBool()) {
        option->palette.setColor(QPalette::Text, themecolors::mutedText(option->palette));
        option->palette.setColor(QPalette::HighlightedText, themecolors::mutedText(option->palette));
    }
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const QVariant rows = index.data(roles::Rows);
    const QVariant shares = index.data(roles::Shares);
    const QVariant status = index.data(roles::Status);
    if (!rows.isValid() && !shares.isValid() && !status.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    // The style places the text, so that it stands on one line with the cells beside it.
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
    const int side = item.fontMetrics.ascent() + 2;
    if (status.isValid()) {
        // Room for the icon, less one of the two margins that the style leaves between it and the text.
        item.features |= QStyleOptionViewItem::HasDecoration;
        item.decorationSize = QSize(std::max(1, side - margin), side);
        item.icon = {};
    } else {
        item.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
    }
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    if (status.isValid()) {
        icons::of(static_cast<StatusKind>(status.toInt()))
            .paint(painter, item.rect.left() + margin, item.rect.center().y() - side / 2, side, side);
        return;
    }

    // All bars of a column have the same length, whatever the numbers beside them.
    const QRect inside = item.rect.adjusted(margin, 0, -margin, 0);
    const int gap = item.fontMetrics.horizontalAdvance(u'x');
    const int height = std::max(6, item.fontMetrics.ascent() / 2);
    const int left = inside.width() - item.fontMetrics.horizontalAdvance(item.text) - gap;
    const QRectF bar(inside.left(), inside.center().y() - height / 2.0 + 0.5,
                     std::min(left, inside.width() / 3), height);
    if (bar.width() <= 3 * gap)
        return;
    if (rows.isValid())
        paintLedgerBar(*painter, bar, rows.value<Ledger>(), item.palette);
    else
        paintTimeBar(*painter, bar, shares.value<TimeShares>(), 0, item.palette);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.data(roles::Rows).isValid() || index.data(roles::Shares).isValid())
        size.rwidth() += 6 * option.fontMetrics.averageCharWidth();
    if (index.data(roles::Status).isValid())
        size.rwidth() += 2 * option.fontMetrics.ascent();
    return size;
}

} // namespace syncline
