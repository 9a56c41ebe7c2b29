#include "widgets/datatable.h"

#include "delegates/celldelegate.h"
#include "models/roles.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyle>

namespace syncline {

RowFilterProxy::RowFilterProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(roles::Raw);
    setSortLocaleAware(false);
}

void RowFilterProxy::setText(const QString &text)
{
    const QString folded = text.trimmed().toCaseFolded();
    if (folded == m_text)
        return;
    m_text = folded;
    invalidateFilter();
}

void RowFilterProxy::setCondition(std::function<bool(int)> condition)
{
    m_condition = std::move(condition);
    invalidateFilter();
}

bool RowFilterProxy::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (m_condition && !m_condition(sourceRow))
        return false;
    return m_text.isEmpty()
        || sourceModel()
               ->index(sourceRow, 0, sourceParent)
               .data(roles::SearchText)
               .toString()
               .contains(m_text);
}

DataTable::DataTable(QWidget *parent)
    : QTableView(parent)
{
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionsMovable(true);
    fitRows();
}

RowFilterProxy *DataTable::showFiltered(QAbstractItemModel *model)
{
    m_filter = new RowFilterProxy(this);
    m_filter->setSourceModel(model);
    setModel(m_filter);
    return m_filter;
}

void DataTable::fitRows()
{
    const int height = fontMetrics().height() + fontMetrics().height() / 2;
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void DataTable::setColumnWidths(const QList<int> &characters)
{
    const int unit = fontMetrics().averageCharWidth();
    const int padding = 2
        * (style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this)
           + style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this) + 4);
    QFont heading = font();
    heading.setWeight(QFont::Bold);
    m_widths.fill(0, characters.size());
    for (int column = 0; column < characters.size(); ++column) {
        const int width = characters.at(column);
        setColumnHidden(column, width == 0);
        if (width == 0)
            continue;
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        m_widths[column] =
            padding + std::max((std::abs(width) + 1) * unit, QFontMetrics(heading).horizontalAdvance(title));
        if (width < 0)
            horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            setColumnWidth(column, m_widths.at(column));
    }
}

void DataTable::setColumnsThatGiveWay(const QList<int> &columns)
{
    m_givingWay = columns;
    fitColumns();
}

void DataTable::setColumnWanted(int column, bool wanted)
{
    if (wanted)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    setColumnHidden(column, !wanted);
    fitColumns();
}

bool DataTable::isWanted(int column) const
{
    return !m_unwanted.contains(column) && (column >= m_widths.size() || m_widths.at(column) != 0);
}

void DataTable::fitColumns()
{
    const auto widthOf = [this](int column) {
        // Wide or narrow is the choice of the user, except for the column that takes the rest.
        const bool chosen = !isColumnHidden(column)
            && horizontalHeader()->sectionResizeMode(column) == QHeaderView::Interactive;
        return chosen ? columnWidth(column) : m_widths.at(column);
    };
    int needed = 0;
    for (int column = 0; column < m_widths.size(); ++column)
        needed += isWanted(column) ? widthOf(column) : 0;
    for (const int column : std::as_const(m_givingWay)) {
        if (!isWanted(column))
            continue;
        const bool fits = needed <= viewport()->width();
        if (!fits)
            needed -= widthOf(column);
        setColumnHidden(column, !fits);
    }
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTableView::resizeEvent(event);
}

QString DataTable::text(bool all) const
{
    QStringList lines;
    const auto line = [this](auto cell) {
        QStringList cells;
        for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            // What gave way on the screen is copied all the same.
            if (isWanted(column))
                cells.append(QString(cell(column)).replace(u'\t', u' ').replace(u'\n', u' '));
        }
        return cells.join(u'\t');
    };
    lines.append(line([this](int column) { return model()->headerData(column, Qt::Horizontal).toString(); }));
    const auto row = [this, &line](int number) {
        return line([this, number](int column) { return model()->index(number, column).data().toString(); });
    };
    if (all) {
        for (int i = 0; i < model()->rowCount(); ++i)
            lines.append(row(i));
    } else {
        QModelIndexList selected = selectionModel()->selectedRows();
        std::sort(selected.begin(), selected.end());
        for (const QModelIndex &index : std::as_const(selected))
            lines.append(row(index.row()));
    }
    return QString(lines.join(u'\n') + u'\n');
}

void DataTable::copySelection() const
{
    if (model() && selectionModel()->hasSelection())
        QGuiApplication::clipboard()->setText(text(false));
}

void DataTable::copyAll() const
{
    if (model())
        QGuiApplication::clipboard()->setText(text(true));
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

} // namespace syncline
