#include "support/testenvironment.h"
#include "sync/batchqueue.h"

#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;

class TestBatchQueue : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static WorkBatch named(const QString &customer) { return {BatchKind::Items, customer, {}}; }

private slots:
    void followUpsGoFirst()
    {
        BatchQueue queue(8);
        QVERIFY(queue.push(named(u"a"_s), {}));
        QVERIFY(queue.push(named(u"b"_s), {}));
        QCOMPARE(queue.pop({})->customer, u"a"_s);
        queue.pushFollowUp(named(u"a lines"_s));
        queue.done();
        QCOMPARE(queue.pop({})->customer, u"a lines"_s);
        QCOMPARE(queue.pop({})->customer, u"b"_s);
    }

    void endsWhenNothingIsUnderWay()
    {
        BatchQueue queue(8);
        QVERIFY(queue.push(named(u"a"_s), {}));
        queue.closeInput();
        QVERIFY(queue.pop({}));
        // The batch under way may still bring follow-ups, so another lane has to wait for it.
        std::optional<WorkBatch> late;
        std::jthread other([&queue, &late] { late = queue.pop({}); });
        queue.pushFollowUp(named(u"lines"_s));
        other.join();
        QVERIFY(late);
        queue.done();
        queue.done();
        QVERIFY(!queue.pop({}));
    }

    void stopWakesEveryone()
    {
        BatchQueue queue(1);
        std::stop_source stop;
        QVERIFY(queue.push(named(u"a"_s), stop.get_token()));
        bool pushed = true;
        std::jthread feeder([&] { pushed = queue.push(named(u"b"_s), stop.get_token()); });
        stop.request_stop();
        feeder.join();
        QVERIFY(!pushed);
        QVERIFY(!queue.pop(stop.get_token()));
        QVERIFY(!queue.waitUntilIdle(stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestBatchQueue)
#include "tst_batchqueue.moc"
