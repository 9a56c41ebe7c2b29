#include "models/customertablemodel.h"

#include "models/format.h"
#include "models/timetext.h"

#include <tuple>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// What the table shows of the time follows from its sum.
bool looksAlike(const CustomerRow &a, const CustomerRow &b)
{
    const auto values = [](const CustomerRow &row) {
        return std::tuple(row.counts, row.inRun, row.ledger, row.linesLedger, row.linesHeldBack, row.state,
                          row.time.total());
    };
    return values(a) == values(b);
}

QString wordsOf(const TimeShares &time)
{
    return QString(CustomerTableModel::tr("Time of this customer: %1").arg(Format::duration(time.total())) + u'\n'
                   + TimeText::parts(time).join(u'\n'));
}

} // namespace

QString textOf(CustomerState state)
{
    switch (state) {
    case CustomerState::UpToDate:
        return CustomerTableModel::tr("Up to date");
    case CustomerState::Waiting:
        return CustomerTableModel::tr("Waiting");
    case CustomerState::HasFailures:
        return CustomerTableModel::tr("Has failures");
    case CustomerState::Queued:
        return CustomerTableModel::tr("Queued");
    case CustomerState::Running:
        return CustomerTableModel::tr("Running");
    case CustomerState::Success:
        return CustomerTableModel::tr("Success");
    case CustomerState::Partial:
        return CustomerTableModel::tr("Partial");
    case CustomerState::Failed:
        return CustomerTableModel::tr("Failed");
    case CustomerState::Stopped:
        return CustomerTableModel::tr("Not sent");
    }
    Q_UNREACHABLE();
}

StatusKind statusOf(CustomerState state)
{
    switch (state) {
    case CustomerState::UpToDate:
        return StatusKind::Neutral;
    case CustomerState::Waiting:
        return StatusKind::Waiting;
    case CustomerState::HasFailures:
        return StatusKind::CompletedWithErrors;
    case CustomerState::Queued:
        return StatusKind::Queued;
    case CustomerState::Running:
        return StatusKind::Running;
    case CustomerState::Success:
        return StatusKind::Succeeded;
    case CustomerState::Partial:
        return StatusKind::CompletedWithErrors;
    case CustomerState::Failed:
        return StatusKind::Failed;
    case CustomerState::Stopped:
        return StatusKind::Canceled;
    }
    Q_UNREACHABLE();
}

int CustomerTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CustomerTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CustomerRow &row = at(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::TextAlignmentRole:
        return alignment(column >= Pending && column <= Synced);
    case Qt::ToolTipRole:
        if ((column == Progress || column == Time) && row.time.total() > 0)
            return wordsOf(row.time);
        return column == LastSync && row.counts.lastSync.isValid() ? Format::dateTime(row.counts.lastSync)
                                                                   : QVariant();
    case roles::Raw:
        return raw(row, column);
    case roles::Status:
        return column == State ? QVariant(static_cast<int>(statusOf(row.state))) : QVariant();
    case roles::Rows:
        return column == Progress && row.inRun ? QVariant::fromValue(row.ledger) : QVariant();
    case roles::Shares:
        return column == Time && row.time.total() > 0 ? QVariant::fromValue(row.time) : QVariant();
    case roles::Muted:
        return isMuted(row, column);
    case roles::SearchText:
        return row.counts.name.toCaseFolded();
    default:
        return {};
    }
}

