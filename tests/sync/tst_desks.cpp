#include "support/syncworld.h"
#include "support/testenvironment.h"

#include <algorithm>
#include <latch>
#include <set>
#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::engineOfWorld;
using syncline::testing::FakeFault;
using syncline::testing::FakeItem;
using syncline::testing::Lifeline;
using syncline::testing::SyncWorld;

/// Two desks on one warehouse and one board.
class TestDesks : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static void fill(SyncWorld &world, int orders)
    {
        for (int i = 0; i < orders; ++i)
            world.tables.add(u"ALL-%1"_s.arg(i), {u"S"_s}, i % 2 ? u"PALOMA"_s : u"ALPINE LARK"_s);
    }

    static void makeKeyless(SyncWorld &world)
    {
        std::erase_if(world.board.boards.items.columns,
                      [](const BoardColumn &column) { return column.id == "key"_L1; });
        world.settings.mapping.recordKeyColumn.clear();
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void twoAtOnceShareTheWork()
    {
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 400);
        std::optional<Result<RunFinished>> one;
        std::optional<Result<RunFinished>> other;
        std::latch together(2);
        {
            std::jthread first([&] {
                together.arrive_and_wait();
                one = world.syncAt(0);
            });
            std::jthread second([&] {
                together.arrive_and_wait();
                other = world.syncAt(1);
            });
        }
        VERIFY_RESULT(*one);
        VERIFY_RESULT(*other);
        const Ledger first = (*one)->summary.ledger;
        const Ledger second = (*other)->summary.ledger;
        QVERIFY(first.balances() && second.balances());
        QCOMPARE(first.created + second.created, 400);
        QCOMPARE(first.planned + second.planned, 400);
        QCOMPARE(world.board.items().size(), 400u);
        QCOMPARE(world.board.subitems().size(), 400u);
        std::set<QString> titles;
        for (const BoardGroup &group : world.board.boards.items.groups)
            QVERIFY(titles.insert(foldedTitle(group.title)).second);
        QCOMPARE(world.leaseCount(), 0);
        QCOMPARE(world.differences(), QString());
    }

    void theRowsOfADeadDeskAreFreeWhenItsTimeIsOver()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.settings.api.maxInFlight = 1;
        fill(world, 6);
        world.board.failSend(1, FakeFault::Hang);
        {
            std::jthread dying([&] { static_cast<void>(world.sync()); });
            QTRY_VERIFY(world.board.sends() >= 1);
            world.life.endAt(1, Lifeline::Cut::Before);
            world.stop.stopNow();
        }
        QVERIFY(world.life.isDead());
        world.life.revive();
        world.stop = StopPair();
        world.desk = 1;
        const Result<RunFinished> early = world.sync();
        VERIFY_RESULT(early);
        QCOMPARE(early->summary.ledger.planned, 0);

        world.clock.advance(std::chrono::minutes(11));
        const auto looked = world.clock.waits().size();
        const Result<RunFinished> late = world.sync();
        VERIFY_RESULT(late);
        QCOMPARE(late->summary.ledger.created, 6);
        // What the dead desk may have sent is looked up twice, with the lag of the search before each look.
        const auto waits = world.clock.waits();
        QVERIFY(std::count(waits.begin() + static_cast<std::ptrdiff_t>(looked), waits.end(),
                           std::chrono::milliseconds(30'000))
                >= 2);
        // The first desk comes back: there is nothing left for it.
        world.desk = 0;
        const std::vector<InterruptedSync> open = world.interrupted();
        QCOMPARE(open.size(), 1u);
        const Result<RunFinished> resumed = world.resume(open.front().syncId);
        VERIFY_RESULT(resumed);
        QVERIFY(resumed->summary.ledger.balances());
        QCOMPARE(resumed->summary.ledger.notSent + resumed->summary.ledger.unknown, 0);
        QCOMPARE(world.board.items().size(), 6u);
        QCOMPARE(world.leaseCount(), 0);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
    }

    void aDeskThatSleptSendsNothingMore()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.settings.api.maxInFlight = 1;
        world.settings.api.itemBatchSize = 1;
        fill(world, 4);
        // The computer sleeps while the second batch is under way.
        world.board.onSend = [&](int number) {
            if (number == 2)
                world.clock.advance(std::chrono::hours(2));
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QCOMPARE(finished->summary.failure->id, EventId::se_090);
        QVERIFY(finished->summary.ledger.notSent > 0);
        world.board.onSend = {};
        const Result<RunFinished> next = world.sync();
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.state, RunState::Succeeded);
        QCOMPARE(world.differences(), QString());
    }

    void aDeskThatWaitsForALockSaysForWhom()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.tables.add(u"ALL-1"_s, {}, u"PALOMA"_s); // whose group is to be made
        const auto holder = world.openWarehouse();
        VERIFY_RESULT(holder);
        RowLeases &leases = (*holder)->leases();
        VERIFY_RESULT(
            leases.open(u"SYNC-0A1B2C3D-20261123"_s, u"the desk that died"_s, std::chrono::minutes(10)));
        VERIFY_RESULT(leases.lock(u"SYNC-0A1B2C3D-20261123"_s, u"groups"_s));
        const QDateTime until = world.clock.utcNow().addSecs(600);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 1);
        QVERIFY(world.clock.utcNow() >= until);
        QCOMPARE(world.log.count(EventId::se_091), 1);
        const std::vector<Event> events = world.log.events();
        const Event told = *std::ranges::find(events, EventId::se_091, &Event::id);
        QCOMPARE(told.parameters.value("what"_L1).toString(), u"groups"_s);
        QCOMPARE(told.parameters.value("desk"_L1).toString(), u"the desk that died"_s);
        QCOMPARE(told.parameters.value("session"_L1).toString(), u"SYNC-0A1B2C3D-20261123"_s);
        // Two links know the server's clock to some milliseconds.
        const QDateTime said =
            QDateTime::fromString(told.parameters.value("until"_L1).toString(), Qt::ISODate);
        QVERIFY(qAbs(said.msecsTo(until)) <= 1'000);
    }

    void aLockOfASyncThatDiedHereIsTaken_data()
    {
        QTest::addColumn<bool>("atWork");
        QTest::newRow("dead") << false;
        QTest::newRow("at work") << true;
    }

    void aLockOfASyncThatDiedHereIsTaken()
    {
        QFETCH(const bool, atWork);
        SyncWorld world(folder(), engineOfWorld());
        world.tables.add(u"ALL-1"_s, {}, u"PALOMA"_s); // whose group is to be made
        const QString other = u"SYNC-0A1B2C3D-20261123"_s;
        const auto holder = world.openWarehouse();
        VERIFY_RESULT(holder);
        RowLeases &leases = (*holder)->leases();
        std::unique_ptr<SyncJournal> journal;
        // It begins, and dies, after this sync has settled what was interrupted before.
        world.log.onPost = [&](const Event &event) {
            if (event.id != EventId::se_001 || journal)
                return;
            VERIFY_RESULT(leases.open(other, u"this desk"_s, std::chrono::minutes(10)));
            VERIFY_RESULT(leases.lock(other, u"groups"_s));
            journal = world.newJournal(other);
            QVERIFY(journal);
            if (!atWork)
                journal.reset();
        };
        const QDateTime begun = world.clock.utcNow();
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 1);
        QCOMPARE(world.log.count(EventId::se_092), atWork ? 0 : 1);
        const qint64 waited = begun.secsTo(world.clock.utcNow());
        QVERIFY2(atWork ? waited >= 600 : waited >= 10 && waited <= 60, qPrintable(QString::number(waited)));
    }

    void anInterruptedSyncThatIsTakenUpMeanwhileIsLeftAlone()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.tables.add(u"ALL-1"_s);
        const QStringList dead{u"SYNC-00000001-20261123"_s, u"SYNC-00000002-20261123"_s};
        for (const QString &syncId : dead)
            QVERIFY(world.newJournal(syncId));
        QCOMPARE(world.interrupted().size(), 2u);
        std::unique_ptr<SyncJournal> taken;
        world.log.onPost = [&](const Event &event) {
            if (event.id == EventId::se_080)
                taken = world.takeUp(event.parameters.value("sync_id"_L1) == dead.first() ? dead.last() : dead.first());
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QVERIFY(taken);
        QCOMPARE(world.log.count(EventId::se_080), 1);
        QCOMPARE(finished->summary.ledger.created, 1);
        QCOMPARE(world.differences(), QString());
    }

    void leasesThatCouldNotBeGivenBackHoldNobodyUp()
    {
        SyncWorld world(folder());
        fill(world, 4);
        world.tables.onClaimed = [&] { world.tables.isAway = true; };
        const Result<RunFinished> failed = world.sync();
        VERIFY_RESULT(failed);
        QCOMPARE(failed->summary.state, RunState::Failed);
        QCOMPARE(failed->summary.ledger.notSent, 4);
        QVERIFY(world.tables.leaseCount() > 0);
        world.tables.onClaimed = {};
        world.tables.isAway = false;

        const Result<RunFinished> next = world.sync();
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.ledger.created, 4);
        QCOMPARE(next->summary.state, RunState::Succeeded);
        QCOMPARE(world.tables.leaseCount(), 0);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
    }

    void aStopEndsTheWaitForALockAtOnce()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.tables.add(u"ALL-1"_s, {}, u"PALOMA"_s); // whose group is to be made
        const auto holder = world.openWarehouse();
        VERIFY_RESULT(holder);
        VERIFY_RESULT((*holder)->leases().open(u"SYNC-0A1B2C3D-20261123"_s, {}, std::chrono::minutes(10)));
        VERIFY_RESULT((*holder)->leases().lock(u"SYNC-0A1B2C3D-20261123"_s, u"groups"_s));
        qsizetype waits = 0;
        world.log.onPost = [&](const Event &event) {
            if (event.id != EventId::se_091)
                return;
            waits = static_cast<qsizetype>(world.clock.waits().size());
            world.stop.stopAfterBatch();
        };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Canceled);
        QCOMPARE(finished->summary.ledger.notSent, 1);
        QCOMPARE(world.log.count(EventId::se_091), 1);
        QCOMPARE(static_cast<qsizetype>(world.clock.waits().size()), waits);
    }

    void withoutARecordKeyOrderNumberNameAndGroupTell()
    {
        SyncWorld world(folder(), engineOfWorld());
        makeKeyless(world);
        world.settings.api.maxInFlight = 1;
        const RecordKey key = world.tables.add(u"ALL-1"_s).key;
        world.board.failSend(1, FakeFault::LostAfter);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 1);
        QCOMPARE(world.board.items().size(), 1u);
        QCOMPARE(world.tables.order(key).itemId, std::optional(world.board.items().front().id));
    }

    void withoutARecordKeyAnAdoptedItemIsNotForgotten()
    {
        SyncWorld world(folder(), engineOfWorld());
        makeKeyless(world);
        const RecordKey key = world.tables.add(u"ALL-1"_s).key;
        // One desk dies while the item is made, the other one while it updates what it has adopted.
        world.board.onSend = [&](int) { world.life.endAt(1, Lifeline::Cut::Before); };
        static_cast<void>(world.sync());
        world.life.revive();
        world.clock.advance(std::chrono::minutes(11));
        world.desk = 1;
        static_cast<void>(world.sync());
        QCOMPARE(world.board.sends(), 2);
        QCOMPARE(world.log.count(EventId::se_071), 1);
        world.life.revive();
        world.board.onSend = {};
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.board.items().size(), 1u);
        QCOMPARE(world.tables.order(key).itemId, std::optional(world.board.items().front().id));
    }

    void withoutARecordKeyAnItemIsFoundAsItWasSent_data()
    {
        QTest::addColumn<bool>("answerIsLost"); // else the desk dies
        QTest::addColumn<QString>("changed");
        for (const bool lost : {true, false}) {
            for (const char *changed : {"name", "group", "number"}) {
                QTest::addRow("%s, %s", lost ? "no answer" : "killed", changed)
                    << lost << QString::fromLatin1(changed);
            }
        }
    }

    void withoutARecordKeyAnItemIsFoundAsItWasSent()
    {
        QFETCH(bool, answerIsLost);
        QFETCH(QString, changed);
        SyncWorld world(folder(), engineOfWorld());
        makeKeyless(world);
        const RecordKey key = world.tables.add(u"ALL-1"_s).key;
        if (answerIsLost) {
            world.board.failSend(1, FakeFault::LostAfter);
            world.board.onSend = [&](int) { world.stop.stopNow(); };
        } else {
            world.board.onSend = [&](int) { world.life.endAt(1, Lifeline::Cut::Before); };
        }
        static_cast<void>(world.sync());
        QCOMPARE(world.board.items().size(), 1u);
        QVERIFY(!world.tables.order(key).itemId);
        world.life.revive();
        world.stop = StopPair();
        world.board.onSend = {};
        // Before anybody looks what became of the order, it is changed.
        OrderHeader &order = world.tables.at(key);
        if (changed == "name"_L1)
            order.itemName = u"RENAMED"_s;
        else if (changed == "group"_L1)
            order.groupName = u"MOVED"_s;
        else
            order.values[u"AAG ORDER NUMBER"_s] = order.orderNumber = u"ALL-2"_s;
        const std::vector<InterruptedSync> open = world.interrupted();
        QCOMPARE(open.size(), 1u);
        VERIFY_RESULT(world.resume(open.front().syncId));
        VERIFY_RESULT(world.sync());
        const std::vector<FakeItem> items = world.board.items();
        QCOMPARE(items.size(), 1u);
        QCOMPARE(world.tables.order(key).itemId, std::optional(items.front().id));
        QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
        QCOMPARE(items.front().name, changed == "name"_L1 ? u"RENAMED"_s : u"STYLE ALL-1"_s);
        QCOMPARE(items.front().values.at(u"number"_s), changed == "number"_L1 ? u"ALL-2"_s : u"ALL-1"_s);
        const BoardGroup *group = world.board.boards.items.groupById(items.front().groupId);
        QVERIFY(group);
        QCOMPARE(group->title, changed == "group"_L1 ? u"MOVED"_s : u"ALPINE LARK SP26"_s);
    }

    void withoutARecordKeyOrdersThatLookedAlikeAreNotGuessed()
    {
        SyncWorld world(folder(), engineOfWorld());
        makeKeyless(world);
        const RecordKey first = world.tables.add(u"ALL-1"_s).key;
        const RecordKey second = world.tables.add(u"ALL-1"_s).key;
        world.board.failSend(1, FakeFault::LostAfter);
        world.board.onSend = [&](int) { world.stop.stopNow(); };
        static_cast<void>(world.sync());
        world.stop = StopPair();
        world.board.onSend = {};
        // One of the two was made, and nobody knows which.
        QCOMPARE(world.board.items().size(), 2u);
        world.board.removeItem(world.board.items().back().id);
        world.tables.at(second).itemName = u"RENAMED"_s;
        const std::vector<InterruptedSync> open = world.interrupted();
        QCOMPARE(open.size(), 1u);
        const Result<RunFinished> resumed = world.resume(open.front().syncId);
        VERIFY_RESULT(resumed);
        QVERIFY(!world.tables.order(first).itemId && !world.tables.order(second).itemId);
        QCOMPARE(resumed->summary.ledger.unknown, 2);
        QCOMPARE(world.board.items().size(), 1u);
    }

    void withoutARecordKeyTwoOrdersThatLookAlikeAreNotGuessed()
    {
        SyncWorld world(folder(), engineOfWorld());
        makeKeyless(world);
        world.settings.api.maxInFlight = 1;
        world.settings.api.itemBatchSize = 1;
        const RecordKey first = world.tables.add(u"ALL-1"_s).key;
        const RecordKey second = world.tables.add(u"ALL-1"_s).key;
        world.board.failSend(1, FakeFault::LostAfter);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.unknown, 1);
        QCOMPARE(finished->summary.ledger.created, 1);
        QCOMPARE(world.board.items().size(), 2u);
        QCOMPARE(world.interrupted().size(), 1u);
        // A person looked: the first item is the first order's.
        const bool firstIsOpen = !world.tables.order(first).itemId;
        OrderHeader &open = world.tables.at(firstIsOpen ? first : second);
        const qint64 taken = *world.tables.order(firstIsOpen ? second : first).itemId;
        for (const FakeItem &item : world.board.items()) {
            if (item.id != taken)
                open.itemId = item.id;
        }
        const Result<RunFinished> next = world.sync();
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.ledger.updated, 1);
        QCOMPARE(world.board.items().size(), 2u);
        QVERIFY(world.interrupted().empty());
        QCOMPARE(world.leaseCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDesks)
#include "tst_desks.moc"
