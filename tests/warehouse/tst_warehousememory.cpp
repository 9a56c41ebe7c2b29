#include "warehousefixture.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

const QString alpha = u"ALPHA"_s;

SentValues values(const QString &text)
{
    SentValues sent;
    sent.set(u"name"_s, text);
    sent.set(u"numbers"_s, u"12"_s);
    return sent;
}

/// The same columns, of which nobody knows what the board has.
SentValues doubted(SentValues sent)
{
    sent.doubt(std::nullopt);
    return sent;
}

WriteBack created(const LineKey &row, std::optional<SentValues> sent, qint64 id = 5)
{
    return {.row = row, .state = RowState::Created, .mondayId = id, .sent = std::move(sent)};
}

} // namespace

/// What the board has of the rows: written with the result, read with the orders.
class TestWarehouseMemory : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void whatWasSentComesBackWithTheOrder()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}, {u"M"_s, 2}}}).header({.key = key(2)});
        const auto warehouse = open();
        const auto other = openAnother();
        QVERIFY(warehouse && other);
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::nullopt);
        VERIFY_RESULT(warehouse->writeBack(
            {created({key(1), {}}, values(u"A"_s)), created({key(1), u"S"_s}, values(u"B"_s), 6)}, syncId));
        QCOMPARE(cell(u"sync_id || ' ' || updated_at || ' ' || board_id"_s, key(1), u""_s),
                 QString(syncId + u" 2026-11-23 09:00:00 9609317401"_s));
        QCOMPARE(cell(u"row_hash"_s, key(1), u"S"_s), values(u"B"_s).rowHash());
        QCOMPARE(m_builder->headerCell(key(1), u"row_hash"_s).toString(), values(u"A"_s).rowHash());
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"row_hash"_s).toString(), values(u"B"_s).rowHash());
        QVERIFY(m_builder->lineCell({key(1), u"M"_s}, u"row_hash"_s).isNull());

        waitAgain(key(1));
        for (SqlOrderWarehouse *reader : {warehouse.get(), other.get()}) {
            const OrderHeader order = select(*reader, alpha)->front();
            QCOMPARE(order.sent, std::optional(values(u"A"_s)));
            QCOMPARE(sizesOf(order), (QStringList{u"S"_s, u"M"_s}));
            QCOMPARE(order.lines.at(0).sent, std::optional(values(u"B"_s)));
            QCOMPARE(order.lines.at(1).sent, std::nullopt);
        }
        QCOMPARE(other->selectedByKey({key(1)}, {})->front().sent, std::optional(values(u"A"_s)));

        VERIFY_RESULT(
            other->writeBack({{.row = {key(1), {}}, .state = RowState::Updated, .sent = values(u"C"_s)}},
                             u"SYNC-22222222-20261123"_s));
        waitAgain(key(1));
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::optional(values(u"C"_s)));
        QCOMPARE(cell(u"sync_id"_s, key(1), u""_s), u"SYNC-22222222-20261123"_s);
    }

    void boardsAreApart()
    {
        m_builder->header({.key = key(1), .itemId = 5});
        const auto warehouse = open();
        const auto other = openAnother(u"9200517329"_s);
        QVERIFY(warehouse && other);
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s))}, syncId));
        waitAgain(key(1));
        QCOMPARE(select(*other, alpha)->front().sent, std::nullopt);
        VERIFY_RESULT(other->writeBack({created({key(1), {}}, values(u"B"_s))}, syncId));
        waitAgain(key(1));
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::optional(values(u"A"_s)));
        VERIFY_RESULT(other->writeBack({{.row = {key(1), {}}, .doubtsSent = true}}, syncId));
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::optional(values(u"A"_s)));
        QCOMPARE(select(*other, alpha)->front().sent, std::optional(doubted(values(u"B"_s))));
    }

    void whatIsInDoubtIsRememberedWithoutItsValues_data()
    {
        QTest::addColumn<RowState>("state");
        for (const RowState state : allRowStates)
            QTest::addRow("%s", qPrintable(nameOf(state))) << state;
    }

    void whatIsInDoubtIsRememberedWithoutItsValues()
    {
        QFETCH(RowState, state);
        m_builder->withLog().header({.key = key(1), .itemId = 5, .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack(
            {created({key(1), {}}, values(u"A"_s)), created({key(1), u"S"_s}, values(u"B"_s))}, syncId));
        waitAgain(key(1));
        const int logged = m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt();
        // Whatever is said about what was sent: nobody knows.
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(1), {}}, .state = state, .sent = values(u"C"_s), .doubtsSent = true},
             {.row = {key(1), u"S"_s}, .state = state, .doubtsSent = true}},
            syncId));
        // The columns stay known, so that one that is empty by then is emptied.
        QCOMPARE(memories(), 2);
        const QByteArray json = cell(u"sent"_s, key(1), u""_s).toUtf8();
        QCOMPARE(SentValues::fromJson(json), std::optional(doubted(values(u"C"_s))));
        QVERIFY(m_builder->headerCell(key(1), u"row_hash"_s).isNull());
        QVERIFY(m_builder->lineCell({key(1), u"S"_s}, u"row_hash"_s).isNull());
        const bool open = state == RowState::Unknown || state == RowState::NotSent;
        QCOMPARE(m_builder->headerCell(key(1), u"sync_state"_s).toString() == "PENDING"_L1, open);
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt() - logged,
                 open ? 0 : 2);
    }

    void aRowWithNothingToSayIsNotTouched()
    {
        m_builder->header({.key = key(1), .itemId = 5});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s))}, syncId));
        VERIFY_RESULT(warehouse->writeBack({{.row = {key(1), {}}, .state = RowState::Unknown},
                                            {.row = {key(1), {}}, .state = RowState::Updated},
                                            {.row = {key(1), {}}, .state = RowState::Rejected}},
                                           syncId));
        QCOMPARE(memories(), 1);
        QCOMPARE(m_builder->headerCell(key(1), u"row_hash"_s).toString(), values(u"A"_s).rowHash());
        // A row that is gone has nothing to forget.
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(9), {}}, .state = RowState::Unknown, .doubtsSent = true}}, syncId));
    }

    void aNewItemStartsWithoutMemory()
    {
        m_builder->header({.key = key(1), .itemId = 5});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s))}, syncId));
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, {}, 6)}, syncId));
        QCOMPARE(memories(), 0);
        QVERIFY(m_builder->headerCell(key(1), u"row_hash"_s).isNull());
    }

    void aClearedIdHasNoMemory()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack(
            {created({key(1), {}}, values(u"A"_s)), created({key(1), u"S"_s}, values(u"B"_s))}, syncId));
        waitAgain(key(1));
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET monday_subitem_id = NULL"_s);
        OrderHeader order = select(*warehouse, alpha)->front();
        QCOMPARE(order.sent, std::optional(values(u"A"_s)));
        QCOMPARE(order.lines.front().sent, std::nullopt);
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET monday_item_id = NULL"_s);
        order = select(*warehouse, alpha)->front();
        QCOMPARE(order.sent, std::nullopt);
    }

    void aRemovedSubitemIsForgotten()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}, {u"M"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s)),
                                            created({key(1), u"S"_s}, values(u"B"_s)),
                                            created({key(1), u"M"_s}, values(u"B"_s))},
                                           syncId));
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(1), u"S"_s}, .state = RowState::Updated, .subitemRemoved = true}}, syncId));
        QCOMPARE(memories(), 2);
        QVERIFY(m_builder->lineCell({key(1), u"S"_s}, u"row_hash"_s).isNull());
        QVERIFY(!m_builder->lineCell({key(1), u"M"_s}, u"row_hash"_s).isNull());
    }

    void memoryThatCannotBeReadIsNone()
    {
        m_builder->header({.key = key(1), .itemId = 5});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s))}, syncId));
        waitAgain(key(1));
        for (const QString &text : {u"x"_s, u"[]"_s, u"{\"a\":1}"_s}) {
            m_builder->execute(u"UPDATE SYNCLINE_ROW_STATE SET sent = ?"_s, {text});
            QCOMPARE(select(*warehouse, alpha)->front().sent, std::nullopt);
        }
    }

    void theLeaseEndsWithTheResult()
    {
        m_builder->header({.key = key(1)}).header({.key = key(2)}).header({.key = key(3)});
        const auto warehouse = open();
        const auto other = openAnother();
        QVERIFY(warehouse && other);
        const QString another = u"SYNC-22222222-20261123"_s;
        VERIFY_RESULT(warehouse->leases().open(syncId, u"one"_s, std::chrono::seconds(60)));
        VERIFY_RESULT(other->leases().open(another, u"two"_s, std::chrono::seconds(60)));
        VERIFY_RESULT(warehouse->leases().claim(syncId, {key(1), key(2)}));
        VERIFY_RESULT(other->leases().claim(another, {key(3)}));
        // Wrong in the end: neither row nor lease.
        m_builder->execute(u"ALTER TABLE SYNCLINE_LEASES RENAME TO away"_s);
        QVERIFY(!warehouse->writeBack(
            {{.row = {key(1), {}}, .state = RowState::Created, .sent = values(u"A"_s), .endsLease = true}},
            syncId));
        m_builder->execute(u"ALTER TABLE away RENAME TO SYNCLINE_LEASES"_s);
        QCOMPARE(memories(), 0);
        QVERIFY(other->leases().claim(another, {key(1)})->taken.empty());
        // Every state may end it, but only one's own.
        VERIFY_RESULT(
            warehouse->writeBack({{.row = {key(1), {}}, .state = RowState::Created, .endsLease = true},
                                  {.row = {key(2), {}}, .state = RowState::NotSent, .endsLease = true},
                                  {.row = {key(3), {}}, .state = RowState::NotSent, .endsLease = true}},
                                 syncId));
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_LEASES"_s).toInt(), 1);
        QCOMPARE(m_builder->query(u"SELECT lease_key FROM SYNCLINE_LEASES"_s).toString(), key(3).toString());
    }

    void tablesWithoutAHashAreRemembered()
    {
        m_builder->withoutHeaderColumns({u"row_hash"_s}).header({.key = key(1), .itemId = 5});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QVERIFY(warehouse->findings()->empty());
        VERIFY_RESULT(warehouse->writeBack({created({key(1), {}}, values(u"A"_s))}, syncId));
        waitAgain(key(1));
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::optional(values(u"A"_s)));
        VERIFY_RESULT(warehouse->writeBack(
            {{.row = {key(1), {}}, .state = RowState::Unknown, .doubtsSent = true}}, syncId));
        QCOMPARE(select(*warehouse, alpha)->front().sent, std::optional(doubted(values(u"A"_s))));
    }

    void anOrderOnTheBoardComesWithAllItsSubitems()
    {
        m_builder->header({.key = key(1), .itemId = 5})
            .line({.key = key(1), .sizeCode = u"XS"_s, .state = u"SYNCED"_s, .subitemId = 6})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SYNCED"_s})
            .line({.key = key(1), .sizeCode = u"M"_s})
            .line({.key = key(1), .sizeCode = u"L"_s, .state = u"FAILED"_s, .subitemId = 7})
            .line({.key = key(1),
                   .sizeCode = u"XL"_s,
                   .state = u"SYNCED"_s,
                   .action = u"NONE"_s,
                   .subitemId = 8})
            .header({.key = key(2)})
            .line({.key = key(2), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 9})
            .header({.key = key(3), .state = u"SYNCED"_s, .itemId = 10})
            .line({.key = key(3), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 11})
            .line({.key = key(3), .sizeCode = u"M"_s})
            .header({.key = key(4), .state = u"SYNCED"_s, .itemId = 12})
            .line({.key = key(4), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 13})
            .header({.key = key(5), .state = u"FAILED"_s, .itemId = 14})
            .line({.key = key(5), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 15});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<OrderHeader> orders = *select(*warehouse, alpha);
        QCOMPARE(numbers(orders), (QList{1, 2, 3}));
        QCOMPARE(sizesOf(orders[0]), (QStringList{u"XS"_s, u"M"_s}));
        QCOMPARE(orders[0].lines[0].state, WarehouseState::Done);
        QCOMPARE(orders[0].lines[0].subitemId, std::optional<qint64>(6));
        QCOMPARE(orders[0].lines[1].state, WarehouseState::Waiting);
        QCOMPARE(sizesOf(orders[1]), QStringList());
        QCOMPARE(sizesOf(orders[2]), (QStringList{u"M"_s}));
        const std::vector<OrderHeader> failed =
            *select(*warehouse, alpha, {.selection = RowSelection::Failed});
        QCOMPARE(numbers(failed), QList<int>{5});
        QCOMPARE(sizesOf(failed[0]), (QStringList{u"S"_s}));
        QVERIFY(select(*warehouse, alpha, {.skipSubitems = true})->front().lines.empty());
    }

private:
    QString cell(const QString &expression, const RecordKey &record, const QString &size)
    {
        return m_builder
            ->query(u"SELECT %1 FROM SYNCLINE_ROW_STATE WHERE record_uuid = ? AND size_code = ?"_s.arg(
                        expression),
                    {record.toString(), size})
            .toString();
    }
    int memories() { return m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_ROW_STATE"_s).toInt(); }
    /// The order and its lines changed in the warehouse.
    void waitAgain(const RecordKey &record)
    {
        for (const QString &table : {u"FACT_ORDER_LIST"_s, u"ORDER_LIST_LINES"_s})
            m_builder->execute(u"UPDATE %1 SET sync_state = 'PENDING' WHERE record_uuid = ?"_s.arg(table),
                               {record.toString()});
    }
};

QTEST_GUILESS_MAIN(TestWarehouseMemory)
#include "tst_warehousememory.moc"
