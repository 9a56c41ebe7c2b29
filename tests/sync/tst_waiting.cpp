#include "support/syncworld.h"
#include "support/testenvironment.h"

#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using syncline::testing::engineOfWorld;
using syncline::testing::FakeCall;
using syncline::testing::FakeFault;
using syncline::testing::SyncWorld;

/// What a run does while monday or the warehouse makes it wait.
class TestWaiting : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static void fill(SyncWorld &world, int orders, const QStringList &sizes = {})
    {
        world.settings.api.maxInFlight = 1;
        for (int i = 0; i < orders; ++i)
            world.tables.add(u"ALL-%1"_s.arg(i, 5, 10, QChar(u'0')), sizes);
    }

private slots:
    void theNextDayIsWaitedForWithTheLeasesKept_data()
    {
        QTest::addColumn<bool>("byTheFeeder");
        QTest::newRow("while a document is sent") << false;
        QTest::newRow("while rows are looked up") << true;
    }

    void theNextDayIsWaitedForWithTheLeasesKept()
    {
        QFETCH(bool, byTheFeeder);
        SyncWorld world(folder());
        fill(world, 12, {u"S"_s});
        if (byTheFeeder)
            world.board.failCall(FakeCall::FindByText, 1, FakeFault::DayUsedUp);
        else
            world.board.failSend(2, FakeFault::DayUsedUp);
        const QDate today = world.clock.utcNow().date();
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(finished->summary.ledger.created, 12);
        QCOMPARE(world.clock.utcNow().date(), today.addDays(1));
        QCOMPARE(world.log.count(EventId::se_090), 0);
        QVERIFY(finished->summary.time.quota > 3600);
        QCOMPARE(world.differences(), QString());
    }

    void aDayWithoutCallsIsToldToWhoeverBegins()
    {
        SyncWorld world(folder());
        fill(world, 1);
        world.board.failCall(FakeCall::ReadBoards, 1, FakeFault::DayUsedUp);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QVERIFY(world.clock.waits().empty());
    }

    void nothingGoesOutAfterASleepInAWait()
    {
        SyncWorld world(folder());
        fill(world, 4);
        // Another desk may have the rows before the limit is over.
        world.board.failSend(1, FakeFault::RateLimited);
        world.board.onSend = [&](int number) {
            if (number == 1)
                world.clock.advance(2h);
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.failure->id, EventId::se_090);
        QCOMPARE(world.board.sends(), 1);
        QCOMPARE(finished->summary.ledger.notSent, 4);
    }

    void aResendThatOutlastsItsKeyIsLookedUpInstead()
    {
        SyncWorld world(folder());
        fill(world, 1);
        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        // An update, for creations in doubt are looked up at once.
        world.tables.change(world.tables.orders().front().key, [](OrderHeader &order) {
            order.state = WarehouseState::Waiting;
            order.values[u"CUSTOMER PRICE"_s] = u"30.00"_s;
        });
        const int before = world.board.sends();
        world.board.failSend(before + 1, FakeFault::LostAfter);
        world.board.failSend(before + 2, FakeFault::LongLimit);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(world.differences(), QString());
    }

    void aDocumentThatIsTooDearIsDivided()
    {
        SyncWorld world(folder());
        fill(world, 8);
        world.settings.api.itemBatchSize = 8;
        world.board.mostRows = 2;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 8);
        QCOMPARE(world.differences(), QString());
    }

    void aWarehouseThatComesBackEndsNothing_data()
    {
        QTest::addColumn<int>("calls");
        for (const int calls : {1, 2, 5})
            QTest::addRow("away for %d calls", calls) << calls;
    }

    void aWarehouseThatComesBackEndsNothing()
    {
        QFETCH(int, calls);
        SyncWorld world(folder());
        fill(world, 20, {u"S"_s, u"M"_s});
        world.board.onSend = [&](int number) {
            if (number % 3 == 0)
                world.tables.awayFor = calls;
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(finished->summary.ledger.created, 20);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.log.count(EventId::se_094) > 0);
        QCOMPARE(world.log.count(EventId::se_095), world.log.count(EventId::se_094));
        QVERIFY(world.interrupted().empty());
    }

    void aPlanGoesOnWhereItsReadingWasCut()
    {
        SyncWorld world(folder());
        fill(world, 20, {u"S"_s});
        world.tables.cutBefore = u"ALL-00007"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.planned, 20);
        QCOMPARE(finished->summary.ledger.created, 20);
        QCOMPARE(finished->summary.linesLedger.created, 20);
        QCOMPARE(world.differences(), QString());
    }

    void aLaneDoesNotWaitForARenewal()
    {
        SyncWorld world(folder());
        fill(world, 40);
        // A renewal is due while the warehouse is busy with the first answers, and the leases still hold.
        world.board.onSend = [&](int) { world.clock.advance(70s); };
        world.tables.onWriteBack = [&] {
            while (world.board.sends() < 5)
                std::this_thread::yield();
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(finished->summary.ledger.created, 40);
        QCOMPARE(world.differences(), QString());
    }

    void aWarehouseThatStaysAwayIsTheEnd()
    {
        SyncWorld world(folder());
        fill(world, 20);
        world.board.onSend = [&](int number) {
            if (number == 2)
                world.tables.isAway = true;
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QVERIFY(finished->summary.ledger.balances());
        QVERIFY(finished->summary.ledger.created > 0);
        world.tables.isAway = false;
        world.board.onSend = {};
        const Result<RunFinished> resumed = world.resume(world.interrupted().front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.created, 20);
        QCOMPARE(world.differences(), QString());
    }

    void aStopDoesNotWaitLongForTheWarehouse()
    {
        SyncWorld world(folder());
        fill(world, 20);
        world.board.onSend = [&](int number) {
            if (number == 2) {
                world.tables.isAway = true;
                world.stop.stopAfterBatch();
            }
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        std::chrono::milliseconds waited{0};
        for (const std::chrono::milliseconds wait : world.clock.waits())
            waited += wait;
        QVERIFY2(waited < 5min, qPrintable(QString::number(waited.count())));
        world.tables.isAway = false;
        world.board.onSend = {};
        world.stop = StopPair();
        const Result<RunFinished> resumed = world.resume(world.interrupted().front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.created, 20);
        QCOMPARE(world.differences(), QString());
    }
};

QTEST_GUILESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