QVariant CustomerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::TextAlignmentRole)
        return alignment(column >= Pending && column <= Synced);
    if (role == Qt::ToolTipRole) {
        switch (column) {
        case Pending:
            return tr("Orders that wait to be sent");
        case LinesPending:
            return tr("Sizes that wait to be sent, as subitems");
        case Failed:
            return tr("Orders that were refused or rejected");
        case Synced:
            return tr("Orders that are on the board");
        case Time:
            return tr("Where the time of this sync went, for each customer; customers may share it");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return tr("Customer");
    case State:
        return tr("State");
    case Pending:
        return tr("Waiting");
    case LinesPending:
        return tr("Lines");
    case Failed:
        return tr("Failed");
    case Synced:
        return tr("Synced");
    case LastSync:
        return tr("Last sync");
    case Progress:
        return tr("This sync");
    case Time:
        return tr("Time");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant CustomerTableModel::display(const CustomerRow &row, Column column) const
{
    switch (column) {
    case Name:
        return row.counts.name;
    case State:
        return textOf(row.state);
    case Pending:
        return Format::count(row.counts.pending);
    case LinesPending:
        return Format::count(row.counts.linesPending);
    case Failed:
        return Format::count(row.counts.failed);
    case Synced:
        return Format::count(row.counts.synced);
    case LastSync:
        return row.counts.lastSync.isValid() ? Format::dateTime(row.counts.lastSync) : tr("never");
    case Progress:
        // Without a row: nothing waited, or another desk has them all.
        return row.inRun && row.ledger.planned > 0 ? tr("%1 of %2", "done of total")
                               .arg(Format::count(row.ledger.planned - row.ledger.notSent),
                                    Format::count(row.ledger.planned))
                         : QString();
    case Time:
        return row.time.total() > 0 ? Format::duration(row.time.total()) : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant CustomerTableModel::raw(const CustomerRow &row, Column column) const
{
    switch (column) {
    case Name:
        return row.counts.name.toCaseFolded();
    case State:
        return static_cast<int>(row.state);
    case Pending:
        return row.counts.pending;
    case LinesPending:
        return row.counts.linesPending;
    case Failed:
        return row.counts.failed;
    case Synced:
        return row.counts.synced;
    case LastSync:
        return row.counts.lastSync;
    case Progress:
        return row.inRun && row.ledger.planned > 0
            ? static_cast<double>(row.ledger.planned - row.ledger.notSent)
                / static_cast<double>(row.ledger.planned)
            : -1.0;
    case Time:
        return row.time.total();
    case ColumnCount:
        break;
    }
    return {};
}

bool CustomerTableModel::isMuted(const CustomerRow &row, Column column) const
{
    switch (column) {
    case Pending:
        return m_stale || row.counts.pending == 0;
    case LinesPending:
        return m_stale || row.counts.linesPending == 0;
    case Failed:
        return m_stale || row.counts.failed == 0;
    case Synced:
        return m_stale || row.counts.synced == 0;
    case LastSync:
        return m_stale || !row.counts.lastSync.isValid();
    default:
        return false;
    }
}

bool CustomerTableModel::passes(const CustomerRow &row, Filter filter)
{
    const bool waits = row.counts.pending > 0 || row.counts.linesPending > 0;
    switch (filter) {
    case Filter::All:
        return true;
    case Filter::Waiting:
        return waits;
    case Filter::Failures:
        return row.counts.failed > 0;
    case Filter::UpToDate:
        return !waits && row.counts.failed == 0;
    }
    Q_UNREACHABLE();
}

int CustomerTableModel::count(Filter filter) const
{
    return static_cast<int>(
        std::ranges::count_if(rows(), [filter](const CustomerRow &row) { return passes(row, filter); }));
}

CustomerCounts CustomerTableModel::totals(const QStringList &customers) const
{
    CustomerCounts sum;
    for (const CustomerRow &row : rows()) {
        if (!customers.isEmpty() && !customers.contains(row.counts.name))
            continue;
        sum.pending += row.counts.pending;
        sum.failed += row.counts.failed;
        sum.synced += row.counts.synced;
        sum.linesPending += row.counts.linesPending;
    }
    return sum;
}

CustomerState CustomerTableModel::stateOf(const CustomerRow &row) const
{
    if (row.inRun && row.ledger.planned > 0) {
        const bool linesOpen = row.linesLedger.notSent > row.linesHeldBack;
        if (m_running && row.ledger.notSent == row.ledger.planned - row.ledger.refused
            && row.ledger.notSent > 0)
            return CustomerState::Queued;
        if (m_running && (row.ledger.notSent > 0 || linesOpen))
            return CustomerState::Running;
        switch (verdict(row.ledger, m_thresholds)) {
        case Verdict::Nothing:
            return CustomerState::Stopped;
        case Verdict::Success:
            return CustomerState::Success;
        case Verdict::Partial:
            return CustomerState::Partial;
        case Verdict::Failed:
            return CustomerState::Failed;
        }
    }
    if (row.counts.failed > 0)
        return CustomerState::HasFailures;
    return row.counts.pending > 0 || row.counts.linesPending > 0 ? CustomerState::Waiting
                                                                 : CustomerState::UpToDate;
}

void CustomerTableModel::setCustomers(const std::vector<CustomerCounts> &customers)
{
    QHash<QString, const CustomerRow *> before;
    for (const CustomerRow &row : rows())
        before.insert(row.counts.name, &row);
    std::vector<CustomerRow> target;
    target.reserve(customers.size());
    for (const CustomerCounts &counts : customers) {
        const CustomerRow *old = before.value(counts.name);
        CustomerRow row = old ? *old : CustomerRow();
        row.counts = counts;
        row.state = stateOf(row);
        target.push_back(std::move(row));
    }
    synchronise(
        std::move(target), [](const CustomerRow &row) { return row.counts.name; },
        looksAlike);
    setStale(false);
}

void CustomerTableModel::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    if (rowCount() > 0)
        emit dataChanged(index(0, Pending), index(rowCount() - 1, LastSync), {roles::Muted});
}

void CustomerTableModel::beginRun()
{
    m_running = true;
    std::vector<int> changed;
    for (int i = 0; i < rowCount(); ++i) {
        CustomerRow &row = mutableRows()[static_cast<std::size_t>(i)];
        if (!row.inRun)
            continue;
        row.inRun = false;
        row.ledger = {};
        row.linesLedger = {};
        row.linesHeldBack = 0;
        row.time = {};
        row.state = stateOf(row);
        changed.push_back(i);
    }
    announceChanged(std::move(changed));
}

void CustomerTableModel::apply(const std::vector<SyncEvent> &events)
{
    QHash<QString, Ledgers> latest;
    QHash<QString, qint64> heldBack;
    QHash<QString, TimeShares> times;
    // Answers of lanes may overtake each other; time only grows.
    const auto spend = [&times](const QString &customer, const TimeShares &time) {
        if (time.total() > times.value(customer).total())
            times.insert(customer, time);
    };
    bool finished = false;
    for (const SyncEvent &event : events) {
        if (const auto *planned = std::get_if<CustomerPlanned>(&event)) {
            latest.insert(planned->customer, {planned->ledger, planned->linesLedger});
            heldBack.insert(planned->customer, planned->linesHeldBack);
        } else if (const auto *progress = std::get_if<CustomerProgress>(&event)) {
            latest.insert(progress->customer, {progress->ledger, progress->linesLedger});
        } else if (const auto *batch = std::get_if<BatchFinished>(&event)) {
            spend(batch->batch.customer, batch->batch.customerTime);
        } else if (std::holds_alternative<RunStarted>(event)) {
            latest.clear();
            times.clear();
            beginRun();
            finished = false;
        } else if (const auto *end = std::get_if<RunFinished>(&event)) {
            for (const CustomerRun &customer : end->summary.customers) {
                latest.insert(customer.name, {customer.ledger, customer.linesLedger});
                spend(customer.name, customer.time);
            }
            finished = true;
        }
    }
    if (!latest.isEmpty() || !times.isEmpty())
        take(latest, heldBack, times);
    if (finished)
        finishRun();
}

void CustomerTableModel::take(const QHash<QString, Ledgers> &ledgers, const QHash<QString, qint64> &heldBack,
                              const QHash<QString, TimeShares> &times)
{
    std::vector<int> changed;
    for (int i = 0; i < rowCount(); ++i) {
        CustomerRow &row = mutableRows()[static_cast<std::size_t>(i)];
        const auto found = ledgers.constFind(row.counts.name);
        const auto time = times.constFind(row.counts.name);
        if (found == ledgers.constEnd() && time == times.constEnd())
            continue;
        if (found != ledgers.constEnd()) {
            row.inRun = true;
            row.ledger = found->headers;
            row.linesLedger = found->lines;
            row.linesHeldBack = heldBack.value(row.counts.name, row.linesHeldBack);
            row.state = stateOf(row);
        }
        if (time != times.constEnd() && time->total() > row.time.total())
            row.time = *time;
        changed.push_back(i);
    }
    announceChanged(std::move(changed));
}

void CustomerTableModel::finishRun()
{
    m_running = false;
    std::vector<int> changed;
    for (int i = 0; i < rowCount(); ++i) {
        CustomerRow &row = mutableRows()[static_cast<std::size_t>(i)];
        const CustomerState state = stateOf(row);
        if (state != row.state) {
            row.state = state;
            changed.push_back(i);
        }
    }
    announceChanged(std::move(changed));
}

} // namespace syncline
