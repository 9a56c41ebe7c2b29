#include "demoscriptworkspace.h"

#include "reportfixture.h"
#include "reports/reportwriter.h"
#include "reports/synclog.h"

#include <array>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

const std::array brands{u"ALPINE LARK"_s,  u"BRIGHT HARBOR"_s,  u"CEDAR & SALT"_s,  u"DELTA NINE RUN"_s,
                        u"EMBER STUDIO"_s, u"FIELDNOTE"_s,      u"GRANITE CLUB"_s,  u"HALF MOON SWIM"_s,
                        u"IRONWREN"_s,     u"JUNO ATHLETICS"_s, u"KITE & CO"_s,     u"LUMEN YOGA"_s,
                        u"MARLOW GOLF"_s,  u"NORTH TIDE"_s,     u"O'RILEY SPORT"_s, u"PALOMA"_s};
constexpr std::array<qint64, 16> pendingCounts{142, 96,  61, 210, 0,  34, 118, 47,
                                               9,   153, 0,  72,  88, 25, 13,  180};
constexpr std::array<qint64, 16> failedCounts{0, 3, 0, 12, 0, 0, 1, 0, 0, 7, 0, 0, 0, 2, 1, 0};
const QStringList sizes{u"XS"_s, u"S"_s, u"M"_s, u"L"_s, u"XL"_s, u"2XL"_s};
constexpr int linesPerOrder = 6;

RecordKey key(std::size_t number)
{
    return RecordKey(QUuid(0x5a1c0000U + static_cast<uint>(number), 0x77, 0x4aaa, 0x80, 1, 2, 3, 4, 5, 6, 7));
}

Event refusal(std::size_t number)
{
    switch (number % 3) {
    case 0:
        return {.id = EventId::pl_001,
                .parameters = {{u"source"_s, u"FREIGHT"_s},
                               {u"column"_s, u"Freight"_s},
                               {u"value"_s, u"15.6 per carton"_s}}};
    case 1:
        return {.id = EventId::pl_004,
                .parameters = {{u"source"_s, u"ORDER TYPE"_s},
                               {u"column"_s, u"Order type"_s},
                               {u"value"_s, u"REBUY?"_s}}};
    default:
        return {.id = EventId::pl_011,
                .parameters = {{u"source"_s, u"TOTAL QTY"_s},
                               {u"total"_s, 480},
                               {u"order"_s, u"DNR-00412"_s},
                               {u"sizes"_s, 472}}};
    }
}

/// A report asks only for rows and lines.
class ReportJournal final : public ScriptedJournal
{
public:
    [[nodiscard]] Result<std::vector<PlannedKey>> nextUnfinished(qint64, int, const QString &) override
    {
        return std::vector<PlannedKey>();
    }
};

QString refusedColumn(std::size_t number)
{
    return number % 3 == 0 ? u"Freight"_s : number % 3 == 1 ? u"Order type"_s : u"Total qty"_s;
}

} // namespace

DemoScriptWorkspace::DemoScriptWorkspace(FakeClock &clock, QObject *parent)
    : Workspace(parent)
    , m_clock(clock)
{
    facts.configFile = u"demo.toml"_s;
    facts.environment = u"demo"_s;
    facts.environments = {u"demo"_s};
    facts.sandbox = true;
    facts.boardName = u"Customer Master Schedule"_s;
    facts.boardId = u"9609317401"_s;
    for (std::size_t i = 0; i < brands.size(); ++i) {
        CustomerCounts counts;
        counts.name = brands[i];
        counts.pending = pendingCounts[i];
        counts.failed = failedCounts[i];
        counts.synced = static_cast<qint64>(300 + i * 131 % 977);
        counts.linesPending = pendingCounts[i] * linesPerOrder;
        counts.lastSync = m_clock.utcNow().addSecs(-static_cast<qint64>(3600 * (i + 5)));
        customers.push_back(counts);
    }
}

QUrl DemoScriptWorkspace::boardUrl() const
{
    return QUrl(u"https://example.monday.com/boards/9609317401"_s);
}

void DemoScriptWorkspace::loadCustomers()
{
    ++readings;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (customersProblem)
                emit customersFailed(*customersProblem);
            else
                emit customersLoaded(customers);
        },
        Qt::QueuedConnection);
}

