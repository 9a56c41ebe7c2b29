#include "models/findingsmodel.h"

#include "models/statuskind.h"

namespace syncline {

int FindingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Event &event = at(index.row()).event;
    const EventDescription &description = describe(event.id);
    switch (role) {
    case Qt::DisplayRole:
        switch (static_cast<Column>(index.column())) {
        case Level:
            return StatusText::of(description.level);
        case EventName:
            return event.name();
        case Text:
            return event.text();
        case Advice:
            return event.textFrom(description.advice);
        case ColumnCount:
            break;
        }
        return {};
    case Qt::ToolTipRole:
    case roles::Advice:
        return event.textFrom(description.advice);
    case roles::Status:
        return index.column() == Level ? QVariant(static_cast<int>(statusOf(description.level))) : QVariant();
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Level:
        return tr("Level");
    case EventName:
        return tr("Event");
    case Text:
        return tr("What was found");
    case Advice:
        return tr("What to do");
    case ColumnCount:
        break;
    }
    return {};
}

void FindingsModel::set(Finding::Source source, const std::vector<Event> &events)
{
    std::vector<Finding> target;
    for (const Finding &finding : rows()) {
        if (finding.source != source)
            target.push_back(finding);
    }
    for (const Event &event : events)
        target.push_back(Finding{source, event});
    std::ranges::stable_sort(target, [](const Finding &a, const Finding &b) {
        return describe(a.event.id).level > describe(b.event.id).level;
    });
    const auto key = [](const Finding &finding) {
        return QString(QString::number(static_cast<int>(finding.source)) + finding.event.name()
                       + finding.event.text());
    };
    QSet<QString> seen;
    std::erase_if(target, [&](const Finding &finding) {
        const QString name = key(finding);
        if (seen.contains(name))
            return true;
        seen.insert(name);
        return false;
    });
    synchronise(std::move(target), key, [](const Finding &, const Finding &) { return true; });
}

int FindingsModel::count(EventLevel level) const
{
    return static_cast<int>(std::ranges::count_if(
        rows(), [level](const Finding &finding) { return describe(finding.event.id).level == level; }));
}

} // namespace syncline
