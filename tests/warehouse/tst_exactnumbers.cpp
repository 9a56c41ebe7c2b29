#include "domain/plainvalue.h"
#include "warehouse/odbcdrivers.h"
#include "warehouse/sqldialect.h"
#include "warehouse/sqlorderrefresh.h"
#include "warehouse/warehouseerrors.h"
#include "warehousefixture.h"

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

/// Numbers of any length arrive with all their digits, and none more.
class TestExactNumbers : public WarehouseTest
{
    Q_OBJECT

private slots:
    void init() { prepareWarehouse(); }

    void digitsAreKept_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("expected");
        QTest::newRow("twenty digits")
            << u"NUMERIC(20,0)"_s << u"12345678901234567890"_s << u"12345678901234567890"_s;
        QTest::newRow("eighteen and a fraction")
            << u"DECIMAL(18,4)"_s << u"12345678901234.5678"_s << u"12345678901234.5678"_s;
        QTest::newRow("below zero") << u"DECIMAL(18,4)"_s << u"-12345678901234.5678"_s
                                    << u"-12345678901234.5678"_s;
        QTest::newRow("sixteen digits")
            << u"NUMERIC(20,0)"_s << u"9007199254740993"_s << u"9007199254740993"_s;
        QTest::newRow("shortest form") << u"DECIMAL(18,4)"_s << u"1.5"_s << u"1.5"_s;
        QTest::newRow("whole") << u"DECIMAL(18,4)"_s << u"12"_s << u"12"_s;
        QTest::newRow("less than one") << u"DECIMAL(18,4)"_s << u"0.05"_s << u"0.05"_s;
        QTest::newRow("nothing of it") << u"DECIMAL(18,4)"_s << u"0"_s << u"0"_s;
        QTest::newRow("round") << u"NUMERIC(20,0)"_s << u"10000000000"_s << u"10000000000"_s;
        QTest::newRow("without a scale")
            << u"NUMERIC"_s << u"0.30000000000000000004"_s << u"0.30000000000000000004"_s;
        QTest::newRow("largest of a bigint")
            << u"BIGINT"_s << u"9223372036854775807"_s << u"9223372036854775807"_s;
        QTest::newRow("double") << u"DOUBLE PRECISION"_s << u"0.1"_s << u"0.1"_s;
        QTest::newRow("large double") << u"DOUBLE PRECISION"_s << u"10000000000"_s << u"10000000000"_s;
        QTest::newRow("real") << u"REAL"_s << u"0.1"_s << u"0.1"_s;
    }

    void digitsAreKept()
    {
        QFETCH(QString, type);
        QFETCH(QString, written);
        QFETCH(QString, expected);
        m_builder->withoutHeaderColumns({u"FREIGHT"_s, u"AAG ORDER NUMBER"_s})
            .withHeaderColumn(u"FREIGHT"_s, ownType(type))
            .withHeaderColumn(u"AAG ORDER NUMBER"_s, ownType(type))
            .header({.key = key(1), .orderNumber = written, .values = {{u"FREIGHT"_s, written}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, u"ALPHA"_s);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        const QVariant freight = orders->front().values.value(u"FREIGHT"_s);
        QCOMPARE(plainText(freight), expected);
        QCOMPARE(canonicalNumber(freight), std::optional(expected));
        QCOMPARE(orders->front().orderNumber, expected);
    }

    void digitsAreKept_throughOdbc_data() { digitsAreKept_data(); }

    /// With the driver that SQL Server is reached with.
    void digitsAreKept_throughOdbc()
    {
        QFETCH(QString, type);
        QFETCH(QString, written);
        QFETCH(QString, expected);
        const QString driver = u"PostgreSQL Unicode"_s;
        if (testEngine() != DatabaseDriver::PostgreSql || !installedOdbcDrivers().contains(driver))
            QSKIP("no server, or no ODBC driver for it");
        m_builder->execute(u"CREATE TABLE t (x %1)"_s.arg(type));
        m_builder->execute(u"INSERT INTO t VALUES (CAST(? AS %1))"_s.arg(type), {written});
        const DatabaseSettings server = m_builder->database();
        const auto dialect = makeDialect(server);
        SqlTarget target = *dialect->target({});
        target.driver = u"QODBC"_s;
        target.database =
            u"Driver={%1};Servername=%2;Port=%3;Database=%4;SSLmode=disable"_s.arg(driver, server.host)
                .arg(server.port)
                .arg(server.database);
        target.options.clear();
        target.host.clear();
        target.port = 0;
        target.begin.clear();
        auto sql = SqlConnection::open(
            target, SqlCatalog(dialect->folder()), [](const QSqlError &error, const QString &doing) {
                return statementFailed(SqlTrouble::Other, u"orders"_s, doing, error.text());
            });
        VERIFY_RESULT(sql);
        const SqlText prepared{.text = u"SELECT x FROM t WHERE 1 = :one"_s, .parameters = {u":one"_s}};
        for (const bool isPrepared : {false, true}) {
            Result<SqlCursor> rows = isPrepared ? (*sql)->run(prepared, u"read"_s, {{u":one"_s, 1}})
                                                : (*sql)->run({.text = u"SELECT x FROM t"_s}, u"read"_s, {});
            VERIFY_RESULT(rows);
            QCOMPARE(*rows->next(), true);
            QCOMPARE(plainText(rows->value(0)), expected);
            QCOMPARE(rows->text(0), expected);
        }
    }

    void textsOfDigitsAreTexts()
    {
        m_builder->header({.key = key(1), .orderNumber = u"0012.50"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().orderNumber, u"0012.50"_s);
    }

    void anIdInAColumnOfFractionsIsRead()
    {
        m_builder->withoutHeaderColumns({u"monday_item_id"_s})
            .withHeaderColumn(u"monday_item_id"_s, ownType(u"DOUBLE PRECISION"_s))
            .header({.key = key(1), .itemId = 10'000'000'000});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto orders = select(*warehouse, u"ALPHA"_s);
        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), 1);
        QCOMPARE(orders->front().itemId, std::optional<qint64>(10'000'000'000));
    }

    void aRefreshTakesAllDigits()
    {
        if (testEngine() == DatabaseDriver::Sqlite)
            QSKIP("SQLite makes a double of what is written to a column of numbers");
        m_builder->withoutHeaderColumns({u"FREIGHT"_s})
            .withHeaderColumn(u"FREIGHT"_s, u"DECIMAL(18,4)"_s)
            .header({.key = key(1),
                     .orderNumber = u"A-1"_s,
                     .state = u"SYNCED"_s,
                     .values = {{u"FREIGHT"_s, u"12345678901234.5677"_s}, {u"CUSTOMER STYLE"_s, u"ST1"_s}}})
            .source({.key = key(1),
                     .orderNumber = u"A-1"_s,
                     .values = {{u"FREIGHT"_s, u"12345678901234.5678"_s}, {u"CUSTOMER STYLE"_s, u"ST1"_s}}});
        const auto refresh = SqlOrderRefresh::open(
            {.database = m_builder->database(), .tables = m_builder->tables()}, m_clock, m_ids, *m_sink);
        VERIFY_RESULT(refresh);
        for (const int changed : {1, 0}) {
            const auto report = (*refresh)->refresh({.mode = RefreshMode::Write, .listedRows = 1}, {});
            VERIFY_RESULT(report);
            QCOMPARE(report->total.changed, changed);
        }
        QCOMPARE(m_builder->headerCell(key(1), u"FREIGHT"_s).toString(), u"12345678901234.5678"_s);
    }

private:
    /// SQLite keeps many digits in a text only, and takes any name for a type.
    static QString ownType(const QString &type)
    {
        return testEngine() == DatabaseDriver::Sqlite && !type.startsWith(u"DOUBLE"_s) && type != "REAL"_L1
            ? u"TEXT"_s
            : type;
    }

    SeededIdSource m_ids{1};
};

QTEST_GUILESS_MAIN(TestExactNumbers)
#include "tst_exactnumbers.moc"
