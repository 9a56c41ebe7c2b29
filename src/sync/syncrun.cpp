#include "sync/syncrun.h"

#include "sync/judgementwriter.h"
#include "sync/patience.h"
#include "sync/patientwarehouse.h"
#include "sync/recovery.h"
#include "sync/synclane.h"
#include "sync/syncsession.h"

#include <QThreadPool>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Planned rows that enter the journal, and refused rows that enter the warehouse, in one transaction.
constexpr std::size_t planChunk = 500;

} // namespace

SyncRun::SyncRun(SyncEnvironment &environment, std::unique_ptr<SyncJournal> journal, QString syncId,
                 SyncRequest request, const QDateTime &startedAt, const StopTokens &stop)
    : m_environment(environment)
    , m_journal(std::move(journal))
    , m_syncId(std::move(syncId))
    , m_request(std::move(request))
    , m_startedAt(startedAt)
    , m_stop(stop)
    , m_leases(environment, m_syncId)
    , m_ledger(environment.observer)
    , m_meter(environment)
{
}

RunFinished SyncRun::execute(Extent extent)
{
    m_environment.observer.post(RunStarted{m_syncId, m_environment.settings.name, m_request, m_startedAt});
    const Result<void> worked = [&]() -> Result<void> {
        if (Result<void> prepared = prepare(); !prepared)
            return prepared;
        if (Result<void> settled = settle(); !settled || extent == Extent::SettleOnly)
            return settled;
        if (Result<void> planned = planRows(); !planned)
            return planned;
        reckon();
        if (Result<void> made = makeLabels(); !made)
            return made;
        return sendAll();
    }();
    return finish(worked, extent);
}

void SyncRun::announce(RunState state)
{
    m_environment.observer.post(RunStateChanged{state, {}});
}

Result<void> SyncRun::prepare()
{
    announce(RunState::Reading);
    if (Result<void> begun = m_environment.reports.begin(m_syncId); !begun)
        return begun;
    m_environment.events.post(
        {EventId::se_001,
         {{u"sync_id"_s, m_syncId},
          {u"environment"_s, m_environment.settings.name},
          {u"customers"_s, m_request.customers.isEmpty() ? u"all"_s : m_request.customers.join(u", "_s)}},
         {}});
    Result<RunSummary> before = m_journal->summarise();
    if (!before)
        return std::move(before).error();
    m_meter.takeUp(*before);
    Result<LanePorts> ports = makePorts(m_environment);
    if (!ports)
        return std::move(ports).error();
    m_ports = std::move(ports).value();
    // What answers now may be away later.
    m_ports.warehouse =
        std::make_unique<PatientWarehouse>(m_environment, m_stop, std::move(m_ports.warehouse));
    Result<BoardReading> reading = readBoards(m_environment, m_ports, m_stop);
    if (!reading)
        return std::move(reading).error();
    for (const MappingFinding &finding : reading->findings)
        m_environment.events.post(finding.event);
    if (reading->blocksSending()) {
        const auto blocking = std::ranges::find_if(reading->findings, &MappingFinding::blocksSending);
        return Error{.kind = ErrorKind::SchemaMismatch, .event = blocking->event};
    }
    m_boards = std::move(reading->boards);
    if (Result<void> opened = m_leases.open(*m_ports.warehouse); !opened)
        return opened;
    m_leases.attend(m_ports);
    return {};
}

Result<void> SyncRun::settle()
{
    return Recovery(m_environment, *m_journal, m_ports, m_request, m_boards).settle(m_syncId, m_stop);
}

Result<void> SyncRun::planRows()
{
    Result<bool> planned = m_journal->isPlanComplete();
    if (!planned)
        return std::move(planned).error();
    AccountExperience known;
    if (m_environment.experience)
        known = m_environment.experience(m_stop);
    m_flight.emplace(m_environment.settings.api, std::move(known), m_request.sequential);
    return *planned ? collectLabels() : planAll();
}