PlanReport DemoScriptWorkspace::planFor(const SyncRequest &request) const
{
    PlanReport report;
    report.environment = facts.environment;
    report.request = request;
    std::size_t number = 0;
    for (const CustomerCounts &counts : customers) {
        if (counts.pending == 0 || (!request.customers.isEmpty() && !request.customers.contains(counts.name)))
            continue;
        CustomerPlan plan;
        plan.name = counts.name;
        plan.groupsToCreate = {QString(counts.name + u" 2026 SPRING"),
                               QString(counts.name + u" 2026 SUMMER")};
        for (qint64 i = 0; i < counts.pending; ++i, ++number) {
            RowRecord row;
            row.key = key(number);
            row.customer = counts.name;
            row.orderNumber = u"%1-%2"_s.arg(counts.name.first(3)).arg(10'000 + number);
            row.group = plan.groupsToCreate[static_cast<int>(number) % 2];
            if (request.selection == RowSelection::Waiting && number % 31 == 3) {
                row.action = number % 2 == 0 ? PlannedAction::Update : PlannedAction::None;
                row.state = number % 2 == 0 ? RowState::NotSent : RowState::Unchanged;
                row.mondayId = 9'800'000'000 + static_cast<qint64>(number);
                plan.itemsToUpdate += number % 2 == 0 ? 1 : 0;
                if (number % 3 == 0) {
                    ++plan.ordersCancelled;
                    row.reason = {.id = EventId::pl_024, .parameters = {{u"order"_s, row.orderNumber}}};
                }
                report.rows.push_back(row);
            } else if (number % 29 == 7) {
                row.state = RowState::Refused;
                row.action = PlannedAction::Refuse;
                row.reason = refusal(number);
                row.column = refusedColumn(number);
                report.rows.insert(report.rows.begin() + report.ledger.refused, row);
            } else {
                ++plan.itemsToCreate;
                plan.subitemsToCreate += linesPerOrder;
                if (report.rows.size() < 400)
                    report.rows.push_back(row);
                else
                    ++report.rowsLeftOut;
            }
            plan.ledger.plan(row.state);
            report.ledger.plan(row.state);
        }
        report.customers.push_back(plan);
    }
    report.labels = {{u"dropdown_mkr5"_s, u"Customer season"_s, false, {u"SP26"_s, u"SU26"_s}}};
    for (std::size_t cause = 0; cause < 3; ++cause) {
        ErrorGroup group;
        group.event = refusal(cause).id;
        group.customer = brands[cause];
        group.column = refusedColumn(cause);
        group.sample = refusal(cause).text();
        group.rows = report.ledger.refused / 3;
        report.refusals.push_back(group);
    }
    report.flight.calls = 2 * report.ledger.notSent / 10 + 12;
    report.flight.complexity = report.ledger.notSent * 7 * 30'000;
    report.flight.learnt = true;
    report.flight.callsToday = 340;
    report.flight.callsPerDay = 25'000;
    if (exceedsDay) {
        report.flight.exceedsDay = true;
        report.flight.callsPerDay = report.flight.calls;
    }
    report.flight.binding = binding;
    report.flight.earliestSeconds = static_cast<double>(report.flight.complexity) / 10'000'000 * 60;
    report.flight.latestSeconds = report.flight.earliestSeconds * 1.3;
    report.flight.rowsPerSecond = binding == FlightLimit::ServerTime ? 5 : 55;
    report.flight.advice = {{EventId::pl_031, {{u"points"_s, report.flight.complexity}}, {}},
                            {EventId::pl_034, {{u"subitems"_s, report.ledger.notSent * linesPerOrder}}, {}}};
    if (exceedsDay)
        report.flight.advice.insert(report.flight.advice.begin(), {EventId::pl_030, {}, {}});
    if (planBlocked) {
        report.blocked = true;
        report.findings = {
            {EventId::pl_018, {{u"board"_s, u"b"_s}, {u"column_id"_s, u"c"_s}, {u"source"_s, u"s"_s}}, {}}};
    }
    return report;
}

void DemoScriptWorkspace::plan(const SyncRequest &request)
{
    planned.push_back(request);
    QMetaObject::invokeMethod(
        this, [this, request] { emit planReady(std::make_shared<const PlanReport>(planFor(request))); }, Qt::QueuedConnection);
}

void DemoScriptWorkspace::startSync(const SyncRequest &request)
{
    started.push_back(request);
    m_request = request;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (startProblem)
                emit startFailed(*startProblem);
            else
                begin();
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::resumeSync(const QString &syncId)
{
    resumed.append(syncId);
    startSync(SyncRequest());
}

void DemoScriptWorkspace::lookAtTables()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (tablesProblem)
                emit tablesFailed(*tablesProblem);
            else
                emit tablesLookedAt(tables);
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::makeTables()
{
    ++tablesMadeTimes;
    tables.clear();
    QMetaObject::invokeMethod(
        this, [this] { emit tablesMade(); }, Qt::QueuedConnection);
}

void DemoScriptWorkspace::repair(const std::vector<RecordKey> &keys, Repair repair)
{
    repairs.emplace_back(keys, repair);
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (repairProblem)
                emit repairFailed(*repairProblem);
            else
                emit repaired();
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::checkConnection()
{
    ++checksStarted;
    QMetaObject::invokeMethod(
        this,
        [this] {
            for (const CheckResult &result : checks)
                emit connectionChecked(result);
            if (checks.size() == allCheckSteps.size())
                emit connectionCheckEnded();
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::makeRecordKey()
{
    ++recordKeysMade;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (recordKeyProblem)
                emit recordKeyFailed(*recordKeyProblem);
            else
                emit recordKeyMade(u"Record key"_s);
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::refreshOrders(RefreshMode mode, GoneSizes goneSizes)
{
    refreshes.emplace_back(mode, goneSizes);
    refresh.mode = mode;
    refresh.goneSizes = goneSizes;
    if (!answersRefresh)
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (refreshProblem)
                emit refreshFailed(*refreshProblem);
            else
                emit ordersRefreshed(refresh);
        },
        Qt::QueuedConnection);
}

void DemoScriptWorkspace::loseToAnotherDesk(int orders)
{
    std::vector<SyncEvent> events;
    for (CustomerRun &run : m_summary.customers) {
        const qint64 lost = std::min<qint64>(orders, run.ledger.notSent);
        const qint64 lostLines = std::min<qint64>(lost * linesPerOrder, run.linesLedger.notSent);
        run.ledger.planned -= lost;
        run.ledger.notSent -= lost;
        run.linesLedger.planned -= lostLines;
        run.linesLedger.notSent -= lostLines;
        events.push_back(CustomerProgress{run.name, run.ledger, run.linesLedger});
    }
    emit syncEvents(events);
}

void DemoScriptWorkspace::makeScript()
{
    m_rows.clear();
    m_lines.clear();
    m_script.clear();
    m_nextBatch = 0;
    m_summary = {};
    std::size_t number = 0;
    for (const CustomerPlan &planned_ : planFor(m_request).customers) {
        CustomerRun run;
        run.name = planned_.name;
        Part items{BatchKind::Items, m_summary.customers.size(), {}};
        for (qint64 i = 0; i < planned_.ledger.planned; ++i, ++number) {
            RowRecord row;
            row.key = key(number);
            row.customer = planned_.name;
            row.orderNumber = u"%1-%2"_s.arg(planned_.name.first(3)).arg(10'000 + number);
            row.group = planned_.groupsToCreate[static_cast<int>(number) % 2];
            if (number % 29 == 7) {
                row.state = RowState::Refused;
                row.reason = refusal(number);
                row.column = refusedColumn(number);
            } else {
                items.rows.push_back(m_rows.size());
                for (const QString &size : sizes) {
                    m_lines.push_back(
                        LineRecord{.key = {row.key, size}, .quantity = QString::number(12 + number % 40)});
                    run.linesLedger.plan();
                }
            }
            run.ledger.plan(row.state);
            m_rows.push_back(row);
            if (items.rows.size() == 10) {
                m_script.push_back(items);
                m_script.push_back({BatchKind::Subitems, items.customer, items.rows});
                items.rows.clear();
            }
        }
        if (!items.rows.empty()) {
            m_script.push_back(items);
            m_script.push_back({BatchKind::Subitems, items.customer, items.rows});
        }
        m_summary.customers.push_back(run);
    }
}

void DemoScriptWorkspace::begin()
{
    m_running = true;
    ++m_runs;
    makeScript();
    m_summary.syncId = u"SYNC-5A1C00%1-20261123"_s.arg(m_runs, 2, 16, QChar(u'0')).toUpper();
    m_summary.environment = facts.environment;
    m_summary.request = m_request;
    m_summary.startedAt = m_clock.utcNow();
    m_summary.thresholds = facts.thresholds;
    std::vector<SyncEvent> events;
    events.push_back(RunStarted{m_summary.syncId, facts.environment, m_request, m_summary.startedAt});
    events.push_back(RunStateChanged{RunState::Running, {}});
    events.push_back(Event{.id = EventId::se_001,
                           .parameters = {{u"sync_id"_s, m_summary.syncId},
                                          {u"environment"_s, facts.environment},
                                          {u"customers"_s, int(m_summary.customers.size())}},
                           .time = m_clock.utcNow()});
    for (const CustomerRun &customer : m_summary.customers)
        events.push_back(CustomerPlanned{customer.name, customer.ledger, customer.linesLedger});
    for (const RowRecord &row : m_rows) {
        if (row.state == RowState::Refused)
            events.push_back(RowFailed{row, std::nullopt});
    }
    events.push_back(FlightEstimated{planFor(m_request).flight});
    events.push_back(FlightChanged{2, 16});
    emit syncEvents(events);
}

BatchFinished DemoScriptWorkspace::work(const Part &part, std::vector<SyncEvent> &events)
{
    CustomerRun &run = m_summary.customers[part.customer];
    BatchRecord batch;
    batch.number = static_cast<int>(m_summary.batches.size()) + 1;
    batch.kind = part.kind;
    batch.customer = run.name;
    batch.startedAt = m_clock.utcNow();
    // A server that is a little slower at times; the script has no chance in it.
    batch.seconds = 1.4 + 0.5 * ((batch.number * 7) % 5) / 5.0 + (batch.number % 23 == 0 ? 2.2 : 0.0);
    m_clock.advance(std::chrono::milliseconds(static_cast<int>(batch.seconds * 300)));
    for (const std::size_t index : part.rows) {
        RowRecord &row = m_rows[index];
        if (part.kind == BatchKind::Items) {
            ++batch.rows;
            const std::size_t number = index + 1;
            const RowState state = number % 67 == 0 ? RowState::Rejected
                : number % 5 == 0                   ? RowState::Updated
                                                    : RowState::Created;
            row.state = state;
            run.ledger.move(RowState::NotSent, state);
            if (state == RowState::Rejected) {
                ++batch.failed;
                row.column = itemsGone ? QString() : u"Customer season"_s;
                row.reason = itemsGone
                    ? Event{.id = EventId::se_072,
                            .parameters = {{u"order"_s, row.orderNumber}, {u"item_id"_s, u"9800000123"_s}}}
                    : Event{.id = EventId::mc_031,
                            .parameters = {{u"column"_s, u"Customer season"_s},
                                           {u"message"_s, u"The label \"SP 26\" does not exist"_s}}};
                events.push_back(RowFailed{row, std::nullopt});
            } else {
                ++batch.succeeded;
                row.mondayId = 9'800'000'000 + static_cast<qint64>(index);
            }
            continue;
        }
        for (LineRecord &line : m_lines) {
            if (line.key.record != row.key || line.state != RowState::NotSent)
                continue;
            ++batch.rows;
            const bool good = row.state != RowState::Rejected;
            line.state = good ? RowState::Created : RowState::NotSent;
            if (!good)
                continue;
            run.linesLedger.move(RowState::NotSent, RowState::Created);
            ++batch.succeeded;
            line.mondayId = 9'900'000'000 + batch.succeeded;
        }
    }
    batch.complexity = 30'000 * batch.rows;
    run.seconds += batch.seconds;
    run.time = run.time
        + TimeShares{.server = batch.seconds * 0.7,
                     .quota = batch.seconds * 0.2,
                     .local = batch.seconds * 0.1,
                     .quotaBy = {.complexity = batch.seconds * 0.2}};
    batch.customerTime = run.time;
    m_summary.batches.push_back(batch);
    return {batch};
}

void DemoScriptWorkspace::runBatches(int count)
{
    for (int i = 0; i < count && hasBatches(); ++i) {
        std::vector<SyncEvent> events;
        const Part &part = m_script[m_nextBatch++];
        const BatchFinished finished = work(part, events);
        const CustomerRun &run = m_summary.customers[part.customer];
        events.push_back(finished);
        events.push_back(CustomerProgress{run.name, run.ledger, run.linesLedger});
        events.push_back(FlightChanged{9, 16});
        const double seconds = static_cast<double>(m_summary.startedAt.msecsTo(m_clock.utcNow())) / 1000.0;
        events.push_back(TimeShared{{.server = seconds * 0.75,
                                     .quota = seconds * 0.125,
                                     .local = seconds * 0.0625,
                                     .idle = seconds * 0.0625,
                                     .quotaBy = {.complexity = seconds * 0.125}}});
        if (finished.batch.number % 4 == 1)
            events.push_back(
                Event{.id = EventId::se_020,
                      .parameters = {{u"customer"_s, run.name},
                                     {u"title"_s, QString(run.name + u" 2026 SPRING")},
                                     {u"group_id"_s, u"group_mk%1"_s.arg(finished.batch.number)}},
                      .time = m_clock.utcNow()});
        if (finished.batch.number % 31 == 0)
            events.push_back(
                Event{.id = EventId::mc_020,
                      .parameters = {{u"message"_s, u"complexity budget exhausted, reset in 12 seconds"_s}},
                      .time = m_clock.utcNow()});
        emit syncEvents(events);
    }
}

void DemoScriptWorkspace::finish(RunState state)
{
    m_running = false;
    m_summary.state = state;
    m_summary.finishedAt = m_clock.utcNow();
    m_summary.seconds = static_cast<double>(m_summary.startedAt.msecsTo(m_summary.finishedAt)) / 1000.0;
    m_summary.traffic.requests = static_cast<qint64>(m_summary.batches.size()) + 40;
    m_summary.apiVersion = u"2026-10"_s;
    m_summary.programVersion = u"0.1.0"_s;
    m_summary.boardUrl = boardUrl().toString();
    m_summary.time = {m_summary.seconds * 0.8, m_summary.seconds * 0.1, m_summary.seconds * 0.06,
                      m_summary.seconds * 0.04};
    QHash<QString, std::size_t> causes;
    for (const RowRecord &row : m_rows) {
        if (row.state != RowState::Refused && row.state != RowState::Rejected)
            continue;
        const QString cause = row.reason.name() + row.customer;
        if (!causes.contains(cause)) {
            causes.insert(cause, m_summary.errors.size());
            m_summary.errors.push_back({row.reason.id, row.customer, row.column, row.reason.text(), 0});
        }
        ++m_summary.errors[causes.value(cause)].rows;
    }
    for (const CustomerRun &customer : m_summary.customers) {
        m_summary.ledger += customer.ledger;
        m_summary.linesLedger += customer.linesLedger;
        for (CustomerCounts &counts : customers) {
            if (counts.name != customer.name)
                continue;
            counts.pending = customer.ledger.notSent;
            counts.linesPending = customer.linesLedger.notSent;
            counts.failed += customer.ledger.refused + customer.ledger.rejected;
            counts.synced += customer.ledger.succeeded();
            counts.lastSync = m_summary.finishedAt;
        }
    }
    QString folder;
    if (!facts.reportsRoot.isEmpty() && !m_request.dryRun) {
        writeReports();
        folder = SyncFolder(facts.reportsRoot, m_summary.syncId).path();
    }
    emit syncEvents({RunFinished{m_summary, folder}});
}

void DemoScriptWorkspace::writeReports() const
{
    const SyncFolder folder(facts.reportsRoot, m_summary.syncId);
    auto log = SyncLog::open(folder, m_clock);
    if (!log)
        qFatal("%s", qPrintable(log.error().text()));
    for (const BatchRecord &batch : m_summary.batches)
        (*log)->post(Event{.id = EventId::se_020,
                           .parameters = {{u"customer"_s, batch.customer},
                                          {u"title"_s, u"2026 SPRING"_s},
                                          {u"group_id"_s, u"g1"_s}},
                           .time = batch.startedAt});
    if (const Result<void> closed = (*log)->close(); !closed)
        qFatal("%s", qPrintable(closed.error().text()));
    ReportJournal journal;
    journal.rows = m_rows;
    journal.lines = m_lines;
    RunSummary summary = m_summary;
    summary.request.customerReports = true;
    const Result<void> written = ReportWriter(folder, m_clock).write(summary, journal, nullptr);
    if (!written)
        qFatal("%s", qPrintable(written.error().text()));
}

void DemoScriptWorkspace::flood(int events)
{
    std::vector<SyncEvent> all;
    all.reserve(static_cast<std::size_t>(events));
    for (int i = 0; i < events; ++i) {
        const CustomerRun &run =
            m_summary.customers[static_cast<std::size_t>(i) % m_summary.customers.size()];
        switch (i % 4) {
        case 0:
            all.push_back(Event{.id = EventId::mc_004,
                                .parameters = {{u"seconds"_s, i}, {u"limit"_s, u"minute"_s}},
                                .time = m_clock.utcNow()});
            break;
        case 1: {
            RowRecord row;
            row.key = key(static_cast<std::size_t>(100'000 + i));
            row.customer = run.name;
            row.orderNumber = QString::number(i);
            row.state = RowState::Refused;
            row.reason = refusal(static_cast<std::size_t>(i));
            all.push_back(RowFailed{row, std::nullopt});
            break;
        }
        case 2:
            all.push_back(CustomerProgress{run.name, run.ledger, run.linesLedger});
            break;
        default: {
            BatchRecord batch;
            batch.number = i;
            batch.customer = run.name;
            batch.rows = batch.succeeded = 10;
            batch.seconds = 1.5;
            batch.startedAt = m_clock.utcNow();
            all.push_back(BatchFinished{batch});
        }
        }
    }
    emit syncEvents(all);
}

} // namespace syncline::testing
