#include "sandboxworld.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

sandbox::BoardSeed board()
{
    return {.id = u"11"_s,
            .name = u"Schedule"_s,
            .subitemBoardId = u"22"_s,
            .subitemBoardName = u"Subitems of Schedule"_s,
            .columns = {{u"text_key"_s, u"Record key"_s, u"text"_s, {}},
                        {u"numbers_1"_s, u"QTY"_s, u"numbers"_s, {}},
                        {u"dropdown_1"_s, u"COLOUR"_s, u"dropdown"_s, {u"RED"_s}}},
            .subitemColumns = {{u"numbers_2"_s, u"QTY"_s, u"numbers"_s, {}}},
            .groups = {{u"g1"_s, u"Spring"_s}}};
}

RecordKey key(uint number)
{
    return RecordKey(QUuid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1));
}

BoardMutation order(uint number, const QString &colour = u"RED"_s)
{
    return {.kind = MutationKind::CreateItem,
            .row = {.record = key(number)},
            .groupId = u"g1"_s,
            .name = u"Order \"%1\"; ü"_s.arg(number),
            .values = {{u"text_key"_s, ColumnType::Text, key(number).toString()},
                       {u"numbers_1"_s, ColumnType::Numbers, u"12"_s},
                       {u"dropdown_1"_s, ColumnType::Dropdown, colour}}};
}

} // namespace

/// The gateway against the local monday.com, over a real connection.
class TestMondayOnSandbox : public TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<SandboxWorld> m_world;

