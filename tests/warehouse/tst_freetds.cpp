#include "sql/sqlconnection.h"
#include "support/tdsserver.h"
#include "support/testenvironment.h"
#include "warehouse/odbcdrivers.h"
#include "warehouse/sqldialect.h"
#include "warehouse/warehouseerrors.h"

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

/// The way to SQL Server with one of its own drivers, up to a server that speaks its protocol and says what
/// the test wants: logging in, the statements around transactions, numbers of errors, links that get lost.
class TestFreeTds : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!installedOdbcDrivers().contains(u"FreeTDS"_s))
            QSKIP("the ODBC driver FreeTDS is not installed; tests/run installs it");
    }

    void init()
    {
        prepare();
        m_server = std::make_unique<TdsServer>();
        m_settings = {.key = u"orders"_s,
                      .driver = DatabaseDriver::SqlServer,
                      .host = u"127.0.0.1"_s,
                      .port = m_server->port(),
                      .database = u"orders"_s,
                      .user = u"desk"_s,
                      .odbcDriver = u"FreeTDS"_s,
                      .encrypt = false};
        m_failures.clear();
    }

    void cleanup() { m_server.reset(); }

    void everySessionIsPrepared()
    {
        QVERIFY(connect());
        QCOMPARE(m_server->statements().filter(u"LOCK_TIMEOUT"_s).size(), 1);
    }

    void transactionsAreWhatTheServerUnderstands()
    {
        const auto sql = connect();
        QVERIFY(sql);
        const qsizetype before = m_server->statements().size();
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            VERIFY_RESULT(run(*sql, u"UPDATE t SET x = 1"_s));
            VERIFY_RESULT((*transaction)->commit());
        }
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
        }
        QCOMPARE(m_server->statements().mid(before),
                 (QStringList{u"BEGIN TRANSACTION"_s, u"UPDATE t SET x = 1"_s, u"COMMIT TRANSACTION"_s,
                              u"BEGIN TRANSACTION"_s, u"IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"_s}));
    }

    void whatTheServerRefusesIsUnderstood_data()
    {
        QTest::addColumn<QList<int>>("numbers");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("deadlock") << QList{1205} << SqlTrouble::Busy; // 40001
        QTest::newRow("lock timeout") << QList{1222} << SqlTrouble::Busy;
        QTest::newRow("lock timeout of a change") << QList{1222, 3621} << SqlTrouble::Busy;
        QTest::newRow("twice") << QList{2627} << SqlTrouble::ValueRefused; // 23000
        QTest::newRow("constraint, with the end of the statement")
            << QList{547, 3621} << SqlTrouble::ValueRefused;
        QTest::newRow("twice, with the end") << QList{2627, 3621} << SqlTrouble::ValueRefused;
        QTest::newRow("too long") << QList{2628, 3621} << SqlTrouble::ValueRefused; // 22001
        QTest::newRow("too long, before 2019") << QList{8152} << SqlTrouble::ValueRefused;
        QTest::newRow("no number") << QList{245} << SqlTrouble::ValueRefused;
        QTest::newRow("trigger") << QList{50'000} << SqlTrouble::ValueRefused;
        QTest::newRow("no permission") << QList{229} << SqlTrouble::ReadOnly;
        QTest::newRow("read only") << QList{3906} << SqlTrouble::ReadOnly;
        QTest::newRow("log full") << QList{9002} << SqlTrouble::Full;
        QTest::newRow("no such table") << QList{208} << SqlTrouble::Other;
    }

    void whatTheServerRefusesIsUnderstood()
    {
        QFETCH(QList<int>, numbers);
        QFETCH(SqlTrouble, trouble);
        m_server->answer({.statement = u"UPDATE"_s, .errors = numbers});
        const auto sql = connect();
        QVERIFY(sql);
        QVERIFY(!run(*sql, u"UPDATE t SET x = 1"_s));
        QVERIFY2(m_failures == QList{trouble}, qPrintable(m_codes));
        // The link is as good as before.
        VERIFY_RESULT(run(*sql, u"DELETE FROM t"_s));
    }

    void aLinkThatIsLostIsOpenedAgainForReading()
    {
        m_server->answer({.statement = u"SELECT x"_s, .cut = true, .once = true});
        const auto sql = connect();
        QVERIFY(sql);
        VERIFY_RESULT(run(*sql, u"SELECT x FROM t"_s));
        QCOMPARE(m_failures, QList{SqlTrouble::ConnectionLost});
        QCOMPARE(m_server->statements().filter(u"SELECT x"_s).size(), 2);
        QCOMPARE(m_server->statements().filter(u"LOCK_TIMEOUT"_s).size(), 2);
    }

    void aCommitWithoutAnAnswerIsInDoubt()
    {
        m_server->answer({.statement = u"COMMIT"_s, .cut = true, .once = true});
        const auto sql = connect();
        QVERIFY(sql);
        const auto transaction = SqlTransaction::begin(*sql);
        VERIFY_RESULT(transaction);
        VERIFY_RESULT(run(*sql, u"UPDATE t SET x = 1"_s));
        const Result<void> committed = (*transaction)->commit();
        QVERIFY(!committed);
        QCOMPARE(committed.error().event.id, EventId::db_043);
        QCOMPARE(committed.error().certainty, Certainty::Unknown);
    }

    void aTransactionThatIsCutFailsWhole()
    {
        m_server->answer({.statement = u"UPDATE"_s, .cut = true, .once = true});
        const auto sql = connect();
        QVERIFY(sql);
        {
            const auto transaction = SqlTransaction::begin(*sql);
            VERIFY_RESULT(transaction);
            const Result<SqlCursor> cut = run(*sql, u"UPDATE t SET x = 1"_s);
            QVERIFY(!cut);
            QCOMPARE(cut.error().event.id, EventId::db_042);
            QVERIFY(!run(*sql, u"DELETE FROM t"_s));
            const Result<void> committed = (*transaction)->commit();
            QVERIFY(!committed);
            QCOMPARE(committed.error().event.id, EventId::db_042); // it was never sent
        }
        QVERIFY(m_server->statements().filter(u"DELETE"_s).isEmpty());
        QVERIFY(m_server->statements().filter(u"COMMIT"_s).isEmpty());
        const auto next = SqlTransaction::begin(*sql);
        VERIFY_RESULT(next);
        VERIFY_RESULT(run(*sql, u"DELETE FROM t"_s));
        VERIFY_RESULT((*next)->commit());
    }

    void whatForbidsALoginIsNoLostLink_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("password") << 18'456;
        QTest::newRow("database") << 4'060;
    }

    void whatForbidsALoginIsNoLostLink()
    {
        QFETCH(int, number);
        m_server->refuseLogins(number);
        QVERIFY(!connect());
        QCOMPARE(m_failures, QList{SqlTrouble::Unreachable});
    }

    void nobodyListens()
    {
        m_settings.port = 1;
        QVERIFY(!connect());
        QCOMPARE(m_failures, QList{SqlTrouble::Unreachable});
    }

private:
    /// Null when that fails.
    std::unique_ptr<SqlConnection> connect()
    {
        m_dialect = makeDialect(m_settings);
        SqlTarget target = *m_dialect->target(u"secret"_s);
        target.reopenWaits = {std::chrono::milliseconds(1)};
        auto failure = [this](const QSqlError &error, const QString &doing) {
            m_failures.append(m_dialect->troubleOf(error));
            m_codes = error.nativeErrorCode();
            return statementFailed(m_failures.last(), u"orders"_s, doing, error.text());
        };
        auto opened = SqlConnection::open(target, m_dialect->catalog(), failure);
        return opened ? *std::move(opened) : nullptr;
    }

    static Result<SqlCursor> run(SqlConnection &sql, const QString &statement)
    {
        return sql.run({.text = statement}, statement, {});
    }

    DatabaseSettings m_settings;
    QList<SqlTrouble> m_failures;
    QString m_codes; ///< of the last one
    std::unique_ptr<TdsServer> m_server;
    std::unique_ptr<SqlDialect> m_dialect;
};

QTEST_GUILESS_MAIN(TestFreeTds)
#include "tst_freetds.moc"
