#include "support/testenvironment.h"
#include "sync/retrypolicy.h"

using namespace syncline;
using namespace std::chrono_literals;
using Action = RetryDecision::Action;

class TestRetryPolicy : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void decisions_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<Certainty>("certainty");
        QTest::addColumn<int>("attempt");
        QTest::addColumn<bool>("inDoubt");
        QTest::addColumn<bool>("creates");
        QTest::addColumn<Action>("expected");
        QTest::newRow("limit") << ErrorKind::RateLimited << Certainty::NotSent << 1 << false << false << Action::ResendNew;
        QTest::newRow("limit after a lost answer")
            << ErrorKind::RateLimited << Certainty::NotSent << 2 << true << false << Action::ResendSame;
        QTest::newRow("complexity, hundredth time")
            << ErrorKind::ComplexityExhausted << Certainty::NotSent << 100 << false << false << Action::ResendNew;
        QTest::newRow("lost answer") << ErrorKind::ConnectionLost << Certainty::Unknown << 1 << false << false
                                     << Action::ResendSame;
        QTest::newRow("lost answer of a creation")
            << ErrorKind::ConnectionLost << Certainty::Unknown << 1 << false << true << Action::Verify;
        QTest::newRow("lost three times") << ErrorKind::TimedOut << Certainty::Unknown << 3 << true << false << Action::Verify;
        QTest::newRow("locked") << ErrorKind::ServerBusy << Certainty::NotSent << 7 << false << false << Action::ResendSame;
        QTest::newRow("locked for ever") << ErrorKind::ServerBusy << Certainty::NotSent << 8 << false << false
                                         << Action::StopRun;
        QTest::newRow("locked after a lost answer") << ErrorKind::ServerBusy << Certainty::NotSent << 8 << true << false
                                                    << Action::Verify;
        QTest::newRow("refused whole") << ErrorKind::ValidationRejected << Certainty::Rejected << 1 << false << false
                                       << Action::Split;
        QTest::newRow("refused after a lost answer") << ErrorKind::ValidationRejected << Certainty::Rejected << 2
                                                     << true << false << Action::Verify;
        QTest::newRow("token") << ErrorKind::Unauthorised << Certainty::NotSent << 1 << false << false << Action::StopRun;
        QTest::newRow("day used up") << ErrorKind::DailyLimitExhausted << Certainty::NotSent << 1 << false << false
                                     << Action::ResendNew;
        QTest::newRow("board full") << ErrorKind::BoardFull << Certainty::Rejected << 1 << false << false << Action::StopRun;
        QTest::newRow("stopped") << ErrorKind::Cancelled << Certainty::Unknown << 1 << false << false << Action::GiveUp;
    }

    void decisions()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(Certainty, certainty);
        QFETCH(int, attempt);
        QFETCH(bool, inDoubt);
        QFETCH(bool, creates);
        const Error error{.kind = kind, .certainty = certainty};
        QTEST(RetryPolicy::decide(error, {.number = attempt, .inDoubt = inDoubt, .creates = creates}, 0).action, "expected");
    }

    void limitsAreWaitedForByTheGatewayAndAreNoAttempts()
    {
        for (const ErrorKind kind :
             {ErrorKind::RateLimited, ErrorKind::ComplexityExhausted, ErrorKind::DailyLimitExhausted}) {
            const RetryDecision decision = RetryPolicy::decide({.kind = kind, .retryAfter = 58s}, {}, 0.9);
            QCOMPARE(decision.wait, 0ms);
            QVERIFY(!decision.countsAsAttempt);
        }
    }

    void whoOnlyLooksDoesNotWaitForTheNextDay()
    {
        const Error dayUsedUp{.kind = ErrorKind::DailyLimitExhausted};
        QCOMPARE(RetryPolicy::decide(dayUsedUp, {.waitsForDay = false}, 0).action, Action::StopRun);
    }

    void whatIsTooDearIsDivided()
    {
        const Error dear{.kind = ErrorKind::ComplexityExhausted};
        QCOMPARE(RetryPolicy::decide(dear, {.rows = 8, .tooDear = 1}, 0).action, Action::ResendNew);
        QCOMPARE(RetryPolicy::decide(dear, {.rows = 8, .tooDear = 2}, 0).action, Action::Split);
        QCOMPARE(RetryPolicy::decide(dear, {.rows = 1, .tooDear = 9}, 0).action, Action::ResendNew);
        // Half of it would be a new document, and the whole one may have been done.
        QCOMPARE(RetryPolicy::decide(dear, {.inDoubt = true, .rows = 8, .tooDear = 2}, 0).action,
                 Action::ResendSame);
    }

    void backsOffFromOneSecondToThirty()
    {
        const Error busy{.kind = ErrorKind::ServerBusy};
        std::vector<std::chrono::milliseconds> waits;
        for (int attempt = 1; attempt < RetryPolicy::maxUnprocessed; ++attempt)
            waits.push_back(RetryPolicy::decide(busy, {.number = attempt}, 0).wait);
        const std::vector<std::chrono::milliseconds> expected{1s, 2s, 4s, 8s, 16s, 30s, 30s};
        QVERIFY(waits == expected);
        QCOMPARE(RetryPolicy::decide(busy, {}, 0.5).wait, 1250ms);
    }
};

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
