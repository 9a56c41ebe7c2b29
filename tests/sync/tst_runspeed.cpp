#include "support/syncworld.h"
#include "support/testenvironment.h"

#include <QSet>

#include <algorithm>
#include <atomic>
#include <ranges>
#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using syncline::testing::engineOfWorld;
using syncline::testing::FakeCall;
using syncline::testing::FakeFault;
using syncline::testing::Lifeline;
using syncline::testing::SyncWorld;

/// How a run adapts to the server and what it expects of it.
class TestRunSpeed : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static void fill(SyncWorld &world, int orders, const QStringList &sizes = {})
    {
        for (int i = 0; i < orders; ++i)
            world.tables.add(u"ALL-%1"_s.arg(i, 5, 10, QChar(u'0')), sizes);
    }

    static std::vector<int> rowsOfBatches(const SyncWorld &world, BatchKind kind)
    {
        std::vector<int> rows;
        for (const BatchFinished &finished : world.observer.all<BatchFinished>()) {
            if (finished.batch.kind == kind)
                rows.push_back(finished.batch.rows);
        }
        return rows;
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void documentsGrowWhileTheServerIsQuick()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 100, {u"S"_s});
        world.settings.api.itemBatchSize = 2;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 0.5;
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        for (const BatchKind kind : {BatchKind::Items, BatchKind::Subitems}) {
            const std::vector<int> rows = rowsOfBatches(world, kind);
            QCOMPARE(rows.front(), 2);
            const int largest = *std::ranges::max_element(rows);
            QVERIFY2(largest >= 10 && largest <= 30, qPrintable(QString::number(largest))); // 5 to 15 seconds
        }
    }

    void documentsShrinkWhenTheServerIsSlow()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 100);
        world.settings.api.itemBatchSize = 20;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 2;
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        const std::vector<int> rows = rowsOfBatches(world, BatchKind::Items);
        QCOMPARE(rows.front(), 20);
        QVERIFY(rows.back() <= 7);
    }

    void aTimeOutHalvesTheDocuments()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 96);
        world.settings.api.itemBatchSize = 8;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 1.5;
        world.board.failSend(1, FakeFault::LostLate);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        const std::vector<int> rows = rowsOfBatches(world, BatchKind::Items);
        QCOMPARE(rows.front(), 8);
        QCOMPARE(*std::ranges::min_element(rows), 4);
    }

    void whatAGatewayCutsHalvesTheDocuments_data()
    {
        QTest::addColumn<FakeFault>("fault");
        QTest::addColumn<int>("smallest");
        QTest::newRow("504") << FakeFault::GatewayTimeout << 4;
        QTest::newRow("502 at once") << FakeFault::BadGateway << 8;
    }

    void whatAGatewayCutsHalvesTheDocuments()
    {
        QFETCH(const FakeFault, fault);
        SyncWorld world(folder());
        fill(world, 96);
        world.settings.api.itemBatchSize = 8;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 1.5;
        world.board.failSend(1, fault);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        const std::vector<int> rows = rowsOfBatches(world, BatchKind::Items);
        QCOMPARE(rows.front(), 8);
        QTEST(*std::ranges::min_element(rows), "smallest");
    }

    void documentsStayBelowThePointsOfTheMinute()
    {
        SyncWorld world(folder());
        fill(world, 300);
        world.settings.api.itemBatchSize = 40;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 0.001;
        world.experience.limits.pointsPerMinute = 1'000'000;
        // Rows turn out to be dearer than usual.
        world.board.onSend = [&world](int number) {
            world.clock.advance(6s);
            if (number == 2)
                world.experience.createItem.points = 100'000;
        };
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        const std::vector<int> rows = rowsOfBatches(world, BatchKind::Items);
        QCOMPARE(*std::ranges::max_element(rows), 16);
        QVERIFY(std::ranges::all_of(rows | std::views::drop(8), [](int count) { return count <= 5; }));
    }

    void lanesDoNotWaitForTheWarehouse_data()
    {
        QTest::addColumn<bool>("fails");
        QTest::newRow("what waits is written together") << false;
        QTest::newRow("what cannot be written together is written by itself") << true;
    }

    void lanesDoNotWaitForTheWarehouse()
    {
        QFETCH(bool, fails);
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 60);
        world.settings.api.maxInFlight = 2;
        std::atomic<int> writes = 0;
        world.tables.onWriteBack = [&] {
            ++writes;
            // The first answers are not written before all documents went out.
            while (world.board.sends() < 12)
                std::this_thread::yield();
            if (fails && writes == 2)
                world.tables.failWriteBacks(1);
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 60);
        QCOMPARE(finished->summary.batches.size(), 12u);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
        QVERIFY2(fails ? writes > 4 : writes < 12, qPrintable(QString::number(writes)));
        QVERIFY(std::ranges::none_of(world.log.events(),
                                     [](const Event &event) { return event.id == EventId::se_030; }));
    }

    void groupsAreMadeAheadOfTheirRows()
    {
        SyncWorld world(folder(), engineOfWorld());
        for (int i = 0; i < 220; ++i) // more than one piece
            world.tables.add(u"N-%1"_s.arg(i), {}).groupName = u"TITLE %1"_s.arg(i / 11);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.differences(), QString());
        QCOMPARE(world.board.createGroupCalls, 20);
        QSet<QString> titles;
        for (const BoardGroup &group : world.board.boards.items.groups)
            titles.insert(group.title);
        QCOMPARE(titles.size(), world.board.boards.items.groups.size());
    }

    void aPlanThatTakesLongKeepsItsLeases()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 20);
        world.tables.onVisit = [&world] { world.clock.advance(1min); };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 20);
    }

    void timeIsSharedOutPerCustomer()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.settings.api.maxInFlight = 1;
        for (const QString &customer : {u"ALPINE LARK"_s, u"PALOMA"_s})
            world.tables.add(u"N-"_s + customer, {u"S"_s}, customer);
        world.tables.onWriteBack = [&world] { world.clock.advance(3s); };
        world.board.failSend(1, FakeFault::RateLimited); // two seconds
        world.board.secondsPerRow = 0; // nothing else moves the clock while a request is under way
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        const RunSummary &summary = finished->summary;
        QCOMPARE(summary.time.total(), summary.seconds);
        double quota = 0;
        for (const CustomerRun &customer : summary.customers) {
            QCOMPARE(customer.time.total(), customer.seconds);
            quota += customer.time.quota;
        }
        QCOMPARE(summary.customers.size(), 2u);
        QVERIFY(quota >= 2);
    }

    void aResumedSyncKeepsTheTimeOfItsEarlierParts_data()
    {
        QTest::addColumn<bool>("killed");
        QTest::newRow("stopped") << false;
        QTest::newRow("killed") << true;
    }

    void aResumedSyncKeepsTheTimeOfItsEarlierParts()
    {
        QFETCH(bool, killed);
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 4);
        world.settings.api.itemBatchSize = 1;
        world.settings.api.maxInFlight = 1;
        const Clock::Steady start = world.clock.steadyNow();
        Clock::Steady judged = start; // all that a killed sync can know
        // Of other runs before.
        world.statistics = {.traffic = {.requests = 1'000, .throttled = 5}, .waited = {.complexity = 90}};
        qint64 requests = 0;
        qint64 known = 0;
        world.board.onSend = [&](int number) {
            if (number == 3) {
                judged = world.clock.steadyNow();
                known = requests;
                killed ? world.life.endAt(1, Lifeline::Cut::Before) : world.stop.stopNow();
            }
            world.clock.advance(10s);
            ++requests;
            ++world.statistics.traffic.requests;
        };
        static_cast<void>(world.sync());
        if (!killed)
            known = requests;
        const double earlier =
            std::chrono::duration<double>((killed ? judged : world.clock.steadyNow()) - start).count();
        QVERIFY(earlier >= 20);
        requests = 0;
        world.board.onSend = [&](int) {
            world.clock.advance(10s);
            ++requests;
            ++world.statistics.traffic.requests;
        };
        world.stop = StopPair();
        world.life.revive();
        world.clock.advance(std::chrono::hours(3));

        const Clock::Steady again = world.clock.steadyNow();
        const Result<RunFinished> resumed = world.resume(world.interrupted().front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.created, 4);
        QCOMPARE(resumed->summary.seconds,
                 earlier + std::chrono::duration<double>(world.clock.steadyNow() - again).count());
        QCOMPARE(resumed->summary.time.total(), resumed->summary.seconds);
        QVERIFY(resumed->summary.time.server >= earlier + 10);
        QCOMPARE(resumed->summary.time.quota, 0.0);
        QCOMPARE(resumed->summary.traffic.requests, known + requests);
        QCOMPARE(resumed->summary.traffic.throttled, 0);
        const CustomerRun &customer = resumed->summary.customers.front();
        QCOMPARE(customer.seconds, customer.time.total());
        // Requests of the test take longer than they say that they were on their way.
        QCOMPARE(customer.time.server + customer.time.quota, resumed->summary.time.server);
    }

    void requestsOfTheFeederAreServerTime()
    {
        SyncWorld world(folder());
        for (int i = 0; i < 40; ++i)
            world.tables.add(u"N-%1"_s.arg(i), {}).groupName = u"TITLE %1"_s.arg(i % 8);
        std::atomic<int> calls = 0;
        world.board.onCall = [&](FakeCall) {
            world.clock.advance(2s);
            ++calls;
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(world.board.createGroupCalls, 8);
        QVERIFY(calls > 10);
        QCOMPARE(finished->summary.time.server, 2.0 * calls);
        QCOMPARE(finished->summary.time.idle, 0.0);
        QCOMPARE(finished->summary.time.total(), finished->summary.seconds);
    }

    void lookUpsOfADoubtAreServerTime_data()
    {
        QTest::addColumn<bool>("byTheNextStart");
        QTest::newRow("in the run") << false;
        QTest::newRow("by the next start") << true;
    }

    void lookUpsOfADoubtAreServerTime()
    {
        QFETCH(const bool, byTheNextStart);
        SyncWorld world(folder());
        fill(world, 4);
        world.settings.api.maxInFlight = 1;
        world.board.failSend(1, FakeFault::LostAfter);
        if (byTheNextStart)
            world.board.onSend = [&world](int) { world.life.endAt(1, Lifeline::Cut::Before); };
        int calls = 0;
        world.board.onCall = [&](FakeCall) {
            world.clock.advance(2s);
            ++calls;
        };
        Result<RunFinished> finished = world.sync();
        const double before = byTheNextStart ? 2.0 * calls : 0;
        if (byTheNextStart) {
            world.board.onSend = {};
            world.life.revive();
            finished = world.resume(world.interrupted().front().syncId);
        }
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 4);
        // What came before the last answer in the journal of a killed sync is not known.
        QCOMPARE(finished->summary.time.server, 2.0 * calls - before);
        // Waits for the search to catch up.
        QVERIFY(finished->summary.time.idle >= 30);
        QCOMPARE(finished->summary.time.quota + finished->summary.time.local, 0.0);
    }

    void theEstimateCountsTheRequestsOfTheRun_data()
    {
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<int>("startSize");
        QTest::newRow("documents grow") << true << 2;
        QTest::newRow("documents shrink") << true << 40;
        QTest::newRow("nothing is known") << false << 5;
    }

    void theEstimateCountsTheRequestsOfTheRun()
    {
        QFETCH(const bool, isKnown);
        QFETCH(const int, startSize);
        SyncWorld world(folder());
        for (int i = 0; i < 450; ++i) {
            const QString customer = u"CUSTOMER %1"_s.arg(i / 90);
            world.tables.add(u"N-%1"_s.arg(i, 5, 10, QChar(u'0')), {u"S"_s, u"M"_s}, customer).groupName =
                u"TITLE %1"_s.arg(i / 15);
        }
        world.settings.api.itemBatchSize = startSize;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = isKnown ? 0.5 : 1.5;
        if (isKnown) {
            world.experience.createItem = {1'000, 0.5};
            world.experience.createSubitem = {1'000, 0.5};
        }
        std::atomic<qint64> requests = -1; // the boards are read before
        world.board.onCall = [&](FakeCall) { ++requests; };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        requests += world.board.sends();
        const double error = finished->summary.estimate->errorOfCalls(requests);
        QVERIFY2(
            std::abs(error) < 0.1,
            qPrintable(u"%1 requests, %2 expected"_s.arg(requests).arg(finished->summary.estimate->calls)));
    }

    void theCallsOfTheRunAreNotCountedTwice()
    {
        SyncWorld world(folder());
        fill(world, 60);
        world.settings.api.itemBatchSize = 1;
        world.settings.api.maxInFlight = 1;
        world.board.secondsPerRow = 20;
        world.experience.createItem = {1'000, 20.0};
        world.experience.limits.callsPerDay = 1'000;
        world.experience.callsToday = 930;
        world.board.onSend = [&world](int) {
            world.clock.advance(20s);
            ++world.experience.callsToday;
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 60);
        QCOMPARE(finished->summary.estimate->binding, FlightLimit::ServerTime);
        QVERIFY(world.observer.all<CeilingChanged>().empty());
    }

    void theEstimateIsMadeBeforeAndCheckedAfterwards()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 12, {u"S"_s, u"M"_s});
        world.experience.createItem = {30'000, 1.5};
        world.experience.createSubitem = {20'000, 1.0};
        world.settings.api.maxInFlight = 1;
        world.board.onCall = [&world](FakeCall call) {
            world.statistics.traffic.requests += call == FakeCall::ReadBoards ? 1 : 0;
        };
        world.board.onSend = [&world](int) {
            ++world.statistics.traffic.requests;
            world.statistics.traffic.complexityUsed += 7;
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        const RunSummary &summary = finished->summary;
        QVERIFY(summary.estimate);
        QCOMPARE(summary.traffic.requests, world.board.sends() + 1);
        QCOMPARE(summary.trafficSinceEstimate->requests, world.board.sends());
        QCOMPARE(summary.trafficSinceEstimate->complexityUsed, 7 * world.board.sends());
        QCOMPARE(summary.estimate->complexity, 12 * 30'000 + 24 * 20'000 + 3'000); // and a look-up
        QVERIFY(!summary.estimate->exceedsDay);
        // The clock of the test stands still, so the run was quicker than the earliest end.
        QCOMPARE(summary.estimateError(), std::optional(-1.0));
    }

    void theCeilingFollowsWhatTheAnswersTeach()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 40);
        world.settings.api.itemBatchSize = 5;
        world.settings.api.maxInFlight = 1;
        world.experience.limits.pointsPerMinute = 60'000;
        world.experience.createItem = {1'000, 20.0};
        // The server turns out to be quick and dear.
        world.board.onSend = [&world](int number) {
            world.clock.advance(6s);
            if (number == 2)
                world.experience.createItem = {30'000, 0.1};
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.estimate->binding, FlightLimit::ServerTime);
        const std::vector<CeilingChanged> told = world.observer.all<CeilingChanged>();
        QCOMPARE(told.size(), 1u);
        QCOMPARE(told.front().binding, FlightLimit::Complexity);
        QVERIFY(std::abs(told.front().rowsPerSecond - 2.0 / 60) < 0.001);
    }

    void aResumedRunReckonsWithWhatIsLeft()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 12);
        world.settings.api.maxInFlight = 1;
        world.board.failSend(2, FakeFault::Hang);
        std::optional<Result<RunFinished>> cut;
        {
            std::jthread session([&] { cut = world.sync(); });
            QTRY_VERIFY(world.board.sends() >= 2);
            world.stop.stopNow();
        }
        VERIFY_RESULT(*cut);
        QVERIFY((*cut)->summary.estimate && !(*cut)->summary.estimateError());
        QCOMPARE((*cut)->summary.ledger.created, 5);
        world.stop = StopPair();
        const Result<RunFinished> next = world.resume((*cut)->summary.syncId);
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.ledger.created, 12);
        QCOMPARE(next->summary.estimate->complexity, 7 * 30'000 + 3'000);
        QVERIFY(next->summary.estimateError());
    }

    void moreCallsThanTheDayHasLeftAreToldBeforeAnythingIsSent()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 50);
        world.settings.api.maxInFlight = 1;
        world.experience.limits.callsPerDay = 1'000;
        world.experience.callsToday = 995;
        world.board.failSend(1, FakeFault::Unauthorised); // nothing is applied
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QVERIFY(finished->summary.estimate->exceedsDay);
        const std::vector<Event> events = world.log.events();
        const auto told = std::ranges::find(events, EventId::pl_030, &Event::id);
        QVERIFY(told != events.end());
        QCOMPARE(told->parameters.value("left"_L1).toInt(), 5);
        QCOMPARE(told->parameters.value("calls"_L1).toInteger(), finished->summary.estimate->calls);

        SyncWorld roomy(file(u"roomy"_s), engineOfWorld());
        fill(roomy, 50);
        roomy.experience.limits.callsPerDay = 1'000;
        VERIFY_RESULT(roomy.sync());
        QVERIFY(std::ranges::none_of(roomy.log.events(),
                                     [](const Event &event) { return event.id == EventId::pl_030; }));
    }
};

QTEST_GUILESS_MAIN(TestRunSpeed)
#include "tst_runspeed.moc"