void SyncRun::reckon()
{
    const auto labelColumns = static_cast<qint64>(m_labels.size());
    m_work = m_flight->work(labelColumns);
    m_work.boardReadings = 0;
    m_known = m_flight->known();
    m_estimate = estimateFlight(m_work, m_known, m_environment.settings.api, m_environment.clock.utcNow());
    m_estimatedAt = m_environment.clock.steadyNow();
    m_trafficBefore = m_meter.used().traffic;
    m_groupsToMake = m_flight->groups();
    m_flight.reset();
    for (const Event &advice : m_estimate->advice)
        m_environment.events.post(advice);
    m_environment.observer.post(FlightEstimated{*m_estimate});
    const qint64 planned = m_ledger.rowsNotSent();
    if (m_request.ordersShown && *m_request.ordersShown != planned) {
        m_environment.events.post(
            {EventId::se_093, {{u"shown"_s, *m_request.ordersShown}, {u"planned"_s, planned}}, {}});
    }
}

Result<void> SyncRun::planAll()
{
    const TimeLedger::Span span(m_meter.time(), TimeLedger::Use::Local);
    // A sync that was killed while planning has sent nothing; its plan is made anew.
    if (Result<void> forgotten = m_journal->forgetPlan(); !forgotten)
        return forgotten;
    Result<QStringList> customers = chooseCustomers(*m_ports.warehouse, m_request);
    if (!customers)
        return std::move(customers).error();
    RowPlanner planner(m_environment.settings, m_boards, RowPlanner::LabelMode::Collect);
    for (const QString &customer : *customers) {
        m_flight->beginCustomer();
        CustomerTally tally;
        std::vector<RowPlan> plans;
        Result<void> read = planCustomer(
            *m_ports.warehouse, planner, customer, m_request, m_stop, [&](RowPlan plan) -> Result<void> {
                if (Result<void> kept = m_leases.keep(*m_ports.warehouse); !kept)
                    return kept;
                if (m_inDoubt.contains(plan.record.key)) {
                    m_environment.events.post(cannotBeTold(plan.record.key, {}));
                    return {};
                }
                plans.push_back(std::move(plan));
                return plans.size() < planChunk ? Result<void>()
                                                : enterPlans(std::exchange(plans, {}), tally);
            });
        if (read)
            read = enterPlans(std::move(plans), tally);
        if (!read)
            return read;
        m_ledger.enter(customer, tally.rows, tally.lines, tally.heldBack);
        m_environment.events.post({tally.rows.planned > 0 ? EventId::se_003 : EventId::se_004,
                                   {{u"customer"_s, customer},
                                    {u"rows"_s, tally.rows.planned},
                                    {u"refused"_s, tally.rows.refused},
                                    {u"lines"_s, tally.lines.planned}},
                                   {}});
    }
    m_labels = planner.wantedLabels();
    if (Result<void> complete = m_journal->planComplete(); !complete)
        return complete;
    // Not before: a plan that is cut and made anew would not find them waiting, and no report would know
    // them.
    return writeJudgements();
}

namespace {

bool isJudged(RowState state)
{
    return state == RowState::Refused || state == RowState::Unchanged;
}

/// Something of the row is judged without sending.
bool holdsJudgement(const RowPlan &plan)
{
    return isJudged(plan.record.state)
        || std::ranges::any_of(plan.lines, [](const LinePlan &line) { return isJudged(line.record.state); });
}

} // namespace

Result<void> SyncRun::keepNew(std::vector<RowPlan> &plans)
{
    std::vector<RecordKey> keys;
    for (const RowPlan &plan : plans)
        keys.push_back(plan.record.key);
    const Result<std::vector<RecordKey>> already = m_journal->alreadyPlanned(keys);
    if (!already)
        return already.error();
    QSet<RecordKey> planned(already->begin(), already->end());
    std::erase_if(plans, [&planned](const RowPlan &plan) {
        if (planned.contains(plan.record.key))
            return true;
        planned.insert(plan.record.key);
        return false;
    });
    return {};
}

Result<void> SyncRun::keepOurs(std::vector<RowPlan> &plans)
{
    // What is sent is claimed just before; what is judged now has to be ours now, and still waiting.
    std::vector<RecordKey> judged;
    for (const RowPlan &plan : plans) {
        if (holdsJudgement(plan))
            judged.push_back(plan.record.key);
    }
    if (judged.empty())
        return {};
    const Result<Claim> claim = m_ports.warehouse->leases().claim(m_syncId, judged);
    if (!claim)
        return claim.error();
    const Result<std::vector<OrderHeader>> waiting =
        m_ports.warehouse->selectedByKey(claim->taken, m_request);
    if (!waiting)
        return waiting.error();
    QSet<RecordKey> ours;
    for (const OrderHeader &header : *waiting)
        ours.insert(header.key);
    std::erase_if(plans, [&ours](const RowPlan &plan) {
        return holdsJudgement(plan) && !ours.contains(plan.record.key);
    });
    return {};
}

