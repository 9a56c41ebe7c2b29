#include "domain/naming.h"
#include "warehousefixture.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

const QString alpha = u"ALPHA"_s;

} // namespace

/// Which rows a sync takes, and how they are read.
class TestWarehouseSelect : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void stateAndActionDecide_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("retries");
        QTest::addColumn<bool>("waiting");
        QTest::addColumn<bool>("failed");
        QTest::addColumn<bool>("both");
        const auto row = [](const char *name, const QString &state, const QString &action, int retries,
                            bool waiting, bool failed, bool both) {
            QTest::newRow(name) << state << action << retries << waiting << failed << both;
        };
        row("pending", u"PENDING"_s, u"INSERT"_s, 0, true, false, true);
        row("new", u"NEW"_s, u"INSERT"_s, 0, true, false, true);
        row("small letters and blanks", u" pending "_s, u"INSERT"_s, 0, true, false, true);
        row("update", u"PENDING"_s, u"UPDATE"_s, 0, true, false, true);
        row("no action", u"PENDING"_s, {}, 0, true, false, true);
        row("excluded", u"PENDING"_s, u"NONE"_s, 0, false, false, false);
        row("excluded in small letters", u"PENDING"_s, u"none"_s, 0, false, false, false);
        row("failed", u"FAILED"_s, u"INSERT"_s, 0, false, true, true);
        row("error", u"ERROR"_s, u"INSERT"_s, 2, false, true, true);
        row("failed too often", u"FAILED"_s, u"INSERT"_s, 3, false, false, false);
        row("failed and excluded", u"FAILED"_s, u"NONE"_s, 0, false, false, false);
        row("synced", u"SYNCED"_s, u"INSERT"_s, 0, false, false, false);
        row("completed", u"COMPLETED"_s, u"INSERT"_s, 0, false, false, false);
        row("existing", u"EXISTING"_s, u"INSERT"_s, 0, false, false, false);
        row("none", u"NONE"_s, u"INSERT"_s, 0, false, false, false);
        row("strange", u"PROCESSING"_s, u"INSERT"_s, 0, false, false, false);
    }

    void stateAndActionDecide()
    {
        QFETCH(QString, state);
        QFETCH(QString, action);
        QFETCH(int, retries);
        m_builder->header({.key = key(1), .state = state, .action = action, .retryCount = retries});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto taken = [&](RowSelection selection) {
            return numbers(*select(*warehouse, alpha, {.selection = selection})).contains(1);
        };
        QTEST(taken(RowSelection::Waiting), "waiting");
        QTEST(taken(RowSelection::Failed), "failed");
        QTEST(taken(RowSelection::WaitingAndFailed), "both");
        QCOMPARE(!warehouse->selectedByKey({key(1)}, {})->empty(), taken(RowSelection::Waiting));
    }

    void linesComeWithTheirHeader_data()
    {
        QTest::addColumn<QString>("headerState");
        QTest::addColumn<RowSelection>("selection");
        QTest::addColumn<bool>("skipSubitems");
        QTest::addColumn<bool>("headerTaken");
        QTest::addColumn<QStringList>("sizes");
        const QStringList waiting{u"S"_s};
        const QStringList failed{u"M"_s};
        const QStringList both{u"S"_s, u"M"_s};
        QTest::newRow("header waits") << u"PENDING"_s << RowSelection::Waiting << false << true << waiting;
        QTest::newRow("header is done") << u"SYNCED"_s << RowSelection::Waiting << false << true << waiting;
        QTest::newRow("header was completed")
            << u"COMPLETED"_s << RowSelection::Waiting << false << true << waiting;
        QTest::newRow("header failed")
            << u"FAILED"_s << RowSelection::Waiting << false << false << QStringList{};
        QTest::newRow("header not ours")
            << u"EXISTING"_s << RowSelection::Waiting << false << false << QStringList{};
        QTest::newRow("retry of a failed header")
            << u"FAILED"_s << RowSelection::Failed << false << true << both;
        QTest::newRow("retry of a line") << u"SYNCED"_s << RowSelection::Failed << false << true << failed;
        QTest::newRow("retry, header waits")
            << u"PENDING"_s << RowSelection::Failed << false << false << QStringList{};
        QTest::newRow("both") << u"SYNCED"_s << RowSelection::WaitingAndFailed << false << true << both;
        QTest::newRow("no subitems") << u"PENDING"_s << RowSelection::Waiting << true << true
                                     << QStringList{};
        QTest::newRow("no subitems, done")
            << u"SYNCED"_s << RowSelection::Waiting << true << false << QStringList{};
    }

    void linesComeWithTheirHeader()
    {
        QFETCH(QString, headerState);
        QFETCH(RowSelection, selection);
        QFETCH(bool, skipSubitems);
        QFETCH(bool, headerTaken);
        QFETCH(QStringList, sizes);
        m_builder->header({.key = key(1), .state = headerState})
            .line({.key = key(1), .sizeCode = u"S"_s})
            .line({.key = key(1), .sizeCode = u"M"_s, .state = u"FAILED"_s})
            .line({.key = key(1), .sizeCode = u"L"_s, .state = u"SYNCED"_s, .subitemId = 5})
            .line({.key = key(1), .sizeCode = u"XL"_s, .action = u"NONE"_s})
            .line({.key = key(1), .sizeCode = u"XS"_s, .state = u"FAILED"_s, .retryCount = 3});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const SyncRequest request{.selection = selection, .skipSubitems = skipSubitems};
        const auto streamed = select(*warehouse, alpha, request);
        const auto byKey = warehouse->selectedByKey({key(1)}, request);
        for (const Result<std::vector<OrderHeader>> &orders : {streamed, byKey}) {
            VERIFY_RESULT(orders);
            QCOMPARE(!orders->empty(), headerTaken);
            if (headerTaken)
                QCOMPARE(sizesOf(orders->front()), sizes);
        }
    }

    void tablesWithoutIndexesGiveTheSame()
    {
        m_builder->withoutIndexes()
            .withAnyContentIn({u"record_uuid"_s})
            .header({.key = key(0xa1), .state = u"SYNCED"_s, .withLines = false})
            .header({.key = key(0xa2), .state = u"SYNCED"_s, .withLines = false})
            .header({.key = key(0xa3), .sizes = {{u"S"_s, 1}}})
            .line({.key = key(0xa1), .sizeCode = u"S"_s})
            .line({.key = key(0xa3), .sizeCode = u"M"_s})
            .line({.key = key(0xa3), .sizeCode = u"M"_s});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET record_uuid = UPPER(record_uuid)"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(numbers(*orders), (QList<int>{0xa1, 0xa3}));
        QCOMPARE(sizesOf(orders->back()), QStringList{u"S"_s}); // M stands twice
        QCOMPARE(m_sink->count(EventId::db_019), 1);
        QCOMPARE(warehouse->customers()->front().linesPending, 4);
        // Tables of this size need none to be quick, but without any a key may be there twice.
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 2u);
        QVERIFY(std::ranges::all_of(*findings,
                                    [](const Event &finding) { return finding.id == EventId::db_062; }));
    }

    void theOrderIsGroupThenNumberThenKey()
    {
        m_builder->header({.key = key(4), .orderNumber = u"A-2"_s, .groupName = u"ALPHA SP26"_s})
            .header({.key = key(3), .orderNumber = u"A-1"_s, .groupName = u"ALPHA SP26"_s})
            .header({.key = key(2), .orderNumber = u"A-1"_s, .groupName = u"ALPHA SP26"_s})
            .header({.key = key(1), .orderNumber = u"A-9"_s, .groupName = u"ALPHA FW25"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(numbers(*select(*warehouse, alpha)), (QList<int>{1, 2, 3, 4}));
        QCOMPARE(numbers(*select(*warehouse, alpha, {.limitPerCustomer = 3})), (QList<int>{1, 2, 3}));
        QCOMPARE(numbers(*warehouse->selectedByKey({key(4), key(9), key(1)}, {})), (QList<int>{4, 1}));
    }

    void pagesOfKeysFollowEachOther_data()
    {
        QTest::addColumn<int>("keysPerPage");
        for (const int keys : {1, 2, 3, 7, 20, 1'000})
            QTest::addRow("%d", keys) << keys;
    }

    void pagesOfKeysFollowEachOther()
    {
        QFETCH(int, keysPerPage);
        m_keysPerPage = keysPerPage;
        m_builder->withoutIndexes().withAnyContentIn({u"record_uuid"_s, u"group_name"_s, u"AAG ORDER NUMBER"_s});
        const QList<std::pair<QString, QString>> places{
            {{}, {}},        {{}, u"1"_s},    {u"A"_s, u"10"_s},  {u"A"_s, u"10"_s}, {u"A"_s, u"9"_s},
            {u"A "_s, {}},   {u"A'B"_s, {}},  {u"AB"_s, u"0"_s},  {u"a"_s, u"%"_s},  {u"z"_s, u"1 2"_s},
            {u"Ärmel"_s, {}}, {u"Ω"_s, {}},   {u"🧵"_s, u"1"_s},  {u"🧵"_s, u"2"_s}};
        QList<int> expected;
        for (const auto &[group, number] : places) {
            const int next = static_cast<int>(expected.size()) + 1;
            m_builder->header({.key = key(next), .orderNumber = number, .groupName = group});
            expected.append(next);
        }
        // Two rows of one key, far from each other; neither is taken, and that is told once.
        m_builder->header({.key = key(90), .groupName = u"A"_s}).header({.key = key(90), .groupName = u"🧵"_s});
        m_builder->header({.key = key(91), .customer = u"BETA"_s}).header({.key = key(92), .state = u"SYNCED"_s});
        if (testEngine() == DatabaseDriver::Sqlite) {
            // A text that is no text: "a\xe9".
            m_builder->header({.key = key(93), .groupName = u"b"_s});
            m_builder->execute(u"UPDATE FACT_ORDER_LIST SET group_name = CAST(x'61e9' AS TEXT) WHERE group_name = 'b'"_s);
            expected.insert(9, 93);
        }
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(numbers(*select(*warehouse, alpha)), expected);
        QCOMPARE(m_sink->count(EventId::db_019), 1);
        QCOMPARE(m_sink->events().front().parameters.value("rows"_L1).toInt(), 1);
        QCOMPARE(numbers(*select(*warehouse, alpha, {.limitPerCustomer = 5})), expected.first(5));
        QCOMPARE(numbers(*select(*warehouse, alpha, {.records = {key(14), key(8), key(12), key(90)}, .limitPerCustomer = 2})),
                 (QList<int>{8, 12}));
    }

    void aRowThatMovesMeanwhileHidesNoOther()
    {
        m_keysPerPage = 2;
        for (int number = 1; number <= 7; ++number)
            m_builder->header({.key = key(number), .orderNumber = u"A-%1"_s.arg(number), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QList<int> seen;
        VERIFY_RESULT(warehouse->forEachSelected(alpha, {}, [&](const OrderHeader &order) -> Result<void> {
            seen.append(numbers({order}).first());
            if (seen == QList<int>{1, 2, 3}) {
                m_builder->execute(u"UPDATE FACT_ORDER_LIST SET group_name = 'Z' WHERE \"AAG ORDER NUMBER\" = 'A-1'"_s);
                m_builder->execute(u"UPDATE FACT_ORDER_LIST SET group_name = '' WHERE \"AAG ORDER NUMBER\" = 'A-2'"_s);
                m_builder->execute(u"UPDATE FACT_ORDER_LIST SET sync_state = 'SYNCED' WHERE \"AAG ORDER NUMBER\" = 'A-5'"_s);
                m_builder->execute(u"UPDATE ORDER_LIST_LINES SET sync_state = 'SYNCED'"_s);
            }
            return {};
        }));
        QCOMPARE(seen, (QList<int>{1, 2, 3, 4, 6, 7, 1}));
    }

    void chosenOrdersComeAlone()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s})
            .header({.key = key(1), .orderNumber = u"A-1"_s, .state = u"FAILED"_s})
            .header({.key = key(2), .orderNumber = u"A-2"_s, .state = u"FAILED"_s, .retryCount = 8, .sizes = {{u"S"_s, 1}}})
            .header({.key = key(3), .orderNumber = u"A-3"_s, .state = u"FAILED"_s})
            .header({.key = key(4), .orderNumber = u"A-4"_s, .state = u"PENDING"_s})
            .header({.key = key(5), .orderNumber = u"A-5"_s, .state = u"SYNCED"_s})
            .header({.key = key(6), .orderNumber = u"A-6"_s, .state = u"SYNCED"_s})
            .line({.key = key(6), .sizeCode = u"S"_s, .state = u"FAILED"_s, .retryCount = 5})
            .line({.key = key(6), .sizeCode = u"M"_s})
            .header({.key = key(7), .orderNumber = u"A-7"_s, .state = u"FAILED"_s, .action = u"NONE"_s})
            .header({.key = key(0xa8), .orderNumber = u"A-8"_s, .state = u"FAILED"_s});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET record_uuid = ? WHERE record_uuid = ?"_s,
                           {QString(u'{' + key(0xa8).toString().toUpper() + u'}'), key(0xa8).toString()});
        const auto warehouse = open();
        QVERIFY(warehouse);
        SyncRequest request{.records = {key(0xa8), key(2), key(4), key(5), key(6), key(7), key(99)},
                            .selection = RowSelection::Failed};
        const auto chosen = select(*warehouse, alpha, request);
        VERIFY_RESULT(chosen);
        QCOMPARE(numbers(*chosen), (QList<int>{2, 6, 0xa8}));
        QCOMPARE(sizesOf(chosen->at(0)), QStringList{u"S"_s});
        QCOMPARE(sizesOf(chosen->at(1)), QStringList{u"S"_s}); // M waits, it did not fail
        // When they are sent, too.
        QCOMPARE(numbers(*warehouse->selectedByKey({key(2), key(6)}, request)), (QList<int>{2, 6}));
        QCOMPARE(numbers(*select(*warehouse, u"BETA"_s, request)), QList<int>{});
        request.limitPerCustomer = 2;
        QCOMPARE(numbers(*select(*warehouse, alpha, request)), (QList<int>{2, 6}));
        request.limitPerCustomer.reset();
        request.skipSubitems = true;
        QCOMPARE(numbers(*select(*warehouse, alpha, request)), (QList<int>{2, 0xa8}));
        request.skipSubitems = false;
        request.selection = RowSelection::Waiting;
        QCOMPARE(numbers(*select(*warehouse, alpha, request)), (QList<int>{4, 6}));
        request.records = {key(99)};
        QCOMPARE(numbers(*select(*warehouse, alpha, request)), QList<int>{});
    }

    void customersMatchExactly_data()
    {
        QTest::addColumn<QString>("customer");
        QTest::newRow("apostrophe") << u"O'NEIL'S"_s;
        QTest::newRow("double quote and semicolon") << u"A\"; DROP TABLE x --"_s;
        QTest::newRow("wild cards") << u"100%_"_s;
        QTest::newRow("beyond Latin") << u"SØREN Δ 東京"_s;
        QTest::newRow("empty") << u""_s;
        QTest::newRow("null") << QString();
    }

    void customersMatchExactly()
    {
        QFETCH(QString, customer);
        m_builder->header({.key = key(1), .customer = customer, .groupName = u"G"_s})
            .header({.key = key(2), .customer = u"100 percent"_s})
            .header({.key = key(3), .customer = u"alpha"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto customers = warehouse->customers();
        VERIFY_RESULT(customers);
        QCOMPARE(customers->size(), 3);
        QCOMPARE(std::ranges::count(*customers, customer, &CustomerCounts::name), 1);
        QCOMPARE(numbers(*select(*warehouse, customer)), QList<int>{1});
        QCOMPARE(warehouse->openRows(customer, WarehouseState::Waiting, 9)->size(), 1);
    }

    void countsAreOfRows()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s})
            .header({.key = key(1), .sizes = {{u"S"_s, 1}, {u"M"_s, 2}}})
            .header({.key = key(2), .state = u"NEW"_s})
            .header({.key = key(3), .action = u"NONE"_s, .sizes = {{u"S"_s, 1}}})
            .header({.key = key(4), .state = u"FAILED"_s})
            .header({.key = key(5),
                     .state = u"SYNCED"_s,
                     .values = {{u"sync_completed_at"_s, u"2026-07-01 10:11:12"_s}}})
            .header({.key = key(6),
                     .state = u"COMPLETED"_s,
                     .values = {{u"sync_completed_at"_s, u"2026-06-01 10:11:12.5"_s}}})
            .header({.key = key(7), .customer = u"BETA"_s, .state = u"EXISTING"_s})
            .line({.key = key(4), .sizeCode = u"S"_s})
            .line({.key = key(5), .sizeCode = u"S"_s})
            .line({.key = key(5), .sizeCode = u"M"_s, .action = u"NONE"_s})
            .line({.key = key(7), .sizeCode = u"M"_s});
        m_builder->execute(
            u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state) VALUES ('x', 'PENDING')"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto customers = warehouse->customers();
        VERIFY_RESULT(customers);
        const CustomerCounts nameless{.name = u""_s, .pending = 1};
        const CustomerCounts first{.name = alpha,
                                   .pending = 2,
                                   .failed = 1,
                                   .synced = 2,
                                   .linesPending = 3,
                                   .lastSync = QDateTime({2026, 7, 1}, {10, 11, 12}, Qt::UTC)};
        const CustomerCounts second{.name = u"BETA"_s};
        QVERIFY(*customers == (std::vector{nameless, first, second}));
        std::vector<CustomerCounts> withoutLines = *customers;
        for (CustomerCounts &customer : withoutLines)
            customer.linesPending = 0;
        const auto headers = warehouse->headersOfCustomers();
        VERIFY_RESULT(headers);
        QVERIFY(*headers == withoutLines);
        // With an index that holds all that is asked of the lines they are counted another way.
        m_builder->execute(
            u"CREATE INDEX counts ON ORDER_LIST_LINES (record_uuid, sync_state, action_type)"_s);
        const auto indexed = openAnother()->customers();
        VERIFY_RESULT(indexed);
        QVERIFY(*indexed == *customers);
    }

    void anOrderComesWithWhatTheMappingNeeds()
    {
        m_builder->withAnyContentIn({u"qty"_s})
            .header(
                {.key = key(1),
                 .orderNumber = u"GRE-1"_s,
                 .action = u"UPDATE"_s,
                 .groupName = u"ALPHA SP26"_s,
                 .groupId = u"g1"_s,
                 .itemName = u"STYLE 417"_s,
                 .itemId = 9'876'543'210,
                 .retryCount = 2,
                 .values = {{u"CUSTOMER STYLE"_s, u""_s}, {u"PO NUMBER"_s, u"4755"_s}, {u"NOTES"_s, u"n"_s}},
                 .sizes = {{u"XL"_s, 7}, {u"S"_s, 5}}});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET qty = 'many' WHERE size_code = 'S'"_s);
        m_mapped.append(u"warehouse"_s); // the table spells it Warehouse
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        const OrderHeader &order = orders->front();
        QCOMPARE(order.orderNumber, u"GRE-1"_s);
        QCOMPARE(order.customer, alpha);
        QCOMPARE(order.groupName, u"ALPHA SP26"_s);
        QCOMPARE(order.groupId, u"g1"_s);
        QCOMPARE(order.itemName, u"STYLE 417"_s);
        QCOMPARE(order.action, ActionType::Update);
        QCOMPARE(order.itemId, std::optional<qint64>(9'876'543'210));
        QCOMPARE(order.retryCount, 2);
        QCOMPARE(order.sizesTotal, std::optional<qint64>(12));
        QCOMPARE(order.values.value(u"TOTAL QTY"_s).toInt(), 12);
        QCOMPARE(order.values.value(u"PO NUMBER"_s).toString(), u"4755"_s);
        QVERIFY(order.values.value(u"CUSTOMER STYLE"_s).isValid()); // empty is not NULL
        QVERIFY(order.values.contains(u"FREIGHT"_s));
        QVERIFY(!order.values.value(u"FREIGHT"_s).isValid());
        QVERIFY(order.values.contains(u"warehouse"_s));
        QVERIFY(!order.values.contains(u"NOTES"_s));
        QCOMPARE(sizesOf(order), (QStringList{u"S"_s, u"XL"_s}));
        QCOMPARE(order.lines.front().quantity.toString(), u"many"_s);
        QCOMPARE(order.lines.back().quantity.toInt(), 7);
        QCOMPARE(order.lines.back().action, ActionType::Update);
    }

    void anOrderIsKnownAsCancelledWhateverTheMappingHas()
    {
        m_builder->header(
            {.key = key(1), .orderNumber = u"GRE-1"_s, .values = {{u"ORDER TYPE"_s, u"Cancelled"_s}}});
        QVERIFY(!m_mapped.contains(u"ORDER TYPE"_s));
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        QVERIFY(isCancelled(orders->front()));
    }

    void sizesAreSummedOnlyWhenTheyAreNumbers_data()
    {
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<int>("expected"); // 0: no sum
        QTest::newRow("number") << QVariant(3) << 8;
        QTest::newRow("nothing") << QVariant() << 5;
        QTest::newRow("empty text") << QVariant(u""_s) << 5;
        QTest::newRow("digits as text") << QVariant(u" 12 "_s) << 17;
        QTest::newRow("text") << QVariant(u"abc"_s) << 0;
        QTest::newRow("number and unit") << QVariant(u"12 pcs"_s) << 0;
        QTest::newRow("fraction") << QVariant(2.5) << 0;
        QTest::newRow("whole fraction") << QVariant(2.0) << 7;
    }

    void sizesAreSummedOnlyWhenTheyAreNumbers()
    {
        QFETCH(QVariant, value);
        QFETCH(int, expected);
        m_builder->withAnyContentIn({u"M"_s}).header({.key = key(1), .sizes = {{u"S"_s, 5}}});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET \"M\" = ?"_s, {value});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->front().sizesTotal.value_or(0), expected);
    }

    void strangeColumnNamesAreOnlyNames()
    {
        const QStringList odd{u"CUSTOMER'S \"OWN\" [CODE]"_s, u"Δ QTY"_s, u"A]B"_s, u"1; DROP TABLE x"_s,
                              u"WHAT? :name"_s};
        for (const QString &name : odd)
            m_builder->withHeaderColumn(name);
        m_builder->sizes({u"O'S"_s, u"30\"/30"_s, u"L-XL?"_s, u":M"_s});
        m_mapped = odd;
        m_builder->header({.key = key(1), .sizes = {{u"O'S"_s, 2}, {u"30\"/30"_s, 3}}});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET \"Δ QTY\" = 'found', \"A]B\" = 'x'"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        QVERIFY(warehouse->findings()->empty());
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->front().values.value(u"Δ QTY"_s).toString(), u"found"_s);
        QCOMPARE(orders->front().sizesTotal, std::optional<qint64>(5));
        for (const QString &name : odd)
            QVERIFY2(orders->front().values.contains(name), qPrintable(name));
    }

    void keysAreFoundInAnySpelling_data()
    {
        QTest::addColumn<QString>("stored");
        const QString text = key(0x00c0ffee).toString();
        QString mixed = text;
        mixed.replace(u'c', u'C');
        QTest::newRow("small") << text;
        QTest::newRow("capital") << text.toUpper();
        QTest::newRow("mixed") << mixed;
        QTest::newRow("braces") << QString(u'{' + text + u'}');
    }

    void keysAreFoundInAnySpelling()
    {
        QFETCH(QString, stored);
        const RecordKey odd = key(0x00c0ffee);
        m_builder->withAnyContentIn({u"record_uuid"_s}).header({.key = odd, .sizes = {{u"S"_s, 5}}});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET record_uuid = ?"_s, {stored});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET record_uuid = ?"_s, {stored});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        QCOMPARE(orders->front().key, odd);
        QCOMPARE(orders->front().lines.size(), 1);
        VERIFY_RESULT(
            warehouse->writeBack({{.row = {odd, {}}, .state = RowState::Created, .mondayId = 5},
                                  {.row = {odd, u"S"_s}, .state = RowState::Created, .mondayId = 6}},
                                 syncId));
        QCOMPARE(m_builder->query(u"SELECT monday_item_id FROM FACT_ORDER_LIST"_s).toInt(), 5);
        QCOMPARE(m_builder->query(u"SELECT monday_subitem_id FROM ORDER_LIST_LINES"_s).toInt(), 6);
    }

    void rowsWithoutASingleIdentityAreLeftOut()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s, u"monday_item_id"_s})
            .header({.key = key(1)})
            .header({.key = key(2), .itemId = 5});
        m_builder->header({.key = key(3), .sizes = {{u"S"_s, 1}}});
        // The same key twice, in two spellings; an id that is none; a line without size.
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid, \"CUSTOMER NAME\", sync_state) "
                           "VALUES (?, 'ALPHA', 'SYNCED')"_s,
                           {key(1).toString().toUpper()});
        m_builder->execute(
            u"UPDATE FACT_ORDER_LIST SET monday_item_id = 'see mail' WHERE monday_item_id = '5'"_s);
        m_builder->line({.key = key(3), .sizeCode = u""_s});
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid, \"CUSTOMER NAME\", sync_state) "
                           "VALUES ('order 17', 'ALPHA', 'PENDING')"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, alpha);
        VERIFY_RESULT(orders);
        QCOMPARE(numbers(*orders), QList<int>{3});
        QCOMPARE(sizesOf(orders->front()), QStringList{u"S"_s});
        QCOMPARE(m_sink->events().size(), 3);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.front().id, EventId::db_017);
        QCOMPARE(findings.front().parameters.value("rows"_L1).toInt(), 1);
    }

    void aThousandOrdersComeInChunks()
    {
        m_builder->create();
        m_builder->execute(u"BEGIN"_s);
        for (int number = 1; number <= 1203; ++number)
            m_builder->header({.key = key(number), .sizes = {{u"S"_s, number}}});
        m_builder->execute(u"COMMIT"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        int seen = 0;
        // The visitor may write: nothing is held open.
        VERIFY_RESULT(warehouse->forEachSelected(alpha, {}, [&](OrderHeader order) -> Result<void> {
            ++seen;
            if (order.lines.size() != 1 || order.lines.front().quantity.toInt() != *order.sizesTotal)
                return Error{};
            m_builder->execute(u"UPDATE FACT_ORDER_LIST SET sync_state = 'SYNCED' WHERE record_uuid = ?"_s,
                               {order.key.toString()});
            return {};
        }));
        QCOMPARE(seen, 1203);
        const Result<void> ended =
            warehouse->forEachSelected(alpha, {}, [](const OrderHeader &) -> Result<void> {
                return Error{.kind = ErrorKind::Cancelled};
            });
        QCOMPARE(ended.error().kind, ErrorKind::Cancelled); // their lines still wait
    }

    void openRowsAreForTheReport()
    {
        m_builder
            ->header({.key = key(1),
                      .orderNumber = u"GRE-1"_s,
                      .state = u"FAILED"_s,
                      .values = {{u"CUSTOMER STYLE"_s, u"TOP"_s},
                                 {u"CUSTOMER COLOUR DESCRIPTION"_s, u"RED"_s},
                                 {u"AAG SEASON"_s, u"2026 SPRING"_s},
                                 {u"api_error_message"_s, u"too long"_s}},
                      .sizes = {{u"S"_s, 5}}})
            .header({.key = key(2)})
            .header({.key = key(3)})
            .header({.key = key(4), .state = u"HALF"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto failed = warehouse->openRows(alpha, WarehouseState::Failed, 10);
        VERIFY_RESULT(failed);
        QCOMPARE(failed->size(), 1);
        QCOMPARE(failed->front().style, u"TOP"_s);
        QCOMPARE(failed->front().colour, u"RED"_s);
        QCOMPARE(failed->front().aagSeason, u"2026 SPRING"_s);
        QCOMPARE(failed->front().quantity, u"5"_s);
        QCOMPARE(failed->front().state, u"FAILED"_s);
        QCOMPARE(failed->front().errorMessage, u"too long"_s);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Waiting, 1)->size(), 1);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Waiting, 9)->size(), 2);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Strange, 9)->size(), 1);
        QCOMPARE(warehouse->openRows(alpha, WarehouseState::Done, 9)->size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestWarehouseSelect)
#include "tst_warehouseselect.moc"
