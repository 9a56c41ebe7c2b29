#include "warehousefixture.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

SentValues someValues()
{
    SentValues sent;
    sent.set(u"name"_s, u"A"_s);
    return sent;
}

QString describeRow(const KnownRow &row)
{
    static const QHash<WarehouseState, QString> states{{WarehouseState::Waiting, u"waiting"_s},
                                                       {WarehouseState::Done, u"done"_s},
                                                       {WarehouseState::Failed, u"failed"_s},
                                                       {WarehouseState::NotOurs, u"not ours"_s},
                                                       {WarehouseState::Strange, u"strange"_s}};
    return u"%1 %2 %3 %4"_s.arg(row.row.record.uuid().data1)
        .arg(row.row.sizeCode, states.value(row.state))
        .arg(row.mondayId.value_or(0));
}

} // namespace

/// What the warehouse knows of rows and items, and orders whose item is gone.
class TestWarehouseRepair : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void rowsAreKnownWhateverTheirState()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s, u"monday_subitem_id"_s})
            .header({.key = key(1), .itemId = 5})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = u" 6 "_s})
            .line({.key = key(1), .sizeCode = u"M"_s, .state = u"EXISTING"_s, .action = u"NONE"_s})
            .line({.key = key(1), .sizeCode = u"L"_s, .state = u"FAILED"_s, .subitemId = u"pulse"_s})
            .header({.key = key(2), .state = u"ODD"_s})
            .header({.key = key(3)});
        m_builder->execute(
            u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state, monday_item_id) VALUES (?, 'SYNCED', 8)"_s,
            {QString(u'{' + key(4).toString() + u'}')});
        m_builder->execute(
            u"INSERT INTO ORDER_LIST_LINES (record_uuid, size_code, qty, sync_state) VALUES (?, 'S', 1, 'NEW')"_s,
            {QString(u'{' + key(4).toString() + u'}')});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto rows = warehouse->knownRows({key(1), key(2), key(4), key(99)});
        VERIFY_RESULT(rows);
        QStringList described;
        for (const KnownRow &row : *rows)
            described.append(describeRow(row));
        described.sort();
        QCOMPARE(described,
                 (QStringList{u"1  waiting 5"_s, u"1 L strange 0"_s, u"1 M not ours 0"_s, u"1 S done 6"_s,
                              u"2  strange 0"_s, u"4  done 8"_s, u"4 S waiting 0"_s}));
        QVERIFY(warehouse->knownRows({})->empty());
        for (const KnownRow &row : *rows) {
            const bool isNamed = row.row.sizeCode.isEmpty() && row.row.record != key(4);
            QCOMPARE(row.customer, isNamed ? u"ALPHA"_s : QString());
        }
    }

    void itemsHaveOwners_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("number") << u"BIGINT"_s;
        QTest::newRow("text") << u"NVARCHAR(50)"_s;
    }

    void itemsHaveOwners()
    {
        QFETCH(QString, type);
        m_builder->withoutHeaderColumns({u"monday_item_id"_s})
            .withHeaderColumn(u"monday_item_id"_s, type)
            .header({.key = key(1), .itemId = 9'876'543'210})
            .header({.key = key(2), .state = u"SYNCED"_s, .itemId = 12})
            .header({.key = key(3)});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto owners = warehouse->ownersOf({9'876'543'210, 12, 13});
        VERIFY_RESULT(owners);
        QCOMPARE(*owners, (QHash<qint64, RecordKey>{{9'876'543'210, key(1)}, {12, key(2)}}));
        QVERIFY(warehouse->ownersOf({})->isEmpty());
    }

    void ordersWithoutAnItemAreFoundByNumber()
    {
        const QString number = u"AAG'\"1"_s;
        m_builder->withAnyContentIn({u"monday_item_id"_s})
            .header({.key = key(1), .orderNumber = number})
            .header({.key = key(2), .orderNumber = number, .state = u"FAILED"_s})
            .header({.key = key(3), .orderNumber = number, .itemId = 5})
            .header({.key = key(4), .orderNumber = u"other"_s});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET monday_item_id = ' ' WHERE record_uuid = ?"_s,
                           {key(2).toString()});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto keys = warehouse->withoutItem(number);
        VERIFY_RESULT(keys);
        QCOMPARE(*keys, (std::vector<RecordKey>{key(1), key(2)}));
        QVERIFY(warehouse->withoutItem(u"none"_s)->empty());
    }

    void linesThatAreDoneWaitAgain()
    {
        m_builder->header({.key = key(1), .itemId = 5})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 6})
            .line({.key = key(1), .sizeCode = u"M"_s, .state = u"FAILED"_s, .subitemId = 7})
            .line({.key = key(1), .sizeCode = u"L"_s, .state = u"COMPLETED"_s, .subitemId = 8});
        const auto warehouse = open();
        QVERIFY(warehouse);
        // One that is not there takes all back.
        const Result<void> wrong = warehouse->reopenLines({{key(1), u"S"_s}, {key(1), u"XL"_s}});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().event.id, EventId::db_009);
        QCOMPARE(state({key(1), u"S"_s}), u"SYNCED"_s);
        VERIFY_RESULT(warehouse->reopenLines({{key(1), u"S"_s}, {key(1), u"M"_s}}));
        QCOMPARE(state({key(1), u"S"_s}), u"PENDING"_s);
        QCOMPARE(state({key(1), u"M"_s}), u"FAILED"_s); // was not done
        QCOMPARE(state({key(1), u"L"_s}), u"COMPLETED"_s);
        QCOMPARE(m_builder->lineCell({key(1), u"S"_s}, u"monday_subitem_id"_s).toInt(), 6);
        VERIFY_RESULT(warehouse->reopenLines({}));
    }

    void anOrderIsCreatedAgain()
    {
        prepareOrder();
        const auto warehouse = open();
        QVERIFY(warehouse);
        remember(*warehouse);
        VERIFY_RESULT(warehouse->repair({key(1)}, Repair::CreateAgain));
        QCOMPARE(header(), u"PENDING INSERT - - -"_s);
        QCOMPARE(line(u"S"_s), u"PENDING INSERT - - -"_s);
        QCOMPARE(line(u"M"_s), u"PENDING INSERT - - -"_s);
        QCOMPARE(line(u"L"_s), u"SYNCED DELETE - - -"_s);
        QCOMPARE(line(u"XL"_s), u"EXISTING NONE 9 - -"_s); // not ours
        QVERIFY(m_builder->lineCell({key(1), u"S"_s}, u"monday_parent_id"_s).isNull());
        QCOMPARE(m_builder->headerCell(key(1), u"updated_at"_s).toString(), u"2026-11-23 09:00:00"_s);
        QCOMPARE(memories(), 1); // of the other order
        const OrderHeader order = select(*warehouse, u"ALPHA"_s)->front();
        QCOMPARE(sizesOf(order), (QStringList{u"S"_s, u"M"_s}));
        QCOMPARE(order.sent, std::nullopt);
        QCOMPARE(order.itemId, std::nullopt);
        QCOMPARE(m_builder->headerCell(key(2), u"monday_item_id"_s).toInt(), 50);
    }

    void anOrderIsMarkedAsRemoved()
    {
        prepareOrder();
        const auto warehouse = open();
        QVERIFY(warehouse);
        remember(*warehouse);
        VERIFY_RESULT(warehouse->repair({key(1)}, Repair::MarkRemoved));
        QCOMPARE(header(), u"NONE NONE 5 - gone"_s);
        for (const QString &size : {u"S"_s, u"M"_s, u"L"_s, u"XL"_s})
            QVERIFY2(line(size).startsWith("NONE NONE "_L1), qPrintable(line(size)));
        QCOMPARE(memories(), 1);
        SyncRequest all{.selection = RowSelection::WaitingAndFailed};
        QCOMPARE(numbers(*select(*warehouse, u"ALPHA"_s, all)), QList<int>());
    }

    void repairIsAllOrNone()
    {
        prepareOrder();
        const auto warehouse = open();
        QVERIFY(warehouse);
        remember(*warehouse);
        const Result<void> gone = warehouse->repair({key(1), key(99)}, Repair::MarkRemoved);
        QVERIFY(!gone);
        QCOMPARE(gone.error().event.id, EventId::db_009);
        QVERIFY(gone.error().text().contains(key(99).toString()));
        QVERIFY(header().startsWith("SYNCED UPDATE 5"_L1));
        QCOMPARE(memories(), 3);
        VERIFY_RESULT(warehouse->repair({}, Repair::MarkRemoved));
    }

    void anOrderAtWorkIsNotRepaired()
    {
        prepareOrder();
        const auto warehouse = open();
        const auto other = openAnother();
        QVERIFY(warehouse && other);
        remember(*warehouse);
        VERIFY_RESULT(other->leases().open(syncId, u"desk two"_s, std::chrono::seconds(60)));
        VERIFY_RESULT(other->leases().claim(syncId, {key(2)}));
        for (const Repair repair : {Repair::CreateAgain, Repair::MarkRemoved}) {
            const Result<void> taken = warehouse->repair({key(1), key(2)}, repair);
            QVERIFY(!taken);
            QCOMPARE(taken.error().event.id, EventId::db_024);
            QVERIFY(taken.error().text().contains("desk two"_L1));
            QVERIFY(taken.error().text().contains(key(2).toString()));
        }
        QVERIFY(header().startsWith("SYNCED UPDATE 5"_L1));
        QCOMPARE(memories(), 3);
        m_clock.advance(std::chrono::seconds(65)); // two connections differ in what they take for the time
        VERIFY_RESULT(warehouse->repair({key(1), key(2)}, Repair::CreateAgain));
    }

    void optionalColumnsMayBeMissing()
    {
        const QStringList optional{u"action_type"_s,       u"row_hash"_s,   u"updated_at"_s,
                                   u"api_error_message"_s, u"api_status"_s, u"sync_error_message"_s,
                                   u"sync_completed_at"_s, u"retry_count"_s};
        m_builder->withoutHeaderColumns(optional)
            .withoutLineColumns(optional + QStringList{u"monday_parent_id"_s})
            .header({.key = key(1), .state = u"SYNCED"_s, .itemId = 5, .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        VERIFY_RESULT(warehouse->repair({key(1)}, Repair::CreateAgain));
        QCOMPARE(state({key(1), u"S"_s}), u"PENDING"_s);
        VERIFY_RESULT(warehouse->repair({key(1)}, Repair::MarkRemoved));
        QCOMPARE(state({key(1), u"S"_s}), u"NONE"_s);
    }

private:
    void prepareOrder()
    {
        m_builder
            ->header({.key = key(1),
                      .state = u"SYNCED"_s,
                      .action = u"UPDATE"_s,
                      .itemId = 5,
                      .values = {{u"api_error_message"_s, u"gone"_s}}})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SYNCED"_s, .subitemId = 6})
            .line({.key = key(1),
                   .sizeCode = u"M"_s,
                   .state = u"FAILED"_s,
                   .action = u"UPDATE"_s,
                   .subitemId = 7})
            .line({.key = key(1), .sizeCode = u"L"_s, .action = u"DELETE"_s, .subitemId = 8})
            .line({.key = key(1),
                   .sizeCode = u"XL"_s,
                   .state = u"EXISTING"_s,
                   .action = u"NONE"_s,
                   .subitemId = 9})
            .header({.key = key(2), .state = u"SYNCED"_s, .itemId = 50});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET monday_parent_id = 5"_s);
    }
    void remember(SqlOrderWarehouse &warehouse)
    {
        VERIFY_RESULT(
            warehouse.writeBack({{.row = {key(1), {}}, .state = RowState::NotSent, .sent = someValues()},
                                 {.row = {key(1), u"S"_s}, .state = RowState::NotSent, .sent = someValues()},
                                 {.row = {key(2), {}}, .state = RowState::NotSent, .sent = someValues()}},
                                syncId));
        QCOMPARE(memories(), 3);
        QCOMPARE(m_builder->headerCell(key(1), u"row_hash"_s).toString(), someValues().rowHash());
    }
    int memories() { return m_builder->query(u"SELECT COUNT(*) FROM SYNCLINE_ROW_STATE"_s).toInt(); }
    QString state(const LineKey &row) { return m_builder->lineCell(row, u"sync_state"_s).toString(); }
    static QString orDash(const QVariant &value) { return value.isNull() ? u"-"_s : value.toString(); }
    /// State, action, id, hash and error.
    QString header()
    {
        QStringList cells;
        for (const QString &column :
             {u"sync_state"_s, u"action_type"_s, u"monday_item_id"_s, u"row_hash"_s, u"api_error_message"_s})
            cells.append(orDash(m_builder->headerCell(key(1), column)));
        return cells.join(u' ');
    }
    QString line(const QString &size)
    {
        QStringList cells;
        for (const QString &column : {u"sync_state"_s, u"action_type"_s, u"monday_subitem_id"_s,
                                      u"row_hash"_s, u"api_error_message"_s})
            cells.append(orDash(m_builder->lineCell({key(1), size}, column)));
        return cells.join(u' ');
    }
};

QTEST_GUILESS_MAIN(TestWarehouseRepair)
#include "tst_warehouserepair.moc"