Result<void> SyncRun::enterPlans(std::vector<RowPlan> plans, CustomerTally &tally)
{
    for (const auto keep : {&SyncRun::keepNew, &SyncRun::keepOurs}) {
        if (Result<void> kept = (this->*keep)(plans); !kept)
            return kept;
    }
    std::vector<PlannedRow> planned;
    for (RowPlan &plan : plans) {
        tally.rows.plan(plan.record.state);
        m_flight->add(plan);
        for (Event &warning : plan.warnings)
            m_environment.events.post(std::move(warning));
        tellJudgements(plan);
        PlannedRow row{.row = plan.record};
        for (const LinePlan &line : plan.lines) {
            tally.lines.plan(line.record.state);
            tally.heldBack += plan.refused() && line.record.state == RowState::NotSent ? 1 : 0;
            row.lines.push_back(line.record);
        }
        planned.push_back(std::move(row));
    }
    return m_journal->plan(planned);
}

void SyncRun::tellJudgements(const RowPlan &plan)
{
    const auto refused = [&](const QString &size, const Event &reason, std::optional<LineRecord> line) {
        m_environment.events.post({EventId::se_014,
                                   {{u"order"_s, plan.record.orderNumber},
                                    {u"key"_s, plan.record.key.toString()},
                                    {u"size"_s, size},
                                    {u"reason"_s, reason.text()},
                                    {u"reason_id"_s, reason.name()}},
                                   {}});
        m_environment.observer.post(RowFailed{plan.record, std::move(line)});
    };
    if (plan.refused())
        refused({}, plan.record.reason, std::nullopt);
    for (const LinePlan &line : plan.lines) {
        if (line.record.state == RowState::Refused)
            refused(line.record.key.sizeCode, line.record.reason, line.record);
    }
}

Result<void> SyncRun::collectLabels()
{
    const TimeLedger::Span span(m_meter.time(), TimeLedger::Use::Local);
    // The plan is in the journal; the labels that it needs are not, and neither is it known whether
    // what was judged without sending reached the warehouse.
    Result<RunSummary> before = m_journal->summarise();
    if (!before)
        return std::move(before).error();
    RowPlanner planner(m_environment.settings, m_boards, RowPlanner::LabelMode::Collect);
    for (const CustomerRun &customer : before->customers) {
        m_ledger.enter(customer.name, customer.ledger, customer.linesLedger, 0);
        m_flight->beginCustomer();
        Result<void> read = planCustomer(*m_ports.warehouse, planner, customer.name, m_request, m_stop,
                                         [this](const RowPlan &plan) -> Result<void> {
                                             m_flight->add(plan);
                                             return m_leases.keep(*m_ports.warehouse);
                                         });
        if (!read)
            return read;
    }
    m_labels = planner.wantedLabels();
    return writeJudgements();
}

Result<void> SyncRun::writeJudgements()
{
    JudgementWriter writer(m_environment.settings, m_boards, *m_ports.warehouse, m_request, m_syncId);
    Result<void> read = m_journal->forEachRow([&writer](const RowRecord &row) {
        return writer.note({row.key, {}}, row.state, row.reason, row.mondayId);
    });
    if (read)
        read = m_journal->forEachLine([&writer](const LineRecord &line) {
            return writer.note(line.key, line.state, line.reason, line.mondayId);
        });
    return read ? writer.flush() : read;
}

Result<void> SyncRun::makeLabels()
{
    announce(RunState::Preparing);
    if (m_labels.empty())
        return {};
    // Two desks that make the same label at once would make it twice.
    const QString name = u"labels"_s;
    if (Result<void> locked = m_leases.lock(name, m_stop.drain, *m_ports.warehouse); !locked)
        return locked;
    Result<void> made = makeLabelsLocked();
    m_leases.unlock(name, *m_ports.warehouse);
    return made;
}

