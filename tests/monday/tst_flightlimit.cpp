#include "outcomes.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

#include <atomic>
#include <thread>

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
            exchangeAtLimit(governor, create, good());
            QCOMPARE(governor.statistics().limit, limit);
        }
        exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 16);
        exchangeAtLimit(governor, create, troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 8);
        for (int limit = 9; limit <= 12; ++limit) {
            exchangeAtLimit(governor, create, good());
            QCOMPARE(governor.statistics().limit, limit);
        }
        for (int request = 0; request < 11; ++request)
            exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 12);
        exchangeAtLimit(governor, create, good());
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
            exchangeAtLimit(governor, create, good());
        // Too many at once is refused whenever more than four go out.
        std::vector<int> limits;
        for (int request = 0; request < 60; ++request) {
            const bool tooMany = governor.statistics().limit > 4;
            exchangeAtLimit(governor, create, tooMany ? troubled(ErrorKind::ServerBusy) : good());
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
        exchangeAtLimit(one, create, good());
        QCOMPARE(one.statistics().limit, 1);
        RateGovernor plan(16, clock);
        for (int request = 0; request < 8; ++request)
            exchangeAtLimit(plan, create, withHeaders(json("'concurrency';q=3"), {}));
        QCOMPARE(plan.statistics().limit, 3);
    }

    void doesNotGrowWhileRowsGetSlower()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        exchangeAtLimit(governor, create, good(1s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 5; ++request)
            exchangeAtLimit(governor, create, good(4s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 10; ++request)
            exchangeAtLimit(governor, create, good(1s));
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
            exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 8);
        exchangeAtLimit(governor, create, troubled(kind, 1s, code));
        QTEST(governor.statistics().limit, "limit");
    }

    void oneRoundHalvesOnce()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 14; ++request)
            exchangeAtLimit(governor, create, good());
        std::vector<Permit> round;
        for (int request = 0; request < 4; ++request)
            round.push_back(governor.acquire(create, {}).value());
        for (Permit &permit : round)
            permit.report(troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 8);
        exchangeAtLimit(governor, create, troubled(ErrorKind::ServerBusy));
        QCOMPARE(governor.statistics().limit, 4);
    }

    void tellsTheFlight()
    {
        FakeClock clock;
        std::vector<std::pair<int, int>> heard;
        RateGovernor governor(4, clock, {}, [&heard](int inFlight, int limit) { heard.emplace_back(inFlight, limit); });
        Permit first = governor.acquire(create, {}).value();
        Permit second = governor.acquire(create, {}).value();
        second.report(good());
        first.report(good());
        QCOMPARE(heard, (std::vector<std::pair<int, int>>{{1, 2}, {2, 2}, {1, 3}, {0, 3}}));
    }

    void aLimitThatIsNotUsedDoesNotGrow()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 20; ++request)
            exchange(governor, create, good());
        QCOMPARE(governor.statistics().limit, 2);
        exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 3);
    }

    void groupsDoNotRaiseTheLimit()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int group = 0; group < 14; ++group)
            exchangeAtLimit(governor, createGroup, good(), 2);
        exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 3);
    }

    void eachBoardHasItsOwnLimit()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 4; ++request)
            exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 6);
        exchangeAtLimit(governor, createSubitems, good(), 2);
        QCOMPARE(governor.statistics().limit, 6 + 3);
        // A lock is the matter of one board,
        exchangeAtLimit(governor, createSubitems, troubled(ErrorKind::ServerBusy, 1s, u"ResourceLocked"_s),
                        3);
        QCOMPARE(governor.statistics().limit, 6 + 1);
        exchangeAtLimit(governor, create, troubled(ErrorKind::ServerBusy), 6);
        QCOMPARE(governor.statistics().limit, 3 + 1);
        // and places that one has taken are free for the other.
        std::vector<Permit> items;
        for (int place = 0; place < 3; ++place)
            items.push_back(governor.acquire(create, {}).value());
        exchange(governor, createSubitems, good());
    }

    void whatCountsAllRequestsHalvesAll_data()
    {
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("too many at once") << false << ErrorKind::RateLimited << u"MAX_CONCURRENCY_EXCEEDED"_s;
        QTest::newRow("a look-up") << true << ErrorKind::ServerBusy << QString();
    }

    void whatCountsAllRequestsHalvesAll()
    {
        QFETCH(const bool, isRead);
        QFETCH(const ErrorKind, kind);
        QFETCH(const QString, code);
        FakeClock clock;
        RateGovernor governor(16, clock);
        for (int request = 0; request < 2; ++request)
            exchangeAtLimit(governor, create, good());
        for (int places = 2; places < 4; ++places)
            exchangeAtLimit(governor, createSubitems, good(), places);
        QCOMPARE(governor.statistics().limit, 4 + 4);
        exchange(governor, isRead ? lookUp : createSubitems, troubled(kind, 1s, code));
        QCOMPARE(governor.statistics().limit, 2 + 2);
    }

    void theBoundIsThatOfAllBoardsTogether()
    {
        SystemClock clock;
        RateGovernor governor(3, clock);
        std::vector<Permit> held;
        for (const Operation &operation : {create, create, createSubitems})
            held.push_back(governor.acquire(operation, {}).value());
        StopPair stop;
        std::atomic_bool isOver = false;
        std::jthread waiting([&] {
            static_cast<void>(governor.acquire(createSubitems, stop.tokens()));
            isOver = true;
        });
        QCOMPARE(governor.statistics().inFlight, 3);
        QCOMPARE(governor.statistics().limit, 3);
        QVERIFY(!isOver);
        held.pop_back();
        waiting.join();
        QVERIFY(isOver);
    }

    void aServerThatStaysSlowerIsGrownIntoAgain()
    {
        FakeClock clock;
        RateGovernor governor(16, clock);
        exchangeAtLimit(governor, create, good(1s));
        for (int request = 0; request < 20; ++request)
            exchangeAtLimit(governor, create, good(4s));
        QCOMPARE(governor.statistics().limit, 3);
        for (int request = 0; request < 200; ++request)
            exchangeAtLimit(governor, create, good(4s));
        QVERIFY(governor.statistics().limit > 3);
    }
};

QTEST_GUILESS_MAIN(TestFlightLimit)
#include "tst_flightlimit.moc"
