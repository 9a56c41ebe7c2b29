#include "outcomes.h"
#include "support/fakeclock.h"
#include "support/recordingsink.h"
#include "support/testenvironment.h"

#include <atomic>
#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::vector<std::chrono::milliseconds> waits(std::initializer_list<std::chrono::milliseconds> list)
{
    return list;
}

} // namespace

Q_DECLARE_METATYPE(syncline::QuotaSeconds)

/// What the governor lets pass: quota, costs, waits and stops.
class TestRateGovernor : public TestCase
{
    Q_OBJECT

private slots:
    void waitsAsLongAsTold_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("told"); // seconds; 0: nothing
        QTest::addColumn<int>("waited");
        QTest::newRow("minute") << ErrorKind::RateLimited << QString() << 58 << 58;
        QTest::newRow("complexity") << ErrorKind::ComplexityExhausted << QString() << 22 << 22;
        QTest::newRow("daily") << ErrorKind::DailyLimitExhausted << QString() << 3599 << 3599;
        QTest::newRow("busy") << ErrorKind::ServerBusy << QString() << 5 << 5;
        QTest::newRow("busy, not told") << ErrorKind::ServerBusy << QString() << 0 << 0;
        QTest::newRow("complexity, not told") << ErrorKind::ComplexityExhausted << QString() << 0 << 60;
        QTest::newRow("minute, not told") << ErrorKind::RateLimited << QString() << 0 << 60;
        QTest::newRow("concurrency, not told")
            << ErrorKind::RateLimited << u"maxConcurrencyExceeded"_s << 0 << 15;
        QTest::newRow("daily, not told: midnight")
            << ErrorKind::DailyLimitExhausted << QString() << 0 << 15 * 3600;
    }

    void waitsAsLongAsTold()
    {
        QFETCH(const ErrorKind, kind);
        QFETCH(const QString, code);
        QFETCH(const int, told);
        QFETCH(const int, waited);
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(
            governor, create,
            troubled(kind, told ? std::optional<std::chrono::milliseconds>(told * 1s) : std::nullopt, code));
        exchange(governor, create, good());
        if (waited == 0)
            QVERIFY(clock.waits().empty());
        else
            QCOMPARE(clock.waits(), waits({waited * 1s}));
    }

    void anExhaustedEntryBlocksBeforeTheRefusal()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, withHeaders({}, json("'minuteRate';r=0;t=17")));
        exchange(governor, create, good());
        // Told in whole seconds, so up to one more.
        QCOMPARE(clock.waits(), waits({18s}));
    }

    void theBudgetOfAMinuteIsKept()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        // Ten rows at 30,000 points each, until an answer tells otherwise.
        QCOMPARE(governor.estimatedCost(create), 300'000);
        exchange(governor, create, withHeaders(json("'complexityMinute';q=1000000;w=60"), {}));
        clock.advance(5s);
        exchange(governor, create, good());
        exchange(governor, create, good());
        QVERIFY(clock.waits().empty());
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({55s + 200ms}));
        exchange(governor, create, good());
        exchange(governor, create, good());
        QCOMPARE(clock.waits().size(), 1u);
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({55s + 200ms, 60s + 200ms}));
    }

    void theWindowHasTheWidthThatIsTold_data()
    {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<std::chrono::milliseconds>("wait");
        QTest::newRow("narrow") << QByteArray("w=10") << 7s + 200ms;
        QTest::newRow("wide") << QByteArray("w=300") << 297s + 200ms;
    }

    void theWindowHasTheWidthThatIsTold()
    {
        QFETCH(const QByteArray, policy);
        QFETCH(const std::chrono::milliseconds, wait);
        FakeClock clock;
        RecordingSink sink;
        const auto openBook = [&] {
            return std::make_shared<CostBook>(file(u"costs.json"_s), u"token"_s, u"2026-10"_s, clock, sink);
        };
        {
            RateGovernor governor(4, clock);
            governor.useBook(openBook());
            exchange(governor, create, withHeaders(json("'complexityMinute';q=300000;") + policy, {}));
            clock.advance(3s);
            exchange(governor, create, good());
            QCOMPARE(clock.waits(), waits({wait}));
        }
        // It is known before the next program gets its first answer.
        RateGovernor governor(4, clock);
        governor.useBook(openBook());
        exchange(governor, create, good());
        clock.advance(3s);
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({wait, wait}));
    }

    void anEndThatWasToldHoldsWhateverTheWidth()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        RequestOutcome outcome = withHeaders(json("'complexityMinute';q=400000;w=60"), {});
        outcome.news.complexityReset = 20s;
        exchange(governor, create, outcome);
        Permit running = governor.acquire({.name = u"Cheap"_s}, {}).value();
        running.report(withHeaders(json("'complexityMinute';q=400000;w=300"), {}));
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({21s}));
    }

    void aBudgetOfAnUnknownNameIsKept_data()
    {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QByteArray>("rate");
        QTest::addColumn<bool>("waits");
        QTest::newRow("points") << QByteArray(json("'writes';q=1000000;w=30;qu='content-bytes'"))
                                << QByteArray(json("'writes';r=200000")) << true;
        QTest::newRow("points enough") << QByteArray(json("'writes';q=1000000;w=30;qu='content-bytes'"))
                                       << QByteArray(json("'writes';r=300000")) << false;
        QTest::newRow("requests") << QByteArray(json("'address';q=10;w=30"))
                                  << QByteArray(json("'address';r=0")) << true;
        QTest::newRow("requests left")
            << QByteArray(json("'address';q=10;w=30")) << QByteArray(json("'address';r=1")) << false;
        // Nobody says that our requests are counted there.
        QTest::newRow("nothing told") << QByteArray(json("'address';q=1;w=30")) << QByteArray() << false;
        QTest::newRow("another unit") << QByteArray(json("'files';q=10;w=30;qu='megabytes'"))
                                      << QByteArray(json("'files';r=0")) << false;
    }

    void aBudgetOfAnUnknownNameIsKept()
    {
        QFETCH(const QByteArray, policy);
        QFETCH(const QByteArray, rate);
        QFETCH(const bool, waits);
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, withHeaders(policy, rate));
        exchange(governor, create, good());
        QCOMPARE(clock.waits().size(), waits ? 1u : 0u);
        if (waits)
            QCOMPARE(clock.waits().front(), 30s + 200ms);
        // A new window, of which nothing was told.
        exchange(governor, create, good());
        QCOMPARE(clock.waits().size(), waits ? 1u : 0u);
    }

    void callsOfAMinuteAreKept()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, lookUp, withHeaders(json("'minuteRate';q=3;w=60"), {}));
        exchange(governor, lookUp, good());
        exchange(governor, lookUp, good());
        QVERIFY(clock.waits().empty());
        exchange(governor, lookUp, good());
        QCOMPARE(clock.waits().size(), 1u);
    }

    void costsAreLearntPerOperation()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        RequestOutcome outcome = good();
        outcome.news.complexity = 50'005;
        exchange(governor, create, outcome);
        QCOMPARE(governor.estimatedCost(create), 50'010);
        QCOMPARE(governor.estimatedCost({.name = create.name, .units = 1, .effect = Effect::Write}), 5'001);
        QCOMPARE(governor.estimatedCost(lookUp), 30'000);
        QCOMPARE(governor.statistics().traffic.complexityUsed, 50'005);
    }

    void whatOthersSpendCounts()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(
            governor, create,
            withHeaders(json("'complexityMinute';q=10000000;w=60"), json("'complexityMinute';r=250000")));
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({60s + 200ms}));
    }

    void theServersWindowIsFollowed()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        RequestOutcome outcome = withHeaders(json("'complexityMinute';q=400000;w=60"), {});
        outcome.news.complexityReset = 20s; // somebody else opened the window 40 s ago
        exchange(governor, create, outcome);
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({21s}));
    }

    void aDocumentAboveTheQuotaStillGoesOut()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, withHeaders(json("'complexityMinute';q=1000"), {}));
        exchange(governor, create, good());
        QCOMPARE(clock.waits().size(), 1u);
    }

    void whatWasNotSentCostsNothing()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, withHeaders(json("'complexityMinute';q=700000"), {}));
        RequestOutcome unsent;
        unsent.processed = false;
        for (int request = 0; request < 5; ++request)
            exchange(governor, create, unsent);
        exchange(governor, create, good());
        QVERIFY(clock.waits().empty());
        QCOMPARE(governor.statistics().traffic.requests, 2);
    }

    void aPermitGivesItsPlaceBack()
    {
        FakeClock clock;
        RateGovernor governor(1, clock);
        {
            Result<Permit> permit = governor.acquire(create, {});
            QVERIFY(permit.has_value());
            const Permit moved = *std::move(permit);
            QCOMPARE(governor.statistics().inFlight, 1);
        }
        QCOMPARE(governor.statistics().inFlight, 0);
        exchange(governor, create, good());
    }

    void listenerHearsBeginAndEnd()
    {
        FakeClock clock;
        std::vector<QuotaWait> heard;
        RateGovernor governor(4, clock, [&heard](const QuotaWait &wait) { heard.push_back(wait); });
        exchange(governor, create, troubled(ErrorKind::RateLimited, 58s));
        exchange(governor, create, good());
        QCOMPARE(heard.size(), 2u);
        QVERIFY(heard[0].waiting);
        QCOMPARE(heard[0].duration, 58s);
        QCOMPARE(heard[0].event.text(), u"Waiting 58 s for monday: Too many requests: as told"_s);
        QVERIFY(!heard[1].waiting);
        const GovernorStatistics statistics = governor.statistics();
        QCOMPARE(statistics.waited.callsPerMinute, 58.0);
        QCOMPARE(statistics.waited.total(), 58.0);
        QCOMPARE(statistics.traffic.throttled, 1);
        QCOMPARE(statistics.traffic.requests, 2);
        QCOMPARE(statistics.requestSeconds, 2.0);
    }

    void waitsAreToldApartByTheirCause_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QuotaSeconds>("expected");
        QTest::newRow("complexity") << ErrorKind::ComplexityExhausted << QString()
                                    << QuotaSeconds{.complexity = 7};
        QTest::newRow("minute") << ErrorKind::RateLimited << QString() << QuotaSeconds{.callsPerMinute = 7};
        QTest::newRow("day") << ErrorKind::DailyLimitExhausted << QString() << QuotaSeconds{.callsPerDay = 7};
        QTest::newRow("concurrency") << ErrorKind::RateLimited << u"MAX_CONCURRENCY_EXCEEDED"_s
                                     << QuotaSeconds{.concurrency = 7};
        QTest::newRow("locked") << ErrorKind::ServerBusy << QString() << QuotaSeconds{.other = 7};
    }

    void waitsAreToldApartByTheirCause()
    {
        QFETCH(const ErrorKind, kind);
        QFETCH(const QString, code);
        QFETCH(const QuotaSeconds, expected);
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, troubled(kind, 7s, code));
        exchange(governor, create, good());
        const QuotaSeconds waited = governor.statistics().waited;
        QCOMPARE(waited.total(), 7.0);
        QCOMPARE((waited - expected).total(), 0.0);
        QCOMPARE(waited.complexity, expected.complexity);
        QCOMPARE(waited.concurrency, expected.concurrency);
        QCOMPARE(waited.callsPerDay, expected.callsPerDay);
    }

    void theBudgetOfTheMinuteIsACause()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        RequestOutcome all = good();
        all.news.complexity = 10'000'000;
        exchange(governor, create, all);
        exchange(governor, create, good());
        const QuotaSeconds waited = governor.statistics().waited;
        QVERIFY(waited.complexity > 59);
        QCOMPARE(waited.complexity, waited.total());
    }

    void knowsAgainWhatARequestCosts()
    {
        FakeClock clock;
        RecordingSink sink;
        const QString path = file(u"costs.json"_s);
        {
            RateGovernor governor(4, clock);
            governor.useBook(std::make_shared<CostBook>(path, u"token"_s, u"2026-10"_s, clock, sink));
            RequestOutcome cheap =
                withHeaders(json("'complexityMinute';q=1000000;w=60, 'concurrency';q=2"), {});
            cheap.news.complexity = 10'000;
            exchange(governor, create, cheap);
        }
        RateGovernor governor(4, clock);
        governor.useBook(std::make_shared<CostBook>(path, u"token"_s, u"2026-10"_s, clock, sink));
        QCOMPARE(governor.estimatedCost(create), 10'000);
        QCOMPARE(governor.estimatedCost({.name = u"CreateSubitems"_s, .units = 2}), 60'000);
        for (int request = 0; request < 3; ++request)
            exchangeAtLimit(governor, create, good());
        QCOMPARE(governor.statistics().limit, 2);
        QVERIFY(sink.events().empty());
    }

    void theCallsOfTheDayEndAtMidnight()
    {
        FakeClock clock(QDateTime({2026, 11, 23}, {23, 0}, Qt::UTC));
        RecordingSink sink;
        const auto book =
            std::make_shared<CostBook>(file(u"costs.json"_s), u"token"_s, u"2026-10"_s, clock, sink);
        RateGovernor governor(4, clock);
        governor.useBook(book);
        governor.learnCallsPerDay(3);
        for (int request = 0; request < 3; ++request)
            exchange(governor, create, good());
        QCOMPARE(book->callsToday(), 3.0);
        QCOMPARE(clock.waits(), waits({}));
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({1h}));
        QCOMPARE(governor.statistics().waited.callsPerDay, 3600.0);
        QCOMPARE(book->callsToday(), 1.0);
    }

    void whoOnlyLooksIsToldThatTheDayIsUsedUp_data()
    {
        QTest::addColumn<bool>("refused");
        QTest::newRow("by monday") << true;
        QTest::newRow("by our own count") << false;
    }

    void whoOnlyLooksIsToldThatTheDayIsUsedUp()
    {
        QFETCH(const bool, refused);
        FakeClock clock;
        RecordingSink sink;
        const auto book =
            std::make_shared<CostBook>(file(u"costs.json"_s), u"token"_s, u"2026-10"_s, clock, sink);
        RateGovernor governor(4, clock);
        governor.useBook(book);
        if (!refused)
            governor.learnCallsPerDay(1);
        exchange(governor, lookUp, refused ? troubled(ErrorKind::DailyLimitExhausted) : good());
        const Result<Permit> permit = governor.acquire(lookUp, {});
        QVERIFY(!permit);
        QCOMPARE(permit.error().kind, ErrorKind::DailyLimitExhausted);
        QCOMPARE(permit.error().certainty, Certainty::NotSent);
        QCOMPARE(clock.waits(), waits({}));
    }

    void aLongWaitIsAttended()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, troubled(ErrorKind::RateLimited, 5min));
        int calls = 0;
        const Attendant attendant{.every = 2min, .attend = [&calls]() -> Result<void> {
                                      ++calls;
                                      return {};
                                  }};
        QVERIFY(governor.acquire(create, {}, attendant).has_value());
        QCOMPARE(clock.waits(), waits({2min, 2min, 1min}));
        QCOMPARE(calls, 2);
    }

    void anAttendantEndsAWait()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, troubled(ErrorKind::RateLimited, 5min));
        const Attendant attendant{.every = 1min, .attend = []() -> Result<void> {
                                      return Error{.kind = ErrorKind::WarehouseFailed};
                                  }};
        const Result<Permit> permit = governor.acquire(create, {}, attendant);
        QVERIFY(!permit);
        QCOMPARE(permit.error().kind, ErrorKind::WarehouseFailed);
        QCOMPARE(clock.waits(), waits({1min}));
    }

    void aLimitWithoutSecondsIsWaitedForToo()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        exchange(governor, create, troubled(ErrorKind::RateLimited, 0s));
        exchange(governor, create, good());
        QCOMPARE(clock.waits(), waits({1s}));
    }

    void aRefusedCallCountsATenth()
    {
        FakeClock clock;
        RecordingSink sink;
        const auto book =
            std::make_shared<CostBook>(file(u"costs.json"_s), u"token"_s, u"2026-10"_s, clock, sink);
        RateGovernor governor(4, clock);
        governor.useBook(book);
        exchange(governor, create, troubled(ErrorKind::RateLimited, 1s));
        QCOMPARE(book->callsToday(), 0.1);
    }

    void serverTimeIsWallTime()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        Result<Permit> first = governor.acquire(create, {});
        Result<Permit> second = governor.acquire(create, {});
        clock.advance(3s);
        first->report(good(3s));
        clock.advance(2s);
        QCOMPARE(governor.statistics().secondsOnServer, 5.0);
        second->report(good(5s));
        clock.advance(10s);
        QCOMPARE(governor.statistics().secondsOnServer, 5.0);
        QCOMPARE(governor.statistics().requestSeconds, 8.0);
    }

    void anAbortBeforehandIsHeard()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        StopPair stop;
        stop.stopNow();
        const Result<Permit> permit = governor.acquire(create, stop.tokens());
        QVERIFY(!permit);
        QCOMPARE(permit.error().kind, ErrorKind::Cancelled);
        QCOMPARE(permit.error().certainty, Certainty::NotSent);
    }

    void aFreePlaceIsGivenWhileDraining()
    {
        FakeClock clock;
        RateGovernor governor(4, clock);
        StopPair stop;
        stop.stopAfterBatch();
        QVERIFY(governor.acquire(create, stop.tokens()).has_value());
    }

    void stopsEndAWaitForQuota_data()
    {
        QTest::addColumn<bool>("now");
        QTest::newRow("abort") << true;
        QTest::newRow("drain") << false;
    }

    void stopsEndAWaitForQuota()
    {
        QFETCH(const bool, now);
        SystemClock clock;
        std::atomic_bool waiting = false;
        RateGovernor governor(4, clock, [&waiting](const QuotaWait &wait) { waiting = wait.waiting; });
        exchange(governor, create, troubled(ErrorKind::DailyLimitExhausted, 1h));
        StopPair stop;
        std::atomic_int cancelled = 0;
        std::vector<std::jthread> lanes;
        for (int lane = 0; lane < 4; ++lane)
            lanes.emplace_back([&] {
                const Result<Permit> permit = governor.acquire(lookUp, stop.tokens(), patient());
                cancelled += !permit && permit.error().kind == ErrorKind::Cancelled ? 1 : 0;
            });
        QTRY_VERIFY(waiting);
        if (now)
            stop.stopNow();
        else
            stop.stopAfterBatch();
        lanes.clear();
        QCOMPARE(cancelled, 4);
        QVERIFY(!waiting);
    }

    void aDrainEndsTheQueueForWritesOnly()
    {
        SystemClock clock;
        RateGovernor governor(1, clock);
        std::optional<Permit> held = governor.acquire(create, {}).value();
        StopPair stop;
        std::atomic_bool writeCancelled = false;
        std::atomic_bool readGranted = false;
        std::jthread write([&] { writeCancelled = !governor.acquire(create, stop.tokens()); });
        std::jthread read([&] { readGranted = governor.acquire(lookUp, stop.tokens()).has_value(); });
        stop.stopAfterBatch();
        write.join();
        QVERIFY(writeCancelled);
        QVERIFY(!readGranted);
        held.reset();
        read.join();
        QVERIFY(readGranted);
    }

    void anAbortEndsTheQueue()
    {
        SystemClock clock;
        RateGovernor governor(1, clock);
        const Permit held = governor.acquire(create, {}).value();
        StopPair stop;
        std::atomic_int cancelled = 0;
        std::vector<std::jthread> lanes;
        for (int lane = 0; lane < 8; ++lane)
            lanes.emplace_back([&, lane] {
                const Result<Permit> permit = governor.acquire(lane % 2 ? create : lookUp, stop.tokens());
                cancelled += permit ? 0 : 1;
            });
        stop.stopNow();
        lanes.clear();
        QCOMPARE(cancelled, 8);
        QCOMPARE(governor.statistics().inFlight, 1);
    }

    void manyLanesNeverExceedTheLimit()
    {
        SystemClock clock;
        RateGovernor governor(3, clock);
        std::atomic_int inFlight = 0;
        std::atomic_int highest = 0;
        std::vector<std::jthread> lanes;
        for (int lane = 0; lane < 8; ++lane)
            lanes.emplace_back([&] {
                for (int request = 0; request < 100; ++request) {
                    Result<Permit> permit = governor.acquire({.name = u"Probe"_s, .units = 1}, {});
                    const int present = ++inFlight;
                    int seen = highest;
                    while (present > seen && !highest.compare_exchange_weak(seen, present)) {}
                    --inFlight;
                    RequestOutcome outcome = good(1ms);
                    outcome.news.complexity = 1;
                    permit->report(outcome);
                }
            });
        lanes.clear();
        QVERIFY(highest <= 3);
        QCOMPARE(governor.statistics().traffic.requests, 800);
        QCOMPARE(governor.statistics().inFlight, 0);
    }
};

QTEST_GUILESS_MAIN(TestRateGovernor)
#include "tst_rategovernor.moc"
