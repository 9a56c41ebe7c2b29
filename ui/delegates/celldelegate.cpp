#include "delegates/celldelegate.h"

#include "icons.h"
#include "models/roles.h"
#include "theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace syncline {

void paintLedgerBar(QPainter &painter, const QRectF &rect, const Ledger &ledger, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    const qreal radius = std::min(rect.height() / 2, 4.0);
    outline.addRoundedRect(rect, radius, radius);
    painter.setClipPath(outline);
    painter.fillRect(rect, themecolors::track(palette));
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
    const QVariant status = index.data(roles::Status);
    if (!rows.isValid() && !status.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const int gap = item.fontMetrics.horizontalAdvance(u'x');
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
    QRect inside = item.rect.adjusted(margin, 0, -margin, 0);
    if (status.isValid()) {
        const int side = item.fontMetrics.ascent() + 2;
        const QRect place(inside.left(), item.rect.center().y() - side / 2 + 1, side, side);
        icons::of(static_cast<StatusKind>(status.toInt())).paint(painter, place);
        inside.setLeft(place.right() + gap);
        painter->save();
        painter->setFont(item.font);
        painter->setPen(item.palette.color(QPalette::Text));
        painter->drawText(inside, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
                          item.fontMetrics.elidedText(text, Qt::ElideRight, inside.width()));
        painter->restore();
        return;
    }
    const int textWidth = std::min(inside.width(), item.fontMetrics.horizontalAdvance(text));
    const int height = std::max(6, item.fontMetrics.ascent() / 2);
    const QRectF bar(inside.left(), inside.center().y() - height / 2.0 + 0.5,
                     inside.width() - textWidth - gap, height);
    if (bar.width() > 3 * gap)
        paintLedgerBar(*painter, bar, rows.value<Ledger>(), item.palette);
    painter->save();
    painter->setFont(item.font);
    painter->setPen(item.palette.color(QPalette::Text));
    painter->drawText(inside, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), text);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.data(roles::Rows).isValid())
        size.rwidth() += 6 * option.fontMetrics.averageCharWidth();
    if (index.data(roles::Status).isValid())
        size.rwidth() += 2 * option.fontMetrics.ascent();
    return size;
}

} // namespace syncline
