#include "gui/engineworkspace.h"

#include "connectioncheck.h"
#include "sync/syncplanner.h"
#include "sync/syncsession.h"

#include <QMetaObject>

namespace syncline {

namespace {

constexpr int pumpMilliseconds = 33;
/// Rows that the plan view lists; the counts are of all.
constexpr qsizetype planRows = 10'000;
/// Rows of each kind that the preview of a refresh names.
constexpr qsizetype refreshRows = 1'000;
/// A sync, a look ahead, the counts and a check at the same time, on however few processors: all of them wait mostly.
constexpr int threads = 4;

/// What loading the customers finds out besides.
struct Loaded
{
    Result<std::vector<CustomerCounts>> customers = std::vector<CustomerCounts>();
    bool hasSource = false;
    QUrl boardUrl;
};

Loaded load(Engine &engine, EventSink &events)
{
    // The counts need no board, and a board that cannot be reached is told by whatever needs it.
    if (const Result<void> started = engine.start(); !started)
        events.post(started.error().event);
    Loaded loaded{.boardUrl = engine.boardUrl()};
    Result<std::unique_ptr<SqlOrderWarehouse>> warehouse = engine.openSqlWarehouse();
    if (!warehouse) {
        loaded.customers = warehouse.error();
        return loaded;
    }
    loaded.customers = (*warehouse)->customers();
    const Result<bool> source = (*warehouse)->hasSource();
    if (!source)
        events.post(source.error().event);
    loaded.hasSource = source && *source;
    return loaded;
}

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

WorkspaceInfo workspaceInfo(const QString &configFile, const LoadedConfig &config,
                            const EnvironmentSettings &settings)
{
    WorkspaceInfo info;
    info.configFile = configFile;
    info.environment = settings.name;
    info.environments = config.environmentNames();
    info.production = settings.production;
    info.sandbox = settings.sandbox;
    info.sendingBlocked = config.blocksSending(settings.name);
    for (const ConfigDiagnostic &diagnostic : config.diagnostics(settings.name))
        info.findings.push_back(diagnostic.event);
    info.boardId = settings.boardId;
    info.reportsRoot = settings.reportsRoot;
    info.database = settings.database.key;
    info.warehouse = settings.database;
    info.api = settings.api;
    info.cancelledOrders = settings.mapping.cancelledOrders;
    info.thresholds = settings.thresholds;
    info.maxInFlight = settings.api.maxInFlight;
    info.sourceTable = settings.tables.source;
    return info;
}

EngineWorkspace::EngineWorkspace(Result<std::unique_ptr<Engine>> engine, WorkspaceInfo info, EventFanOut &events)
    : m_engine(std::move(engine))
    , m_info(std::move(info))
    , m_events(events)
    , m_mailbox([this] { QMetaObject::invokeMethod(this, &EngineWorkspace::schedulePump, Qt::QueuedConnection); })
    , m_collector(std::make_unique<Collector>(m_mailbox))
{
    m_events.add(*m_collector);
    m_pool.setMaxThreadCount(threads);
    m_pumpTimer.setSingleShot(true);
    connect(&m_pumpTimer, &QTimer::timeout, this, &EngineWorkspace::pump);
}

EngineWorkspace::~EngineWorkspace()
{
    m_stop.stopNow();
    m_stopPlan.stopNow();
    m_stopCheck.stopNow();
    m_stopRefresh.request_stop();
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
        const Loaded loaded = load(**m_engine, m_events);
        const std::vector<ResumableSync> found = resumable();
        QMetaObject::invokeMethod(this, [this, loaded, found] {
            m_boardUrl = loaded.boardUrl;
            m_info.hasSource = loaded.hasSource;
            if (loaded.customers)
                emit customersLoaded(*loaded.customers);
            else
                emit customersFailed(loaded.customers.error());
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
        Result<PlanReport> report = environment ? lookAhead(*environment, request, planRows, stop)
                                                : Result<PlanReport>(environment.error());
        const Result<SharedPlan> shared = report
            ? std::make_shared<const PlanReport>(std::move(report).value())
            : Result<SharedPlan>(report.error());
        QMetaObject::invokeMethod(this, [this, shared, generation] {
            if (generation != m_planGeneration)
                return;
            if (shared)
                emit planReady(*shared);
            else
                emit planFailed(shared.error());
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

void EngineWorkspace::checkConnection()
{
    m_stopCheck.stopNow();
    m_stopCheck = StopPair();
    ++m_checkGeneration;
    if (!m_engine) {
        const auto tell = [this, error = m_engine.error(), generation = m_checkGeneration] {
            if (generation != m_checkGeneration)
                return;
            emit connectionChecked(failed(CheckStep::Driver, error.event));
            emit connectionCheckEnded();
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
        return;
    }
    m_pool.start([this, generation = m_checkGeneration, stop = m_stopCheck.tokens()] {
        // A newer check voids what an older one still has to say.
        const auto onWindow = [this, generation](const std::function<void()> &say) {
            QMetaObject::invokeMethod(this, [this, generation, say] {
                if (generation == m_checkGeneration)
                    say();
            });
        };
        ConnectionCheck check(**m_engine, [this, &onWindow](const CheckResult &result) {
            onWindow([this, result] { emit connectionChecked(result); });
        });
        check.run(stop);
        onWindow([this] { emit connectionCheckEnded(); });
    });
}

void EngineWorkspace::makeRecordKey()
{
    away([stop = m_stop.tokens()](Engine &engine) { return engine.makeRecordKeyColumn(stop); },
         [this](const Result<BoardColumn> &column) {
             if (column)
                 emit recordKeyMade(column->title);
             else
                 emit recordKeyFailed(column.error());
         });
}

void EngineWorkspace::refreshOrders(RefreshMode mode, GoneSizes goneSizes)
{
    m_stopRefresh = std::stop_source();
    const RefreshRequest request{.mode = mode, .goneSizes = goneSizes, .listedRows = refreshRows};
    away([request, stop = m_stopRefresh.get_token()](Engine &engine) -> Result<RefreshReport> {
            Result<std::unique_ptr<OrderRefresh>> refresh = engine.openRefresh();
            if (!refresh)
                return std::move(refresh).error();
            return (*refresh)->refresh(request, stop);
        },
         [this](const Result<RefreshReport> &report) {
             if (report)
                 emit ordersRefreshed(*report);
             else
                 emit refreshFailed(report.error());
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
