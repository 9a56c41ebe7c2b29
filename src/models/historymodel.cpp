#include "models/historymodel.h"

#include "models/format.h"
#include "models/statuskind.h"

namespace syncline {

namespace {

bool isNumber(int column)
{
    return column == HistoryModel::Orders || column == HistoryModel::Failed
        || column == HistoryModel::Duration || column == HistoryModel::Customers;
}

bool sameEntry(const ReportEntry &a, const ReportEntry &b)
{
    return a.syncId == b.syncId && a.state == b.state && a.environment == b.environment
        && a.startedAt == b.startedAt && a.ledger == b.ledger && a.linesLedger == b.linesLedger
        && a.customers == b.customers && qFuzzyCompare(1.0 + a.seconds, 1.0 + b.seconds);
}

} // namespace

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ReportEntry &entry = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(entry, column);
    case Qt::ToolTipRole:
        return entry.predecessor ? tr("%1 (made by the system before Syncline)").arg(entry.folder)
                                 : entry.folder;
    case Qt::TextAlignmentRole:
        return alignment(isNumber(column));
    case roles::Raw:
        return raw(entry, column);
    case roles::Status:
        return column == State ? QVariant(static_cast<int>(statusOf(entry.state))) : QVariant();
    case roles::Rows:
        return column == Orders ? QVariant::fromValue(entry.ledger) : QVariant();
    case roles::Muted:
        return (column == Failed && entry.ledger.failed() == 0) || column == SyncId;
    case roles::SearchText:
        return QString(entry.syncId + u'\n' + entry.environment + u'\n' + StatusText::of(entry.state) + u'\n'
                       + Format::dateTime(entry.startedAt))
            .toCaseFolded();
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(isNumber(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case State:
        return tr("Result");
    case Started:
        return tr("Started");
    case Orders:
        return tr("Orders");
    case Failed:
        return tr("Failed");
    case Duration:
        return tr("Duration");
    case SyncId:
        return tr("Sync ID");
    case Environment:
        return tr("Environment");
    case Customers:
        return tr("Customers");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant HistoryModel::display(const ReportEntry &entry, Column column) const
{
    // Of an interrupted sync, and of one of the predecessor, there is no count to show; a zero would be a
    // lie.
    const bool counted =
        entry.ledger.planned > 0 || (!entry.predecessor && entry.state != RunState::Interrupted);
    switch (column) {
    case State:
        return StatusText::of(entry.state);
    case Started:
        return Format::dateTime(entry.startedAt);
    case Orders:
        return counted ? Format::count(entry.ledger.planned) : QString();
    case Failed:
        return counted ? Format::count(entry.ledger.failed()) : QString();
    case Duration:
        return entry.seconds > 0 ? Format::duration(entry.seconds) : QString();
    case SyncId:
        return entry.syncId;
    case Environment:
        return entry.environment;
    case Customers:
        return counted ? Format::count(entry.customers) : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant HistoryModel::raw(const ReportEntry &entry, Column column) const
{
    switch (column) {
    case State:
        return static_cast<int>(entry.state);
    case Started:
        return entry.startedAt;
    case Orders:
        return entry.ledger.planned;
    case Failed:
        return entry.ledger.failed();
    case Duration:
        return entry.seconds;
    case SyncId:
        return entry.syncId;
    case Environment:
        return entry.environment;
    case Customers:
        return entry.customers;
    case ColumnCount:
        break;
    }
    return {};
}

void HistoryModel::setEntries(std::vector<ReportEntry> entries)
{
    synchronise(
        std::move(entries), [](const ReportEntry &entry) { return entry.folder; }, sameEntry);
}

} // namespace syncline
