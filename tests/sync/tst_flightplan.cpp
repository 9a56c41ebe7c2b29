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
        // Per customer two documents of items, three of subitems, one look-up, one group; and the boards.
        const FlightEstimate estimate = counter.estimate(1, noon);
        QCOMPARE(estimate.calls, 1 + 2 * (2 + 3 + 1 + 1) + 2);
        QCOMPARE(estimate.complexity, (12 + 24 + 2 + 1) * 30'000 + 2 * 3'000);
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

    void sharesOfTimeAddUp()
    {
        FakeClock clock;
        TimeLedger ledger(clock);
        {
            const TimeLedger::Span server(ledger, TimeLedger::Use::Server);
            clock.advance(50s);
        }
        {
            const TimeLedger::Span quota(ledger, TimeLedger::Use::Quota);
            clock.advance(10s);
        }
        clock.advance(5s);
        const TimeShares shares = ledger.shares({.complexity = 30, .callsPerMinute = 10});
        QCOMPARE(shares.server, 10.0);
        QCOMPARE(shares.quota, 50.0);
        QCOMPARE(shares.idle, 5.0);
        QCOMPARE(shares.quotaBy.complexity, 37.5);
        QCOMPARE(shares.quotaBy.callsPerMinute, 12.5);
        QCOMPARE(shares.quotaBy.total(), shares.quota);
        QCOMPARE(TimeLedger(clock).shares({}).quotaBy.total(), 0.0);
    }

    void sharesOfACustomerAddUpToItsOwnTime()
    {
        FakeClock clock;
        TimeLedger ledger(clock);
        clock.advance(100s); // others
        {
            const TimeLedger::Span local(ledger, TimeLedger::Use::Local, u"A"_s);
            clock.advance(2s);
        }
        {
            const TimeLedger::Span server(ledger, TimeLedger::Use::Server, u"A"_s);
            const TimeLedger::Span other(ledger, TimeLedger::Use::Local, u"B"_s);
            clock.advance(20s);
            ledger.requested(u"A"_s, 20, 5);
        }
        clock.advance(7s);
        {
            const TimeLedger::Span local(ledger, TimeLedger::Use::Local, u"A"_s);
            clock.advance(1s);
        }
        clock.advance(50s); // over for A
        const TimeShares shares = ledger.sharesOf(u"A"_s, {.complexity = 1});
        QCOMPARE(shares.server, 5.0);
        QCOMPARE(shares.quota, 15.0);
        QCOMPARE(shares.quotaBy.complexity, 15.0);
        QCOMPARE(shares.local, 3.0);
        QCOMPARE(shares.idle, 7.0);
        QCOMPARE(shares.total(), 30.0);
        QCOMPARE(ledger.sharesOf(u"B"_s, {}).local, 20.0);
        QCOMPARE(ledger.sharesOf(u"C"_s, {}).total(), 0.0);
        QCOMPARE(ledger.customers({}).size(), 2U);
        QCOMPARE(ledger.shares({}).total(), 180.0);
    }
};

QTEST_GUILESS_MAIN(TestFlightPlan)
#include "tst_flightplan.moc"
