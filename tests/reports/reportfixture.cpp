#include "reportfixture.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

const QString brightHarbor = u"BRIGHT HARBOR"_s;
const QString alpineLark = u"ALPINE LARK"_s;

Event reason(EventId id, const QString &parameter, const QString &value)
{
    return {.id = id, .parameters = {{parameter, value}}};
}

QDateTime at(int minute, int second)
{
    return QDateTime({2026, 3, 15}, {9, minute, second}, Qt::UTC);
}

Ledger ledgerOf(const std::vector<RowRecord> &rows, const QString &customer)
{
    Ledger ledger;
    for (const RowRecord &row : rows) {
        if (row.customer == customer)
            ledger.plan(row.state);
    }
    return ledger;
}

} // namespace

RecordKey keyOf(int number)
{
    return RecordKey(QUuid(0x10000000, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, static_cast<uchar>(number)));
}

std::vector<RowRecord> sampleRows()
{
    const auto row = [](int number, const QString &customer, RowState state) {
        return RowRecord{.key = keyOf(number),
                         .orderNumber = u"ORD-%1"_s.arg(number, 3, 10, QChar(u'0')),
                         .customer = customer,
                         .group = customer + u" SP26",
                         .state = state};
    };
    std::vector<RowRecord> rows;
    for (int number = 1; number <= 6; ++number) {
        rows.push_back(row(number, alpineLark, RowState::Created));
        rows.back().mondayId = 9'100'000'000 + number;
    }
    rows.push_back(row(7, brightHarbor, RowState::Created));
    rows.back().mondayId = 9'100'000'007;
    rows.push_back(row(8, brightHarbor, RowState::Updated));
    rows.back().mondayId = 9'100'000'008;
    rows.push_back(row(9, brightHarbor, RowState::Refused));
    rows.back().column = u"FREIGHT"_s;
    rows.back().reason = reason(EventId::rp_006, u"customer"_s, u"15.6 per carton"_s);
    rows.push_back(row(10, brightHarbor, RowState::Rejected));
    rows.back().column = u"SEASON | YEAR"_s;
    rows.back().reason = reason(EventId::rp_006, u"customer"_s, u"a|b\n<script>alert(1)</script>"_s);
    rows.push_back(row(11, brightHarbor, RowState::Unknown));
    rows.back().reason = reason(EventId::rp_005, u"sync_id"_s, u"x"_s);
    rows.push_back(row(12, brightHarbor, RowState::NotSent));
    return rows;
}

std::vector<LineRecord> sampleLines()
{
    return {{.key = {keyOf(7), u"XS"_s},
             .quantity = u"12"_s,
             .state = RowState::Created,
             .mondayId = 9'200'000'001},
            {.key = {keyOf(7), u"O/S"_s},
             .quantity = u"-3"_s,
             .state = RowState::Rejected,
             .reason = reason(EventId::rp_006, u"customer"_s, u"O/S"_s)}};
}

RunSummary sampleSummary()
{
    const std::vector<RowRecord> rows = sampleRows();
    RunSummary summary{.syncId = u"SYNC-7F3A91C2-20260315"_s,
                       .environment = u"production"_s,
                       .state = RunState::CompletedWithErrors,
                       .startedAt = at(5, 0),
                       .finishedAt = at(21, 44),
                       .seconds = 1004.25};
    summary.request.customers = {alpineLark, brightHarbor};
    summary.request.limitPerCustomer = 100;
    summary.request.customerReports = true;
    summary.customers = {{.name = alpineLark, .ledger = ledgerOf(rows, alpineLark), .seconds = 600.5},
                         {.name = brightHarbor,
                          .ledger = ledgerOf(rows, brightHarbor),
                          .seconds = 400.25,
                          .time = {.server = 200, .quota = 100.25, .local = 60, .idle = 40}}};
    summary.customers[1].linesLedger = {.planned = 2, .created = 1, .rejected = 1};
    for (const CustomerRun &customer : summary.customers) {
        summary.ledger += customer.ledger;
        summary.linesLedger += customer.linesLedger;
    }
    summary.groups = {{.id = u"g1"_s, .title = u"ALPINE LARK SP26"_s, .customer = alpineLark, .rows = 6},
                      {.id = u"g2"_s,
                       .title = u"BRIGHT HARBOR SP26"_s,
                       .customer = brightHarbor,
                       .origin = GroupRun::Origin::Created,
                       .rows = 6}};
    summary.batches = {{.number = 1,
                        .customer = alpineLark,
                        .rows = 6,
                        .succeeded = 6,
                        .startedAt = at(6, 0),
                        .seconds = 9.1,
                        .complexity = 180'000},
                       {.number = 2,
                        .customer = brightHarbor,
                        .rows = 4,
                        .succeeded = 2,
                        .failed = 2,
                        .attempts = 3,
                        .startedAt = at(16, 0),
                        .seconds = 75.5,
                        .error = u"no answer"_s},
                       {.number = 3,
                        .kind = BatchKind::Subitems,
                        .customer = brightHarbor,
                        .rows = 2,
                        .succeeded = 1,
                        .failed = 1,
                        .startedAt = at(18, 0),
                        .seconds = 2.5}};
    summary.errors = {
        {.event = EventId::rp_006,
         .customer = brightHarbor,
         .column = u"FREIGHT"_s,
         .sample = u"[click](javascript:alert(1)) ![x](http://evil.example/a.png)"_s,
         .rows = 2},
        {.event = EventId::rp_005, .customer = brightHarbor, .sample = u"no answer"_s, .rows = 1}};
    summary.time = {.server = 600, .quota = 300.25, .local = 100, .idle = 4};
    summary.traffic.requests = 42;
    summary.traffic.throttled = 3;
    summary.traffic.complexityUsed = 1'260'000;
    summary.apiVersion = u"2026-10"_s;
    summary.programVersion = u"1.0.0"_s;
    summary.boardUrl = u"https://company.monday.com/boards/9609317401"_s;
    return summary;
}

Result<void> ScriptedJournal::forEachRow(const std::function<Result<void>(const RowRecord &)> &visit)
{
    std::size_t visited = 0;
    for (const RowRecord &row : rows) {
        if (failAfter && visited++ == *failAfter)
            return Error{.kind = ErrorKind::FileFailed, .event = {.id = EventId::rp_001}};
        if (Result<void> result = visit(row); !result)
            return result;
    }
    return {};
}

Result<void> ScriptedJournal::forEachLine(const std::function<Result<void>(const LineRecord &)> &visit)
{
    for (const LineRecord &line : lines) {
        if (Result<void> result = visit(line); !result)
            return result;
    }
    return {};
}

Result<std::vector<CustomerCounts>> ScriptedWarehouse::customers()
{
    if (problem)
        return *problem;
    return counts;
}

Result<std::vector<OpenRow>> ScriptedWarehouse::openRows(const QString &, WarehouseState state, int limit)
{
    if (problem)
        return *problem;
    std::vector<OpenRow> rows = state == WarehouseState::Failed ? failed : waiting;
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit)));
    return rows;
}

} // namespace syncline::testing
