#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "engine.h"
#include "sandbox/scaledclock.h"
#include "support/testenvironment.h"
#include "sync/syncsession.h"

#include <QCoreApplication>
#include <QFile>

#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;

namespace {

/// A minute takes half a second.
constexpr double timeScale = 120;
/// Waits for quota of a run that goes in circles.
constexpr int tooManyWaits = 40;

/// Ends a run that would never end.
class Watch final : public SyncObserver
{
public:
    explicit Watch(StopPair &stop)
        : m_stop(stop)
    {
    }

    void post(SyncEvent event) override
    {
        const std::lock_guard lock(m_mutex);
        const auto *changed = std::get_if<RunStateChanged>(&event);
        if (changed && changed->state == RunState::WaitingForQuota && ++m_waits == tooManyWaits)
            m_stop.stopNow();
    }

private:
    std::mutex m_mutex;
    StopPair &m_stop;
    int m_waits = 0;
};

} // namespace

/// A sync against the sandbox with the points of a trial account: 33 rows a minute.
class TestSmallAccount : public syncline::testing::TestCase
{
    Q_OBJECT

    SystemClock m_real;
    SystemIdSource m_ids;

    Result<RunFinished> sync(const DemoReport &demo, Watch &watch, const StopPair &stop)
    {
        const Result<LoadedConfig> config = loadConfig(demo.configFile);
        if (!config)
            return config.error();
        Result<EnvironmentSettings> settings = config->environment(u"demo"_s);
        if (!settings)
            return std::move(settings).error();
        settings->api.itemBatchSize = 40;
        sandbox::ScaledClock clock(m_real, timeScale);
        EventFanOut events(clock);
        Engine engine(std::move(settings).value(), demo.configFile, events, clock, m_ids);
        const ObserverRelay::Watch watching(engine.relay(), watch);
        Result<SyncEnvironment> environment = engine.environmentFor(watch);
        if (!environment)
            return std::move(environment).error();
        SyncRequest request;
        request.skipSubitems = true;
        Result<RunFinished> finished = SyncSession(*environment).run(request, stop.tokens());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return finished;
    }

private slots:
    void aDocumentOfMoreThanAMinutesPointsIsNotMade()
    {
        const Result<DemoReport> demo = makeDemo({.folder = file(u"demo"_s), .orders = 160, .customers = 2});
        VERIFY_RESULT(demo);
        QFile manners(file(u"demo/sandbox.toml"_s));
        QVERIFY(manners.open(QIODevice::WriteOnly | QIODevice::Truncate));
        manners.write("search_lag_seconds = 0.0\n[limits]\ncomplexity_per_minute = 1000000\n");
        manners.close();

        StopPair stop;
        Watch watch(stop);
        std::optional<Result<RunFinished>> finished;
        std::jthread([&] { finished = sync(*demo, watch, stop); }).join();
        VERIFY_RESULT(*finished);
        const RunSummary &summary = (*finished)->summary;
        const auto refused = std::ranges::count_if(
            demo->faults, [](const PlantedFault &fault) { return fault.outcome == DemoOutcome::Refused; });
        QCOMPARE(summary.ledger.planned, demo->waiting);
        QCOMPARE(summary.ledger.refused, refused);
        QCOMPARE(summary.ledger.created + summary.ledger.updated, demo->waiting - refused);
        const auto largest = std::ranges::max_element(summary.batches, {}, &BatchRecord::rows);
        QCOMPARE(largest->rows, 16);
    }
};

QTEST_GUILESS_MAIN(TestSmallAccount)
#include "tst_smallaccount.moc"
