#include "support/syncworld.h"
#include "support/testenvironment.h"

#include <QSet>

#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::FakeCall;
using syncline::testing::FakeFault;
using syncline::testing::Lifeline;
using syncline::testing::SyncWorld;
using syncline::testing::engineOfWorld;

class TestSyncSession : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static void fill(SyncWorld &world, int orders)
    {
        for (int i = 0; i < orders; ++i)
            world.tables.add(u"ALL-%1"_s.arg(i, 5, 10, QChar(u'0')), {u"S"_s, u"M"_s});
    }

    /// Five orders that failed and could be sent now, the first of another customer.
    static std::vector<RecordKey> mended(SyncWorld &world)
    {
        std::vector<RecordKey> keys;
        for (int i = 0; i < 5; ++i) {
            OrderHeader &order = world.tables.add(u"ALL-%1"_s.arg(i), {u"S"_s, u"M"_s},
                                                  i == 0 ? u"PALOMA"_s : u"ALPINE LARK"_s);
            order.values[u"CUSTOMER PRICE"_s] = u"much"_s;
            keys.push_back(order.key);
        }
        const Result<RunFinished> refused = world.sync();
        if (!refused || refused->summary.ledger.refused != 5)
            qFatal("the orders were not refused");
        for (const RecordKey &key : keys)
            world.tables.at(key).values[u"CUSTOMER PRICE"_s] = u"12"_s;
        return keys;
    }

    /// Which of the orders are done; the others are failed as before.
    static QList<int> sentOf(const SyncWorld &world, const std::vector<RecordKey> &keys)
    {
        QList<int> sent;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const WarehouseState state = world.tables.order(keys[i]).state;
            if (state == WarehouseState::Done)
                sent.append(static_cast<int>(i));
            else if (state != WarehouseState::Failed)
                sent.append(-1);
        }
        return sent;
    }