Result<void> SyncRun::makeLabelsLocked()
{
    for (const LabelsToCreate &wanted : m_labels) {
        Result<BoardColumn> column = patiently(m_environment, m_stop, [&] {
            return m_ports.gateway->addLabels(wanted.columnId, wanted.onSubitems, wanted.labels, m_stop);
        });
        const QJsonObject parameters{{u"column"_s, wanted.columnTitle},
                                     {u"labels"_s, QJsonArray::fromStringList(wanted.labels)},
                                     {u"reason"_s, column ? QString() : column.error().text()}};
        if (column) {
            BoardSchema &board = wanted.onSubitems ? m_boards.subitems : m_boards.items;
            if (BoardColumn *known = board.column(wanted.columnId))
                *known = std::move(column).value();
            m_environment.events.post({EventId::se_022, parameters, {}});
            continue;
        }
        // Rows that need one of these labels are refused one by one; the others go on.
        m_environment.events.post({EventId::se_023, parameters, {}});
        if (column.error().kind != ErrorKind::ValidationRejected
            && column.error().kind != ErrorKind::NotFound)
            return std::move(column).error();
    }
    return {};
}

Result<void> SyncRun::sendAll()
{
    announce(RunState::Running);
    Result<int> firstBatch = m_journal->nextBatchNumber();
    if (!firstBatch)
        return std::move(firstBatch).error();
    // The first lane that cannot go on ends the run like a stop after the batch.
    std::stop_source halt;
    const std::stop_callback userStops(m_stop.drain, [&halt] { halt.request_stop(); });
    const StopTokens stop{halt.get_token(), m_stop.abort};
    std::mutex mutex;
    std::optional<Error> fatal;
    const auto fail = [&](Error error) {
        m_environment.events.post(error.event);
        const std::lock_guard lock(mutex);
        if (!fatal)
            fatal = std::move(error);
        halt.request_stop();
    };

    auto shared = std::make_unique<SharedWarehouse>(m_environment, *m_journal, m_ledger, m_meter.time(),
                                                    m_syncId, stop, fail);
    GroupBook groups(m_boards.items.groups, m_environment, *m_journal, m_leases, *shared);
    groups.expect(std::exchange(m_groupsToMake, {}));
    BatchSizer sizer(m_environment.settings.api.itemBatchSize, m_environment.settings.api.timeout);
    sizer.bound(m_known);
    CeilingWatch ceiling(m_environment, sizer, m_work, *m_estimate);
    SharedRun run{.environment = m_environment,
                  .journal = *m_journal,
                  .groups = groups,
                  .ledger = m_ledger,
                  .meter = m_meter,
                  .ceiling = ceiling,
                  .leases = m_leases,
                  .sizer = sizer,
                  .warehouse = *shared,
                  .columnTitles = {},
                  .syncId = m_syncId,
                  .identity = identityColumns(m_environment.settings.mapping, m_boards.items),
                  .nextBatchNumber = *firstBatch};
    for (const BoardSchema *board : {&m_boards.items, &m_boards.subitems}) {
        for (const BoardColumn &column : board->columns)
            run.columnTitles.insert(column.id, column.title);
    }

    const int laneCount = std::max(1, m_environment.settings.api.maxInFlight);
    BatchQueue queue(static_cast<std::size_t>(laneCount) * 2);
    std::vector<std::unique_ptr<SyncLane>> lanes;
    QThreadPool pool;
    pool.setMaxThreadCount(laneCount);
    for (int lane = 0; lane < laneCount; ++lane) {
        lanes.push_back(std::make_unique<SyncLane>(run, queue, stop, fail));
        pool.start(lanes.back().get());
    }

    LanePorts feederPorts{shared->port(), std::move(m_ports.gateway)};
    m_leases.attend(feederPorts);
    RunFeeder feeder(run, queue, feederPorts, m_boards, m_request, stop);
    Result<void> fed = [&]() -> Result<void> {
        if (!m_request.sequential)
            return feeder.feed({});
        Result<RunSummary> planned = m_journal->summarise();
        if (!planned)
            return std::move(planned).error();
        for (const CustomerRun &customer : planned->customers) {
            if (Result<void> done = feeder.feed(customer.name); !done)
                return done;
            if (!queue.waitUntilIdle(stop.drain))
                return stoppedByUser();
        }
        return {};
    }();
    if (!fed)
        halt.request_stop();
    queue.closeInput();
    pool.waitForDone();
    m_ports.gateway = std::move(feederPorts.gateway);
    m_leases.attend(m_ports);
    feederPorts.warehouse.reset();
    lanes.clear();
    shared.reset(); // what waits is written
    if (fatal)
        return *std::move(fatal);
    if (fed && m_stop.drain.stop_requested())
        return stoppedByUser();
    return fed;
}

