#include "support/syncworld.h"
#include "support/testenvironment.h"

#include <algorithm>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::engineOfWorld;
using syncline::testing::FakeFault;
using syncline::testing::FakeItem;
using syncline::testing::Lifeline;
using syncline::testing::SyncWorld;

/// What is sent of an order that is on the board already.
class TestUpdates : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    /// A world with one order on the board, with sizes S and M.
    static RecordKey synced(SyncWorld &world)
    {
        world.settings.api.maxInFlight = 1;
        const RecordKey key = world.tables.add(u"ALL-1"_s, {u"S"_s, u"M"_s}).key;
        const Result<RunFinished> first = world.sync();
        if (!first || first->summary.ledger.created != 1 || first->summary.linesLedger.created != 2)
            qFatal("the order did not reach the board");
        world.board.forgetMutations();
        return key;
    }

    /// The order waits again, as a refresh leaves it.
    static OrderHeader &waiting(SyncWorld &world, const RecordKey &key)
    {
        OrderHeader &order = world.tables.at(key);
        order.state = WarehouseState::Waiting;
        order.action = ActionType::Update;
        return order;
    }

    static FakeItem item(const SyncWorld &world) { return world.board.items().front(); }

    static QString columnsOf(const BoardMutation &mutation)
    {
        QStringList columns;
        for (const ColumnValue &value : mutation.values)
            columns.append(QString(value.columnId + u'=' + value.text));
        return columns.join(u' ');
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void onlyWhatChangedIsSent()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = u"31"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(finished->summary.linesLedger.planned, 0);
        QCOMPARE(world.board.mutations().size(), 1u);
        QCOMPARE(world.board.mutations().front().kind, MutationKind::UpdateItem);
        QCOMPARE(columnsOf(world.board.mutations().front()), u"price=31"_s);
        QCOMPARE(world.board.mutations().front().name, QString());
    }

    void whatDidNotChangeIsNotSent()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        OrderHeader &order = waiting(world, key);
        for (OrderLine &line : order.lines)
            line.state = WarehouseState::Waiting;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.unchanged, 1);
        QCOMPARE(finished->summary.linesLedger.unchanged, 2);
        QVERIFY(world.board.mutations().empty());
        QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
        QCOMPARE(world.tables.order(key).lines[0].state, WarehouseState::Done);
        QVERIFY(world.tables.order(key).lines[0].subitemId);
        QCOMPARE(world.leaseCount(), 0);
        QCOMPARE(world.differences(), QString());
    }

    void oneSizeOfAnUnchangedOrderIsSentAlone()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        OrderHeader &order = waiting(world, key);
        order.lines[1].quantity = 12;
        for (OrderLine &line : order.lines)
            line.state = WarehouseState::Waiting;
        order.sizesTotal.reset();
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(finished->summary.linesLedger.updated, 1);
        QCOMPARE(finished->summary.linesLedger.unchanged, 1);
        QCOMPARE(world.board.mutations().size(), 1u);
        QCOMPARE(columnsOf(world.board.mutations().front()), u"qty=12"_s);
        QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
        QCOMPARE(world.leaseCount(), 0);
    }

    void anEmptiedValueIsEmptiedOnTheBoard()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = QVariant();
        VERIFY_RESULT(world.sync());
        QCOMPARE(columnsOf(world.board.mutations().front()), u"price="_s);
        const FakeItem now = item(world);
        QVERIFY(now.values.find(u"price"_s) == now.values.end() || now.values.at(u"price"_s).isEmpty());
        // Once is enough.
        world.board.forgetMutations();
        static_cast<void>(waiting(world, key));
        VERIFY_RESULT(world.sync());
        QVERIFY(world.board.mutations().empty());
    }

    void aNewNameAndAnotherGroupReachTheItem()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        OrderHeader &order = waiting(world, key);
        order.itemName = u"ANOTHER STYLE"_s;
        order.groupName = u"ALPINE LARK FA26"_s; // its group_id is still the one of the last sync
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(item(world).name, u"ANOTHER STYLE"_s);
        const BoardGroup *group = world.board.boards.items.groupById(item(world).groupId);
        QVERIFY(group);
        QCOMPARE(group->title, u"ALPINE LARK FA26"_s);
        QCOMPARE(world.tables.order(key).groupId, group->id);
        const std::vector<BoardMutation> sent = world.board.mutations();
        QCOMPARE(sent.size(), 2u);
        QCOMPARE(sent[0].kind, MutationKind::MoveItem);
        QCOMPARE(sent[1].kind, MutationKind::UpdateItem);
        QVERIFY(sent[1].values.empty());
        QCOMPARE(world.differences(), QString());
    }

    void anItemThatSomebodyMovedToItsNewGroupStaysThere()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        world.board.boards.items.groups.push_back({u"fa26"_s, u"ALPINE LARK FA26"_s});
        waiting(world, key).groupName = u"ALPINE LARK FA26"_s; // its group_id is still the one of the last sync
        world.board.moveItem(item(world).id, u"fa26"_s);
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.tables.order(key).groupId, u"fa26"_s);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = u"31"_s;
        VERIFY_RESULT(world.sync());
        QCOMPARE(item(world).groupId, u"fa26"_s);
        QCOMPARE(item(world).values.at(u"price"_s), u"31"_s);
    }

    void anItemThatSomebodyMovedByHandStaysThere()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        world.board.boards.items.groups.push_back({u"hand"_s, u"Put aside"_s});
        world.board.moveItem(item(world).id, u"hand"_s);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = u"31"_s;
        VERIFY_RESULT(world.sync());
        QCOMPARE(item(world).groupId, u"hand"_s);
    }

    void aCancelledOrderLosesItsQuantities()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        waiting(world, key).values[u"ORDER TYPE"_s] = u"Cancelled"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.linesLedger.updated, 2);
        for (const FakeItem &subitem : world.board.subitems())
            QCOMPARE(subitem.values.at(u"qty"_s), u"0"_s);
        QCOMPARE(world.board.items().size(), 1u);
        QCOMPARE(world.tables.order(key).lines[0].state, WarehouseState::Done);
        world.board.forgetMutations();
        static_cast<void>(waiting(world, key));
        VERIFY_RESULT(world.sync());
        QVERIFY(world.board.mutations().empty());
    }

    void aCancelledOrderIsEmptiedAfterASyncWithoutSubitems()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        // Of the order itself nothing changes, so that sync has nothing to send.
        waiting(world, key).values[u"ORDER TYPE"_s] = u"Cancelled"_s;
        const Result<RunFinished> without = world.sync({.skipSubitems = true});
        VERIFY_RESULT(without);
        QCOMPARE(without->summary.ledger.unchanged, 1);
        QVERIFY(world.board.mutations().empty());
        QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
        VERIFY_RESULT(world.sync());
        for (const FakeItem &subitem : world.board.subitems())
            QCOMPARE(subitem.values.at(u"qty"_s), u"0"_s);
        QCOMPARE(world.leaseCount(), 0);
        QCOMPARE(world.differences(), QString());
    }

    void aCancelledOrderIsEmptiedAfterADeathBetweenItsRowAndItsLines()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        waiting(world, key).values[u"ORDER TYPE"_s] = u"Cancelled"_s;
        world.tables.onWriteBack = [&world] { world.life.endAt(1, Lifeline::Cut::Before); };
        static_cast<void>(world.sync());
        QVERIFY(world.life.isDead());
        world.tables.onWriteBack = {};
        world.life.revive();
        VERIFY_RESULT(world.sync());
        for (const FakeItem &subitem : world.board.subitems())
            QCOMPARE(subitem.values.at(u"qty"_s), u"0"_s);
        QCOMPARE(world.tables.order(key).state, WarehouseState::Done);
        QCOMPARE(world.differences(), QString());
    }

    void aCancelledOrderIsKeptOrArchivedByTheRule()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.settings.mapping.cancelledOrders = CancelledRule::Keep;
        const RecordKey key = synced(world);
        waiting(world, key).values[u"ORDER TYPE"_s] = u"CANCELLED"_s;
        VERIFY_RESULT(world.sync());
        QVERIFY(world.board.mutations().empty());

        world.settings.mapping.cancelledOrders = CancelledRule::Archive;
        OrderHeader &order = waiting(world, key);
        order.lines[0].state = WarehouseState::Waiting;
        const RecordKey never = world.tables.add(u"ALL-2"_s, {u"S"_s}).key;
        world.tables.at(never).values[u"ORDER TYPE"_s] = u"CANCELLED"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(world.board.mutations().size(), 1u);
        QCOMPARE(world.board.mutations().front().kind, MutationKind::ArchiveItem);
        QCOMPARE(finished->summary.ledger.updated, 1);
        QCOMPARE(finished->summary.ledger.unchanged, 1);
        QCOMPARE(finished->summary.linesLedger.unchanged, 2);
        QVERIFY(world.board.items().front().archived);
        const Result<RunFinished> idle = world.sync();
        VERIFY_RESULT(idle);
        QCOMPARE(idle->summary.ledger.planned, 0);
        QCOMPARE(world.leaseCount(), 0);
    }

    void aSubitemThatSomebodyRemovedIsMadeAgain()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        OrderHeader &order = world.tables.at(key);
        world.board.removeItem(*order.lines[0].subitemId);
        order.lines[0].state = WarehouseState::Waiting;
        order.lines[0].quantity = 3;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(world.log.count(EventId::se_074), 1);
        QCOMPARE(world.board.subitems().size(), 2u);
        QCOMPARE(world.differences(), QString());
    }

    void anItemThatSomebodyRemovedIsMadeAgainWhenAsked()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        world.board.removeItem(*world.tables.order(key).itemId);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = u"31"_s;
        const Result<RunFinished> refused = world.sync();
        VERIFY_RESULT(refused);
        QCOMPARE(refused->summary.ledger.rejected, 1);
        QVERIFY(world.tables.errorMessage(key).endsWith(u"[se-072]"_s));
        const auto warehouse = world.openWarehouse();
        VERIFY_RESULT(warehouse);
        VERIFY_RESULT((*warehouse)->repair({key}, Repair::CreateAgain));
        const Result<RunFinished> again = world.sync();
        VERIFY_RESULT(again);
        QCOMPARE(again->summary.ledger.created, 1);
        QCOMPARE(again->summary.linesLedger.created, 2);
        QCOMPARE(world.differences(), QString());
    }

    void whatChangesWhileARowIsSentIsSentNext_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("a new row") << u"PENDING"_s;
        QTest::newRow("one that is tried again") << u"FAILED"_s;
    }

    void whatChangesWhileARowIsSentIsSentNext()
    {
        QFETCH(QString, state);
        SyncWorld world(folder(), engineOfWorld());
        world.settings.api.maxInFlight = 1;
        const RecordKey key = world.tables.add(u"ALL-1"_s, {u"S"_s}).key;
        world.tables.at(key).state = warehouseStateFromText(state);
        // The board has the old values when the warehouse gets the new ones, and only then the answer.
        world.tables.onWriteBack = [&] {
            world.change(key, [](OrderHeader &order) { order.values[u"CUSTOMER PRICE"_s] = u"31"_s; });
            world.tables.onWriteBack = {};
        };
        const Result<RunFinished> first = world.sync({.selection = RowSelection::WaitingAndFailed});
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.ledger.created, 1);
        QCOMPARE(first->summary.linesLedger.created, 1);
        const OrderHeader order = world.tables.order(key);
        QCOMPARE(order.state, WarehouseState::Waiting);
        QCOMPARE(order.itemId, item(world).id);
        QVERIFY(order.sent->holds(u"price"_s, u"28.5"_s));
        QCOMPARE(order.lines[0].state, WarehouseState::Done);
        QCOMPARE(world.leaseCount(), 0);
        world.board.forgetMutations();
        const Result<RunFinished> second = world.sync();
        VERIFY_RESULT(second);
        QCOMPARE(second->summary.ledger.updated, 1);
        QCOMPARE(world.board.mutations().size(), 1u);
        QCOMPARE(columnsOf(world.board.mutations().front()), u"price=31"_s);
        QCOMPARE(world.differences(), QString());
    }

    void whatChangesWhileALineIsSentIsSentNext()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        OrderLine &line = world.tables.at(key).lines[0];
        line.state = WarehouseState::Waiting;
        line.quantity = 11;
        world.tables.onWriteBack = [&] {
            world.change(key, [](OrderHeader &order) { order.lines[0].quantity = 12; });
            world.tables.onWriteBack = {};
        };
        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.linesLedger.updated, 1);
        QCOMPARE(line.state, WarehouseState::Waiting);
        world.board.forgetMutations();
        VERIFY_RESULT(world.sync());
        QCOMPARE(world.board.mutations().size(), 1u);
        QCOMPARE(columnsOf(world.board.mutations().front()), u"qty=12"_s);
        QCOMPARE(line.state, WarehouseState::Done);
    }

    void aRowThatIsCorrectedWhileItIsRejectedGoesOnWaiting()
    {
        SyncWorld world(folder(), engineOfWorld());
        world.settings.api.maxInFlight = 1;
        OrderHeader &order = world.tables.add(u"ALL-1"_s, {});
        world.board.refuseName(order.itemName, u"price"_s);
        world.tables.onWriteBack = [&] {
            world.change(order.key, [](OrderHeader &now) { now.itemName = u"STYLE ALL-2"_s; });
            world.tables.onWriteBack = {};
        };
        const Result<RunFinished> first = world.sync();
        VERIFY_RESULT(first);
        QCOMPARE(first->summary.ledger.rejected, 1);
        QCOMPARE(order.state, WarehouseState::Waiting);
        const Result<RunFinished> second = world.sync();
        VERIFY_RESULT(second);
        QCOMPARE(second->summary.ledger.created, 1);
        QCOMPARE(world.differences(), QString());
    }

    void anUpdateInDoubtIsSentWholeTheNextTime()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        waiting(world, key).values[u"CUSTOMER PRICE"_s] = u"31"_s;
        // The board has the new price, the warehouse takes it back, nobody heard of it.
        for (int n = 1; n <= 3; ++n)
            world.board.failSend(n, FakeFault::LostAfter);
        world.board.failSend(4, FakeFault::Unauthorised);
        VERIFY_RESULT(world.sync());
        QVERIFY(!world.tables.order(key).sent->holds(u"number"_s, u"ALL-1"_s));
        world.tables.at(key).values[u"CUSTOMER PRICE"_s] = u"28.50"_s;
        VERIFY_RESULT(world.sync());
        QCOMPARE(item(world).values.at(u"price"_s), u"28.5"_s);
        QCOMPARE(world.differences(), QString());
    }

    void aMoveInDoubtIsNotTakenBack()
    {
        SyncWorld world(folder(), engineOfWorld());
        const RecordKey key = synced(world);
        world.board.boards.items.groups.push_back({u"fa26"_s, u"ALPINE LARK FA26"_s});
        waiting(world, key).groupName = u"ALPINE LARK FA26"_s; // its group_id is still the one of the last sync
        for (int n = 1; n <= 3; ++n)
            world.board.failSend(n, FakeFault::LostAfter);
        world.board.failSend(4, FakeFault::Unauthorised);
        VERIFY_RESULT(world.sync());
        VERIFY_RESULT(world.sync());
        const BoardGroup *group = world.board.boards.items.groupById(item(world).groupId);
        QVERIFY(group);
        QCOMPARE(group->title, u"ALPINE LARK FA26"_s);
        QCOMPARE(world.tables.order(key).groupId, group->id);
        QCOMPARE(world.differences(), QString());
    }
};

QTEST_GUILESS_MAIN(TestUpdates)
#include "tst_updates.moc"
