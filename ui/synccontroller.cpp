#include "synccontroller.h"

#include <algorithm>
#include <utility>

namespace syncline {

namespace {

// While a sync runs, the counts are read anew: soon enough to be watched, and never for more than a twentieth
// of the time, so that the warehouse stays calm.
constexpr std::chrono::milliseconds leastRest{1500};
constexpr int restPerReading = 20;
// After a reading that failed: each one opens a connection, and a warehouse in trouble needs none of them.
constexpr std::chrono::milliseconds mostRestAfterFailure{30'000};

// Says that the tables are missing; it is settled when they are made.
constexpr QLatin1StringView tablesMissing("db-021");

} // namespace

SyncController::SyncController(Workspace &workspace, Prompter &prompter, const Clock &clock, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_prompter(prompter)
    , m_clock(clock)
    , m_window(window)
    , m_feed(clock)
{
    readInfo();
    connect(&m_workspace, &Workspace::customersLoaded, this, &SyncController::takeCustomers);
    connect(&m_workspace, &Workspace::customersFailed, this, [this](const Error &error) {
        m_loading = false;
        m_restAfterFailure = std::clamp(m_restAfterFailure * 2, leastRest, mostRestAfterFailure);
        m_readAgainAt = m_clock.steadyNow() + m_restAfterFailure;
        m_customersError = error;
        m_feed.customers().setStale(true);
        m_findings.set(Finding::Source::Warehouse, {error.event});
        emit customersChanged();
    });
    connect(&m_workspace, &Workspace::planReady, this, &SyncController::takePlan);
    connect(&m_workspace, &Workspace::planFailed, this, [this](const Error &error) {
        if (m_activity != Activity::Planning)
            return;
        m_toStart.reset();
        setActivity(Activity::Idle);
        m_findings.set(Finding::Source::Plan, {error.event});
        emit planFailed(error);
    });
    connect(&m_workspace, &Workspace::startFailed, this, [this](const Error &error) {
        setActivity(Activity::Idle);
        m_findings.set(Finding::Source::Sync, {error.event});
    });
    connect(&m_workspace, &Workspace::syncEvents, this, &SyncController::takeEvents);
    connect(&m_workspace, &Workspace::interruptedFound, this,
            [this](const std::vector<ResumableSync> &syncs) {
                m_interrupted = syncs;
                emit interruptedChanged();
            });
    connectTables();
    connectRepair();
    connectRefresh();
    connect(&m_workspace, &Workspace::recordKeyFailed, this, &SyncController::recordKeyFailed);
    connect(&m_feed.run(), &RunModel::started, this, [this] {
        m_repaired.clear();
        if (m_activity != Activity::Stopping)
            setActivity(Activity::Running);
        readInfo();
    });
    connect(&m_feed.run(), &RunModel::finished, this, &SyncController::takeFinish);
}

void SyncController::connectTables()
{
    connect(&m_workspace, &Workspace::tablesLookedAt, this, &SyncController::takeTables);
    connect(&m_workspace, &Workspace::tablesMade, this, [this] {
        std::erase_if(m_planFindings, [](const Event &finding) { return finding.name() == tablesMissing; });
        m_findings.set(Finding::Source::Plan, m_planFindings);
        emit message(tr("Made Syncline's own tables in the warehouse"));
        goOnWithTables();
    });
    connect(&m_workspace, &Workspace::tablesFailed, this, [this](const Error &error) {
        m_withTables = {};
        setActivity(Activity::Idle);
        m_findings.set(Finding::Source::Sync, {error.event});
    });
}

void SyncController::connectRepair()
{
    connect(&m_workspace, &Workspace::repaired, this, &SyncController::takeRepair);
    connect(&m_workspace, &Workspace::repairFailed, this, [this](const Error &error) {
        setActivity(Activity::Idle);
        m_findings.set(Finding::Source::Sync, {error.event});
    });
}

void SyncController::connectRefresh()
{
    connect(&m_workspace, &Workspace::ordersRefreshed, this, [this](const RefreshReport &report) {
        if (m_activity != Activity::Refreshing)
            return;
        setActivity(Activity::Idle);
        if (report.mode == RefreshMode::Write) {
            emit message(tr("%n order(s) were brought in from the source", nullptr,
                            static_cast<int>(report.total.added + report.total.changed + report.total.cancelled)));
            refresh();
        }
        emit ordersRefreshed(report);
    });
    connect(&m_workspace, &Workspace::refreshFailed, this, [this](const Error &error) {
        if (m_activity != Activity::Refreshing)
            return;
        setActivity(Activity::Idle);
        emit refreshFailed(error);
    });
}

bool SyncController::isSyncing() const
{
    return m_activity == Activity::Starting || m_activity == Activity::Running
        || m_activity == Activity::Stopping;
}

void SyncController::readInfo()
{
    m_info = m_workspace.info();
    m_feed.customers().setThresholds(m_info.thresholds);
    m_findings.set(Finding::Source::Configuration, m_info.findings);
    emit infoChanged();
}

void SyncController::setActivity(Activity activity)
{
    if (m_activity == activity)
        return;
    m_activity = activity;
    emit activityChanged();
}

void SyncController::refresh()
{
    readCustomers();
    emit customersChanged();
}

void SyncController::readCustomers()
{
    m_loading = true;
    m_readingSince = m_clock.steadyNow();
    m_workspace.loadCustomers();
}

void SyncController::takeCustomers(const std::vector<CustomerCounts> &customers)
{
    m_loading = false;
    m_restAfterFailure = {};
    const Clock::Steady now = m_clock.steadyNow();
    m_readAgainAt =
        now + std::max<Clock::Steady::duration>(leastRest, (now - m_readingSince) * restPerReading);
    m_customersReadAt = m_clock.utcNow();
    m_customersError.reset();
    m_findings.set(Finding::Source::Warehouse, {});
    m_feed.customers().setCustomers(customers);
    readInfo();
    emit customersChanged();
}

void SyncController::dryRun(SyncRequest request)
{
    if (isBusy())
        return;
    request.dryRun = true;
    m_findings.set(Finding::Source::Plan, {});
    setActivity(Activity::Planning);
    m_workspace.plan(request);
}

void SyncController::cancelDryRun()
{
    if (m_activity != Activity::Planning)
        return;
    m_workspace.cancelPlan();
    m_toStart.reset();
    setActivity(Activity::Idle);
}

void SyncController::confirmProduction(const Question &question, std::function<void()> agreed)
{
    if (!m_info.production) {
        agreed();
        return;
    }
    m_prompter.confirm(m_window, question, [this, agreed = std::move(agreed)](bool yes) {
        // The world may have changed while the question was open.
        if (yes && maySend())
            agreed();
    });
}

void SyncController::start(SyncRequest request)
{
    if (!maySend())
        return;
    request.dryRun = false;
    m_toStart = request;
    request.dryRun = true;
    m_findings.set(Finding::Source::Plan, {});
    setActivity(Activity::Planning);
    m_workspace.plan(request);
}

void SyncController::takePlan(const SharedPlan &plan)
{
    // An answer that nobody waits for any more is no news.
    if (m_activity != Activity::Planning)
        return;
    const std::optional<SyncRequest> toStart = std::exchange(m_toStart, std::nullopt);
    setActivity(Activity::Idle);
    readInfo();
    m_planFindings = plan->findings;
    m_findings.set(Finding::Source::Plan, m_planFindings);
    if (toStart && (!plan->blocked || plan->lacksOwnTablesOnly()))
        askForStart(plan, *toStart);
    else
        emit planReady(plan);
}

void SyncController::askForStart(const SharedPlan &plan, const SyncRequest &request)
{
    StartQuestion question{.plan = plan,
                           .board = m_info.boardName.isEmpty() ? tr("the board %1").arg(m_info.boardId) : m_info.boardName,
                           .production = m_info.production,
                           .now = m_clock.utcNow()};
    m_prompter.askForStart(m_window, question, [this, plan, request](bool start) {
        // The world may have changed while the question was open.
        if (start && maySend())
            send(request, plan);
        else if (!isBusy())
            emit planReady(plan);
    });
}

void SyncController::startPlanned(const SharedPlan &plan)
{
    if (!maySend())
        return;
    SyncRequest request = plan->request;
    request.dryRun = false;
    if (m_info.production || plan->flight.exceedsDay)
        askForStart(plan, request);
    else
        send(request, plan);
}

void SyncController::send(SyncRequest request, const SharedPlan &shown)
{
    request.ordersShown = shown->ledger.notSent;
    withTables([this, request] {
        setActivity(Activity::Starting);
        m_workspace.startSync(request);
    });
}

void SyncController::withTables(std::function<void()> goOn)
{
    m_findings.set(Finding::Source::Sync, {});
    m_withTables = std::move(goOn);
    setActivity(Activity::Checking);
    m_workspace.lookAtTables();
}

void SyncController::takeTables(const QStringList &statements)
{
    if (statements.isEmpty()) {
        goOnWithTables();
        return;
    }
    m_prompter.askForTables(m_window, {m_info.database, statements}, [this](bool make) {
        if (make) {
            m_workspace.makeTables();
            return;
        }
        m_withTables = {};
        setActivity(Activity::Idle);
    });
}

void SyncController::goOnWithTables()
{
    const std::function<void()> goOn = std::exchange(m_withTables, {});
    if (goOn)
        goOn();
}

void SyncController::retryFailed(const QStringList &customers)
{
    SyncRequest request;
    request.customers = customers;
    request.selection = RowSelection::Failed;
    request.customerReports = true;
    start(request);
}

void SyncController::retryFailed(const std::vector<RecordKey> &orders)
{
    // An empty list would be a retry of everything.
    if (orders.empty())
        return;
    SyncRequest request;
    request.records = orders;
    request.selection = RowSelection::Failed;
    request.customerReports = true;
    start(request);
}

void SyncController::repair(const std::vector<FailedRow> &rows, Repair repair)
{
    if (isBusy() || rows.empty())
        return;
    RepairUnderWay work;
    work.repair = repair;
    QSet<RecordKey> seen;
    for (const FailedRow &row : rows) {
        if (!seen.contains(row.key))
            work.keys.push_back(row.key);
        seen.insert(row.key);
    }
    const auto orders = static_cast<int>(work.keys.size());
    const bool again = repair == Repair::CreateAgain;
    Question question;
    question.title = again ? tr("Create again?") : tr("Mark as removed?");
    question.text = again ? tr("%n order(s) whose item is gone from the board wait again and get new items.", nullptr, orders)
                          : tr("%n order(s) whose item is gone from the board are kept out of every sync.", nullptr, orders);
    question.detail = tr("This changes the warehouse: the orders and all their lines. Nothing is sent by it.");
    question.accept = again ? tr("Create again") : tr("Mark as removed");
    question.dangerous = !again;
    m_prompter.confirm(m_window, question, [this, work](bool yes) {
        if (!yes || isBusy())
            return;
        m_repair = work;
        m_findings.set(Finding::Source::Sync, {});
        setActivity(Activity::Repairing);
        m_workspace.repair(work.keys, work.repair);
    });
}

void SyncController::takeRepair()
{
    const RepairUnderWay done = std::exchange(m_repair, {});
    for (const RecordKey &key : done.keys)
        m_repaired.insert(key);
    setActivity(Activity::Idle);
    emit repaired();
    refresh();
    const auto orders = static_cast<int>(done.keys.size());
    if (done.repair == Repair::MarkRemoved) {
        emit message(tr("%n order(s) are kept out of every sync", nullptr, orders));
        return;
    }
    emit message(tr("%n order(s) wait to be created again", nullptr, orders));
    if (!maySend())
        return;
    // The plan that is shown before it starts is the question whether to send now.
    SyncRequest request;
    request.records = done.keys;
    request.customerReports = true;
    start(request);
}

bool SyncController::canResume(const QString &syncId) const
{
    return maySend()
        && std::ranges::any_of(m_interrupted,
                               [&syncId](const ResumableSync &sync) { return sync.syncId == syncId; });
}

void SyncController::resume(const QString &syncId)
{
    if (!maySend())
        return;
    Question question;
    question.title = tr("Resume on production?");
    question.text = tr("This finishes the interrupted sync %1 on the production board.").arg(syncId);
    question.detail = tr("Orders whose answer is not known are looked up first; nothing is sent twice.");
    question.accept = tr("Resume");
    question.dangerous = true;
    confirmProduction(question, [this, syncId] {
        withTables([this, syncId] {
            std::erase_if(m_interrupted, [&syncId](const ResumableSync &sync) { return sync.syncId == syncId; });
            emit interruptedChanged();
            setActivity(Activity::Starting);
            m_workspace.resumeSync(syncId);
        });
    });
}

void SyncController::stopAfterBatch()
{
    if (!isSyncing())
        return;
    setActivity(Activity::Stopping);
    m_workspace.stopAfterBatch();
}

void SyncController::stopNow()
{
    if (!isSyncing())
        return;
    setActivity(Activity::Stopping);
    m_workspace.stopNow();
}

void SyncController::refreshOrders(RefreshMode mode, GoneSizes goneSizes)
{
    if (!mayRefreshOrders())
        return;
    setActivity(Activity::Refreshing);
    m_workspace.refreshOrders(mode, goneSizes);
}

void SyncController::cancelOrderRefresh()
{
    if (m_activity == Activity::Refreshing)
        m_workspace.cancelRefresh();
}

void SyncController::makeRecordKey()
{
    Question question;
    question.title = tr("Make the record key column?");
    question.text = tr("This adds a text column to the board %1.")
                        .arg(m_info.boardName.isEmpty() ? m_info.boardId : m_info.boardName);
    question.detail = tr("It holds the key of each order, by which an order whose answer was lost is found again. "
                         "Everybody who sees the board sees the column; it can be hidden there.");
    question.accept = tr("Make the column");
    m_prompter.confirm(m_window, question, [this](bool yes) {
        if (yes)
            m_workspace.makeRecordKey();
    });
}

void SyncController::takeEvents(const std::vector<SyncEvent> &events)
{
    m_feed.push(events);
    if (isSyncing() && !m_loading && m_customersReadAt.isValid() && m_clock.steadyNow() >= m_readAgainAt)
        readCustomers();
}

void SyncController::takeFinish()
{
    const std::optional<RunSummary> &summary = m_feed.run().summary();
    if (summary && summary->failure)
        m_findings.set(Finding::Source::Sync, {*summary->failure});
    setActivity(Activity::Idle);
    refresh();
}

} // namespace syncline
