#include "support/testenvironment.h"
#include "warehouse/odbcdrivers.h"
#include "warehouse/sqldialect.h"
#include "warehouse/sqlidentifier.h"

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

/// How SQL Server is connected to, quoted and understood.
class TestSqlServer : public TestCase
{
    Q_OBJECT

private slots:
    void init()
    {
        prepare();
        m_settings = {.key = u"orders"_s,
                      .driver = DatabaseDriver::SqlServer,
                      .host = u"db.example"_s,
                      .database = u"orders"_s,
                      .schema = u"dbo"_s,
                      .user = u"desk"_s,
                      .odbcDriver = u"ODBC Driver 18 for SQL Server"_s};
    }

    void theConnectionIsEncryptedAndChecked()
    {
        const auto dialect = makeDialect(m_settings);
        const auto target = dialect->target(u"secret"_s);
        VERIFY_RESULT(target);
        QCOMPARE(target->driver, u"QODBC"_s);
        QCOMPARE(target->database,
                 u"Driver={ODBC Driver 18 for SQL Server};Server={tcp:db.example};Encrypt=yes;"
                 "TrustServerCertificate=no;Database={orders};APP=Syncline"_s);
        QCOMPARE(target->user, u"{desk}"_s);
        QCOMPARE(target->password, u"{secret}"_s);
    }

    void theSettingsDecide()
    {
        m_settings.port = 14'330;
        m_settings.encrypt = false;
        m_settings.trustServerCertificate = true;
        m_settings.trustedConnection = true;
        const auto dialect = makeDialect(m_settings);
        const auto target = dialect->target(u"secret"_s);
        VERIFY_RESULT(target);
        QCOMPARE(target->database,
                 u"Driver={ODBC Driver 18 for SQL Server};Server={tcp:db.example,14330};Encrypt=no;"
                 "TrustServerCertificate=yes;Database={orders};APP=Syncline;Trusted_Connection=yes"_s);
        QCOMPARE(target->user, QString());
        QCOMPARE(target->password, QString());
    }

    void noValueOfTheSettingsIsMoreThanAValue()
    {
        m_settings.host = u"a};Encrypt=no;x={"_s;
        m_settings.database = u"b;Trusted_Connection=yes"_s;
        m_settings.user = u"u};PWD=x"_s;
        m_settings.odbcDriver = u"FreeTDS}"_s;
        m_settings.trustServerCertificate = true;
        const auto dialect = makeDialect(m_settings);
        const auto target = dialect->target(u"p}}{;"_s);
        VERIFY_RESULT(target);
        QCOMPARE(target->database,
                 u"Driver={FreeTDS}}};Server={a}};Encrypt=no;x={};Port=1433;TDS_Version=7.4;"
                 "Encryption=require;ClientCharset=UTF-8;Database={b;Trusted_Connection=yes};APP=Syncline"_s);
        QCOMPARE(target->user, u"{u}};PWD=x}"_s);
        QCOMPARE(target->password, u"{p}}}}{;}"_s);
    }

    void whatQtWouldTakeForAFileIsRefused()
    {
        m_settings.database = u"orders.DSN"_s;
        const auto dialect = makeDialect(m_settings);
        const auto target = dialect->target({});
        QVERIFY(!target);
        QCOMPARE(target.error().event.id, EventId::db_047);
    }

    void aDriverThatChecksNoCertificateMustBeTrusted()
    {
        m_settings.odbcDriver = u"FreeTDS"_s;
        const auto dialect = makeDialect(m_settings);
        QCOMPARE(dialect->target({}).error().event.id, EventId::db_046);
        m_settings.trustServerCertificate = true;
        const auto trusting = makeDialect(m_settings);
        VERIFY_RESULT(trusting->target({}));
    }

    void theNewestDriverIsTaken()
    {
        QCOMPARE(bestSqlServerDriver({}), QString());
        QCOMPARE(bestSqlServerDriver({u"SQLite3"_s, u"PostgreSQL Unicode"_s}), QString());
        QCOMPARE(bestSqlServerDriver({u"FreeTDS"_s, u"SQLite3"_s}), u"FreeTDS"_s);
        QCOMPARE(bestSqlServerDriver({u"ODBC Driver 9 for SQL Server"_s, u"ODBC Driver 18 for SQL Server"_s,
                                      u"FreeTDS"_s, u"ODBC Driver 17 for SQL Server"_s}),
                 u"ODBC Driver 18 for SQL Server"_s);
    }