bool SyncRun::endLeases()
{
    if (!m_ports.warehouse)
        return true;
    const Result<std::vector<RecordKey>> inDoubt = m_journal->recordsInDoubt();
    Result<void> closed =
        inDoubt ? m_ports.warehouse->leases().close(m_syncId, *inDoubt) : Result<void>(inDoubt.error());
    if (!closed)
        m_environment.events.post(closed.error().event);
    return closed.has_value();
}

RunFinished SyncRun::finish(const Result<void> &worked, Extent extent)
{
    const bool leasesEnded = endLeases();
    const bool stopped =
        m_stop.drain.stop_requested() && (worked || worked.error().kind == ErrorKind::Cancelled);
    const bool failed = !worked && !stopped;
    const UsedSoFar used = m_meter.used();
    RunSummary summary;
    if (Result<void> noted = m_journal->noteProgress(used, m_meter.timeOfCustomers()); !noted)
        m_environment.events.post(noted.error().event);
    if (Result<RunSummary> counted = m_journal->summarise(); counted)
        summary = std::move(counted).value();
    else
        m_environment.events.post(counted.error().event);

    summary.syncId = m_syncId;
    summary.environment = m_environment.settings.name;
    summary.request = m_request;
    summary.startedAt = m_startedAt;
    summary.finishedAt = m_environment.clock.utcNow();
    summary.seconds = used.time.total();
    summary.time = used.time;
    summary.traffic = used.traffic;
    summary.estimate = m_estimate;
    if (m_estimate) {
        summary.secondsSinceEstimate =
            std::chrono::duration<double>(m_environment.clock.steadyNow() - m_estimatedAt).count();
        summary.trafficSinceEstimate = used.traffic - m_trafficBefore;
    }
    summary.thresholds = m_environment.settings.thresholds;
    summary.boardUrl = m_boards.items.url;
    summary.programVersion = m_environment.programVersion;
    summary.apiVersion = m_environment.settings.api.version;
    if (failed)
        summary.failure = worked.error().event;
    summary.state = extent == Extent::SettleOnly && !failed
        ? RunState::Interrupted
        : finalState(summary.ledger, summary.linesLedger, failed, stopped);
    m_environment.events.post({EventId::se_002,
                               {{u"sync_id"_s, m_syncId},
                                {u"state"_s, nameOf(summary.state)},
                                {u"planned"_s, summary.ledger.planned},
                                {u"created"_s, summary.ledger.created},
                                {u"updated"_s, summary.ledger.updated},
                                {u"unchanged"_s, summary.ledger.unchanged},
                                {u"refused"_s, summary.ledger.refused},
                                {u"rejected"_s, summary.ledger.rejected},
                                {u"not_sent"_s, summary.ledger.notSent},
                                {u"unknown"_s, summary.ledger.unknown}},
                               {}});

    RunFinished finished;
    if (Result<QString> folder = m_environment.reports.finish(summary, *m_journal, m_ports.warehouse.get());
        folder) {
        finished.folder = std::move(folder).value();
        // Batches that are open and rows that are unknown stay for `resume`, and so do leases that the
        // warehouse still has: the next sync on this computer ends them, others wait until their time is
        // over.
        Result<std::vector<OpenBatch>> open = m_journal->openBatches();
        const bool settled = leasesEnded && open && open->empty() && summary.ledger.unknown == 0
            && summary.linesLedger.unknown == 0;
        if (settled) {
            if (Result<void> closed = m_journal->close(summary.state); !closed)
                m_environment.events.post(closed.error().event);
        }
    } else {
        m_environment.events.post(folder.error().event);
        if (!summary.failure)
            summary.failure = folder.error().event;
        summary.state = RunState::Failed;
    }
    finished.summary = std::move(summary);
    m_environment.observer.post(RunStateChanged{finished.summary.state, {}});
    m_environment.observer.post(finished);
    return finished;
}

} // namespace syncline
