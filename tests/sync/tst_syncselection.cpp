#include "support/syncworld.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::Lifeline;
using syncline::testing::SyncWorld;
using syncline::testing::engineOfWorld;

/// Which orders a sync takes: of whom, how many, failed ones, single ones.
class TestSyncSelection : public syncline::testing::TestCase
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
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void limitCountsPerCustomerAndSkipsSubitems()
    {
        SyncWorld world(folder(), engineOfWorld());
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

    void aRowThatComesTwiceIsPlannedOnce_data()
    {
        QTest::addColumn<int>("orders");
        QTest::newRow("in one piece of the plan") << 3;
        QTest::newRow("in two") << 600;
    }

    void aRowThatComesTwiceIsPlannedOnce()
    {
        QFETCH(int, orders);
        SyncWorld world(folder()); // in memory, where a row can be told to move
        fill(world, orders);
        world.tables.comesTwice = u"ALL-00001"_s;
        const Result<RunFinished> finished = world.sync();
        VERIFY_RESULT(finished);
        QCOMPARE(finished->summary.ledger.planned, orders);
        QCOMPARE(finished->summary.ledger.created, orders);
        QCOMPARE(world.differences(), QString());
    }

    void sequentialTakesOneCustomerAfterTheOther()
    {
        SyncWorld world(folder(), engineOfWorld());
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
        if (engineOfWorld())
            QSKIP("only the tables in memory count how often they are asked");
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
        fill(world, 1);
        const Result<RunFinished> finished = world.sync({.customers = {u"ALPIN LARK"_s}});
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::InvalidInput);
        QCOMPARE(finished.error().event.parameters.value(u"near"_s).toString(), u"ALPINE LARK"_s);
        QVERIFY(world.interrupted().empty());
    }

    void failedRowsComeBackOnlyWhenAsked()
    {
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
        SyncWorld world(folder(), engineOfWorld());
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
};

QTEST_GUILESS_MAIN(TestSyncSelection)
#include "tst_syncselection.moc"
