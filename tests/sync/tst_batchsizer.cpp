#include "support/testenvironment.h"
#include "sync/batchsizer.h"

#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
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

    void theExpectedSizeIsWhereItComesToRest_data()
    {
        QTest::addColumn<int>("start");
        QTest::addColumn<double>("perRow");
        QTest::newRow("as it is") << 5 << 1.5;
        QTest::newRow("one at a time") << 1 << 1.5;
        QTest::newRow("quick") << 5 << 0.1;
        QTest::newRow("very quick") << 7 << 0.0001;
        QTest::newRow("slow") << 10 << 4.0;
        QTest::newRow("very slow") << 50 << 100.0;
        QTest::newRow("too many") << 500 << 1.0;
    }

    void theExpectedSizeIsWhereItComesToRest()
    {
        QFETCH(const int, start);
        QFETCH(const double, perRow);
        BatchSizer sizer(start, 60s);
        answer(sizer, 30, perRow);
        QCOMPARE(BatchSizer::settledSize(start, perRow, BatchSizer::most, 60s), sizer.size(BatchKind::Items));
        QCOMPARE(BatchSizer::settledSize(start, perRow, 3, 60s), std::min(3, sizer.size(BatchKind::Items)));
    }

    void aDocumentStaysBelowThePointsOfTheMinute_data()
    {
        QTest::addColumn<qint64>("perMinute"); // 0: not known
        QTest::addColumn<qint64>("perRow");
        QTest::addColumn<int>("rows");
        QTest::newRow("nothing known") << qint64(0) << qint64(0) << 47; // a seventh of 333
        QTest::newRow("trial") << qint64(1'000'000) << qint64(0) << 16;
        QTest::newRow("trial, cheap") << qint64(1'000'000) << qint64(1'000) << BatchSizer::most;
        QTest::newRow("dear") << qint64(10'000'000) << qint64(400'000) << 6; // 2,500,000 of a request
        QTest::newRow("dearer than a minute") << qint64(1'000'000) << qint64(3'000'000) << 1;
    }

    void aDocumentStaysBelowThePointsOfTheMinute()
    {
        QFETCH(const qint64, perMinute);
        QFETCH(const qint64, perRow);
        QFETCH(const int, rows);
        AccountExperience known;
        if (perMinute > 0)
            known.limits.pointsPerMinute = perMinute;
        if (perRow > 0) {
            known.createItem.points = perRow;
            known.updateItem.points = 1;
            known.createSubitem.points = 1;
            known.remove.points = perRow;
        }
        BatchSizer sizer(40, 60s);
        sizer.bound(known);
        for (const BatchKind kind : {BatchKind::Items, BatchKind::Subitems}) {
            QCOMPARE(BatchSizer::mostRows(kind, known), rows);
            QCOMPARE(sizer.size(kind), std::min(40, rows));
        }
        answer(sizer, 40, 0.001);
        QCOMPARE(sizer.size(BatchKind::Items), rows);
        // What is learnt later counts at once, in both ways.
        sizer.bound({.createItem = {.points = 1'250'000}});
        QCOMPARE(sizer.size(BatchKind::Items), std::min(2, rows));
        sizer.bound({.createItem = {.points = 1}});
        answer(sizer, 40, 0.001);
        QCOMPARE(sizer.size(BatchKind::Items), BatchSizer::most);
        sizer.bound(known);
        sizer.timedOut(BatchKind::Items, rows);
        QCOMPARE(sizer.size(BatchKind::Items), std::max(1, rows / 2));
    }

    void tellsWhatTookTooLong_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<bool>("tooLong");
        using enum ErrorKind;
        QTest::newRow("time-out") << TimedOut << 0 << 60.0 << true;
        QTest::newRow("504") << ServerBusy << 504 << 5.0 << true;
        QTest::newRow("408") << ServerBusy << 408 << 5.0 << true;
        QTest::newRow("502 after long") << ServerBusy << 502 << 30.0 << true;
        QTest::newRow("502 at once") << ServerBusy << 502 << 0.2 << false;
        QTest::newRow("500 at once") << ServerBusy << 500 << 0.2 << false;
        QTest::newRow("cut after long") << ConnectionLost << 0 << 30.0 << true;
        QTest::newRow("cut at once") << ConnectionLost << 0 << 0.2 << false;
        QTest::newRow("locked") << ServerBusy << 423 << 30.0 << false;
        QTest::newRow("limit") << RateLimited << 429 << 30.0 << false;
    }

    void tellsWhatTookTooLong()
    {
        QFETCH(const ErrorKind, kind);
        QFETCH(const int, status);
        QFETCH(const double, seconds);
        const Error error{
            .kind = kind, .event = {.parameters = {{u"seconds"_s, seconds}}}, .httpStatus = status};
        QTEST(BatchSizer::tookTooLong(error), "tooLong");
    }
};

QTEST_GUILESS_MAIN(TestBatchSizer)
#include "tst_batchsizer.moc"