    void driversAreFoundWhereTheyAreRegistered()
    {
        QFile list(file(u"odbcinst.ini"_s));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("[ODBC]\nTrace=No\n\n [ODBC Driver 17 for SQL Server] \nDriver=x.so\n[Other]\n");
        list.close();
        const QByteArray before = qgetenv("ODBCSYSINI");
        qputenv("ODBCSYSINI", folder().toUtf8());
        const QStringList found = installedOdbcDrivers();
        m_settings.odbcDriver.clear();
        const auto dialect = makeDialect(m_settings);
        const auto target = dialect->target({});
        QVERIFY(list.remove());
        const auto none = dialect->target({});
        before.isNull() ? qunsetenv("ODBCSYSINI") : qputenv("ODBCSYSINI", before);
        QCOMPARE(found, (QStringList{u"ODBC Driver 17 for SQL Server"_s, u"Other"_s}));
        VERIFY_RESULT(target);
        QVERIFY(target->database.startsWith("Driver={ODBC Driver 17 for SQL Server};"_L1));
        QCOMPARE(none.error().event.id, EventId::db_045);
    }

    void namesComeOutQuoted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"qty"_s << u"[qty]"_s;
        QTest::newRow("apostrophe") << u"CUSTOMER'S"_s << u"[CUSTOMER'S]"_s;
        QTest::newRow("quote") << u"a\"b"_s << u"[a\"b]"_s;
        QTest::newRow("brackets") << u"a[b]c]"_s << u"[a[b]]c]]]"_s;
        QTest::newRow("bracket and colon") << u"a] :b \"c\""_s << u"\"a] :b \"\"c\"\"\""_s;
    }

    void namesComeOutQuoted()
    {
        QFETCH(QString, name);
        const auto dialect = makeDialect(m_settings);
        QTEST(SqlIdentifier(name).quoted(*dialect), "quoted");
    }

    void tablesAreNamedWithTheirSchema()
    {
        m_settings.schema = u"x]; DROP TABLE y --"_s;
        QCOMPARE(makeDialect(m_settings)->table(u"T"_s), u"[x]]; DROP TABLE y --].[T]"_s);
        m_settings.schema.clear();
        QCOMPARE(makeDialect(m_settings)->tableToDescribe(u"T"_s), u"[dbo].[T]"_s);
    }

    void errorsOfTheServerAreTold_data()
    {
        QTest::addColumn<QString>("codes");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("deadlock") << u"1205"_s << SqlTrouble::Busy;
        QTest::newRow("lock timeout") << u"1222"_s << SqlTrouble::Busy;
        QTest::newRow("no permission") << u"229"_s << SqlTrouble::ReadOnly;
        QTest::newRow("read only database") << u"3906"_s << SqlTrouble::ReadOnly;
        QTest::newRow("log full") << u"9002"_s << SqlTrouble::Full;
        QTest::newRow("check, and the end of the statement") << u"547;3621"_s << SqlTrouble::ValueRefused;
        QTest::newRow("message before the error") << u"3621;2628"_s << SqlTrouble::ValueRefused;
        QTest::newRow("trigger") << u"50000"_s << SqlTrouble::ValueRefused;
        QTest::newRow("no such database") << u"4060"_s << SqlTrouble::NoDatabase;
        QTest::newRow("reset") << u"10054"_s << SqlTrouble::ConnectionLost;
        QTest::newRow("no such table") << u"208"_s << SqlTrouble::Other;
        QTest::newRow("none") << u""_s << SqlTrouble::Other;
        QTest::newRow("our own") << u"misuse"_s << SqlTrouble::Other;
    }

    void errorsOfTheServerAreTold()
    {
        QFETCH(QString, codes);
        QFETCH(SqlTrouble, trouble);
        const auto dialect = makeDialect(m_settings);
        QCOMPARE(dialect->troubleOf({{}, {}, QSqlError::StatementError, codes}), trouble);
        QCOMPARE(dialect->troubleOf({{}, {}, QSqlError::ConnectionError, codes}), SqlTrouble::Unreachable);
        QCOMPARE(
            dialect->troubleOf({{},
                                u"[Microsoft][ODBC Driver 18 for SQL Server]Communication link failure"_s,
                                QSqlError::StatementError,
                                codes}),
            SqlTrouble::ConnectionLost);
    }

private:
    DatabaseSettings m_settings;
};

QTEST_GUILESS_MAIN(TestSqlServer)
#include "tst_sqlserver.moc"