private slots:
    void everyRowArrivesOnceAndASecondSyncHasNothingToDo()
    {
        SyncWorld world(folder());
        fill(world, 23);
        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.state, RunState::Succeeded);
        QCOMPARE(first->summary.ledger.created, 23);
        QCOMPARE(first->summary.linesLedger.created, 46);
        QVERIFY(first->summary.ledger.balances() && first->summary.linesLedger.balances());
        QCOMPARE(world.differences(), QString());
        QCOMPARE(world.board.subitems().size(), 46u);
        QVERIFY(world.interrupted().empty());

        const int sends = world.board.sends();
        const Result<RunFinished> second = world.sync();
        VERIFY_RESULT(second);
        QCOMPARE(second->summary.ledger.planned, 0);
        QCOMPARE(second->summary.state, RunState::Succeeded);
        QCOMPARE(world.board.sends(), sends);
        QCOMPARE(world.differences(), QString());
    }

    void faults_data()
    {
        QTest::addColumn<FakeFault>("fault");
        QTest::newRow("connection lost before") << FakeFault::LostBefore;
        QTest::newRow("connection lost after applying") << FakeFault::LostAfter;
        QTest::newRow("429") << FakeFault::RateLimited;
        QTest::newRow("500 after applying") << FakeFault::ServerError;
        QTest::newRow("423") << FakeFault::Locked;
        QTest::newRow("refused without a path") << FakeFault::RefusedWhole;
        QTest::newRow("an alias without an answer") << FakeFault::NullAlias;
    }

    void faults()
    {
        QFETCH(FakeFault, fault);
        for (int n = 1; n <= 6; ++n) {
            SyncWorld world(file(QString::number(n)));
            fill(world, 12); // no batch of one: that is judged, not halved
            world.board.failSend(n, fault);
            const Result<RunFinished> finished = world.sync();
            VERIFY_RESULT(finished);
            QCOMPARE(finished->summary.state, RunState::Succeeded);
            QCOMPARE(finished->summary.ledger.created, 12);
            QCOMPARE(finished->summary.linesLedger.created, 24);
            QCOMPARE(world.differences(), QString());
        }
    }

    void aLostAnswerThenALimitMakesNoDuplicate()
    {
        // Contract 10: after an attempt in doubt, a 429 must not lead to a new key.
        SyncWorld world(folder());
        fill(world, 3);
        world.board.failSend(1, FakeFault::LostAfter);
        world.board.failSend(2, FakeFault::RateLimited);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 3);
        QCOMPARE(world.differences(), QString());
    }

    void aKeyThatMondayForgotIsNotTrusted()
    {
        SyncWorld world(folder());
        fill(world, 3);
        world.board.failSend(1, FakeFault::LostAfter);
        world.board.failSend(2, FakeFault::LongLimit);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 3);
        QCOMPARE(world.differences(), QString());
    }

    void aSubitemThatIsStillBeingMadeIsWaitedFor()
    {
        SyncWorld world(folder());
        fill(world, 1);
        world.board.failSend(2, FakeFault::LostLate);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.linesLedger.created, 2);
        QCOMPARE(world.differences(), QString());
    }

    void anAdoptionThatWasCutIsRepeated()
    {
        // The item is found by its key after the cut, but nobody knows whether it got its values.
        SyncWorld world(folder());
        const OrderHeader &order = world.tables.add(u"ALL-1"_s, {u"S"_s});
        const qint64 item = world.board.put(
            {.name = order.itemName, .groupId = u"g1"_s, .values = {{u"key"_s, order.key.toString()}}});
        world.board.put({.parent = item, .name = u"Size S"_s, .values = {{u"size"_s, u"S"_s}}});
        // First the update of the item is cut, then that of its subitem.
        world.board.failSend(1, FakeFault::LostBefore);
        world.board.failSend(2, FakeFault::Unauthorised);
        world.board.failSend(4, FakeFault::LostBefore);
        world.board.failSend(5, FakeFault::Unauthorised);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.interrupted().size(), 1u);
        const QString syncId = world.interrupted().front().syncId;
        VERIFY_RESULT(world.resume(syncId));
        QCOMPARE(world.board.items().front().values[u"price"_s], u"28.5"_s);

        const Result<RunFinished> resumed = world.resume(syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.updated, 1);
        QCOMPARE(resumed->summary.linesLedger.updated, 1);
        QCOMPARE(world.board.subitems().front().values[u"qty"_s], u"10"_s);
        QCOMPARE(world.differences(), QString());
    }

    void aHeaderTakesItsStateFromLinesThatRecoveryFound()
    {
        SyncWorld world(folder());
        OrderHeader &order = world.tables.add(u"ALL-1"_s);
        VERIFY_RESULT(world.sync());
        order.lines.push_back({.key = {order.key, u"M"_s}, .quantity = 4});
        world.board.failSend(1, FakeFault::LostAfter);
        // Nobody can look, either.
        for (int n = 2; n <= 12; ++n)
            world.board.failCall(FakeCall::ItemsById, n, FakeFault::Locked);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.interrupted().size(), 1u);
        world.board.calm();
        const Result<RunFinished> resumed = world.resume(world.interrupted().front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.updated, 1);
        QCOMPARE(resumed->summary.linesLedger.created, 1);
        QCOMPARE(world.differences(), QString());
    }

    void aSyncedHeaderWithOnlyRefusedLinesDoesNotWait()
    {
        SyncWorld world(folder());
        OrderHeader &order = world.tables.add(u"ALL-1"_s);
        VERIFY_RESULT(world.sync());
        order.lines.push_back({.key = {order.key, u"M"_s}, .quantity = u"ten"_s});
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.unchanged, 1);
        QCOMPARE(finished->summary.linesLedger.refused, 1);
        QCOMPARE(world.log.count(EventId::se_070), 0);
    }

    void ofTwinsOnTheBoardNoneIsChosen()
    {
        SyncWorld world(folder());
        const OrderHeader &order = world.tables.add(u"ALL-1"_s, {u"S"_s});
        for (int twin = 0; twin < 2; ++twin)
            world.board.put({.groupId = u"g1"_s, .values = {{u"key"_s, order.key.toString()}}});
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.rejected, 1);
        QCOMPARE(world.board.sends(), 0);
        QCOMPARE(world.tables.order(order.key).state, WarehouseState::Failed);
        QVERIFY(world.tables.errorMessage(order.key).contains(u"1001, 1002"_s));
    }

    void aGroupThatCannotBeHealedNowFailsNoRow()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 3);
        world.board.failSend(1, FakeFault::GroupVanished);
        for (int n = 1; n <= 10; ++n)
            world.board.failCall(FakeCall::ReadGroups, n, FakeFault::Locked);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QCOMPARE(finished->summary.ledger.notSent, 3);
        QCOMPARE(world.tables.orders().front().state, WarehouseState::Waiting);
        QVERIFY(world.interrupted().empty());
    }

    void withoutAColumnToLookInARowInDoubtIsNotSentAgain()
    {
        SyncWorld world(folder());
        std::erase_if(world.settings.mapping.headers,
                      [](const ColumnMapping &line) { return line.targetColumnId == "number"_L1; });
        std::erase_if(world.board.boards.items.columns,
                      [](const BoardColumn &column) { return column.id == "key"_L1; });
        world.settings.mapping.recordKeyColumn.clear();
        const RecordKey key = world.tables.add(u"ALL-1"_s).key;
        world.board.failSend(1, FakeFault::LostAfter);
        VERIFY_RESULT(world.sync());
        world.tables.add(u"ALL-2"_s);
        const Result<RunFinished> next = world.sync();
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.ledger.created, 1);
        QCOMPARE(world.board.items().size(), 2u);
        QCOMPARE(world.tables.order(key).state, WarehouseState::Waiting);
        QVERIFY(world.log.count(EventId::se_061) > 0);
        QCOMPARE(world.interrupted().size(), 1u);
    }

    void whatCannotBeToldStaysInDoubtWhoeverTakesItOver()
    {
        SyncWorld world(folder());
        std::erase_if(world.board.boards.items.columns,
                      [](const BoardColumn &column) { return column.id == "key"_L1; });
        world.settings.mapping.recordKeyColumn.clear();
        world.settings.api.maxInFlight = 1;
        // Two orders that look the same on the board; one of them is there.
        const RecordKey first = world.tables.add(u"ALL-1"_s, {u"S"_s}).key;
        const RecordKey second = world.tables.add(u"ALL-1"_s, {u"S"_s}).key;
        for (int n = 1; n <= 3; ++n)
            world.board.failSend(n, FakeFault::LostAfter);
        VERIFY_RESULT(world.sync({.limitPerCustomer = 1}));
        world.board.calm();
        QCOMPARE(world.board.items().size(), 1u);
        QCOMPARE(world.interrupted().size(), 1u);
        // Another desk takes it over when the time of the first one is over.
        world.clock.advance(std::chrono::minutes(11));
        world.desk = 1;
        const Result<RunFinished> other = world.sync();
        VERIFY_RESULT(other);
        QCOMPARE(other->summary.ledger.unknown, 1);
        QCOMPARE(other->summary.ledger.created, 1);
        QCOMPARE(world.tables.order(first).state, WarehouseState::Waiting);
        QCOMPARE(world.board.items().size(), 2u);
        // Without the other one, it can be told.
        QCOMPARE(world.tables.order(second).state, WarehouseState::Done);
        world.clock.advance(std::chrono::minutes(11));
        const Result<RunFinished> last =
            world.sync({.selection = RowSelection::WaitingAndFailed, .maxRetries = 1000});
        VERIFY_RESULT(last);
        QCOMPARE(world.board.items().size(), 2u);
        QCOMPARE(world.tables.order(first).state, WarehouseState::Done);
        QCOMPARE(world.differences(), QString());
    }

    void aDeadServerEndsInALookUp()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 4);
        // Applied, and the answer is lost as often as it is asked for again: only the look-up can tell.
        for (int n = 1; n <= 3; ++n)
            world.board.failSend(n, FakeFault::LostAfter);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 4);
        QCOMPARE(world.differences(), QString());
        const auto waits = world.clock.waits();
        QVERIFY(std::ranges::find(waits, std::chrono::milliseconds(30'000)) != waits.end());
    }

    void aLineThatComesAfterThePlanBelongsToTheNextSync()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        OrderHeader &order = world.tables.add(u"ALL-1"_s, {u"S"_s});
        order.values[u"CUSTOMER SEASON"_s] = u"FA26"_s;
        // Labels are made between plan and sending.
        world.board.onAddLabels = [&order] { order.lines.push_back({.key = {order.key, u"M"_s}, .quantity = 3}); };
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(finished->summary.linesLedger.created, 1);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.board.subitems().size(), 2u);
        QCOMPARE(world.differences(), QString());
    }

    void aRefusedRowTakesNoOtherAlong()
    {
        SyncWorld world(folder());
        fill(world, 9);
        const RecordKey key = world.tables.add(u"BAD"_s).key;
        world.board.refuseName(u"STYLE BAD"_s, u"price"_s);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::CompletedWithErrors);
        QCOMPARE(finished->summary.ledger.created, 9);
        QCOMPARE(finished->summary.ledger.rejected, 1);
        QCOMPARE(world.tables.order(key).state, WarehouseState::Failed);
        QVERIFY(world.tables.errorMessage(key).contains(u"not allowed here"_s));
        const auto failures = world.observer.all<RowFailed>();
        QCOMPARE(failures.size(), 1u);
        QCOMPARE(failures.front().row.column, u"PRICE"_s);
        QCOMPARE(world.differences(), QString());
    }

    void aRowThatThePlanRefusesIsNeverSent()
    {
        SyncWorld world(folder());
        fill(world, 2);
        OrderHeader &bad = world.tables.add(u"BAD"_s, {u"S"_s});
        bad.values[u"CUSTOMER PRICE"_s] = u"much"_s;
        const RecordKey key = bad.key;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.refused, 1);
        QCOMPARE(finished->summary.linesLedger.notSent, 1);
        QCOMPARE(world.tables.order(key).state, WarehouseState::Failed);
        QVERIFY(world.tables.errorMessage(key).endsWith(u"[pl-001]"_s));
        QCOMPARE(world.differences(), QString());
    }

    void groupsAreLookedUpMadeOnceAndHealed()
    {
        SyncWorld world(folder());
        for (int i = 0; i < 12; ++i)
            world.tables.add(u"NEW-%1"_s.arg(i), {}, u"PALOMA"_s);
        world.tables.add(u"OLD-1"_s).groupId = u"gone"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(world.board.createGroupCalls, 1);
        QCOMPARE(finished->summary.ledger.created, 13);
        QCOMPARE(world.log.count(EventId::se_020), 1);
        QCOMPARE(world.log.count(EventId::se_021), 1);
        QCOMPARE(world.differences(), QString());
    }

    void aGroupThatVanishesDuringTheRunIsMadeAgain()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 3);
        world.board.failSend(1, FakeFault::GroupVanished);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 3);
        QCOMPARE(world.board.createGroupCalls, 1);
        QCOMPARE(world.log.count(EventId::se_021), 1);
        QCOMPARE(world.differences(), QString());
    }

    void labelsAreMadeOnceBeforeTheRows()
    {
        SyncWorld world(folder());
        for (int i = 0; i < 7; ++i)
            world.tables.add(u"L-%1"_s.arg(i)).values[u"CUSTOMER SEASON"_s] = i % 2 ? u"FA26"_s : u"fa26"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(world.board.addLabelCalls, 1);
        for (const auto &item : world.board.items())
            QCOMPARE(item.values.at(u"season"_s), u"fa26"_s);
        QCOMPARE(world.board.items().size(), 7u);
    }

    void anItemWithTheRecordKeyIsAdopted()
    {
        SyncWorld world(folder());
        fill(world, 1);
        VERIFY_RESULT(world.sync());
        const OrderHeader before = world.tables.orders().front();
        // The warehouse forgot: restored from a backup, or another tool reset the row.
        SyncWorld restored(file(u"restored"_s));
        OrderHeader &again = restored.tables.add(before.orderNumber, {u"S"_s, u"M"_s});
        QCOMPARE(again.key, before.key);
        VERIFY_RESULT(restored.sync());
        OrderHeader &forgotten = restored.tables.add(u"other"_s);
        static_cast<void>(forgotten);
        again.state = WarehouseState::Waiting;
        again.itemId.reset();
        for (OrderLine &line : again.lines) {
            line.state = WarehouseState::Waiting;
            line.subitemId.reset();
        }
        const Result<RunFinished> finished = restored.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(finished->summary.linesLedger.updated, 2);
        QCOMPARE(restored.differences(), QString());
    }

    void waitingLinesOfASyncedOrderAreSent()
    {
        SyncWorld world(folder());
        OrderHeader &order = world.tables.add(u"ALL-1"_s, {u"S"_s});
        VERIFY_RESULT(world.sync());
        order.lines.push_back({.key = {order.key, u"M"_s}, .quantity = 4});
        order.lines[0].state = WarehouseState::Waiting;
        order.lines[0].action = ActionType::Delete;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.planned, 1);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(finished->summary.linesLedger.created, 1);
        QCOMPARE(finished->summary.linesLedger.updated, 1);
        QCOMPARE(world.board.subitems().size(), 1u);
        QCOMPARE(world.differences(), QString());
    }

    void aTokenThatIsRefusedEndsTheRun()
    {
        SyncWorld world(folder());
        fill(world, 30);
        world.board.failSend(1, FakeFault::Unauthorised);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QVERIFY(finished->summary.failure);
        QVERIFY(finished->summary.ledger.notSent > 0);
        QVERIFY(finished->summary.ledger.balances());
        QCOMPARE(world.differences(), QString());
    }

    void answersSurviveAWarehouseThatIsGone()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 3);
        world.tables.failWriteBacks(100);
        const Result<RunFinished> failed = world.sync();
        VERIFY_RESULT(failed);
        QCOMPARE(failed->summary.state, RunState::Failed);
        QCOMPARE(failed->summary.ledger.created, 3);
        QCOMPARE(world.board.items().size(), 3u);
        const std::vector<InterruptedSync> open = world.interrupted();
        QCOMPARE(open.size(), 1u);

        world.tables.failWriteBacks(0);
        const Result<RunFinished> resumed = world.resume(open.front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.syncId, failed->summary.syncId);
        QCOMPARE(resumed->summary.state, RunState::Succeeded);
        QCOMPARE(resumed->summary.linesLedger.created, 6);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
    }

    void stopNowLeavesDoubtThatResumeSettles()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 8);
        world.board.failSend(2, FakeFault::Hang);
        std::optional<Result<RunFinished>> stopped;
        {
            std::jthread session([&] { stopped = world.sync(); });
            QTRY_VERIFY(world.board.sends() >= 2);
            world.stop.stopNow();
        }
        VERIFY_RESULT(*stopped);
        QCOMPARE((*stopped)->summary.state, RunState::Canceled);
        QVERIFY((*stopped)->summary.ledger.balances());
        QVERIFY((*stopped)->summary.ledger.unknown + (*stopped)->summary.linesLedger.unknown > 0);
        QCOMPARE(world.interrupted().size(), 1u);

        world.stop = StopPair();
        const Result<RunFinished> resumed = world.resume((*stopped)->summary.syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.state, RunState::Succeeded);
        QCOMPARE(resumed->summary.ledger.created, 8);
        QCOMPARE(resumed->summary.linesLedger.created, 16);
        QCOMPARE(world.differences(), QString());
    }

    void aNewSyncSettlesWhatAnOldOneLeft()
    {
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        fill(world, 8);
        world.board.failSend(1, FakeFault::Hang);
        {
            std::jthread session([&] { static_cast<void>(world.sync()); });
            QTRY_VERIFY(world.board.sends() >= 1);
            world.stop.stopNow();
        }
        world.stop = StopPair();
        const Result<RunFinished> next = world.sync();
        VERIFY_RESULT(next);
        QCOMPARE(next->summary.state, RunState::Succeeded);
        QCOMPARE(world.log.count(EventId::se_080), 1);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
    }

    void limitCountsPerCustomerAndSkipsSubitems()
    {
        SyncWorld world(folder());
        fill(world, 5);
        world.tables.add(u"ORS-1"_s, {u"S"_s}, u"O'RILEY SPORT"_s);
        world.tables.add(u"ORS-2"_s, {u"S"_s}, u"O'RILEY SPORT"_s);
        const Result<RunFinished> finished =
            world.sync({.customers = {u"O'RILEY SPORT"_s}, .limitPerCustomer = 1, .skipSubitems = true});
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 1);
        QCOMPARE(world.board.items().size(), 1u);
        QVERIFY(world.board.subitems().empty());
        // The lines of the first come with the next sync.
        const Result<RunFinished> rest = world.sync({.customers = {u"O'RILEY SPORT"_s}});
        VERIFY_RESULT(rest);
        QCOMPARE(rest->summary.linesLedger.created, 2);
    }

    void sequentialTakesOneCustomerAfterTheOther()
    {
        SyncWorld world(folder());
        for (int i = 0; i < 12; ++i)
            world.tables.add(u"N-%1"_s.arg(i), {u"S"_s}, i % 2 ? u"PALOMA"_s : u"ALPINE LARK"_s);
        const Result<RunFinished> finished = world.sync({.sequential = true});
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 12);
        QStringList order;
        for (const BatchFinished &batch : world.observer.all<BatchFinished>()) {
            if (order.isEmpty() || order.last() != batch.batch.customer)
                order.append(batch.batch.customer);
        }
        QCOMPARE(order, (QStringList{u"ALPINE LARK"_s, u"PALOMA"_s}));
    }

    void linesAreCountedOnlyWhereNothingElseTells()
    {
        SyncWorld world(folder());
        fill(world, 2);
        VERIFY_RESULT(world.sync({.customers = {u"ALPINE LARK"_s}}));
        QCOMPARE(world.tables.lineCounts.load(), 0);
        world.tables.add(u"ALL-3"_s);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.tables.lineCounts.load(), 0); // an order waits
        OrderHeader &order = world.tables.at(world.tables.orders().front().key);
        order.lines.push_back({.key = {order.key, u"L"_s}, .quantity = 4});
        VERIFY_RESULT(world.sync({.skipSubitems = true}));
        QCOMPARE(world.tables.lineCounts.load(), 0);
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.linesLedger.created, 1);
        QVERIFY(world.tables.lineCounts > 0);
        QCOMPARE(world.differences(), QString());
    }

    void anUnknownCustomerIsToldWithNearNames()
    {
        SyncWorld world(folder());
        fill(world, 1);
        const Result<RunFinished> finished = world.sync({.customers = {u"ALPIN LARK"_s}});
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::InvalidInput);
        QCOMPARE(finished.error().event.parameters.value(u"near"_s).toString(), u"ALPINE LARK"_s);
        QVERIFY(world.interrupted().empty());
    }

    void failedRowsComeBackOnlyWhenAsked()
    {
        SyncWorld world(folder());
        OrderHeader &order = world.tables.add(u"ALL-1"_s, {u"S"_s});
        order.values[u"CUSTOMER PRICE"_s] = u"much"_s;
        VERIFY_RESULT(world.sync());
        order.values[u"CUSTOMER PRICE"_s] = u"12"_s;
        const Result<RunFinished> plain = world.sync();
        VERIFY_RESULT(plain);
        QCOMPARE(plain->summary.ledger.planned, 0);
        const Result<RunFinished> retry = world.sync({.selection = RowSelection::WaitingAndFailed});
        VERIFY_RESULT(retry);
        QCOMPARE(retry->summary.ledger.created, 1);
        QCOMPARE(retry->summary.linesLedger.created, 1);
        QCOMPARE(world.differences(), QString());
    }

    void chosenOrdersAloneAreSentAgain()
    {
        SyncWorld world(folder(), engineOfWorld());
        const std::vector<RecordKey> keys = mended(world);
        world.tables.at(keys[1]).retryCount = 7;
        const SyncRequest retry{.records = {keys[3], keys[1]}, .selection = RowSelection::Failed};
        const Result<RunFinished> finished = world.sync(retry);
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Succeeded);
        QCOMPARE(finished->summary.ledger.planned, 2);
        QCOMPARE(finished->summary.ledger.created, 2);
        QCOMPARE(finished->summary.linesLedger.created, 4);
        QCOMPARE(finished->summary.request.records, retry.records);
        QCOMPARE(finished->summary.customers.size(), 1u); // the others have no order among them
        QCOMPARE(sentOf(world, keys), (QList<int>{1, 3}));
        QCOMPARE(world.differences(), QString());
        // Once they are sent there is nothing left of them, and nothing else is taken instead.
        const Result<RunFinished> again = world.sync(retry);
        VERIFY_RESULT(again);
        QCOMPARE(again->summary.ledger.planned, 0);
        const RecordKey gone(QUuid(0xdead, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        const Result<RunFinished> nothing =
            world.sync({.records = {gone}, .selection = RowSelection::Failed});
        VERIFY_RESULT(nothing);
        QCOMPARE(nothing->summary.ledger.planned, 0);
        QCOMPARE(sentOf(world, keys), (QList<int>{1, 3}));
    }

    void theLimitCountsChosenOrders()
    {
        SyncWorld world(folder(), engineOfWorld());
        const std::vector<RecordKey> keys = mended(world);
        VERIFY_RESULT(world.sync({.records = {keys[3], keys[1]},
                                  .limitPerCustomer = 1,
                                  .selection = RowSelection::Failed}));
        QCOMPARE(sentOf(world, keys), QList<int>{1});
    }

    void failedLinesOfAChosenOrderAreSentAgain()
    {
        SyncWorld world(folder(), engineOfWorld());
        std::vector<RecordKey> keys;
        for (int i = 0; i < 3; ++i) {
            OrderHeader &order = world.tables.add(u"ALL-%1"_s.arg(i), {u"S"_s, u"M"_s});
            order.lines[1].quantity = u"ten"_s;
            keys.push_back(order.key);
        }
        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.linesLedger.refused, 3);
        for (const RecordKey &key : keys) {
            QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
            world.tables.at(key).lines[1].quantity = 1;
        }
        const Result<RunFinished> retry =
            world.sync({.records = {keys[1]}, .selection = RowSelection::Failed});
        VERIFY_RESULT(retry);
        QCOMPARE(retry->summary.linesLedger.planned, 1);
        QCOMPARE(retry->summary.linesLedger.created, 1);
        for (const RecordKey &key : keys) {
            QCOMPARE(world.tables.order(key).lines[1].state,
                     key == keys[1] ? WarehouseState::Done : WarehouseState::Failed);
        }
        QCOMPARE(world.differences(), QString());
    }

    void aResumedRetryKeepsToItsOrders_data()
    {
        QTest::addColumn<bool>("planning");
        QTest::newRow("killed while planning") << true;
        QTest::newRow("killed while sending") << false;
    }

    void aResumedRetryKeepsToItsOrders()
    {
        QFETCH(bool, planning);
        SyncWorld world(folder());
        world.settings.api.maxInFlight = 1;
        const std::vector<RecordKey> keys = mended(world);
        const auto die = [&world] { world.life.endAt(1, Lifeline::Cut::Before); };
        if (planning)
            world.tables.onVisit = die;
        else
            world.board.onSend = [&die](int) { die(); };
        static_cast<void>(
            world.sync({.records = {keys[3], keys[1]}, .selection = RowSelection::Failed}));
        QVERIFY(world.life.isDead());
        world.tables.onVisit = {};
        world.board.onSend = {};
        world.life.revive();
        const std::vector<InterruptedSync> open = world.interrupted();
        QCOMPARE(open.size(), 1u);
        const Result<RunFinished> resumed = world.resume(open.front().syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.state, RunState::Succeeded);
        QCOMPARE(resumed->summary.ledger.planned, 2);
        QCOMPARE(resumed->summary.ledger.created, 2);
        QCOMPARE(sentOf(world, keys), (QList<int>{1, 3}));
        QCOMPARE(world.differences(), QString());
    }

    void tellsWhenOtherOrdersAreSentThanWereShown_data()
    {
        QTest::addColumn<int>("shown");
        QTest::addColumn<int>("told");
        QTest::newRow("none were shown") << -1 << 0;
        QTest::newRow("the same") << 3 << 0;
        QTest::newRow("fewer") << 2 << 1;
    }

    void tellsWhenOtherOrdersAreSentThanWereShown()
    {
        QFETCH(int, shown);
        QFETCH(int, told);
        SyncWorld world(folder());
        fill(world, 3);
        SyncRequest request;
        if (shown >= 0)
            request.ordersShown = shown;
        const Result<RunFinished> finished = world.sync(request);
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.created, 3);
        QCOMPARE(world.log.count(EventId::se_093), told);
        QCOMPARE(world.observer.all<FlightEstimated>().size(), 1u);
    }

    void aMappedColumnThatIsGoneForbidsSending()
    {
        SyncWorld world(folder());
        fill(world, 1);
        world.settings.mapping.headers.push_back({u"NOTES"_s, u"nowhere"_s});
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.state, RunState::Failed);
        QCOMPARE(finished->summary.failure->id, EventId::pl_018);
        QCOMPARE(world.board.sends(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSyncSession)
#include "tst_syncsession.moc"
