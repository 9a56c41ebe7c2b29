#include "support/fakeboard.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The board that the tests of the engine work with must do as monday does (monday-api.md 2.4, 6, 8).
class TestFakeBoard : public TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeBoard> m_board;
    std::unique_ptr<BoardGateway> m_gateway;
    int m_keys = 0;

    [[nodiscard]] MutationAnswer send(const BoardMutation &mutation)
    {
        const EncodedBatch batch = m_gateway->encode({mutation}, u"key %1"_s.arg(++m_keys));
        return m_gateway->send(batch, {})->mutations.front();
    }
    [[nodiscard]] QString found(const QStringList &texts)
    {
        const std::vector<BoardItem> items = m_gateway->findByText(u"number"_s, texts, {}).value();
        QStringList result;
        for (const BoardItem &item : items)
            result.append(item.name + u' ' + item.groupId + u' ' + item.texts.value(u"number"_s));
        return result.join(u", "_s);
    }
    [[nodiscard]] qint64 order(const QString &number)
    {
        return *send({.kind = MutationKind::CreateItem,
                      .groupId = u"g1"_s,
                      .name = u"Order"_s,
                      .values = {{u"number"_s, ColumnType::Text, number}}})
                    .id;
    }

private slots:
    void init()
    {
        prepare();
        m_clock = std::make_unique<FakeClock>();
        m_board = std::make_unique<FakeBoard>(*m_clock);
        m_board->boards.items.groups.push_back({u"g2"_s, u"Second"_s});
        m_gateway = m_board->gateway();
    }

    void updatesRenameAndEmpty()
    {
        const qint64 id = order(u"A"_s);
        QVERIFY(send({.kind = MutationKind::UpdateItem, .item = id, .name = u"New"_s}).id);
        QVERIFY(
            send({.kind = MutationKind::UpdateItem,
                  .item = id,
                  .values = {{u"number"_s, ColumnType::Text, {}}, {u"price"_s, ColumnType::Numbers, u"1"_s}}})
                .id);
        const FakeItem item = m_board->items().front();
        QCOMPARE(item.name, u"New"_s);
        QCOMPARE(item.values, (std::map<QString, QString>{{u"price"_s, u"1"_s}}));
        m_board->refuseName(u"New"_s, u"number"_s);
        const MutationAnswer refused = send({.kind = MutationKind::UpdateItem, .item = id});
        QCOMPARE(refused.error.value().columnId, u"number"_s);
    }

    void itemsMove()
    {
        const qint64 id = order(u"A"_s);
        QVERIFY(send({.kind = MutationKind::MoveItem, .groupId = u"g2"_s, .item = id}).id);
        const MutationAnswer lost = send({.kind = MutationKind::MoveItem, .groupId = u"gone"_s, .item = id});
        QCOMPARE(lost.error.value().kind, ErrorKind::NotFound);
        QCOMPARE(m_gateway->itemsById({id, 7}, {}).value().size(), 1u);
        QCOMPARE(m_gateway->itemsById({id}, {}).value().front().groupId, u"g2"_s);
    }

    void whatIsArchivedTakesNothing()
    {
        const qint64 id = order(u"A"_s);
        const BoardMutation line{.kind = MutationKind::CreateSubitem, .parentItem = id, .name = u"S"_s};
        const qint64 child = *send(line).id;
        QCOMPARE(m_gateway->itemsById({id}, {}).value().front().subitems.size(), 1u);
        QVERIFY(send({.kind = MutationKind::ArchiveItem, .item = id}).id);
        const BoardItem item = m_gateway->itemsById({id}, {}).value().front();
        QVERIFY(!item.active && item.subitems.empty());
        QVERIFY(m_board->items().front().archived && m_board->subitems().front().archived);
        QCOMPARE(found({u"A"_s}), QString());
        for (const BoardMutation &mutation :
             {line, BoardMutation{.kind = MutationKind::UpdateItem, .item = id},
              BoardMutation{.kind = MutationKind::UpdateSubitem, .item = child},
              BoardMutation{.kind = MutationKind::MoveItem, .groupId = u"g2"_s, .item = id},
              BoardMutation{.kind = MutationKind::ArchiveItem, .item = id},
              BoardMutation{.kind = MutationKind::DeleteItem, .item = child}})
            QCOMPARE(send(mutation).error.value().kind, ErrorKind::NotFound);
    }

    void somebodyElseRemoves()
    {
        const qint64 first = order(u"A"_s);
        const qint64 second = order(u"B"_s);
        QVERIFY(send({.kind = MutationKind::CreateSubitem, .parentItem = first, .name = u"S"_s}).id);
        m_board->removeItem(first);
        m_board->archiveItem(second);
        QCOMPARE(m_board->items().size(), 1u);
        QVERIFY(m_board->items().front().archived);
        QVERIFY(m_board->subitems().empty());
    }

    void searchLags()
    {
        m_board->searchLag = 10s;
        const qint64 id = order(u"A"_s);
        QCOMPARE(found({u"A"_s}), QString());
        m_clock->advance(10s);
        QCOMPARE(found({u"x"_s, u"a"_s}), u"Order g1 A"_s);
        QVERIFY(send({.kind = MutationKind::UpdateItem,
                      .item = id,
                      .name = u"New"_s,
                      .values = {{u"number"_s, ColumnType::Text, u"B"_s}}})
                    .id);
        QVERIFY(send({.kind = MutationKind::MoveItem, .groupId = u"g2"_s, .item = id}).id);
        QCOMPARE(found({u"A"_s, u"B"_s}), u"Order g1 A"_s);
        QCOMPARE(m_gateway->itemsById({id}, {}).value().front().name, u"New"_s); // does not lag
        m_clock->advance(10s);
        QCOMPARE(found({u"A"_s, u"B"_s}), u"New g2 B"_s);
        QVERIFY(send({.kind = MutationKind::ArchiveItem, .item = id}).id);
        QCOMPARE(found({u"B"_s}), u"New g2 B"_s);
        m_clock->advance(10s);
        QCOMPARE(found({u"B"_s}), QString());
        QVERIFY(!m_gateway->findByText(u"nowhere"_s, {u"B"_s}, {}));
        m_board->failCall(FakeCall::FindByText, 1, FakeFault::LostBefore);
        QVERIFY(!m_gateway->findByText(u"number"_s, {u"B"_s}, {}));
    }
};

QTEST_GUILESS_MAIN(TestFakeBoard)
#include "tst_fakeboard.moc"
