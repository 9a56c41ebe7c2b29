#include "warehouse/sqlorderrefresh.h"

#include "warehousefixture.h"

#include <limits>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

using Sizes = QList<std::pair<QString, int>>;
using SourceSizes = QList<std::pair<QString, QVariant>>;
using Values = QHash<QString, QVariant>;

const Values style{{u"CUSTOMER STYLE"_s, u"ST1"_s}, {u"PLANNED DELIVERY METHOD"_s, u"AIR"_s}};

Values with(Values values, const Values &more)
{
    values.insert(more);
    return values;
}

} // namespace

/// Each rule of a refresh on small tables.
class TestRefresh : public WarehouseTest
{
    Q_OBJECT

private:
    Result<RefreshReport> refresh(RefreshMode mode, const std::stop_token &stop = {})
    {
        m_builder->create();
        Result<std::unique_ptr<SqlOrderRefresh>> opened = SqlOrderRefresh::open(
            {.database = m_builder->database(), .tables = m_builder->tables()}, m_clock, m_ids, *m_sink);
        if (!opened)
            return opened.error();
        return (*opened)->refresh({.mode = mode, .goneSizes = m_goneSizes, .listedRows = 100}, stop);
    }

    /// Looks, writes, and looks again: the same counts, and nothing left to do. Total of the writing.
    std::optional<RefreshCounts> refreshed()
    {
        const Result<RefreshReport> looked = refresh(RefreshMode::Look);
        m_report = refresh(RefreshMode::Write);
        const Result<RefreshReport> again = refresh(RefreshMode::Look);
        if (!looked || !m_report || !again) {
            qWarning("%s", qPrintable(m_report ? QString() : m_report.error().text()));
            return std::nullopt;
        }
        RefreshCounts left = again->total;
        if (looked->total != m_report->total
            || left.added + left.changed + left.cancelled + left.linesAdded + left.linesChanged
                    + left.linesRemoved
                != 0)
            return std::nullopt;
        return m_report->total;
    }

    QVariant header(int number, const QString &column) { return m_builder->headerCell(key(number), column); }
    QVariant line(int number, const QString &size, const QString &column)
    {
        return m_builder->lineCell({key(number), size}, column);
    }
    /// State, action and quantity of a line.
    QString lineText(int number, const QString &size)
    {
        return QStringList{line(number, size, u"sync_state"_s).toString(),
                           line(number, size, u"action_type"_s).toString(),
                           line(number, size, u"qty"_s).toString()}
            .join(u' ');
    }
    QString headerText(int number)
    {
        return header(number, u"sync_state"_s).toString() + u' '
            + header(number, u"action_type"_s).toString();
    }

    /// An order that is the same in source and headers, with lines on the board when it has an item.
    void both(int number, std::optional<qint64> item = std::nullopt, const Sizes &sizes = {{u"S"_s, 5}},
              const QString &state = u"SYNCED"_s)
    {
        m_builder->header({.key = key(number),
                           .orderNumber = u"ALP-%1"_s.arg(number),
                           .state = state,
                           .groupName = u"ALPHA SP26"_s,
                           .groupId = u"group_1"_s,
                           .itemName = u"ST1 ALP-%1"_s.arg(number),
                           .itemId = item,
                           .values = with(style, {{u"CUSTOMER SEASON"_s, u"SP26"_s}}),
                           .sizes = sizes,
                           .withLines = false});
        SourceSizes same;
        for (const auto &[size, quantity] : sizes) {
            same.append({size, quantity});
            m_builder->line({.key = key(number),
                             .sizeCode = size,
                             .quantity = quantity,
                             .state = state,
                             .subitemId = item ? QVariant(*item * 100 + quantity) : QVariant()});
        }
        m_builder->source({.key = key(number),
                           .orderNumber = u"ALP-%1"_s.arg(number),
                           .values = with(style, {{u"CUSTOMER SEASON"_s, u"SP26"_s}}),
                           .sizes = same});
    }

    void changeSource(int number, const QString &column, const QVariant &value)
    {
        m_builder->execute(u"UPDATE swp_ORDER_LIST_SYNC SET \"%1\" = ? WHERE record_uuid = ?"_s.arg(column),
                           {value, key(number).toString()});
    }

    void dropSize(const QString &table, const QString &size)
    {
        m_builder->execute(u"ALTER TABLE %1 DROP COLUMN \"%2\""_s.arg(table, size));
    }
    void dropFromSource(const QString &size) { dropSize(u"swp_ORDER_LIST_SYNC"_s, size); }

    SeededIdSource m_ids{1};
    GoneSizes m_goneSizes = GoneSizes::Stay;
    Result<RefreshReport> m_report{RefreshReport()};

private slots:
    void init()
    {
        prepareWarehouse();
        m_goneSizes = GoneSizes::Stay;
    }
    void cleanup() { m_builder.reset(); }

