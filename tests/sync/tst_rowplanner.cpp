#include "support/syncworld.h"
#include "support/testenvironment.h"
#include "sync/rowplanner.h"

using namespace syncline;
using namespace Qt::StringLiterals;

class TestRowPlanner : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    /// Plans an order that is perfect but for what `spoil` does to it.
    RowPlan planned(const std::function<void(OrderHeader &)> &spoil,
                    const std::function<void(EnvironmentSettings &)> &configure = {})
    {
        syncline::testing::SyncWorld world(folder());
        OrderHeader order = world.tables.add(u"ALL-00001"_s, {u"S"_s, u"M"_s});
        spoil(order);
        if (configure)
            configure(world.settings);
        return RowPlanner(world.settings, world.board.boards, RowPlanner::LabelMode::Collect).plan(order);
    }

    static QString valueOf(const RowPlan &plan, const QString &column)
    {
        for (const ColumnValue &value : plan.values) {
            if (value.columnId == column)
                return value.text;
        }
        return {};
    }

private slots:
    void aGoodOrderIsPlannedWhole()
    {
        const RowPlan plan = planned([](OrderHeader &) {});
        QCOMPARE(plan.record.action, PlannedAction::Create);
        QCOMPARE(plan.groupId, u"g1"_s);
        QCOMPARE(valueOf(plan, u"price"_s), u"28.5"_s);
        QCOMPARE(valueOf(plan, u"key"_s), plan.record.key.toString());
        QCOMPARE(plan.lines.size(), 2u);
        QCOMPARE(plan.lines[0].mutation->name, u"Size S"_s);
    }

    void refusals_data()
    {
        using Spoil = std::function<void(OrderHeader &)>;
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<EventId>("reason");
        QTest::newRow("text in a number")
            << Spoil([](OrderHeader &order) { order.values[u"CUSTOMER PRICE"_s] = u"15.6 per carton"_s; })
            << EventId::pl_001;
        QTest::newRow("no season") << Spoil([](OrderHeader &order) {
            order.groupName = u"check"_s;
            order.values.remove(u"CUSTOMER SEASON"_s);
        }) << EventId::pl_008;
        QTest::newRow("group title too long")
            << Spoil([](OrderHeader &order) { order.groupName = QString(256, u'g'); }) << EventId::pl_009;
        QTest::newRow("item name too long")
            << Spoil([](OrderHeader &order) { order.itemName = QString(256, u'n'); }) << EventId::pl_010;
        QTest::newRow("total is not the sum")
            << Spoil([](OrderHeader &order) { order.values[u"TOTAL QTY"_s] = 21; }) << EventId::pl_011;
        QTest::newRow("deletion") << Spoil([](OrderHeader &order) { order.action = ActionType::Delete; })
                                  << EventId::pl_013;
    }

    void refusals()
    {
        using Spoil = std::function<void(OrderHeader &)>;
        QFETCH(Spoil, spoil);
        const RowPlan plan = planned(spoil);
        QVERIFY(plan.refused());
        QCOMPARE(plan.record.state, RowState::Refused);
        QTEST(plan.record.reason.id, "reason");
        for (const LinePlan &line : plan.lines)
            QVERIFY(!line.mutation);
    }

    void aLineIsRefusedAlone()
    {
        const RowPlan plan = planned([](OrderHeader &order) { order.lines[1].quantity = u"ten"_s; });
        QVERIFY(!plan.refused());
        QVERIFY(plan.lines[0].mutation);
        QCOMPARE(plan.lines[1].record.state, RowState::Refused);
        QCOMPARE(plan.lines[1].record.reason.id, EventId::pl_015);
    }

    void newLabelsAreCollected()
    {
        const RowPlan plan = planned([](OrderHeader &order) { order.values[u"CUSTOMER SEASON"_s] = u"FA26"_s; });
        QVERIFY(!plan.refused());
        QCOMPARE(valueOf(plan, u"season"_s), u"FA26"_s);
        const RowPlan refused =
            planned([](OrderHeader &order) { order.values[u"CUSTOMER SEASON"_s] = u"FA26"_s; },
                    [](EnvironmentSettings &settings) { settings.mapping.headerLabels.byColumn.clear(); });
        QCOMPARE(refused.record.reason.id, EventId::pl_004);
        QCOMPARE(refused.record.column, u"SEASON"_s);
    }

    void valueMappingComesFirst()
    {
        const RowPlan plan = planned(
            [](OrderHeader &order) { order.values[u"CUSTOMER SEASON"_s] = u"REBUY"_s; },
            [](EnvironmentSettings &settings) {
                settings.mapping.headerLabels.byColumn.clear();
                settings.mapping.valueMapping[u"CUSTOMER SEASON"_s][u"REBUY"_s] = u"sp26"_s;
            });
        QCOMPARE(valueOf(plan, u"season"_s), u"SP26"_s);
    }

    void twoSourcesByRule_data()
    {
        QTest::addColumn<ConflictRule>("rule");
        QTest::addColumn<QVariant>("first");
        QTest::addColumn<QVariant>("second");
        QTest::addColumn<QString>("expected");
        const QVariant one(u"one"_s);
        const QVariant two(u"two"_s);
        QTest::newRow("first of both") << ConflictRule::FirstNonEmpty << one << two << u"one"_s;
        QTest::newRow("first is empty") << ConflictRule::FirstNonEmpty << QVariant(u""_s) << two << u"two"_s;
        QTest::newRow("last of both") << ConflictRule::Last << one << two << u"two"_s;
        QTest::newRow("last is null") << ConflictRule::Last << one << QVariant() << u"one"_s;
    }

    void twoSourcesByRule()
    {
        QFETCH(ConflictRule, rule);
        QFETCH(QVariant, first);
        QFETCH(QVariant, second);
        const RowPlan plan = planned(
            [&](OrderHeader &order) {
                order.values[u"A"_s] = first;
                order.values[u"B"_s] = second;
            },
            [rule](EnvironmentSettings &settings) {
                settings.mapping.headers = {{u"A"_s, u"number"_s}, {u"B"_s, u"number"_s}};
                settings.mapping.onConflict = rule;
            });
        QTEST(valueOf(plan, u"number"_s), "expected");
    }

    void aValidGroupIdWins()
    {
        const RowPlan plan = planned([](OrderHeader &order) {
            order.groupId = u"g1"_s;
            order.groupName = u"ELSEWHERE"_s;
        });
        QCOMPARE(plan.groupId, u"g1"_s);
        QCOMPARE(plan.record.group, u"ALPINE LARK SP26"_s);
        QCOMPARE(plan.warnings.size(), 1u);
        QCOMPARE(plan.warnings.front().id, EventId::pl_014);
    }

    void aGoneGroupIdIsLookedUpByTitle()
    {
        const RowPlan plan = planned([](OrderHeader &order) {
            order.groupId = u"deleted"_s;
            order.groupName = u"alpine lark  sp26"_s;
        });
        QVERIFY(plan.groupIdGone);
        QCOMPARE(plan.groupId, u"g1"_s);
    }

    void aCancelledOrderHasNothingToMake_data()
    {
        QTest::addColumn<CancelledRule>("rule");
        QTest::addColumn<QString>("quantity");
        QTest::newRow("zero quantities") << CancelledRule::ZeroQuantities << u"0"_s;
        QTest::newRow("send") << CancelledRule::Keep << u"10"_s;
    }

    void aCancelledOrderHasNothingToMake()
    {
        QFETCH(CancelledRule, rule);
        QFETCH(QString, quantity);
        const RowPlan plan =
            planned([](OrderHeader &order) { order.values[u"ORDER TYPE"_s] = u"Cancelled"_s; },
                    [rule](EnvironmentSettings &settings) { settings.mapping.cancelledOrders = rule; });
        QVERIFY(!plan.refused());
        for (const LinePlan &line : plan.lines) {
            for (const ColumnValue &value : line.mutation->values) {
                if (value.columnId == u"qty"_s)
                    QCOMPARE(value.text, quantity);
            }
        }
    }

    void linesByWhatTheyNeed()
    {
        const RowPlan plan = planned([](OrderHeader &order) {
            order.state = WarehouseState::Done;
            order.itemId = 7;
            order.lines[0].subitemId = 8;
            order.lines[1].action = ActionType::Delete;
            order.lines[1].subitemId = 9;
            order.lines.push_back({.key = {order.key, u"L"_s}, .quantity = 1, .action = ActionType::Delete});
        });
        QCOMPARE(plan.record.action, PlannedAction::SendLines);
        QCOMPARE(plan.lines[0].mutation->kind, MutationKind::UpdateSubitem);
        QCOMPARE(plan.lines[1].mutation->kind, MutationKind::DeleteItem);
        QVERIFY(!plan.lines[2].mutation);
        QCOMPARE(plan.lines[2].record.state, RowState::Unchanged);
    }
};

QTEST_GUILESS_MAIN(TestRowPlanner)
#include "tst_rowplanner.moc"
