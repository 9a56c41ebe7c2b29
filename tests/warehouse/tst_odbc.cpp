#include "support/testenvironment.h"
#include "support/warehousebuilder.h"

#include "sql/sqlconnection.h"
#include "support/fakeclock.h"
#include "support/recordingsink.h"
#include "warehouse/odbcdrivers.h"
#include "warehouse/orderreader.h"
#include "warehouse/resultwriter.h"
#include "warehouse/sqldialect.h"
#include "warehouse/warehouseerrors.h"

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

namespace {

const QString postgres = u"PostgreSQL Unicode"_s;
const QString sqlite = u"SQLite3"_s;

QString quoted(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

/// The way to SQL Server, walked with other drivers of unixODBC: connecting, binding, transactions, errors,
/// lost links.
class TestOdbc : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const QStringList installed = installedOdbcDrivers();
        if (!installed.contains(postgres) || !installed.contains(sqlite))
            QSKIP("the ODBC drivers of PostgreSQL and SQLite are not installed; tests/run installs them");
        if (!testServer())
            QSKIP("SYNCLINE_TEST_POSTGRESQL names no server; tests/run starts one");
    }

    void init()
    {
        prepare();
        m_port = 0;
        m_sink.emplace();
        m_builder = std::make_unique<WarehouseBuilder>(DatabaseDriver::PostgreSql, folder());
    }

    void cleanup() { m_builder.reset(); }

    void valuesArriveAsTheyWere_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("text") << u"text"_s << QVariant(u"O'NEIL; \"x\" \\ ? :a"_s);
        QTest::newRow("empty text") << u"text"_s << QVariant(u""_s);
        QTest::newRow("beyond Latin") << u"text"_s << QVariant(u"SØREN Δ 東京"_s);
        QTest::newRow("beyond sixteen bits") << u"text"_s << QVariant(QString::fromUtf8("\xF0\x9F\x98\x80"));
        QTest::newRow("long text") << u"text"_s << QVariant(QString(u"Δ0123456789"_s).repeated(3'000));
        QTest::newRow("nothing") << u"text"_s << QVariant();
        QTest::newRow("no number") << u"bigint"_s << QVariant();
        QTest::newRow("number") << u"int"_s << QVariant(-5);
        QTest::newRow("large number") << u"bigint"_s << QVariant(Q_INT64_C(9'876'543'210));
        QTest::newRow("fraction") << u"double precision"_s << QVariant(2.5);
        QTest::newRow("number as text") << u"bigint"_s << QVariant(u"17"_s);
        QTest::newRow("time as text") << u"timestamp"_s << QVariant(u"2026-11-23 09:01:05"_s);
        QTest::newRow("key as text") << u"uuid"_s << QVariant(u"00000001-0abc-0002-0304-05060708090a"_s);
    }

    void valuesArriveAsTheyWere()
    {
        QFETCH(QString, type);
        QFETCH(QVariant, value);
        m_builder->execute(u"CREATE TABLE t (x %1)"_s.arg(type));
        const auto sql = connect();
        QVERIFY(sql);
        VERIFY_RESULT(insert(*sql, value));
        Result<SqlCursor> rows = sql->run({.text = u"SELECT x FROM t"_s}, u"read"_s, {});
        VERIFY_RESULT(rows);
        QCOMPARE(*rows->next(), true);
        QCOMPARE(rows->value(0).isNull(), value.isNull());
        if (type == "timestamp"_L1)
            QCOMPARE(rows->value(0).toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s), value.toString());
        else
            QCOMPARE(rows->text(0).toLower(), value.toString().toLower()); // a key comes in capitals
    }

    void transactionsAreWhole_data()
    {
        QTest::addColumn<bool>("isFile");
        QTest::newRow("PostgreSQL") << false;
        QTest::newRow("SQLite") << true;
    }

    void transactionsAreWhole()
    {
        QFETCH(bool, isFile);
        const auto sql = isFile ? connectToFile() : connect();
        const auto outside = isFile ? connectToFile() : connect();
        QVERIFY(sql && outside);
        const auto seen = [&outside] {
            Result<SqlCursor> rows = outside->run({.text = u"SELECT COUNT(*) FROM t"_s}, u"count"_s, {});
            return rows && *rows->next() ? rows->integer(0) : -1;
        };
        VERIFY_RESULT(sql->run({.text = u"CREATE TABLE t (x int)"_s}, u"create"_s, {}));
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(insert(*sql, 1));
        }
        QCOMPARE(seen(), 0);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(insert(*sql, 1));
            QCOMPARE(seen(), 0);
            VERIFY_RESULT((*transaction)->commit());
        }
        QCOMPARE(seen(), 1);
        VERIFY_RESULT(insert(*sql, 2)); // by itself, at once
        QCOMPARE(seen(), 2);
    }

