#include "models/eventlogmodel.h"

#include "models/roles.h"
#include "models/statuskind.h"

using namespace Qt::StringLiterals;

namespace syncline {

int EventLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Event &event = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(event, column);
    case Qt::ToolTipRole:
        return column == Text ? display(event, Text) : QVariant();
    case roles::Raw:
        return column == Level ? QVariant(static_cast<int>(describe(event.id).level)) : QVariant();
    case roles::Status:
        return column == Level ? QVariant(static_cast<int>(statusOf(describe(event.id).level))) : QVariant();
    case roles::Muted:
        return column == Time || column == Component;
    case roles::Advice:
        return event.textFrom(describe(event.id).advice);
    case roles::SearchText:
        return QString(event.name() + u'\n' + describe(event.id).component + u'\n' + event.text())
            .toCaseFolded();
    default:
        return {};
    }
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Time:
        return tr("Time");
    case Level:
        return tr("Level");
    case EventName:
        return tr("Event");
    case Component:
        return tr("Part", "part of the program");
    case Text:
        return tr("Text");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant EventLogModel::display(const Event &event, Column column) const
{
    switch (column) {
    case Time:
        return event.time.toLocalTime().toString(u"HH:mm:ss.zzz"_s);
    case Level:
        return StatusText::of(describe(event.id).level);
    case EventName:
        return event.name();
    case Component:
        return describe(event.id).component.toString();
    case Text:
        return event.text();
    case ColumnCount:
        break;
    }
    return {};
}

void EventLogModel::append(std::vector<Event> events)
{
    if (events.size() > capacity)
        events.erase(events.begin(), events.end() - capacity);
    if (events.empty())
        return;
    const int surplus = std::min(rowCount() + static_cast<int>(events.size()) - capacity, rowCount());
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_events.erase(m_events.begin(), m_events.begin() + surplus);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(events.size()) - 1);
    std::move(events.begin(), events.end(), std::back_inserter(m_events));
    endInsertRows();
}

void EventLogModel::apply(const std::vector<SyncEvent> &events)
{
    std::vector<Event> texts;
    // The reason of a wait is reported as an event of its own.
    for (const SyncEvent &event : events) {
        if (const auto *entry = std::get_if<Event>(&event))
            texts.push_back(*entry);
    }
    append(std::move(texts));
}

void EventLogModel::clear()
{
    if (m_events.empty())
        return;
    beginRemoveRows({}, 0, rowCount() - 1);
    m_events.clear();
    endRemoveRows();
}

} // namespace syncline
