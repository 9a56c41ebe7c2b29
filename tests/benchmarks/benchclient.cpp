#include "benchclient.h"

#include "engine.h"
#include "processfigures.h"
#include "sandbox/scaledclock.h"
#include "sync/syncplanner.h"
#include "sync/syncsession.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

double secondsBetween(Clock::Steady start, Clock::Steady end)
{
    return std::chrono::duration<double>(end - start).count();
}

/// Notes when planning ended and when rows were done; stops the run when enough of them are.
class Stopwatch final : public SyncObserver
{
public:
    Stopwatch(Clock &clock, StopPair &stop, int stopAfterRows)
        : m_clock(clock)
        , m_stop(stop)
        , m_stopAfterRows(stopAfterRows)
    {
    }

    void post(SyncEvent event) override
    {
        const std::lock_guard lock(m_mutex);
        if (const auto *state = std::get_if<RunStateChanged>(&event)) {
            if (state->state == RunState::Running && !running) {
                running = m_clock.steadyNow();
                cpuAtRunning = cpuSeconds();
                memoryAtRunning = peakMemory();
                m_real.start();
            }
        } else if (const auto *batch = std::get_if<BatchFinished>(&event)) {
            lastBatch = m_clock.steadyNow();
            realSeconds = static_cast<double>(m_real.nsecsElapsed()) / 1e9;
            cpuAtLastBatch = cpuSeconds();
            rows += batch->batch.succeeded;
            ++batches;
            if (m_stopAfterRows > 0 && rows >= m_stopAfterRows)
                m_stop.stopAfterBatch();
        } else if (const auto *flight = std::get_if<FlightChanged>(&event)) {
            mostInFlight = std::max(mostInFlight, flight->inFlight);
        }
    }

    std::optional<Clock::Steady> running;
    Clock::Steady lastBatch;
    double cpuAtRunning = 0;
    double cpuAtLastBatch = 0;
    double realSeconds = 0;
    qint64 memoryAtRunning = 0;
    qint64 rows = 0;
    qint64 batches = 0;
    int mostInFlight = 0;

private:
    std::mutex m_mutex;
    Clock &m_clock;
    StopPair &m_stop;
    const int m_stopAfterRows;
    QElapsedTimer m_real;
};

QJsonObject planFigures(SyncEnvironment &environment, const SyncRequest &request)
{
    QElapsedTimer elapsed;
    elapsed.start();
    const double cpuBefore = cpuSeconds();
    const Result<PlanReport> plan = lookAhead(environment, request, 0, {});
    if (!plan)
        return {{u"failure"_s, plan.error().text()}};
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;
    return {{u"rows"_s, plan->ledger.planned},
            {u"refused"_s, plan->ledger.refused},
            {u"real_seconds"_s, seconds},
            {u"cpu_seconds"_s, cpuSeconds() - cpuBefore},
            {u"rows_per_second"_s, static_cast<double>(plan->ledger.planned) / seconds},
            {u"calls"_s, plan->flight.calls},
            {u"complexity"_s, plan->flight.complexity}};
}