    void ordersAreReadAndWritten()
    {
        const RecordKey key(QUuid(1, 0xabc, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        m_builder->withLog().withRegistry().header({.key = key,
                                                    .customer = u"O'NEIL Δ"_s,
                                                    .groupName = u"G"_s,
                                                    .sizes = {{u"S"_s, 5}, {u"XL"_s, 7}}});
        const auto sql = connect();
        QVERIFY(sql);
        Result<WarehouseSchema> schema =
            discoverSchema(*sql, *m_dialect, u"orders"_s, m_builder->tables(), {u"FREIGHT"_s});
        VERIFY_RESULT(schema);
        QVERIFY(schema->findings.empty());
        SqlStatementBuilder builder(*m_dialect, *schema);
        OwnTables own(*sql, *m_dialect, u"orders"_s, u"9609317401"_s, m_clock, {});
        VERIFY_RESULT(own.migrations.look());
        OrderReader reader(*sql, builder, *schema, own.memory, 100, *m_sink);
        std::vector<OrderHeader> orders;
        VERIFY_RESULT(reader.forEachSelected(u"O'NEIL Δ"_s, {}, [&orders](OrderHeader order) -> Result<void> {
            orders.push_back(std::move(order));
            return {};
        }));
        QCOMPARE(orders.size(), 1);
        QCOMPARE(orders.front().key, key);
        QCOMPARE(orders.front().sizesTotal, std::optional<qint64>(12));
        QCOMPARE(orders.front().lines.size(), 2);
        QVERIFY(!orders.front().values.value(u"FREIGHT"_s).isValid());

        ResultWriter writer(*sql, builder, *schema, own, reader, u"9609317401"_s, m_clock, *m_sink);
        const WriteBack good{.row = {key, {}},
                             .state = RowState::Created,
                             .mondayId = 9'876'543'210,
                             .operation = u"create_item"_s,
                             .requestPart = QByteArray(6'000, 'x'),
                             .respondedAt = QDateTime({2026, 11, 23}, {9, 1, 5}, Qt::UTC)};
        const WriteBack bad{
            .row = {key, u"S"_s}, .state = RowState::Rejected, .errorMessage = QString(2'500, u'ä')};
        VERIFY_RESULT(writer.writeBack({good, bad}, u"SYNC-1"_s));
        VERIFY_RESULT(writer.registerGroups({{.id = u"group_1"_s, .title = u"O'NEIL Δ"_s}}));
        QVERIFY(m_sink->events().empty());
        QCOMPARE(m_builder->headerCell(key, u"monday_item_id"_s).toLongLong(), 9'876'543'210);
        QCOMPARE(m_builder->headerCell(key, u"sync_completed_at"_s).toString(), u"2026-11-23 09:01:05"_s);
        QCOMPARE(m_builder->headerCell(key, u"api_request_payload"_s).toString().size(), 6'000);
        QCOMPARE(m_builder->lineCell({key, u"S"_s}, u"api_error_message"_s).toString(), QString(2'000, u'ä'));
        QCOMPARE(m_builder->query(u"SELECT COUNT(*) FROM ORDER_LIST_API_LOG"_s).toInt(), 2);
        QCOMPARE(m_builder->query(u"SELECT group_id FROM MON_Boards_Groups"_s).toString(), u"group_1"_s);
    }

    void aLostLinkIsRecognisedAndOpenedAgain()
    {
        const QString user = u"odbc %1"_s.arg(QCoreApplication::applicationPid());
        m_builder->execute(u"CREATE ROLE %1 LOGIN SUPERUSER"_s.arg(quoted(user)));
        const QString cut =
            u"SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = ?"_s;
        m_builder->execute(u"CREATE TABLE t (x int)"_s);
        {
            const auto sql = connect(user);
            QVERIFY(sql);
            VERIFY_RESULT(insert(*sql, 1));
            QCOMPARE(m_builder->query(cut, {user}).toInt(), 1);
            const Result<SqlCursor> read = sql->run({.text = u"SELECT x FROM t"_s}, u"read"_s, {});
            VERIFY_RESULT(read);
        }
        {
            const auto sql = connect(user);
            QVERIFY(sql);
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(insert(*sql, 1));
            QCOMPARE(m_builder->query(cut, {user}).toInt(), 1);
            const Result<void> committed = (*transaction)->commit();
            QVERIFY(!committed);
            QCOMPARE(committed.error().event.id, EventId::db_043);
            QCOMPARE(committed.error().certainty, Certainty::Unknown);
        }
        m_builder->execute(u"DROP ROLE %1"_s.arg(quoted(user)));
    }

    void nothingListensThere()
    {
        m_port = 1;
        QVERIFY(!connect());
        QCOMPARE(m_last, EventId::db_041);
    }

    /// The only driver here whose numbers reach Qt as those of SQL Server do: as native codes.
    void numbersOfErrorsArrive_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("twice") << u"INSERT INTO t VALUES (1)"_s << SqlTrouble::ValueRefused;
        QTest::newRow("check") << u"INSERT INTO t VALUES (10)"_s << SqlTrouble::ValueRefused;
        QTest::newRow("no such table") << u"SELECT * FROM nothing"_s << SqlTrouble::Other;
    }

    void numbersOfErrorsArrive()
    {
        QFETCH(QString, statement);
        QFETCH(SqlTrouble, trouble);
        const auto dialect = makeDialect({.driver = DatabaseDriver::Sqlite});
        SqlTrouble told = SqlTrouble::Full;
        const SqlTarget target{.driver = u"QODBC"_s,
                               .database = u"Driver={%1};Database=%2"_s.arg(sqlite, file(u"a.sqlite"_s))};
        auto opened =
            SqlConnection::open(target, SqlCatalog(QString()), [&](const QSqlError &error, const QString &) {
                told = dialect->troubleOf(error);
                return Error{};
            });
        VERIFY_RESULT(opened);
        for (const QString &before :
             {u"CREATE TABLE t (x INTEGER PRIMARY KEY CHECK (x < 9))"_s, u"INSERT INTO t VALUES (1)"_s})
            VERIFY_RESULT((*opened)->run({.text = before}, before, {}));
        QVERIFY(!(*opened)->run({.text = statement}, u"test"_s, {}));
        QCOMPARE(told, trouble);
    }

    /// What SQL Server's numbers are must not be read into those of another driver's own.
    void errorsOfOthersAreOnlyErrors_data()
    {
        QTest::addColumn<bool>("isFile");
        QTest::addColumn<QString>("statement");
        for (const bool isFile : {false, true}) {
            const char *const engine = isFile ? "SQLite" : "PostgreSQL";
            QTest::addRow("%s, twice", engine) << isFile << u"INSERT INTO t VALUES (1)"_s; // 23505, HY000
            QTest::addRow("%s, check", engine) << isFile << u"INSERT INTO t VALUES (10)"_s; // 23514, HY000
            QTest::addRow("%s, no such table", engine) << isFile << u"SELECT * FROM nothing"_s; // 42P01, HY000
            QTest::addRow("%s, no statement", engine) << isFile << u"IF 1 > 0 BEGIN"_s; // 42601, HY000
        }
        QTest::newRow("too long") << false << u"INSERT INTO u VALUES ('abcd')"_s; // 22001
        QTest::newRow("no number") << false << u"INSERT INTO t VALUES ('x')"_s; // 22P02
    }

    void errorsOfOthersAreOnlyErrors()
    {
        QFETCH(bool, isFile);
        QFETCH(QString, statement);
        const auto dialect = makeDialect({.driver = DatabaseDriver::SqlServer});
        const auto sql = isFile ? connectToFile() : connect();
        QVERIFY(sql);
        for (const QString &before :
             {u"CREATE TABLE t (x INTEGER PRIMARY KEY CHECK (x < 9))"_s, u"CREATE TABLE u (x VARCHAR(3))"_s,
              u"INSERT INTO t VALUES (1)"_s})
            VERIFY_RESULT(sql->run({.text = before}, before, {}));
        QVERIFY(!sql->run({.text = statement}, u"test"_s, {}));
        QCOMPARE(dialect->troubleOf(m_lastError), SqlTrouble::Other);
        QVERIFY(!m_lastError.databaseText().isEmpty());
    }

private:
    /// Begins and ends transactions with the statements for SQL Server; these servers know no condition before one.
    static void asForSqlServer(SqlTarget &target)
    {
        const QString condition = u"IF @@TRANCOUNT > 0 "_s;
        const auto dialect = makeDialect({.driver = DatabaseDriver::SqlServer, .odbcDriver = u"ODBC Driver 18"_s});
        const SqlTarget sqlServer = *dialect->target({});
        QVERIFY(sqlServer.rollback.startsWith(condition));
        target.begin = sqlServer.begin;
        target.commit = sqlServer.commit;
        target.rollback = sqlServer.rollback.mid(condition.size());
    }

    /// A SQLite file through ODBC.
    std::unique_ptr<SqlConnection> connectToFile()
    {
        SqlTarget target{.driver = u"QODBC"_s,
                         .database = u"Driver={%1};Database=%2"_s.arg(sqlite, file(u"a.sqlite"_s))};
        asForSqlServer(target);
        auto opened = SqlConnection::open(target, SqlCatalog(QString()), [this](const QSqlError &error, const QString &) {
            m_lastError = error;
            return Error{};
        });
        return opened ? *std::move(opened) : nullptr;
    }

    /// PostgreSQL's dialect through ODBC. Null when that fails.
    std::unique_ptr<SqlConnection> connect(const QString &user = testServer()->user)
    {
        const DatabaseSettings server = m_builder->database();
        m_dialect = makeDialect(server);
        SqlTarget target = *m_dialect->target({});
        target.driver = u"QODBC"_s;
        target.database =
            u"Driver={%1};Servername=%2;Port=%3;Database=%4;SSLmode=disable;MaxVarcharSize=8190"_s
                .arg(postgres, server.host)
                .arg(m_port > 0 ? m_port : server.port)
                .arg(server.database);
        target.options = u"SQL_ATTR_LOGIN_TIMEOUT=10"_s;
        target.host.clear();
        target.port = 0;
        target.user = user;
        asForSqlServer(target);
        target.reopenWaits = {std::chrono::milliseconds(1)};
        target.isLost = [](const QSqlError &error) { return troubleOf(error) == SqlTrouble::ConnectionLost; };
        auto failure = [this](const QSqlError &error, const QString &doing) {
            const Error failed = statementFailed(troubleOf(error), u"orders"_s, doing, error.text());
            m_last = failed.event.id;
            m_lastError = error;
            return failed;
        };
        auto opened = SqlConnection::open(target, SqlCatalog(m_dialect->folder()), failure);
        return opened ? *std::move(opened) : nullptr;
    }

    /// This driver tells with words only.
    static SqlTrouble troubleOf(const QSqlError &error)
    {
        if (error.type() == QSqlError::ConnectionError)
            return SqlTrouble::Unreachable;
        const QString text = error.databaseText();
        return text.contains("connection has been lost"_L1) || text.contains("terminating connection"_L1)
                || text.contains("server closed the connection"_L1)
            ? SqlTrouble::ConnectionLost
            : SqlTrouble::Other;
    }

    static Result<SqlCursor> insert(SqlConnection &sql, const QVariant &value)
    {
        return sql.run({.text = u"INSERT INTO t VALUES (:x)"_s, .parameters = {u":x"_s}}, u"insert"_s,
                       {{u":x"_s, value}});
    }

    int m_port = 0; ///< another one than the server's
    EventId m_last{};
    QSqlError m_lastError;
    FakeClock m_clock;
    std::optional<RecordingSink> m_sink;
    std::unique_ptr<SqlDialect> m_dialect;
    std::unique_ptr<WarehouseBuilder> m_builder;
};

QTEST_GUILESS_MAIN(TestOdbc)
#include "tst_odbc.moc"
