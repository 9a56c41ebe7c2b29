#include "outcomes.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How many requests the governor lets be under way at once.
class TestFlightLimit : public TestCase
{
    Q_OBJECT

private slots:
    void startsWithTwoAndGrowsUntilTrouble()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        QCOMPARE(governor.statistics().limit, 2);
        for (int limit = 3; limit <= 16; ++limit) {
            exchange(governor, create, good());
            QCOMPARE(governor.statistics().limit, limit);
        }
        exchange(governor, create, good());
        QCOMPARE(governor.statistics().limit, 16);
        exchange(governor, create, troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 8);
        for (int limit = 9; limit <= 12; ++limit) {
            exchange(governor, create, good());
            QCOMPARE(governor.statistics().limit, limit);
        }
        for (int request = 0; request < 11; ++request)
            exchange(governor, create, good());
        QCOMPARE(governor.statistics().limit, 12);
        exchange(governor, create, good());
        QCOMPARE(governor.statistics().limit, 13);
    }

    void aQuickRequestIsNotWaitedForAsLongAsASlowOne()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        QCOMPARE(governor.patience(lookUp, 60s), 60s);
        exchange(governor, lookUp, good(500ms));
        QCOMPARE(governor.patience(lookUp, 60s), 15s);
        QCOMPARE(governor.patience(lookUp, 5s), 5s);
        QCOMPARE(governor.patience(create, 60s), 60s);
        // Whatever takes long now is waited for in full the next time, until it is quick again.
        exchange(governor, lookUp, troubled(ErrorKind::TimedOut));
        QCOMPARE(governor.patience(lookUp, 60s), 60s);
        exchange(governor, lookUp, good(30s));
        QCOMPARE(governor.patience(lookUp, 60s), 60s);
        for (int request = 0; request < 8; ++request)
            exchange(governor, lookUp, good(3s));
        QVERIFY(governor.patience(lookUp, 60s) < 50s);
        QVERIFY(governor.patience(lookUp, 60s) > 30s);
    }

    void troubleThatComesAgainLowersTheMark()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 14; ++request)
            exchange(governor, create, good());
        // Too many at once is refused whenever more than four go out.
        std::vector<int> limits;
        for (int request = 0; request < 60; ++request) {
            const bool tooMany = governor.statistics().limit > 4;
            exchange(governor, create, tooMany ? troubled(ErrorKind::ServerBusy) : good());
            limits.push_back(governor.statistics().limit);
        }
        const auto late = std::span(limits).last(40);
        QVERIFY(*std::ranges::max_element(late) <= 5);
        QVERIFY(std::ranges::count(late, 5) <= 6);
    }

    void readsDoNotRaiseTheLimit()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        exchange(governor, lookUp, good());
        QCOMPARE(governor.statistics().limit, 2);
    }

    void theConfiguredBoundHolds()
    {
        FakeClock clock;
        RateGovernor one(1, clock);
        exchange(one, create, good());
        QCOMPARE(one.statistics().limit, 1);
        RateGovernor plan(16, clock);
        for (int request = 0; request < 8; ++request)
            exchange(plan, create, withHeaders(json("'concurrency';q=3"), {}));
        QCOMPARE(plan.statistics().limit, 3);
    }

    void doesNotGrowWhileRowsGetSlower()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        exchange(governor, create, good(1s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 5; ++request)
            exchange(governor, create, good(4s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 10; ++request)
            exchange(governor, create, good(1s));
        QVERIFY(governor.statistics().limit > 3);
    }

    void halvesOn_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("limit");
        QTest::newRow("fault or lock") << ErrorKind::ServerBusy << QString() << 4;
        QTest::newRow("time-out") << ErrorKind::TimedOut << QString() << 4;
        QTest::newRow("concurrency") << ErrorKind::RateLimited << u"MAX_CONCURRENCY_EXCEEDED"_s << 4;
        QTest::newRow("field limit") << ErrorKind::RateLimited << u"FIELD_LIMIT_EXCEEDED"_s << 4;
        QTest::newRow("minute limit") << ErrorKind::RateLimited << u"MINUTE_RATE_LIMIT_EXCEEDED"_s << 8;
        QTest::newRow("complexity") << ErrorKind::ComplexityExhausted << QString() << 8;
    }

    void halvesOn()
    {
        QFETCH(const ErrorKind, kind);
        QFETCH(const QString, code);
        FakeClock clock;
        RateGovernor governor(8, clock);
        for (int request = 0; request < 6; ++request)
            exchange(governor, create, good());
        QCOMPARE(governor.statistics().limit, 8);
        exchange(governor, create, troubled(kind, 1s, code));
        QTEST(governor.statistics().limit, "limit");
    }

    void oneRoundHalvesOnce()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 14; ++request)
            exchange(governor, create, good());
        std::vector<Permit> round;
        for (int request = 0; request < 4; ++request)
            round.push_back(governor.acquire(create, {}).value());
        for (Permit &permit : round)
            permit.report(troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 8);
        exchange(governor, create, troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 4);
    }

    void tellsTheFlight()
    {
        FakeClock clock;
        std::vector<std::pair<int, int>> heard;
        RateGovernor governor(4, clock, {}, [&heard](int inFlight, int limit) { heard.emplace_back(inFlight, limit); });
        exchange(governor, create, good());
        QCOMPARE(heard, (std::vector<std::pair<int, int>>{{1, 2}, {0, 3}}));
    }

    void aServerThatStaysSlowerIsGrownIntoAgain()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        exchange(governor, create, good(1s));
        for (int request = 0; request < 20; ++request)
            exchange(governor, create, good(4s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 200; ++request)
            exchange(governor, create, good(4s));
        QVERIFY(governor.statistics().limit > 3);
    }
};

QTEST_GUILESS_MAIN(TestFlightLimit)
#include "tst_flightlimit.moc"
