#include "sync/planpass.h"

#include "sync/patience.h"

#include <QSet>

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Levenshtein distance without case; names are short.
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const bool same = a[i - 1].toCaseFolded() == b[static_cast<qsizetype>(j) - 1].toCaseFolded();
            const qsizetype cost = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
            diagonal = row[j];
            row[j] = cost;
        }
    }
    return row.back();
}

QStringList nearest(const QString &name, QStringList known)
{
    std::ranges::stable_sort(known, {}, [&name](const QString &other) { return distance(name, other); });
    return known.first(std::min<qsizetype>(known.size(), 3));
}

bool hasWork(const CustomerCounts &customer, const SyncRequest &request)
{
    const qint64 lines = request.skipSubitems ? 0 : customer.linesPending;
    switch (request.selection) {
    case RowSelection::Waiting:
        return customer.pending > 0 || lines > 0;
    case RowSelection::WaitingAndFailed:
    // Lines that failed under a header that is done are not in the counts; the selection itself finds them.
    case RowSelection::Failed:
        return true;
    }
    Q_UNREACHABLE();
}

} // namespace

Error stoppedByUser()
{
    return {.kind = ErrorKind::Cancelled, .event = {.id = EventId::se_040}};
}

namespace {

QString listOf(const std::set<qint64> &items)
{
    QStringList ids;
    for (const qint64 item : items)
        ids.append(QString::number(item));
    return ids.join(u", "_s);
}

} // namespace

Event cannotBeTold(const RecordKey &key, const std::set<qint64> &items)
{
    if (items.empty())
        return {EventId::se_061, {{u"key"_s, key.toString()}}, {}};
    return {EventId::se_062, {{u"key"_s, key.toString()}, {u"item_ids"_s, listOf(items)}}, {}};
}

Event severalItems(const RecordKey &key, const std::set<qint64> &items)
{
    return {EventId::se_073, {{u"key"_s, key.toString()}, {u"item_ids"_s, listOf(items)}}, {}};
}

namespace {

/// A database may count several spellings of a customer as one.
QString foldedCustomer(const QString &name)
{
    return name.trimmed().toCaseFolded();
}

/// Whose orders these are, folded; of those that the warehouse has.
Result<QSet<QString>> customersOf(OrderWarehouse &warehouse, const std::vector<RecordKey> &records)
{
    const Result<std::vector<KnownRow>> rows = warehouse.knownRows(records);
    if (!rows)
        return rows.error();
    QSet<QString> customers;
    for (const KnownRow &row : *rows) {
        if (row.row.sizeCode.isEmpty())
            customers.insert(foldedCustomer(row.customer));
    }
    return customers;
}

/// Lines are counted only where nothing else tells whether a customer has work.
Result<std::vector<CustomerCounts>> countsFor(OrderWarehouse &warehouse, const SyncRequest &request)
{
    Result<std::vector<CustomerCounts>> headers = warehouse.headersOfCustomers();
    const auto told = [&request](const CustomerCounts &customer) { return hasWork(customer, request); };
    if (!headers || !request.customers.isEmpty() || request.skipSubitems
        || std::ranges::all_of(*headers, told))
        return headers;
    return warehouse.customers();
}

} // namespace

Result<QStringList> chooseCustomers(OrderWarehouse &warehouse, const SyncRequest &request)
{
    Result<std::vector<CustomerCounts>> counts = countsFor(warehouse, request);
    if (!counts)
        return std::move(counts).error();
    QSet<QString> ofRecords;
    if (request.customers.isEmpty() && !request.records.empty()) {
        Result<QSet<QString>> found = customersOf(warehouse, request.records);
        if (!found)
            return std::move(found).error();
        ofRecords = std::move(found).value();
    }
    QStringList known;
    QStringList chosen;
    for (const CustomerCounts &customer : *counts) {
        known.append(customer.name);
        const bool isMeant = request.records.empty() || ofRecords.contains(foldedCustomer(customer.name));
        if (request.customers.isEmpty() && isMeant && hasWork(customer, request))
            chosen.append(customer.name);
    }
    for (const QString &wanted : request.customers) {
        if (!known.contains(wanted)) {
            return Error{.kind = ErrorKind::InvalidInput,
                         .event = {.id = EventId::se_041,
                                   .parameters = {{u"customer"_s, wanted},
                                                  {u"near"_s, nearest(wanted, known).join(u", "_s)}}}};
        }
        if (!chosen.contains(wanted))
            chosen.append(wanted);
    }
    chosen.sort();
    return chosen;
}

bool BoardReading::blocksSending() const
{
    return std::ranges::any_of(findings, &MappingFinding::blocksSending);
}

Result<BoardReading> readBoards(SyncEnvironment &environment, LanePorts &ports, const StopTokens &stop)
{
    BoardReading reading;
    Result<std::vector<Event>> tables = ports.warehouse->findings();
    if (!tables)
        return std::move(tables).error();
    for (const Event &finding : *tables)
        reading.findings.push_back({finding, describe(finding.id).level == EventLevel::Error});
    Result<BoardPair> boards =
        patiently(environment, stop, [&] { return ports.gateway->readBoards(stop); }, false);
    if (!boards)
        return std::move(boards).error();
    reading.boards = std::move(boards).value();
    for (MappingFinding &finding : checkMapping(environment.settings.mapping, reading.boards))
        reading.findings.push_back(std::move(finding));
    return reading;
}

Result<void> planCustomer(OrderWarehouse &warehouse, RowPlanner &planner, const QString &customer,
                          const SyncRequest &request, const StopTokens &stop,
                          const std::function<Result<void>(RowPlan)> &visit)
{
    return warehouse.forEachSelected(customer, request, [&](OrderHeader header) -> Result<void> {
        if (stop.drain.stop_requested())
            return stoppedByUser();
        return visit(planner.plan(header));
    });
}

} // namespace syncline
