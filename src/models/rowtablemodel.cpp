#include "models/rowtablemodel.h"

#include "models/statuskind.h"

namespace syncline {

int RowTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RowTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RowItem &item = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(item, column);
    case Qt::ToolTipRole:
        return column == Reason || column == Group ? display(item, column) : QVariant();
    case roles::Raw:
        switch (column) {
        case State:
            return static_cast<int>(item.state());
        case MondayId:
            return item.row.mondayId.value_or(-1);
        default:
            return display(item, column).toString().toCaseFolded();
        }
    case roles::Status:
        return column == State ? QVariant(static_cast<int>(statusOf(item.state()))) : QVariant();
    case roles::Advice:
        return item.reason().textFrom(describe(item.reason().id).advice);
    case roles::SearchText: {
        QString text;
        for (const Column part : {State, Order, Size, Customer, Group, BoardColumn, Reason, EventName})
            text += display(item, part).toString() + u'\n';
        return QString(text + item.row.key.toString()).toCaseFolded();
    }
    default:
        return {};
    }
}

QVariant RowTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case State:
        return tr("State");
    case Order:
        return tr("Order");
    case Size:
        return tr("Size");
    case Customer:
        return tr("Customer");
    case Group:
        return tr("Group");
    case BoardColumn:
        return tr("Column");
    case Reason:
        return tr("Reason");
    case EventName:
        return tr("Event");
    case Action:
        return tr("Action");
    case MondayId:
        return tr("Item");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RowTableModel::display(const RowItem &item, Column column) const
{
    switch (column) {
    case State:
        return StatusText::of(item.state());
    case Order:
        return item.row.orderNumber;
    case Size:
        return item.line ? item.line->key.sizeCode : QString();
    case Customer:
        return item.row.customer;
    case Group:
        return item.row.group;
    case BoardColumn:
        return item.row.column;
    case Reason:
        return item.reason().text();
    case EventName:
        return item.reason().name();
    case Action:
        return StatusText::of(item.row.action);
    case MondayId: {
        const std::optional<qint64> id = item.line ? item.line->mondayId : item.row.mondayId;
        return id ? QString::number(*id) : QString();
    }
    case ColumnCount:
        break;
    }
    return {};
}

void RowTableModel::clear()
{
    clearRows();
    m_places.clear();
    m_leftOut = 0;
}

void RowTableModel::setPlan(const std::vector<RowRecord> &planned, qint64 leftOut)
{
    clear();
    std::vector<RowItem> items;
    items.reserve(planned.size());
    for (const RowRecord &row : planned)
        items.push_back(RowItem{row, std::nullopt});
    put(std::move(items));
    m_leftOut += leftOut;
}

void RowTableModel::apply(const std::vector<SyncEvent> &events)
{
    std::vector<RowItem> items;
    for (const SyncEvent &event : events) {
        if (const auto *failed = std::get_if<RowFailed>(&event)) {
            items.push_back(RowItem{failed->row, failed->line});
        } else if (std::holds_alternative<RunStarted>(event)) {
            items.clear();
            clear();
        }
    }
    put(std::move(items));
}

void RowTableModel::put(std::vector<RowItem> items)
{
    std::vector<RowItem> added;
    std::vector<int> changed;
    const int before = rowCount();
    for (RowItem &item : items) {
        const LineKey key = item.key();
        if (const auto place = m_places.constFind(key); place != m_places.constEnd()) {
            if (*place < before) {
                changed.push_back(*place);
                mutableRows()[static_cast<std::size_t>(*place)] = std::move(item);
            } else {
                added[static_cast<std::size_t>(*place - before)] = std::move(item);
            }
        } else if (before + static_cast<int>(added.size()) >= capacity) {
            ++m_leftOut;
        } else {
            m_places.insert(key, before + static_cast<int>(added.size()));
            added.push_back(std::move(item));
        }
    }
    announceChanged(std::move(changed));
    appendRows(std::move(added));
}

} // namespace syncline