QJsonObject syncFigures(SyncEnvironment &environment, const SyncRequest &request, Clock &clock,
                        StopPair &stop, Stopwatch &watch)
{
    const Clock::Steady start = clock.steadyNow();
    const double cpuBefore = cpuSeconds();
    const Result<RunFinished> finished = SyncSession(environment).run(request, stop.tokens());
    if (!finished)
        return {{u"failure"_s, finished.error().text()}};
    const RunSummary &summary = finished->summary;
    const double sending = watch.running ? secondsBetween(*watch.running, watch.lastBatch) : 0;
    return {{u"state"_s, nameOf(summary.state)},
            {u"failure"_s, summary.failure ? summary.failure->text() : QString()},
            {u"rows"_s, watch.rows},
            {u"planned"_s, summary.ledger.planned},
            {u"created"_s, summary.ledger.created},
            {u"failed"_s, summary.ledger.failed()},
            {u"groups"_s, static_cast<qint64>(summary.groups.size())},
            {u"batches"_s, watch.batches},
            {u"requests"_s, summary.traffic.requests},
            {u"throttled"_s, summary.traffic.throttled},
            {u"complexity_used"_s, summary.traffic.complexityUsed},
            {u"seconds"_s, summary.seconds},
            {u"planning_seconds"_s, watch.running ? secondsBetween(start, *watch.running) : 0},
            {u"sending_seconds"_s, sending},
            {u"real_sending_seconds"_s, watch.realSeconds},
            {u"rows_per_second"_s, sending > 0 ? static_cast<double>(watch.rows) / sending : 0},
            {u"cpu_planning_seconds"_s, watch.cpuAtRunning - cpuBefore},
            {u"cpu_sending_seconds"_s, watch.cpuAtLastBatch - watch.cpuAtRunning},
            {u"cpu_seconds"_s, cpuSeconds() - cpuBefore},
            {u"peak_memory_planning"_s, watch.memoryAtRunning},
            {u"most_in_flight"_s, watch.mostInFlight},
            {u"earliest_seconds"_s, summary.estimate ? summary.estimate->earliestSeconds : 0},
            {u"latest_seconds"_s, summary.estimate ? summary.estimate->latestSeconds : 0},
            {u"estimate_error"_s, summary.estimateError().value_or(0)},
            {u"time"_s,
             QJsonObject{{u"server"_s, summary.time.server},
                         {u"quota"_s, summary.time.quota},
                         {u"local"_s, summary.time.local},
                         {u"idle"_s, summary.time.idle}}}};
}

Result<QJsonObject> measure(const ClientOptions &options)
{
    SystemClock real;
    sandbox::ScaledClock clock(real, options.timeScale);
    SystemIdSource ids;
    EventFanOut events(clock);
    const QString configFile = QDir(options.folder).filePath(u"syncline.toml"_s);
    const Result<LoadedConfig> config = loadConfig(configFile);
    if (!config)
        return config.error();
    Result<EnvironmentSettings> settings = config->environment(u"demo"_s);
    if (!settings)
        return std::move(settings).error();
    settings->sandbox = false;
    settings->api.url = options.url;
    // The transport's time is real.
    const ApiSettings defaults;
    settings->api.timeout = std::chrono::milliseconds(
        std::max<qint64>(100, qRound64(static_cast<double>(defaults.timeout.count()) / options.timeScale)));
    settings->api.itemBatchSize = options.batchSize > 0 ? options.batchSize : defaults.itemBatchSize;
    settings->api.maxInFlight = options.maxInFlight > 0 ? options.maxInFlight : defaults.maxInFlight;

    StopPair stop;
    Stopwatch watch(clock, stop, options.stopAfterRows);
    Engine engine(std::move(settings).value(), configFile, events, clock, ids);
    const ObserverRelay::Watch watching(engine.relay(), watch);
    Result<SyncEnvironment> environment = engine.environmentFor(watch);
    if (!environment)
        return std::move(environment).error();
    // What the engine reckons with is of the scaled time.
    environment->settings.api.timeout = defaults.timeout;
    SyncRequest request;
    request.skipSubitems = !options.subitems;
    return options.planOnly ? planFigures(*environment, request)
                            : syncFigures(*environment, request, clock, stop, watch);
}

} // namespace

int runClient(const ClientOptions &options)
{
    qputenv("MONDAY_API_KEY", "sandbox");
    QJsonObject figures;
    // The transport blocks its thread, so it must not be the main one.
    std::jthread worker([&] {
        const Result<QJsonObject> measured = measure(options);
        figures = measured ? *measured : QJsonObject{{u"failure"_s, measured.error().text()}};
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    worker.join();
    figures.insert(u"peak_memory"_s, peakMemory());
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return figures.value("failure"_L1).toString().isEmpty() ? 0 : 1;
}

} // namespace syncline::bench