private slots:
    void init()
    {
        prepare();
        m_world = std::make_unique<SandboxWorld>(file(u"board.db"_s), board());
    }

    void cleanup() { m_world.reset(); }

    void readsAndPreparesTheBoard()
    {
        m_world->onLane([](MondayBoardGateway &gateway) {
            const Result<BoardPair> pair = gateway.readBoards({});
            VERIFY_RESULT(pair);
            QCOMPARE(pair->items.name, u"Schedule"_s);
            QCOMPARE(pair->items.column(u"dropdown_1"_s)->labels.front().text, u"RED"_s);
            QVERIFY(pair->subitems.column(u"numbers_2"_s));
            VERIFY_RESULT(gateway.account({}));

            const Result<BoardGroup> group = gateway.createGroup(u"Autumn"_s, u"group-key"_s, {});
            VERIFY_RESULT(group);
            const Result<std::vector<BoardGroup>> groups = gateway.readGroups({});
            VERIFY_RESULT(groups);
            QCOMPARE(groups->size(), 2u);

            const Result<BoardColumn> column =
                gateway.addLabels(u"dropdown_1"_s, false, {u"RED"_s, u"BLUE, DARK"_s}, {});
            VERIFY_RESULT(column);
            QCOMPARE(column->labels.size(), 2u);
            QCOMPARE(column->labels.back().text, u"BLUE, DARK"_s);
        });
    }

    void writesAndFindsItems()
    {
        m_world->onLane([](MondayBoardGateway &gateway) {
            const Result<BatchAnswer> items = gateway.send(gateway.encode({order(1), order(2)}, u"k1"_s), {});
            VERIFY_RESULT(items);
            QVERIFY(items->mutations[0].id && items->mutations[1].id);
            QVERIFY(items->complexity.value_or(0) > 0);
            const qint64 first = *items->mutations[0].id;
            const BoardMutation line{.kind = MutationKind::CreateSubitem,
                                     .parentItem = first,
                                     .name = u"Size M"_s,
                                     .values = {{u"numbers_2"_s, ColumnType::Numbers, u"5"_s}}};
            const Result<BatchAnswer> lines = gateway.send(gateway.encode({line}, u"k2"_s), {});
            VERIFY_RESULT(lines);
            QVERIFY(lines->mutations[0].id);
            BoardMutation change = line;
            change.kind = MutationKind::UpdateSubitem;
            change.item = *lines->mutations[0].id;
            const Result<BatchAnswer> changed = gateway.send(gateway.encode({change}, u"k3"_s), {});
            VERIFY_RESULT(changed);
            QCOMPARE(changed->mutations[0].id, std::optional(change.item));

            const Result<std::vector<BoardItem>> found =
                gateway.findByText(u"text_key"_s, {key(1).toString(), key(7).toString()}, {});
            VERIFY_RESULT(found);
            QCOMPARE(found->size(), 1u);
            QCOMPARE(found->front().id, first);
            QCOMPARE(found->front().texts, (QHash<QString, QString>{{u"text_key"_s, key(1).toString()}}));
            const Result<std::vector<BoardItem>> read = gateway.itemsById({first}, {});
            VERIFY_RESULT(read);
            QCOMPARE(read->front().subitems.size(), 1u);
            QCOMPARE(read->front().name, u"Order \"1\"; ü"_s);

            const BoardMutation removal{.kind = MutationKind::DeleteItem, .item = first};
            VERIFY_RESULT(gateway.send(gateway.encode({removal}, u"k4"_s), {}));
            const Result<std::vector<BoardItem>> gone =
                gateway.findByText(u"text_key"_s, {key(1).toString()}, {});
            VERIFY_RESULT(gone);
            QVERIFY(gone->empty());
        });
    }

    void aRefusedRowLeavesTheOthers()
    {
        const Result<BatchAnswer> answer = m_world->send({order(1), order(2, u"PINK"_s), order(3)});
        VERIFY_RESULT(answer);
        QVERIFY(answer->mutations[0].id);
        QVERIFY(answer->mutations[2].id);
        QVERIFY(answer->mutations[1].error);
        const Error &error = *answer->mutations[1].error;
        QCOMPARE(error.kind, ErrorKind::ValidationRejected);
        QCOMPARE(error.certainty, Certainty::Rejected);
        QCOMPARE(error.columnId, u"dropdown_1"_s);
        QVERIFY2(!error.text().contains(u"RED"_s), qPrintable(error.text()));
    }

    void faultsLeaveNoDuplicate_data()
    {
        using enum sandbox::FaultKind;
        QTest::addColumn<sandbox::FaultKind>("fault");
        QTest::addColumn<Certainty>("certainty");
        for (const auto &[fault, certainty] :
             {std::pair(DropBefore, Certainty::Unknown), std::pair(DropAfter, Certainty::Unknown),
              std::pair(Reset, Certainty::Unknown), std::pair(CutBody, Certainty::Unknown),
              std::pair(ErrorAfter, Certainty::Unknown), std::pair(BadGateway, Certainty::Unknown),
              std::pair(Locked, Certainty::NotSent), std::pair(MinuteLimit, Certainty::NotSent),
              std::pair(ComplexityLimit, Certainty::NotSent), std::pair(ConcurrencyLimit, Certainty::NotSent),
              std::pair(LegacyFlat, Certainty::NotSent)})
            QTest::newRow(qPrintable(sandbox::nameOf(fault))) << fault << certainty;
    }

    void faultsLeaveNoDuplicate()
    {
        QFETCH(const sandbox::FaultKind, fault);
        m_world->server().failNext(u"create_item"_s, {.kind = fault, .seconds = 1});
        const EncodedBatch batch = m_world->encode({order(1), order(2)}, u"once"_s);
        const Result<BatchAnswer> failed = m_world->send(batch);
        QVERIFY(!failed);
        QTEST(failed.error().certainty, "certainty");
        // The same key while in doubt, a new one when it was certainly not processed (monday-api.md 6).
        const bool inDoubt = failed.error().certainty == Certainty::Unknown;
        const Result<BatchAnswer> again =
            m_world->send(inDoubt ? batch : m_world->encode({order(1), order(2)}, u"twice"_s));
        VERIFY_RESULT(again);
        QVERIFY(again->mutations[0].id && again->mutations[1].id);
        QCOMPARE(m_world->board().activeItems(), 2);
    }
};

QTEST_GUILESS_MAIN(TestMondayOnSandbox)
#include "tst_mondayonsandbox.moc"
