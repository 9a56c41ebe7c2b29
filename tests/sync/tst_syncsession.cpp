#include "support/syncworld.h"
#include "support/testenvironment.h"


#include <thread>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::engineOfWorld;
using syncline::testing::FakeCall;
using syncline::testing::FakeFault;
using syncline::testing::SyncWorld;

class TestSyncSession : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    static void fill(SyncWorld &world, int orders)
    {
        for (int i = 0; i < orders; ++i)
            world.tables.add(u"ALL-%1"_s.arg(i, 5, 10, QChar(u'0')), {u"S"_s, u"M"_s});
    }

    static void fillOne(SyncWorld &world, int number)
    {
        world.tables.add(u"NEXT-%1"_s.arg(number), {u"S"_s});
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void everyRowArrivesOnceAndASecondSyncHasNothingToDo()
    {
        SyncWorld world(folder(), engineOfWorld());
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
        // To make a world on a server takes long.
        const int last = engineOfWorld() == DatabaseDriver::PostgreSql ? 2 : 6;
        for (int n = 1; n <= last; ++n) {
            SyncWorld world(file(QString::number(n)), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 1);
        VERIFY_RESULT(world.sync());
        const OrderHeader before = world.tables.orders().front();
        // The warehouse forgot: restored from a backup, or another tool reset the row.
        SyncWorld restored(file(u"restored"_s), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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

    void aRowThatTheWarehouseDoesNotTakeIsMadeOnce_data()
    {
        QTest::addColumn<bool>("withKeys");
        QTest::addColumn<bool>("isLine");
        QTest::newRow("header") << true << false;
        QTest::newRow("line") << true << true;
        QTest::newRow("header, no record keys") << false << false;
        QTest::newRow("line, no record keys") << false << true;
    }

    void aRowThatTheWarehouseDoesNotTakeIsMadeOnce()
    {
        QFETCH(bool, withKeys);
        QFETCH(bool, isLine);
        SyncWorld world(folder());
        if (!withKeys)
            world.settings.mapping.recordKeyColumn.clear();
        fill(world, 5);
        const RecordKey bad = world.tables.orders().at(2).key;
        const LineKey refused{bad, isLine ? u"M"_s : QString()};
        world.tables.refuses = [&refused](const WriteBack &row) { return row.row == refused; };

        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.state, RunState::CompletedWithErrors);
        QCOMPARE(first->summary.ledger.created, isLine ? 5 : 4);
        QCOMPARE(first->summary.ledger.unknown, isLine ? 0 : 1);
        QCOMPARE(first->summary.linesLedger.created, isLine ? 9 : 10);
        QCOMPARE(first->summary.linesLedger.unknown, isLine ? 1 : 0);
        QVERIFY(first->summary.ledger.balances() && first->summary.linesLedger.balances());
        const CustomerProgress shown = world.observer.all<CustomerProgress>().back();
        QCOMPARE(shown.ledger, first->summary.ledger);
        QCOMPARE(shown.linesLedger, first->summary.linesLedger);
        QCOMPARE(world.board.items().size(), 5u);
        QCOMPARE(world.board.subitems().size(), 10u);

        // As long as the warehouse does not take it, the next syncs leave it alone.
        for (int turn = 0; turn < 2; ++turn) {
            fillOne(world, turn);
            const Result<RunFinished> next = world.sync();
            VERIFY_RESULT(next);
            QCOMPARE(next->summary.ledger.created, 1);
            QCOMPARE(next->summary.ledger.planned, 1);
            QCOMPARE(world.board.items().size(), static_cast<std::size_t>(6 + turn));
            QCOMPARE(world.board.subitems().size(), static_cast<std::size_t>(11 + turn));
        }
        world.tables.refuses = {};
        const Result<RunFinished> last = world.sync();
        VERIFY_RESULT(last);
        QCOMPARE(last->summary.ledger.planned, 0);
        QCOMPARE(world.board.items().size(), 7u);
        QCOMPARE(world.board.subitems().size(), 12u);
        const OrderHeader order = world.tables.order(bad);
        QCOMPARE(order.state, WarehouseState::Done);
        QVERIFY(order.itemId);
        for (const OrderLine &line : order.lines)
            QVERIFY(line.state == WarehouseState::Done && line.subitemId);
        QCOMPARE(world.differences(), QString());
        QVERIFY(world.interrupted().empty());
    }

    void stopNowLeavesDoubtThatResumeSettles()
    {
        SyncWorld world(folder(), engineOfWorld());
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

    void aHealedGroupIsWrittenByTheRecovery()
    {
        SyncWorld world(folder(), engineOfWorld());
        OrderHeader &added = world.tables.add(u"OLD-1"_s);
        added.groupId = u"gone"_s;
        const RecordKey key = added.key;
        world.board.failSend(1, FakeFault::LostAfter);
        world.board.onSend = [&world](int) { world.stop.stopNow(); };
        const Result<RunFinished> stopped = world.sync();
        VERIFY_RESULT(stopped);
        QCOMPARE(stopped->summary.ledger.unknown, 1);
        world.board.onSend = {};
        world.stop = StopPair();
        const Result<RunFinished> resumed = world.resume(stopped->summary.syncId);
        VERIFY_RESULT(resumed);
        QCOMPARE(resumed->summary.ledger.created, 1);
        QCOMPARE(world.board.items().size(), 1u);
        QCOMPARE(world.tables.order(key).groupId, world.board.items().front().groupId);
    }

    void aNewSyncSettlesWhatAnOldOneLeft()
    {
        SyncWorld world(folder(), engineOfWorld());
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

    void aMappedColumnThatIsGoneForbidsSending()
    {
        SyncWorld world(folder(), engineOfWorld());
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
