#include "support/fakeclock.h"
#include "support/testenvironment.h"
#include "sync/flightcounter.h"
#include "sync/timeledger.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QDateTime noon({2026, 11, 23}, {12, 0}, Qt::UTC);

/// An account of which everything was measured.
AccountExperience experienced()
{
    const UnitCost row{.points = 30'000, .seconds = 1.5};
    return {.limits = {.pointsPerMinute = 10'000'000,
                       .callsPerMinute = 5'000,
                       .callsPerDay = 25'000,
                       .concurrency = 250},
            .createItem = row,
            .updateItem = row,
            .createSubitem = row,
            .updateSubitem = row,
            .remove = row,
            .createGroup = row,
            .lookUp = {.points = 1'000, .seconds = 0.5}};
}

FlightWork orders(qint64 headers)
{
    return {.itemsToCreate = headers, .itemBatches = (headers + 5) / 6, .lookUps = (headers + 99) / 100};
}

bool has(const FlightEstimate &estimate, EventId advice)
{
    return std::ranges::find(estimate.advice, advice, &Event::id) != estimate.advice.end();
}

RowPlan order(const QString &customer, const QString &group, int lines = 0)
{
    RowPlan plan;
    plan.record.customer = customer;
    plan.record.group = group;
    plan.record.action = PlannedAction::Create;
    for (int line = 0; line < lines; ++line)
        plan.lines.push_back({.mutation = BoardMutation{.kind = MutationKind::CreateSubitem}});
    return plan;
}

} // namespace

class TestFlightPlan : public TestCase
{
    Q_OBJECT

private slots:
    void theCeilingIsThatOfTheBindingLimit_data()
    {
        QTest::addColumn<qint64>("pointsPerMinute");
        QTest::addColumn<qint64>("callsPerMinute");
        QTest::addColumn<int>("inFlight");
        QTest::addColumn<FlightLimit>("binding");
        QTest::addColumn<double>("rowsPerSecond");
        // A row takes 30,000 points, 1.5 s and a sixth of a call, look-ups a little besides.
        QTest::newRow("server") << qint64(100'000'000) << qint64(5'000) << 3 << FlightLimit::ServerTime
                                << 2.0;
        QTest::newRow("points") << qint64(1'800'000) << qint64(5'000) << 16 << FlightLimit::Complexity << 1.0;
        QTest::newRow("calls") << qint64(100'000'000) << qint64(10) << 16 << FlightLimit::CallsPerMinute
                               << 1.0;
    }

    void theCeilingIsThatOfTheBindingLimit()
    {
        QFETCH(qint64, pointsPerMinute);
        QFETCH(qint64, callsPerMinute);
        QFETCH(int, inFlight);
        QFETCH(FlightLimit, binding);
        QFETCH(double, rowsPerSecond);
        AccountExperience known = experienced();
        known.limits.pointsPerMinute = pointsPerMinute;
        known.limits.callsPerMinute = callsPerMinute;
        known.limits.callsPerDay.reset();
        ApiSettings settings;
        settings.maxInFlight = inFlight;
        const FlightEstimate estimate = estimateFlight(orders(6'000), known, settings, noon);
        QCOMPARE(estimate.binding, binding);
        QVERIFY2(std::abs(estimate.rowsPerSecond - rowsPerSecond) < 0.07 * rowsPerSecond,
                 qPrintable(QString::number(estimate.rowsPerSecond)));
        QCOMPARE(estimateFlight(FlightWork(), known, settings, noon).rowsPerSecond, 0.0);
    }

    void nothingToDoTakesNoTime()
    {
        const FlightEstimate estimate = estimateFlight({}, experienced(), {}, noon);
        QCOMPARE(estimate.latestSeconds, 0.0);
        QCOMPARE(estimate.errorOf(100), 0.0);
        QVERIFY(estimate.advice.empty());
    }

    void complexityBindsAProductionSync()
    {
        // 7,405 rows at 30,000 points of 10 M a minute: the points of the 23rd minute are needed.
        const FlightEstimate estimate = estimateFlight(orders(7'405), experienced(), {}, noon);
        QCOMPARE(estimate.binding, FlightLimit::Complexity);
        QVERIFY(estimate.learnt);
        QCOMPARE(estimate.complexity, 7'405 * 30'000 + 75 * 1'000);
        QCOMPARE(estimate.calls, 1 + 1'235 + 75);
        QCOMPARE(estimate.earliestSeconds, 22 * 60.0);
        QVERIFY(estimate.latestSeconds > estimate.earliestSeconds);
        QVERIFY(estimate.latestSeconds < 30 * 60);
        QCOMPARE(estimate.earliest(noon), noon.addSecs(22 * 60));
        QVERIFY(has(estimate, EventId::pl_031));
        QVERIFY(!estimate.exceedsDay);
        QCOMPARE(*estimate.shareOfDay(), 1'311 / 25'000.0);
    }

    void theServerBindsWithFewInFlight()
    {
        const FlightEstimate estimate = estimateFlight(orders(300), experienced(), {.maxInFlight = 2}, noon);
        QCOMPARE(estimate.binding, FlightLimit::ServerTime);
        QVERIFY(has(estimate, EventId::pl_032));
        QVERIFY(estimate.earliestSeconds <= 300 * 1.5 / 2);
        QVERIFY(estimate.latestSeconds >= 300 * 1.5 / 2);
    }

    void aTrialAccountIsSlow()
    {
        AccountExperience trial = experienced();
        trial.limits = {
            .pointsPerMinute = 1'000'000, .callsPerMinute = 1'000, .callsPerDay = 1'000, .concurrency = 40};
        const FlightEstimate estimate = estimateFlight(orders(740), trial, {}, noon);
        QCOMPARE(estimate.binding, FlightLimit::Complexity);
        QCOMPARE(estimate.earliestSeconds, 22 * 60.0);
    }

    void moreCallsThanTheDayHasWaitForMidnight()
    {
        AccountExperience known = experienced();
        known.limits.callsPerDay = 1'000;
        known.callsToday = 900;
        const FlightEstimate estimate = estimateFlight(orders(1'200), known, {}, noon);
        QVERIFY(estimate.exceedsDay);
        QCOMPARE(estimate.binding, FlightLimit::CallsPerDay);
        QCOMPARE(estimate.earliestSeconds, 12 * 3600.0);
        QVERIFY(has(estimate, EventId::pl_030));
        QCOMPARE(estimate.advice.front().text(),
                 u"The sync makes about 213 calls, and of the 1000 calls of this day 100 are left"_s);
        known.callsToday = 100;
        QVERIFY(!estimateFlight(orders(1'200), known, {}, noon).exceedsDay);
        // Two more days are needed.
        QCOMPARE(estimateFlight(orders(15'000), known, {}, noon).earliestSeconds, 12 * 3600.0 + 24 * 3600.0);
    }

    void whatIsNotMeasuredWidensTheRange()
    {
        const FlightWork work = orders(30);
        const FlightEstimate unknown = estimateFlight(work, {}, {}, noon);
        const FlightEstimate known = estimateFlight(work, experienced(), {}, noon);
        QVERIFY(!unknown.learnt);
        QCOMPARE(unknown.complexity, 30 * 30'000 + 3'000);
        QVERIFY(unknown.latestSeconds - unknown.earliestSeconds
                > known.latestSeconds - known.earliestSeconds);
        QVERIFY(!unknown.shareOfDay());
    }

    void theErrorIsOutsideTheRange()
    {
        FlightEstimate estimate;
        estimate.earliestSeconds = 100;
        estimate.latestSeconds = 200;
        QCOMPARE(estimate.errorOf(150), 0.0);
        QCOMPARE(estimate.errorOf(300), 0.5);
        QCOMPARE(estimate.errorOf(50), -0.5);
    }

    void batchesNeverMixCustomers()
    {
        FlightCounter counter({.itemBatchSize = 5}, {});
        for (const QString &customer : {u"A"_s, u"B"_s}) {
            counter.beginCustomer();
            for (int row = 0; row < 6; ++row)
                counter.add(order(customer, customer + u" SS26", 2));
        }
        // Per customer two documents of items, three of subitems, one group; one look-up, one look at the
        // groups, two calls for the labels; and the boards.
        const FlightEstimate estimate = counter.estimate(1, noon);
        QCOMPARE(estimate.calls, 1 + 2 * (2 + 3 + 1) + 1 + 1 + 2);
        QCOMPARE(estimate.complexity, (12 + 24 + 2 + 1) * 30'000 + 2 * 3'000);
    }

    void linesGoWithTheDocumentOfTheirItems()
    {
        FlightCounter counter({.itemBatchSize = 4}, {});
        counter.beginCustomer();
        for (int row = 0; row < 8; ++row)
            counter.add(order(u"A"_s, u"A SS26"_s, row < 4 ? 1 : 0));
        for (int row = 0; row < 4; ++row) // of another document, so they do not fill up the first one's
            counter.add(order(u"A"_s, u"A SS26"_s, row == 3 ? 1 : 0));
        const FlightWork work = counter.work(0);
        QCOMPARE(work.itemBatches, 3);
        QCOMPARE(work.subitemBatches, 2);
    }

    void rowsAreLookedUpInPieces_data()
    {
        QTest::addColumn<bool>("sequential");
        QTest::addColumn<qint64>("lookUps");
        QTest::addColumn<qint64>("documents");
        // 150 rows each: 200, of which the second customer has 50, and 100. One by one, 150 and 150.
        QTest::newRow("together") << false << qint64(2 + 1) << qint64(30 + 10 + 20);
        QTest::newRow("one customer at a time") << true << qint64(2 + 2) << qint64(30 + 30);
    }

    void rowsAreLookedUpInPieces()
    {
        QFETCH(const bool, sequential);
        FlightCounter counter({.itemBatchSize = 5}, {}, sequential);
        for (const QString &customer : {u"A"_s, u"B"_s}) {
            counter.beginCustomer();
            for (int row = 0; row < 150; ++row) {
                RowPlan plan = order(customer, customer);
                plan.groupId = u"g"_s;
                counter.add(plan);
            }
        }
        const FlightWork work = counter.work(0);
        QTEST(work.lookUps, "lookUps");
        QTEST(work.itemBatches, "documents");
    }

    void whatMovesTakesTwoSteps()
    {
        FlightCounter counter({.itemBatchSize = 5}, {});
        counter.beginCustomer();
        for (int row = 0; row < 20; ++row) {
            RowPlan plan = order(u"A"_s, u"A"_s);
            plan.record.action = row < 10 ? PlannedAction::Update : PlannedAction::SendLines;
            plan.groupId = u"g"_s;
            plan.moves = row == 1 || row == 7 || row == 8;
            plan.renames = row != 7;
            if (plan.record.action == PlannedAction::SendLines)
                plan.lines.push_back({.mutation = BoardMutation{.kind = MutationKind::UpdateSubitem}});
            counter.add(plan);
        }
        const FlightWork work = counter.work(0);
        QCOMPARE(work.itemsToUpdate, 10);
        QCOMPARE(work.itemsToMove, 2); // one has nothing else to change
        QCOMPARE(work.itemBatches, 2 * 2);
        QCOMPARE(work.subitemBatches, 2);
        QCOMPARE(work.lookUps, 1);
        QCOMPARE(counter.estimate(0, noon).complexity, (10 + 2 + 10) * 30'000 + 3'000);
    }

    void documentsGrowAsTheyWillInTheRun()
    {
        AccountExperience quick;
        quick.createItem = {.points = 1'000, .seconds = 0.5};
        // One lane: four documents of two rows are made before an answer is heard, four of eight follow.
        DocumentForecast forecast(BatchKind::Items, quick, {.itemBatchSize = 2, .maxInFlight = 1});
        std::vector<int> sizes;
        for (int document = 0; document < 10; ++document) {
            sizes.push_back(forecast.size());
            forecast.noteOne();
        }
        QCOMPARE(sizes, (std::vector<int>{2, 2, 2, 2, 8, 8, 8, 8, 16, 16}));
        DocumentForecast rows(BatchKind::Items, quick, {.itemBatchSize = 2, .maxInFlight = 1});
        QCOMPARE(rows.fill(4 * 2 + 3 * 8 + 1), 4 + 3 + 1);
        // The size that the plan reckons with is that of the points, too.
        quick.createItem = {.points = 30'000, .seconds = 0.01};
        quick.limits.pointsPerMinute = 1'000'000;
        QCOMPARE(expectedBatchSize(BatchKind::Items, quick, {.itemBatchSize = 40}), 16);
        QCOMPARE(DocumentForecast(BatchKind::Items, quick, {.itemBatchSize = 40}).size(), 16);
    }

    void aBudgetOfAnotherWidth()
    {
        AccountExperience known = experienced();
        known.limits.pointsWindow = 10;
        const FlightEstimate estimate = estimateFlight(orders(7'405), known, {.maxInFlight = 1'000}, noon);
        QCOMPARE(estimate.earliestSeconds, 22 * 10.0);
        known.limits = {.pointsPerMinute = 100'000'000, .callsPerMinute = 10, .callsWindow = 600};
        const FlightEstimate slow = estimateFlight(orders(600), known, {}, noon);
        QCOMPARE(slow.binding, FlightLimit::CallsPerMinute);
        QCOMPARE(slow.earliestSeconds, 10 * 600.0);
    }

    void theErrorOfCallsAndPointsIsAShare()
    {
        const FlightEstimate estimate{.calls = 40, .complexity = 1'000};
        QCOMPARE(estimate.errorOfCalls(50), 0.25);
        QCOMPARE(estimate.errorOfComplexity(500), -0.5);
        QCOMPARE(FlightEstimate().errorOfCalls(3), 0.0);
    }

    void refusedRowsCostNothing()
    {
        FlightCounter counter({}, {});
        counter.beginCustomer();
        RowPlan refused = order(u"A"_s, u"A SS26"_s);
        refused.record.action = PlannedAction::Refuse;
        refused.record.state = RowState::Refused;
        counter.add(refused);
        QCOMPARE(counter.estimate(0, noon).latestSeconds, 0.0);
    }

    void aGroupIsMadeOnce()
    {
        FlightCounter counter({}, {});
        QVERIFY(counter.noteGroup(u"ALPHA SS26"_s));
        QVERIFY(!counter.noteGroup(u"alpha  ss26"_s));
    }

    void theClientTellsWhenRequestsWereOnTheirWay()
    {
        FakeClock clock;
        RequestTime told;
        TimeLedger ledger(clock, [&told] { return told; });
        const auto pass = [&](std::chrono::seconds time, double onServer = 0,
                              const QuotaSeconds &waited = {}) {
            clock.advance(time);
            told.onServer += onServer;
            told.waited = told.waited + waited;
        };
        pass(10s, 10); // nobody said so, as when groups are made
        {
            const TimeLedger::Span local(ledger, TimeLedger::Use::Local);
            pass(20s, 12, {.callsPerMinute = 3}); // working beside requests
        }
        pass(30s, 0, {.complexity = 25}); // five seconds of nothing
        pass(7s, 1);
        const TimeShares shares = ledger.shares();
        QCOMPARE(shares.server, 23.0);
        QCOMPARE(shares.quota, 3 + 25.0);
        QCOMPARE(shares.local, 5.0);
        QCOMPARE(shares.idle, 5 + 6.0);
        QCOMPARE(shares.total(), 67.0);
        QCOMPARE(shares.quotaBy.total(), shares.quota);
        QCOMPARE(shares.quotaBy.complexity, 25.0);
        QCOMPARE(shares.quotaBy.callsPerMinute, 3.0);
    }

    void whatIsToldAheadOfTheClockWaitsForIt()
    {
        FakeClock clock;
        RequestTime told;
        TimeLedger ledger(clock, [&told] { return told; });
        clock.advance(1s);
        told.onServer = 1.5;
        QCOMPARE(ledger.shares().server, 1.0);
        QCOMPARE(ledger.shares().total(), 1.0);
        clock.advance(2s);
        QCOMPARE(ledger.shares().server, 1.5);
        QCOMPARE(ledger.shares().idle, 1.5);
    }

    void timeOfEarlierRunsOfTheClientIsNotOurs()
    {
        FakeClock clock;
        TimeLedger ledger(clock, [] { return RequestTime{.onServer = 100, .waited = {.other = 50}}; });
        clock.advance(5s);
        QCOMPARE(ledger.shares().idle, 5.0);
        QCOMPARE(ledger.shares().quotaBy.total(), 0.0);
    }

    void sharesOfACustomerAddUpToItsOwnTime()
    {
        FakeClock clock;
        RequestTime told;
        TimeLedger ledger(clock, [&told] { return told; });
        clock.advance(100s); // others
        {
            const TimeLedger::Span local(ledger, TimeLedger::Use::Local, u"A"_s);
            clock.advance(2s);
        }
        {
            const TimeLedger::Span server(ledger, TimeLedger::Use::Server, u"A"_s);
            const TimeLedger::Span other(ledger, TimeLedger::Use::Local, u"B"_s);
            clock.advance(20s);
            told = {.onServer = 5, .waited = {.complexity = 15}};
            ledger.requested(u"A"_s, 20, 5);
        }
        clock.advance(7s);
        {
            const TimeLedger::Span local(ledger, TimeLedger::Use::Local, u"A"_s);
            clock.advance(1s);
        }
        clock.advance(50s); // over for A
        const TimeShares shares = ledger.sharesOf(u"A"_s);
        QCOMPARE(shares.server, 5.0);
        QCOMPARE(shares.quota, 15.0);
        QCOMPARE(shares.quotaBy.complexity, 15.0);
        QCOMPARE(shares.local, 3.0);
        QCOMPARE(shares.idle, 7.0);
        QCOMPARE(shares.total(), 30.0);
        QCOMPARE(ledger.sharesOf(u"B"_s).local, 20.0);
        QCOMPARE(ledger.sharesOf(u"C"_s).total(), 0.0);
        QCOMPARE(ledger.customers().size(), 2U);
        QCOMPARE(ledger.shares().total(), 180.0);
        QCOMPARE(ledger.shares().server, 5.0);
    }
};

QTEST_GUILESS_MAIN(TestFlightPlan)
#include "tst_flightplan.moc"