    void aNewOrderArrivesWithNamesAndLines()
    {
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = with(style,
                                          {{u"CUSTOMER SEASON"_s, u" "_s},
                                           {u"AAG SEASON"_s, u"2026 SPRING"_s},
                                           {u"CUSTOMER COLOUR DESCRIPTION"_s, u"BLACK"_s},
                                           {u"PO NUMBER"_s, u"4755"_s},
                                           {u"ORDER TYPE"_s, u"active"_s}}),
                           .sizes = {{u"S"_s, u"5"_s}, {u"M"_s, u"0"_s}, {u"L"_s, 7}}});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1, .linesAdded = 2}));
        QCOMPARE(headerText(1), u"PENDING INSERT"_s);
        QCOMPARE(header(1, u"group_name"_s), u"ALPHA 2026 SPRING"_s);
        QVERIFY(header(1, u"group_id"_s).isNull());
        QCOMPARE(header(1, u"item_name"_s), u"ST1 BLACK ALP-1 4755"_s);
        QCOMPARE(header(1, u"ORDER TYPE"_s), u"RECEIVED"_s);
        QCOMPARE(header(1, u"TOTAL QTY"_s), 12);
        QCOMPARE(lineText(1, u"S"_s), u"PENDING INSERT 5"_s);
        QCOMPARE(lineText(1, u"L"_s), u"PENDING INSERT 7"_s);
        QVERIFY(!line(1, u"M"_s, u"qty"_s).isValid());
        QCOMPARE(m_report->rows.front().kind, RefreshKind::Added);
        // What it wrote, a sync takes.
        std::unique_ptr<SqlOrderWarehouse> warehouse = open();
        QCOMPARE(numbers(*select(*warehouse, u"ALPHA"_s)), QList<int>{1});
    }

    void anOrderWithoutSeasonHasNoGroup()
    {
        m_builder->withSourceColumn(u"group_name"_s);
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = {{u"group_name"_s, u"check"_s}},
                           .sizes = {}});
        QVERIFY(refreshed());
        QVERIFY(header(1, u"group_name"_s).isNull());
    }

    void namesThatTheSourceGivesStand()
    {
        m_builder->withSourceColumn(u"group_name"_s).withSourceColumn(u"item_name"_s);
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = with(style,
                                          {{u"CUSTOMER SEASON"_s, u"SP26"_s},
                                           {u"group_name"_s, u"ALPHA SPECIAL"_s},
                                           {u"item_name"_s, u"my item"_s}})});
        QVERIFY(refreshed());
        QCOMPARE(header(1, u"group_name"_s), u"ALPHA SPECIAL"_s);
        QCOMPARE(header(1, u"item_name"_s), u"my item"_s);
    }

    void blankRowsAreCountedOnly()
    {
        m_builder->source({.key = key(1), .orderNumber = u"ALP-1"_s, .values = {{u"NOTES"_s, u"x"_s}}});
        QCOMPARE(refreshed(), (RefreshCounts{.blank = 1}));
    }

    void customersGetTheirCanonicalName()
    {
        m_builder->withSourceColumn(u"_SOURCE_TABLE"_s).withHeaderColumn(u"SOURCE_CUSTOMER_NAME"_s);
        m_builder->execute(
            u"CREATE TABLE map_canonical_customer (name VARCHAR(255), canonical VARCHAR(255))"_s);
        m_builder->execute(u"INSERT INTO map_canonical_customer VALUES ('Alpha  Clothiers', 'ALPHA')"_s);
        const Values values = with(style, {{u"CUSTOMER SEASON"_s, u"SP26"_s}, {u"_SOURCE_TABLE"_s, u"xA"_s}});
        m_builder->source(
            {.key = key(1), .customer = u"ALPHA CLOTHIERS"_s, .orderNumber = u"ALP-1"_s, .values = values});
        // Filled from the others of its workbook.
        m_builder->source({.key = key(2), .customer = {}, .orderNumber = u"ALP-2"_s, .values = values});
        m_builder->source({.key = key(3),
                           .customer = {},
                           .orderNumber = u"ALP-3"_s,
                           .values = with(values, {{u"_SOURCE_TABLE"_s, u"xB"_s}})});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 2, .skipped = 1}));
        QCOMPARE(header(1, u"CUSTOMER NAME"_s), u"ALPHA"_s);
        QCOMPARE(header(1, u"SOURCE_CUSTOMER_NAME"_s), u"ALPHA CLOTHIERS"_s);
        QCOMPARE(header(1, u"group_name"_s), u"ALPHA SP26"_s);
        QCOMPARE(header(2, u"CUSTOMER NAME"_s), u"ALPHA"_s);
        QCOMPARE(m_report->skipped.front().event, EventId::rf_016);
    }

    void whatIsTheSameIsNotTouched()
    {
        both(1, 900);
        both(2, std::nullopt, {{u"M"_s, 3}}, u"PENDING"_s);
        // Other spellings of the same values.
        changeSource(1, u"CUSTOMER PRICE"_s, u"28.8600"_s);
        changeSource(1, u"EX FACTORY DATE"_s, u"2026-03-01 00:00:00"_s);
        changeSource(1, u"NOTES"_s, u"  "_s);
        changeSource(1, u"M"_s, u"0"_s);
        m_builder->execute(
            u"UPDATE FACT_ORDER_LIST SET \"CUSTOMER PRICE\" = 28.86, \"EX FACTORY DATE\" = '2026-03-01', "
            "group_name = 'alpha  sp26', item_name = 'by an older rule' WHERE record_uuid = ?"_s,
            {key(1).toString()});
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 2}));
        QCOMPARE(headerText(1), u"SYNCED INSERT"_s);
        QVERIFY(header(1, u"updated_at"_s).isNull());
        QCOMPARE(header(1, u"item_name"_s), u"by an older rule"_s);
    }

    void leadingZerosOfATextMatter()
    {
        both(1, 900);
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET \"PO NUMBER\" = '0042'"_s);
        changeSource(1, u"PO NUMBER"_s, u"42"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1}));
        QCOMPARE(header(1, u"PO NUMBER"_s), u"42"_s);
    }

    void aChangedOrderWaitsAsUpdate()
    {
        both(1, 900);
        both(2);
        both(3, std::nullopt, {{u"S"_s, 5}}, u"PENDING"_s);
        both(4, 903, {{u"S"_s, 5}}, u"FAILED"_s);
        for (const int number : {1, 2, 3, 4})
            changeSource(number, u"STYLE DESCRIPTION"_s, u"New text"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 4}));
        QCOMPARE(headerText(1), u"PENDING UPDATE"_s);
        QCOMPARE(headerText(2), u"PENDING INSERT"_s);
        QCOMPARE(headerText(3), u"PENDING INSERT"_s);
        QCOMPARE(headerText(4), u"PENDING UPDATE"_s);
        QCOMPARE(header(1, u"STYLE DESCRIPTION"_s), u"New text"_s);
        QCOMPARE(header(1, u"group_id"_s), u"group_1"_s);
        QCOMPARE(header(1, u"monday_item_id"_s), 900);
        QCOMPARE(lineText(1, u"S"_s), u"SYNCED INSERT 5"_s);
    }

    void anotherSeasonMovesTheItem()
    {
        both(1, 900);
        changeSource(1, u"CUSTOMER SEASON"_s, u"FA26"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1}));
        QCOMPARE(header(1, u"group_name"_s), u"ALPHA FA26"_s);
        QVERIFY(header(1, u"group_id"_s).isNull());
    }

    void linesFollowTheSizes()
    {
        both(1, 900, {{u"XS"_s, 1}, {u"S"_s, 2}, {u"M"_s, 3}, {u"L"_s, 4}});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET monday_subitem_id = NULL WHERE size_code = 'L'"_s);
        changeSource(1, u"S"_s, 20);
        changeSource(1, u"M"_s, 0);
        changeSource(1, u"L"_s, QVariant());
        changeSource(1, u"XL"_s, 9);
        QCOMPARE(refreshed(),
                 (RefreshCounts{.changed = 1, .linesAdded = 1, .linesChanged = 1, .linesRemoved = 2}));
        QCOMPARE(lineText(1, u"XS"_s), u"SYNCED INSERT 1"_s);
        QCOMPARE(lineText(1, u"S"_s), u"PENDING UPDATE 20"_s);
        QCOMPARE(lineText(1, u"M"_s), u"PENDING DELETE 0"_s);
        QCOMPARE(line(1, u"M"_s, u"monday_subitem_id"_s), 90003);
        QCOMPARE(lineText(1, u"L"_s), u"NONE NONE 0"_s);
        QCOMPARE(lineText(1, u"XL"_s), u"PENDING INSERT 9"_s);

        // The sizes come back.
        changeSource(1, u"M"_s, 3);
        changeSource(1, u"L"_s, 4);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesChanged = 2}));
        QCOMPARE(lineText(1, u"M"_s), u"PENDING UPDATE 3"_s);
        QCOMPARE(lineText(1, u"L"_s), u"PENDING INSERT 4"_s);
    }

    void linesThatAreMissingAreMade()
    {
        both(1, 900, {{u"S"_s, 2}, {u"M"_s, 3}});
        m_builder->execute(u"DELETE FROM ORDER_LIST_LINES WHERE size_code = 'M'"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesAdded = 1}));
        QCOMPARE(headerText(1), u"SYNCED INSERT"_s);
    }

    void aCancelledOrderKeepsItsSubitemsAtZero()
    {
        both(1, 900, {{u"S"_s, 2}, {u"M"_s, 3}});
        changeSource(1, u"ORDER TYPE"_s, u"Cancelled"_s);
        changeSource(1, u"M"_s, 0);
        QCOMPARE(refreshed(), (RefreshCounts{.cancelled = 1, .linesChanged = 2}));
        QCOMPARE(header(1, u"ORDER TYPE"_s), u"CANCELLED"_s);
        QCOMPARE(lineText(1, u"S"_s), u"PENDING UPDATE 2"_s); // the sync sends zero for it
        QCOMPARE(lineText(1, u"M"_s), u"PENDING UPDATE 0"_s);
        QCOMPARE(m_report->rows.front().kind, RefreshKind::Cancelled);
    }

    void rowsOfOtherSystemsStay()
    {
        both(1, std::nullopt, {{u"S"_s, 5}}, u"EXISTING"_s);
        both(2, std::nullopt, {{u"S"_s, 5}}, u"COMPLETED"_s);
        both(3, std::nullopt, {{u"S"_s, 5}}, u"HELD"_s);
        both(4, 900);
        m_builder->execute(
            u"UPDATE FACT_ORDER_LIST SET sync_state = 'PENDING', action_type = 'NONE' WHERE record_uuid = ?"_s,
            {key(4).toString()});
        for (const int number : {1, 2, 3, 4})
            changeSource(number, u"S"_s, 6);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .notOurs = 3, .linesChanged = 1}));
        QCOMPARE(headerText(1), u"EXISTING INSERT"_s);
        QCOMPARE(lineText(1, u"S"_s), u"EXISTING INSERT 5"_s);
        QCOMPARE(header(2, u"S"_s), 5);
        QCOMPARE(headerText(4), u"PENDING NONE"_s); // kept out, with the new values
        QCOMPARE(header(4, u"S"_s), 6);
    }

    void rowsWithoutRecordUuidAreFoundByTheirKey()
    {
        both(1, 900);
        both(2, 901);
        m_builder->execute(u"UPDATE swp_ORDER_LIST_SYNC SET record_uuid = NULL"_s);
        m_builder->execute(
            u"UPDATE swp_ORDER_LIST_SYNC SET \"PO NUMBER\" = '77' WHERE \"AAG ORDER NUMBER\" = 'ALP-2'"_s);
        m_builder->source({.orderNumber = u"ALP-3"_s, .values = style, .sizes = {{u"S"_s, 1}}});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1, .changed = 1, .unchanged = 1, .linesAdded = 1}));
        QCOMPARE(header(2, u"PO NUMBER"_s), u"77"_s);
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s), 3);
    }

    void idsThatTheSourceMakesAnewDoNotDoubleOrders()
    {
        both(1, 900);
        m_builder->execute(u"UPDATE swp_ORDER_LIST_SYNC SET record_uuid = ?"_s, {key(77).toString()});
        changeSource(77, u"S"_s, 6);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesChanged = 1}));
        QCOMPARE(header(1, u"S"_s), 6);
    }

    void oneNumberMayHaveSeveralOrders()
    {
        both(1, 900);
        // B6: the same number and style again, another delivery; known by its record_uuid.
        m_builder->source(
            {.key = key(2), .orderNumber = u"ALP-1"_s, .values = style, .sizes = {{u"S"_s, 9}}});
        // And without: equal rows first, then by PO.
        m_builder->source({.orderNumber = u"ALP-1"_s,
                           .values = with(style, {{u"PO NUMBER"_s, u"8"_s}}),
                           .sizes = {{u"S"_s, 8}}});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 2, .unchanged = 1, .linesAdded = 2}));
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s), 3);
    }

    void whatCannotBeToldApartIsSkipped()
    {
        both(1, 900);
        const auto twin = [this](int quantity) {
            m_builder->source({.orderNumber = u"ALP-7"_s, .values = style, .sizes = {{u"S"_s, quantity}}});
        };
        twin(1);
        twin(2);
        m_builder->header({.key = key(8), .orderNumber = u"ALP-8"_s, .state = u"SYNCED"_s, .values = style});
        for (const int quantity : {3, 4})
            m_builder->source({.orderNumber = u"ALP-8"_s, .values = style, .sizes = {{u"S"_s, quantity}}});
        for (const int quantity : {5, 6})
            m_builder->source(
                {.key = key(9), .orderNumber = u"ALP-9"_s, .values = style, .sizes = {{u"S"_s, quantity}}});
        m_builder->source({.orderNumber = {}, .values = style});
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 1, .skipped = 7}));
        QHash<EventId, qint64> reasons;
        for (const ErrorGroup &group : m_report->skipped)
            reasons[group.event] = group.rows;
        QCOMPARE(
            reasons,
            (QHash<EventId, qint64>{
                {EventId::rf_010, 1}, {EventId::rf_011, 2}, {EventId::rf_012, 2}, {EventId::rf_013, 2}}));
        QVERIFY(m_sink->count(EventId::rf_012) > 0);
    }

    void badValuesAreSkippedAndOthersGoOn()
    {
        const auto add = [this](int number, const QString &column, const QVariant &value) {
            m_builder->source({.key = key(number),
                               .orderNumber = u"ALP-%1"_s.arg(number),
                               .values = with(style, {{column, value}})});
        };
        add(1, u"S"_s, u"five"_s);
        add(2, u"M"_s, -5);
        add(3, u"FREIGHT"_s, u"see rate card"_s);
        add(4, u"EX FACTORY DATE"_s, u"soon"_s);
        add(5, u"TOTAL QTY"_s, 40'000);
        add(6, u"STYLE DESCRIPTION"_s, QString(101, u'x'));
        add(7, u"DESIGN FEE"_s, u"1,250.00"_s);
        both(8, 900);
        changeSource(8, u"S"_s, u"2.5"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1, .skipped = 7}));
        QCOMPARE(headerText(8), u"SYNCED INSERT"_s);
        QCOMPARE(header(8, u"S"_s), 5);
        const RefreshRow &row = m_report->rows.front();
        QCOMPARE(row.kind, RefreshKind::Skipped);
        QCOMPARE(row.key, key(1));
        QCOMPARE(row.reason.id, EventId::rf_014);
        QVERIFY(row.reason.text().contains(u"five"_s));
        QCOMPARE(m_report->skipped.back().event, EventId::rf_015);
        QCOMPARE(m_report->skipped.back().rows, 4);
    }

    void valuesOfEveryFormAreJudged_data()
    {
        const bool sqlite = testEngine() == DatabaseDriver::Sqlite;
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("held"); // empty: it is not
        const auto row = [](const QString &type, const QString &value, const QString &held = {}) {
            QTest::addRow("%s of %s", qPrintable(value), qPrintable(type)) << type << value << held;
        };
        row(u"INT"_s, u"2.5"_s);
        row(u"INT"_s, u"7.00"_s, u"7"_s);
        row(u"INT"_s, u"-2147483649"_s);
        row(u"INT"_s, u"-2147483648"_s, u"-2147483648"_s);
        row(u"SMALLINT"_s, u"32768"_s);
        row(u"BIGINT"_s, u"9223372036854775808"_s);
        row(u"BIGINT"_s, u"9223372036854775807"_s, u"9223372036854775807"_s);
        row(u"DECIMAL(4,4)"_s, u"1.5"_s);
        row(u"DECIMAL(4,4)"_s, u"0.25"_s, sqlite ? u"0.25"_s : u"0.2500"_s);
        row(u"DECIMAL(4,2)"_s, u"99.999"_s);
        row(u"DECIMAL(4,0)"_s, u"12.5"_s);
        row(u"DATETIME2"_s, u"soon"_s);
        row(u"DATETIME2"_s, u"2026-02-30 10:00"_s);
        row(u"DATETIME2"_s, u"2026-03-01 25:00:00"_s);
        row(u"DATETIME2"_s, u"2026-03-01T10:30"_s, u"2026-03-01 10:30:00"_s);
        row(u"DATETIME2"_s, u"2026-03-01"_s, u"2026-03-01 00:00:00"_s);
        row(u"TIME"_s, u"24:30"_s);
        row(u"TIME"_s, u"08:15"_s, sqlite ? u"08:15:00.000"_s : u"08:15:00"_s);
        row(u"BIT"_s, u"maybe"_s);
        row(u"BIT"_s, u"Yes"_s, sqlite ? u"1"_s : u"true"_s);
        row(u"BIT"_s, u"0"_s, sqlite ? u"0"_s : u"false"_s);
        row(u"UNIQUEIDENTIFIER"_s, u"4711"_s);
        row(u"UNIQUEIDENTIFIER"_s, u"{0B0E1F3C-5D0B-4B53-9E0B-6E5C5B6A7D10}"_s,
            u"0b0e1f3c-5d0b-4b53-9e0b-6e5c5b6a7d10"_s);
        if (sqlite)
            row(u"TINYINT"_s, u"256"_s);
    }

    void valuesOfEveryFormAreJudged()
    {
        QFETCH(QString, type);
        QFETCH(QString, value);
        QFETCH(QString, held);
        m_builder->withHeaderColumn(u"EXTRA"_s, type).withSourceColumn(u"EXTRA"_s);
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = with(style, {{u"EXTRA"_s, value}})});
        m_builder->source({.key = key(2), .orderNumber = u"ALP-2"_s, .values = style});
        QCOMPARE(refreshed(), held.isEmpty() ? (RefreshCounts{.added = 1, .skipped = 1})
                                             : (RefreshCounts{.added = 2}));
        QCOMPARE(header(1, u"EXTRA"_s).toString(), held);
        if (held.isEmpty())
            QCOMPARE(m_report->skipped.front().event, EventId::rf_015);
    }

    void numbersOfTheSourceBecomeTextInTheShortestForm()
    {
        m_builder->withHeaderColumn(u"SURCHARGE FEE"_s).withSourceColumn(u"SURCHARGE FEE"_s, u"DECIMAL(10,4)"_s);
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = with(style, {{u"SURCHARGE FEE"_s, 12.5}})});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1}));
        QCOMPARE(header(1, u"SURCHARGE FEE"_s), u"12.5"_s);
    }

    void columnsThatMustHaveAValueAreKnown()
    {
        m_builder->withHeaderColumn(u"BRAND"_s, u"NVARCHAR(50) NOT NULL"_s)
            .withHeaderColumn(u"MADE BY"_s, u"NVARCHAR(50) NOT NULL DEFAULT 'nobody'"_s)
            .withSourceColumn(u"BRAND"_s);
        m_builder->source({.key = key(1),
                           .orderNumber = u"ALP-1"_s,
                           .values = with(style, {{u"BRAND"_s, u"B"_s}})});
        m_builder->source({.key = key(2), .orderNumber = u"ALP-2"_s, .values = style});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1, .skipped = 1}));
        QCOMPARE(header(1, u"MADE BY"_s), u"nobody"_s);
        QCOMPARE(m_report->skipped.front().event, EventId::rf_025);
        QVERIFY(m_report->skipped.front().sample.contains(u"BRAND"_s));
        // What is there loses no value that it must have.
        changeSource(1, u"BRAND"_s, QVariant());
        changeSource(1, u"NOTES"_s, u"new"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.skipped = 2}));
        QCOMPARE(header(1, u"BRAND"_s), u"B"_s);
    }

    void columnsThatNobodyFillsAreKnown_data()
    {
        QTest::addColumn<bool>("ofHeaders");
        QTest::newRow("headers") << true;
        QTest::newRow("lines") << false;
    }

    void columnsThatNobodyFillsAreKnown()
    {
        QFETCH(bool, ofHeaders);
        const QString type = u"NVARCHAR(50) NOT NULL"_s;
        if (ofHeaders)
            m_builder->withHeaderColumn(u"OWNER"_s, type);
        else
            m_builder->withLineColumn(u"OWNER"_s, type);
        m_builder->source({.key = key(1), .orderNumber = u"ALP-1"_s, .values = style, .sizes = {{u"S"_s, 1}}});
        m_builder->source({.key = key(2), .orderNumber = u"ALP-2"_s, .values = style});
        QCOMPARE(refreshed(), ofHeaders ? (RefreshCounts{.skipped = 2})
                                        : (RefreshCounts{.added = 1, .skipped = 1}));
        QCOMPARE(m_report->skipped.front().event, EventId::rf_025);
        QVERIFY(m_report->skipped.front().sample.contains(u"OWNER"_s));
    }

    void linesAreJudgedBeforeTheyAreWritten()
    {
        const QString longSize = u"A SIZE OF MORE THAN TWENTY"_s;
        m_builder->sizes({u"S"_s, longSize})
            .withoutLineColumns({u"qty"_s})
            .withLineColumn(u"qty"_s, u"SMALLINT NOT NULL"_s);
        const auto add = [this](int number, const SourceSizes &sizes) {
            m_builder->source({.key = key(number),
                               .orderNumber = u"ALP-%1"_s.arg(number),
                               .values = with(style, {{u"TOTAL QTY"_s, QVariant()}}),
                               .sizes = sizes});
        };
        add(1, {{u"S"_s, 40'000}});
        add(2, {{longSize, 1}});
        add(3, {{u"S"_s, 4}});
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1, .skipped = 2, .linesAdded = 1}));
        QCOMPARE(m_report->skipped.size(), 1U);
        QCOMPARE(m_report->skipped.front().event, EventId::rf_015);
        QVERIFY(!header(1, u"S"_s).isValid());
        QVERIFY(!header(2, u"S"_s).isValid());
    }

    void whatTheDatabaseRefusesIsSkippedAlone()
    {
        both(1, 900);
        changeSource(1, u"S"_s, 6);
        for (const int number : {2, 3, 4}) {
            m_builder->source({.key = key(number),
                               .orderNumber = u"ALP-%1"_s.arg(number),
                               .values = style,
                               .sizes = {{u"S"_s, 1}, {u"M"_s, 10 + number}}});
        }
        m_builder->execute(
            testEngine() == DatabaseDriver::Sqlite
                ? u"CREATE TRIGGER refuse BEFORE INSERT ON ORDER_LIST_LINES WHEN new.qty = 13 BEGIN "
                  "SELECT RAISE(ABORT, 'unlucky'); END"_s
                : u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                  "$$BEGIN RAISE EXCEPTION 'unlucky'; END$$; "
                  "CREATE TRIGGER refuse BEFORE INSERT ON ORDER_LIST_LINES FOR EACH ROW "
                  "WHEN (new.qty = 13) EXECUTE FUNCTION refuse()"_s);
        const Result<RefreshReport> looked = refresh(RefreshMode::Look);
        VERIFY_RESULT(looked);
        QCOMPARE(looked->total.added, 3);
        const Result<RefreshReport> written = refresh(RefreshMode::Write);
        VERIFY_RESULT(written);
        QCOMPARE(written->total,
                 (RefreshCounts{.added = 2, .changed = 1, .skipped = 1, .linesAdded = 4, .linesChanged = 1}));
        const ErrorGroup &group = written->skipped.front();
        QCOMPARE(group.event, EventId::rf_026);
        QVERIFY2(group.sample.contains(u"ALP-3"_s) && group.sample.contains(u"unlucky"_s),
                 qPrintable(group.sample));
        QCOMPARE(lineText(1, u"S"_s), u"PENDING UPDATE 6"_s);
        QCOMPARE(lineText(2, u"M"_s), u"PENDING INSERT 12"_s);
        QCOMPARE(lineText(4, u"M"_s), u"PENDING INSERT 14"_s);
        // Nothing of the order is left behind.
        QVERIFY(!header(3, u"S"_s).isValid());
        QVERIFY(!line(3, u"S"_s, u"qty"_s).isValid());
    }

    void doubtfulHeadersAndLinesAreSkipped()
    {
        m_builder->withoutIndexes().withAnyContentIn({u"monday_item_id"_s});
        both(1, 900);
        both(2, 901);
        both(3, 902);
        m_builder->header({.key = key(1), .orderNumber = u"ALP-1"_s});
        m_builder->line({.key = key(2), .sizeCode = u"S"_s});
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET monday_item_id = 'soon' WHERE record_uuid = ?"_s,
                           {key(3).toString()});
        QCOMPARE(refreshed(), (RefreshCounts{.skipped = 3}));
        QCOMPARE(m_report->skipped.at(0).event, EventId::rf_017);
        QCOMPARE(m_report->skipped.at(1).event, EventId::rf_018);
        QCOMPARE(m_report->skipped.at(2).event, EventId::rf_019);
    }

    void headersWithoutSourceAreListed()
    {
        both(1, 900);
        m_builder->header({.key = key(2), .orderNumber = u"ALP-2"_s, .state = u"SYNCED"_s});
        m_builder->header({.key = key(3), .orderNumber = u"ALP-3"_s, .state = u"EXISTING"_s});
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 1, .onlyInHeaders = 1}));
        QCOMPARE(headerText(2), u"SYNCED INSERT"_s);
        QCOMPARE(m_report->rows.size(), 1U);
        QCOMPARE(m_report->rows.front().key, key(2));
        QCOMPARE(m_report->rows.front().kind, RefreshKind::OnlyInHeaders);
    }

    void sizesThatOnlyTheSourceHasAreTold()
    {
        both(1, 900, {{u"S"_s, 5}});
        dropSize(u"FACT_ORDER_LIST"_s, u"M"_s);
        changeSource(1, u"M"_s, 3);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesAdded = 1}));
        QCOMPARE(m_report->findings.size(), 1U);
        QCOMPARE(m_report->findings.front().id, EventId::rf_003);
        QCOMPARE(lineText(1, u"M"_s), u"PENDING INSERT 3"_s);
    }

    void sizesThatTheSourceLacksStay()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        both(2, 901, {{u"S"_s, 5}, {u"XL"_s, 3}});
        both(3, 902);
        dropFromSource(u"XL"_s);
        changeSource(2, u"NOTES"_s, u"new"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .unchanged = 2, .keepingSizes = 2, .linesKept = 2}));
        QCOMPARE(headerText(1), u"SYNCED INSERT"_s);
        QCOMPARE(headerText(2), u"PENDING UPDATE"_s);
        QCOMPARE(header(1, u"XL"_s), 2);
        QCOMPARE(header(2, u"XL"_s), 3);
        for (const int number : {1, 2})
            QCOMPARE(lineText(number, u"XL"_s), u"SYNCED INSERT %1"_s.arg(number + 1));
        QCOMPARE(line(1, u"XL"_s, u"monday_subitem_id"_s), 90002);
        QCOMPARE(m_report->findings.size(), 1U);
        QCOMPARE(m_report->findings.front().id, EventId::rf_005);
        QCOMPARE(m_report->sizesGone, QStringList{u"XL"_s});
        QCOMPARE(m_report->kept.size(), 1U);
        QCOMPARE(m_report->kept.front().customer, u"ALPHA"_s);
        QCOMPARE(m_report->kept.front().sizes, QStringList{u"XL"_s});
        QCOMPARE(m_report->kept.front().orders, 2);
        QCOMPARE(m_report->kept.front().lines, 2);
        QVERIFY(m_sink->count(EventId::rf_023) > 0);
    }

    void sizesThatTheSourceLacksGoWhenThatIsAgreed()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        dropFromSource(u"XL"_s);
        m_goneSizes = GoneSizes::Empty;
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesRemoved = 1}));
        QCOMPARE(lineText(1, u"XL"_s), u"PENDING DELETE 0"_s);
        QVERIFY(header(1, u"XL"_s).isNull());
        QCOMPARE(m_report->findings.front().id, EventId::rf_004);
        QCOMPARE(m_report->sizesGone, QStringList{u"XL"_s});
        QVERIFY(m_report->kept.empty());
    }

    void aColumnBesideTheSizesIsNone()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        dropFromSource(u"XL"_s);
        m_builder->execute(u"ALTER TABLE swp_ORDER_LIST_SYNC ADD COLUMN \"XL\" VARCHAR(50)"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 1, .keepingSizes = 1, .linesKept = 1}));
        QCOMPARE(header(1, u"XL"_s), 2);
    }

    void linesOfSizesThatNoTableKnowsStay()
    {
        both(1, 900);
        m_builder->line({.key = key(1),
                         .sizeCode = u"ONE SIZE"_s,
                         .quantity = 4,
                         .state = u"SYNCED"_s,
                         .subitemId = 77});
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 1, .keepingSizes = 1, .linesKept = 1}));
        QCOMPARE(lineText(1, u"ONE SIZE"_s), u"SYNCED INSERT 4"_s);
        QCOMPARE(m_report->sizesGone, QStringList{u"ONE SIZE"_s});
        m_goneSizes = GoneSizes::Empty;
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesRemoved = 1}));
        QCOMPARE(lineText(1, u"ONE SIZE"_s), u"PENDING DELETE 0"_s);
        // What is taken out is not told any more.
        m_goneSizes = GoneSizes::Stay;
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = 1}));
        QVERIFY(m_report->sizesGone.isEmpty());
    }

    void ordersWhoseSumIsWrongWithSizesThatStayAreSkipped()
    {
        for (const int number : {1, 2, 3, 4})
            both(number, 900 + number, {{u"S"_s, 5}, {u"XL"_s, 2}});
        dropFromSource(u"XL"_s);
        changeSource(1, u"TOTAL QTY"_s, 5);
        changeSource(2, u"S"_s, 6); // and TOTAL QTY is 7 still
        changeSource(3, u"S"_s, 6);
        changeSource(3, u"TOTAL QTY"_s, 8);
        changeSource(4, u"TOTAL QTY"_s, QVariant());
        QCOMPARE(refreshed(),
                 (RefreshCounts{
                     .changed = 2, .skipped = 2, .linesChanged = 1, .keepingSizes = 2, .linesKept = 2}));
        for (const int number : {1, 2}) {
            QCOMPARE(headerText(number), u"SYNCED INSERT"_s);
            QCOMPARE(header(number, u"TOTAL QTY"_s), 7);
            QCOMPARE(header(number, u"S"_s), 5);
            QCOMPARE(lineText(number, u"S"_s), u"SYNCED INSERT 5"_s);
        }
        QCOMPARE(header(3, u"S"_s), 6);
        QCOMPARE(header(3, u"XL"_s), 2);
        QCOMPARE(header(3, u"TOTAL QTY"_s), 8);
        QCOMPARE(m_report->skipped.size(), 1U);
        QCOMPARE(m_report->skipped.front().event, EventId::rf_024);
        QCOMPARE(m_report->skipped.front().rows, 2);
        // With the agreement all are as the source says.
        m_goneSizes = GoneSizes::Empty;
        const std::optional<RefreshCounts> agreed = refreshed();
        QVERIFY(agreed);
        QCOMPARE(agreed->skipped, 0);
        QCOMPARE(agreed->linesRemoved, 4);
        QCOMPARE(header(1, u"TOTAL QTY"_s), 5);
    }

    void aCancelledOrderEmptiesAlsoSizesThatStay()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        dropFromSource(u"XL"_s);
        changeSource(1, u"ORDER TYPE"_s, u"CANCELLED"_s);
        QCOMPARE(refreshed(),
                 (RefreshCounts{.cancelled = 1, .linesChanged = 2, .keepingSizes = 1, .linesKept = 1}));
        QCOMPARE(lineText(1, u"XL"_s), u"PENDING UPDATE 2"_s); // the sync sends zero for it
    }

    void capitalsOfASizeDoNotMatter()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET size_code = 'xl' WHERE size_code = 'XL'"_s);
        changeSource(1, u"XL"_s, 3);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesChanged = 1}));
        QCOMPARE(lineText(1, u"xl"_s), u"PENDING UPDATE 3"_s);
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM ORDER_LIST_LINES"_s), 2);
    }

    void aSourceThatLostItsRowsTouchesNothing_data()
    {
        QTest::addColumn<QString>("loss");
        QTest::addColumn<int>("left");
        QTest::addColumn<bool>("agreed");
        for (const bool agreed : {false, true}) {
            QTest::addRow("all of them%s", agreed ? ", sizes gone" : "")
                << u"DELETE FROM swp_ORDER_LIST_SYNC"_s << 0 << agreed;
            QTest::addRow("most%s", agreed ? ", sizes gone" : "")
                << u"DELETE FROM swp_ORDER_LIST_SYNC WHERE \"AAG ORDER NUMBER\" <> 'ALP-2'"_s << 1 << agreed;
        }
    }

    void aSourceThatLostItsRowsTouchesNothing()
    {
        QFETCH(QString, loss);
        QFETCH(int, left);
        QFETCH(bool, agreed);
        for (const int number : {1, 2, 3})
            both(number, 900 + number, {{u"S"_s, 5}, {u"XL"_s, 2}});
        m_builder->execute(loss);
        m_goneSizes = agreed ? GoneSizes::Empty : GoneSizes::Stay;
        QCOMPARE(refreshed(), (RefreshCounts{.unchanged = left, .onlyInHeaders = 3 - left}));
        for (const int number : {1, 2, 3}) {
            QCOMPARE(headerText(number), u"SYNCED INSERT"_s);
            QVERIFY(header(number, u"updated_at"_s).isNull());
            QCOMPARE(lineText(number, u"XL"_s), u"SYNCED INSERT 2"_s);
        }
        QCOMPARE(m_report->findings.size(), left == 0 ? 1U : 0U);
        if (left == 0)
            QCOMPARE(m_report->findings.front().id, EventId::rf_006);
    }

    void findingsAreToldBeforeAnythingIsWritten()
    {
        both(1, 900, {{u"S"_s, 5}, {u"XL"_s, 2}});
        dropFromSource(u"XL"_s);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!refresh(RefreshMode::Write, stop.get_token()));
        QCOMPARE(m_sink->count(EventId::rf_005), 1);
    }

    void keysInAnySpellingAreTheSame()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s});
        both(1, 900);
        m_builder->execute(u"UPDATE FACT_ORDER_LIST SET record_uuid = '{' || UPPER(record_uuid) || '}'"_s);
        m_builder->execute(u"UPDATE ORDER_LIST_LINES SET record_uuid = '{' || UPPER(record_uuid) || '}'"_s);
        changeSource(1, u"S"_s, 6);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1, .linesChanged = 1}));
        QCOMPARE(m_builder->query(u"SELECT qty FROM ORDER_LIST_LINES"_s), 6);
    }

    void lookingLeavesTheFileAlone()
    {
        if (testEngine() != DatabaseDriver::Sqlite)
            QSKIP("only SQLite's database is one file");
        both(1, 900);
        changeSource(1, u"S"_s, 6);
        const auto bytes = [this] {
            QFile file(m_path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray before = bytes();
        const Result<RefreshReport> report = refresh(RefreshMode::Look);
        QVERIFY(report);
        QCOMPARE(report->total.changed, 1);
        QVERIFY(!before.isEmpty());
        QCOMPARE(bytes(), before);
    }

    void aFailedLookUpChangesNothing_data()
    {
        const bool sqlite = testEngine() == DatabaseDriver::Sqlite;
        QTest::addColumn<QString>("fault");
        QTest::newRow("no source") << u"DROP TABLE swp_ORDER_LIST_SYNC"_s;
        QTest::newRow("no lines") << u"DROP TABLE ORDER_LIST_LINES"_s;
        QTest::newRow("source without customers")
            << u"ALTER TABLE swp_ORDER_LIST_SYNC RENAME COLUMN \"CUSTOMER NAME\" TO who"_s;
        QTest::newRow("source without markers")
            << u"ALTER TABLE swp_ORDER_LIST_SYNC RENAME COLUMN \"UNIT OF MEASURE\" TO unit"_s;
        QTest::newRow("aliases that cannot be read")
            << (sqlite ? u"CREATE VIEW map_canonical_customer AS "
                         "SELECT 'a' AS name, abs(-9223372036854775808) AS canonical"_s
                       : u"CREATE VIEW map_canonical_customer AS "
                         "SELECT 'a' AS name, CAST(1 / qty AS text) AS canonical FROM (VALUES (0)) none (qty)"_s);
        QTest::newRow("aliases of another form")
            << u"CREATE TABLE map_canonical_customer (alias VARCHAR(9), brand VARCHAR(9))"_s;
        // B7: new orders are in, then the database fails.
        QTest::newRow("a write that fails")
            << (sqlite ? u"CREATE TRIGGER refuse BEFORE INSERT ON ORDER_LIST_LINES WHEN new.qty = 13 BEGIN "
                         "SELECT abs(-9223372036854775808); END"_s
                       : u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                         "$$BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '58000'; END$$; "
                         "CREATE TRIGGER refuse BEFORE INSERT ON ORDER_LIST_LINES FOR EACH ROW "
                         "WHEN (new.qty = 13) EXECUTE FUNCTION refuse()"_s);
    }

    void aFailedLookUpChangesNothing()
    {
        QFETCH(QString, fault);
        both(1, 900);
        changeSource(1, u"S"_s, 6);
        m_builder->source(
            {.key = key(2), .orderNumber = u"ALP-2"_s, .values = style, .sizes = {{u"S"_s, 1}}});
        m_builder->source(
            {.key = key(3), .orderNumber = u"ALP-3"_s, .values = style, .sizes = {{u"S"_s, 13}}});
        m_builder->execute(fault);
        QVERIFY(!refresh(RefreshMode::Write));
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s), 1);
        QCOMPARE(headerText(1), u"SYNCED INSERT"_s);
        QCOMPARE(header(1, u"S"_s), 5);
    }

    void stoppedItChangesNothing()
    {
        both(1, 900);
        changeSource(1, u"S"_s, 6);
        std::stop_source stop;
        stop.request_stop();
        const Result<RefreshReport> report = refresh(RefreshMode::Write, stop.get_token());
        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Cancelled);
        QCOMPARE(header(1, u"S"_s), 5);
    }

    void pagesDoNotPartOrdersOfOneNumber()
    {
        // More rows than a page, with twins on both sides of its end.
        for (int number = 1; number <= 1'200; ++number) {
            m_builder->source({.orderNumber = u"ALP-%1"_s.arg(number / 3, 4, 10, QChar(u'0')),
                               .values = with(style, {{u"PO NUMBER"_s, QString::number(number)}}),
                               .sizes = {{u"S"_s, number}}});
        }
        QCOMPARE(refreshed(), (RefreshCounts{.added = 1'200, .linesAdded = 1'200}));
        m_builder->execute(u"UPDATE swp_ORDER_LIST_SYNC SET \"NOTES\" = 'again'"_s);
        QCOMPARE(refreshed(), (RefreshCounts{.changed = 1'200}));
        QCOMPARE(m_builder->query(u"SELECT count(*) FROM FACT_ORDER_LIST"_s), 1'200);
    }
};

QTEST_GUILESS_MAIN(TestRefresh)
#include "tst_refresh.moc"
