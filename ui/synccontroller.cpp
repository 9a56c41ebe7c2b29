#include "synccontroller.h"

namespace syncline {

namespace {

// While a sync runs, the counts are read anew: soon enough to be watched, and never for more than a twentieth
// of the time, so that the warehouse stays calm.
constexpr std::chrono::milliseconds leastRest{1500};
constexpr int restPerReading = 20;

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
        m_customersError = error;
        m_feed.customers().setStale(true);
        m_findings.set(Finding::Source::Warehouse, {error.event});
        emit customersChanged();
    });
    connect(&m_workspace, &Workspace::planReady, this, [this](const PlanReport &plan) {
        // An answer that nobody waits for any more is no news.
        if (m_activity != Activity::Planning)
            return;
        setActivity(Activity::Idle);
        readInfo();
        m_findings.set(Finding::Source::Plan, plan.findings);
        emit planReady(plan);
    });
    connect(&m_workspace, &Workspace::planFailed, this, [this](const Error &error) {
        if (m_activity != Activity::Planning)
            return;
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
    connect(&m_feed.run(), &RunModel::started, this, [this] {
        if (m_activity != Activity::Stopping)
            setActivity(Activity::Running);
        readInfo();
    });
    connect(&m_feed.run(), &RunModel::finished, this, &SyncController::takeFinish);
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
    const CustomerCounts totals = m_feed.customers().totals(request.customers);
    qint64 orders = 0;
    switch (request.selection) {
    case RowSelection::Waiting:
        orders = totals.pending;
        break;
    case RowSelection::WaitingAndFailed:
        orders = totals.pending + totals.failed;
        break;
    case RowSelection::Failed:
        orders = totals.failed;
        break;
    }
    Question question;
    question.title = tr("Send to production?");
    question.text = tr("This sends orders to the production board %1.")
                        .arg(m_info.boardName.isEmpty() ? m_info.boardId : m_info.boardName);
    question.detail = request.customers.isEmpty()
        ? tr("Up to %n order(s) of all customers.", nullptr, static_cast<int>(orders))
        : tr("Up to %n order(s) of: %1", nullptr, static_cast<int>(orders))
              .arg(request.customers.join(u", "));
    question.accept = tr("Send to production");
    question.dangerous = true;
    confirmProduction(question, [this, request] { send(request); });
}

void SyncController::send(const SyncRequest &request)
{
    m_findings.set(Finding::Source::Sync, {});
    setActivity(Activity::Starting);
    m_workspace.startSync(request);
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
        std::erase_if(m_interrupted, [&syncId](const ResumableSync &sync) { return sync.syncId == syncId; });
        emit interruptedChanged();
        m_findings.set(Finding::Source::Sync, {});
        setActivity(Activity::Starting);
        m_workspace.resumeSync(syncId);
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
