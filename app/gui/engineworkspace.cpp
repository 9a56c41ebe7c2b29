#include "gui/engineworkspace.h"

#include "sync/syncplanner.h"
#include "sync/syncsession.h"

#include <QMetaObject>

namespace syncline {

namespace {

constexpr int pumpMilliseconds = 33;
/// Rows that the plan view lists; the counts are of all.
constexpr qsizetype planRows = 20'000;

} // namespace

class EngineWorkspace::Collector final : public SyncObserver, public EventSink
{
public:
    explicit Collector(Mailbox<SyncEvent> &mailbox) : m_mailbox(mailbox) { }
    void post(SyncEvent event) override { m_mailbox.post(std::move(event)); }
    void post(Event event) override { m_mailbox.post(SyncEvent(std::move(event))); }

private:
    Mailbox<SyncEvent> &m_mailbox;
};

EngineWorkspace::EngineWorkspace(Result<std::unique_ptr<Engine>> engine, WorkspaceInfo info, EventFanOut &events)
    : m_engine(std::move(engine))
    , m_info(std::move(info))
    , m_events(events)
    , m_mailbox([this] { QMetaObject::invokeMethod(this, &EngineWorkspace::schedulePump, Qt::QueuedConnection); })
    , m_collector(std::make_unique<Collector>(m_mailbox))
{
    m_events.add(*m_collector);
    m_pumpTimer.setSingleShot(true);
    connect(&m_pumpTimer, &QTimer::timeout, this, &EngineWorkspace::pump);
}

EngineWorkspace::~EngineWorkspace()
{
    m_stop.stopNow();
    m_stopPlan.stopNow();
    m_pool.waitForDone();
    m_events.remove(*m_collector);
}

void EngineWorkspace::loadCustomers()
{
    if (!m_engine) {
        emit customersFailed(m_engine.error());
        return;
    }
    m_pool.start([this] {
        Result<std::unique_ptr<OrderWarehouse>> warehouse = (*m_engine)->openWarehouse();
        const Result<std::vector<CustomerCounts>> customers = warehouse
            ? (*warehouse)->customers()
            : Result<std::vector<CustomerCounts>>(warehouse.error());
        const std::vector<ResumableSync> found = resumable();
        const QUrl boardUrl = (*m_engine)->boardUrl();
        QMetaObject::invokeMethod(this, [this, customers, found, boardUrl] {
            m_boardUrl = boardUrl;
            if (customers)
                emit customersLoaded(*customers);
            else
                emit customersFailed(customers.error());
            if (!m_syncRunning)
                emit interruptedFound(found);
        });
    });
}

std::vector<ResumableSync> EngineWorkspace::resumable() const
{
    std::vector<ResumableSync> found;
    const Result<std::vector<InterruptedSync>> interrupted = (*m_engine)->journals().interrupted();
    if (!interrupted) {
        m_events.post(interrupted.error().event);
        return found;
    }
    for (const InterruptedSync &sync : *interrupted) {
        if (sync.environment == m_info.environment)
            found.push_back({sync.syncId, sync.startedAt, sync.ledger});
    }
    return found;
}

void EngineWorkspace::plan(const SyncRequest &request)
{
    if (!m_engine) {
        emit planFailed(m_engine.error());
        return;
    }
    cancelPlan();
    m_pool.start([this, request, generation = m_planGeneration, stop = m_stopPlan.tokens()] {
        NobodyWatches nobody;
        Result<SyncEnvironment> environment = (*m_engine)->environmentFor(nobody);
        const Result<PlanReport> report = environment ? lookAhead(*environment, request, planRows, stop)
                                                      : Result<PlanReport>(environment.error());
        QMetaObject::invokeMethod(this, [this, report, generation] {
            if (generation != m_planGeneration)
                return;
            if (report)
                emit planReady(*report);
            else
                emit planFailed(report.error());
        });
    });
}

void EngineWorkspace::cancelPlan()
{
    m_stopPlan.stopNow();
    m_stopPlan = StopPair();
    ++m_planGeneration;
}

void EngineWorkspace::startSync(const SyncRequest &request)
{
    run([request](SyncSession &session, const StopTokens &stop) { return session.run(request, stop); });
}

void EngineWorkspace::resumeSync(const QString &syncId)
{
    run([syncId](SyncSession &session, const StopTokens &stop) { return session.resume(syncId, stop); });
}

void EngineWorkspace::run(Session session)
{
    if (!m_engine) {
        emit startFailed(m_engine.error());
        return;
    }
    if (m_syncRunning)
        return;
    m_syncRunning = true;
    m_stop = StopPair();
    m_pool.start([this, session = std::move(session), stop = m_stop.tokens()] {
        Result<SyncEnvironment> environment = (*m_engine)->environmentFor(*m_collector);
        const ObserverRelay::Watch watching((*m_engine)->relay(), *m_collector);
        const Result<RunFinished> finished = [&]() -> Result<RunFinished> {
            if (!environment)
                return environment.error();
            SyncSession work(*environment);
            return session(work, stop);
        }();
        QMetaObject::invokeMethod(this, [this, finished] { finishRun(finished); });
    });
}

void EngineWorkspace::finishRun(const Result<RunFinished> &finished)
{
    m_syncRunning = false;
    pump();
    if (!finished)
        emit startFailed(finished.error());
    else if (!m_boardUrl.isValid())
        m_boardUrl = QUrl(finished->summary.boardUrl);
    loadCustomers();
}

void EngineWorkspace::stopAfterBatch()
{
    m_stop.stopAfterBatch();
}

void EngineWorkspace::stopNow()
{
    m_stop.stopNow();
}

template<typename Work, typename Deliver>
void EngineWorkspace::away(Work work, Deliver deliver)
{
    m_pool.start([this, work = std::move(work), deliver = std::move(deliver)] {
        using Outcome = decltype(work(**m_engine));
        const Outcome outcome = m_engine ? work(**m_engine) : Outcome(m_engine.error());
        QMetaObject::invokeMethod(this, [deliver, outcome] { deliver(outcome); });
    });
}

void EngineWorkspace::lookAtTables()
{
    away([](Engine &engine) { return engine.pendingMigrations(); },
         [this](const Result<QStringList> &statements) {
             if (statements)
                 emit tablesLookedAt(*statements);
             else
                 emit tablesFailed(statements.error());
         });
}

void EngineWorkspace::makeTables()
{
    away([](Engine &engine) { return engine.migrate(); },
         [this](const Result<void> &made) {
             if (made)
                 emit tablesMade();
             else
                 emit tablesFailed(made.error());
         });
}

void EngineWorkspace::repair(const std::vector<RecordKey> &keys, Repair repair)
{
    away([keys, repair](Engine &engine) { return engine.repair(keys, repair); },
         [this](const Result<void> &done) {
             if (done)
                 emit repaired();
             else
                 emit repairFailed(done.error());
         });
}

void EngineWorkspace::schedulePump()
{
    // At once after a rest, else when 33 ms have passed since the last time; no timer while nothing happens.
    const qint64 rested = m_sincePump.isValid() ? m_sincePump.elapsed() : pumpMilliseconds;
    if (!m_pumpTimer.isActive())
        m_pumpTimer.start(static_cast<int>(std::max<qint64>(0, pumpMilliseconds - rested)));
}

void EngineWorkspace::pump()
{
    m_pumpTimer.stop();
    m_sincePump.start();
    const std::vector<SyncEvent> events = m_mailbox.drain();
    if (!events.empty())
        emit syncEvents(events);
}

} // namespace syncline
