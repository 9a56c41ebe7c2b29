#include "support/testenvironment.h"
#include "sync/batchsizer.h"

#include <thread>

using namespace syncline;
using namespace std::chrono_literals;

class TestBatchSizer : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    /// Answers of a server that takes so long for a row and so long for a request.
    static void answer(BatchSizer &sizer, int requests, double perRow, double perRequest = 0)
    {
        for (int request = 0; request < requests; ++request) {
            const int rows = sizer.size(BatchKind::Items);
            sizer.measured(BatchKind::Items, rows, rows * perRow + perRequest);
        }
    }

private slots:
    void startsAsConfigured()
    {
        QCOMPARE(BatchSizer(5, 60s).size(BatchKind::Items), 5);
        QCOMPARE(BatchSizer(5, 60s).size(BatchKind::Subitems), 5);
        QCOMPARE(BatchSizer(0, 60s).size(BatchKind::Items), 1);
        QCOMPARE(BatchSizer(1000, 60s).size(BatchKind::Items), BatchSizer::most);
    }

    void staysWhileARequestTakesFiveToFifteenSeconds()
    {
        BatchSizer sizer(5, 60s);
        answer(sizer, 50, 1.5);
        QCOMPARE(sizer.size(BatchKind::Items), 5);
    }

    void growsToTheTargetByDoubling()
    {
        BatchSizer sizer(5, 60s);
        answer(sizer, 1, 0.5);
        QCOMPARE(sizer.size(BatchKind::Items), 10);
        answer(sizer, 20, 0.5);
        QCOMPARE(sizer.size(BatchKind::Items), 10);
        answer(sizer, 40, 0.1);
        QVERIFY(sizer.size(BatchKind::Items) > 40);
        answer(sizer, 40, 0.001);
        QCOMPARE(sizer.size(BatchKind::Items), BatchSizer::most);
    }

    void shrinksWhenTheServerGetsSlow()
    {
        BatchSizer sizer(10, 60s);
        answer(sizer, 10, 5.0);
        QVERIFY(sizer.size(BatchKind::Items) <= 3);
        QVERIFY(sizer.size(BatchKind::Items) >= 1);
        answer(sizer, 20, 100.0);
        QCOMPARE(sizer.size(BatchKind::Items), 1);
    }

    void staysFarFromAShortTimeout()
    {
        BatchSizer sizer(20, 20s);
        answer(sizer, 30, 1.0);
        QVERIFY(sizer.size(BatchKind::Items) <= 5);
    }

    void aTimeoutHalvesOnceForAllThatWereUnderWay()
    {
        BatchSizer sizer(16, 60s);
        for (int lane = 0; lane < 8; ++lane)
            sizer.timedOut(BatchKind::Items, 16);
        QCOMPARE(sizer.size(BatchKind::Items), 8);
        sizer.timedOut(BatchKind::Items, 8);
        QCOMPARE(sizer.size(BatchKind::Items), 4);
        sizer.timedOut(BatchKind::Items);
        QCOMPARE(sizer.size(BatchKind::Items), 2);
        QCOMPARE(sizer.size(BatchKind::Subitems), 16);
        answer(sizer, 1, 0.1);
        QCOMPARE(sizer.size(BatchKind::Items), 3);
    }

    void aSmallRestSaysNothing()
    {
        BatchSizer sizer(20, 60s);
        for (int request = 0; request < 10; ++request)
            sizer.measured(BatchKind::Items, 1, 30.0);
        QCOMPARE(sizer.size(BatchKind::Items), 20);
    }

    void lanesMayCallAtTheSameTime()
    {
        BatchSizer sizer(5, 60s);
        {
            std::vector<std::jthread> lanes;
            for (int lane = 0; lane < 8; ++lane)
                lanes.emplace_back([&sizer] { answer(sizer, 1000, 0.2); });
        }
        QVERIFY(sizer.size(BatchKind::Items) >= 25);
        QVERIFY(sizer.size(BatchKind::Items) <= BatchSizer::most);
    }

    void theSuggestionFollowsExperience()
    {
        QCOMPARE(BatchSizer::sizeFor(1.5, 60s), 6);
        QCOMPARE(BatchSizer::sizeFor(60, 60s), 1);
        QCOMPARE(BatchSizer::sizeFor(0, 60s), BatchSizer::most);
    }
};

QTEST_GUILESS_MAIN(TestBatchSizer)
#include "tst_batchsizer.moc"
