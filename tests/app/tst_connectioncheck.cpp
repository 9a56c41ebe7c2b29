#include "config/workspaceconfig.h"
#include "connectioncheck.h"
#include "demo/demo.h"
#include "support/testenvironment.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTcpServer>

using namespace syncline;
using namespace Qt::StringLiterals;

/// The check of `status` and of the window on a demo workspace that lacks one thing after the other.
class TestConnectionCheck : public syncline::testing::TestCase
{
    Q_OBJECT

    SystemClock m_clock;
    SystemIdSource m_ids;
    std::unique_ptr<EventFanOut> m_events;
    EnvironmentSettings m_settings;
    QString m_configFile;
    std::unique_ptr<Engine> m_engine;

    void makeDemo()
    {
        const Result<DemoReport> made = demoOf(60);
        VERIFY_RESULT(made);
        const Result<LoadedConfig> config = loadConfig(made->configFile);
        VERIFY_RESULT(config);
        m_configFile = made->configFile;
        m_settings = *config->environment(u"demo"_s);
    }

    Result<DemoReport> demoOf(int orders) const
    {
        return syncline::makeDemo({.folder = file(u"demo"_s), .orders = orders});
    }

    void sql(const QStringList &statements) const
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"change"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            QVERIFY(database.open());
            for (const QString &statement : statements) {
                QSqlQuery query(database);
                QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
            }
        }
        QSqlDatabase::removeDatabase(u"change"_s);
    }

    Engine &engine()
    {
        if (!m_engine)
            m_engine = std::make_unique<Engine>(m_settings, m_configFile, *m_events, m_clock, m_ids);
        return *m_engine;
    }

    /// All results by step.
    std::vector<CheckResult> check(const StopTokens &stop = {})
    {
        std::vector<CheckResult> results;
        ConnectionCheck(engine(), [&results](const CheckResult &result) {
            results.push_back(result);
        }).run(stop);
        return results;
    }

    static const CheckResult &of(const std::vector<CheckResult> &results, CheckStep step)
    {
        const auto found = std::ranges::find(results, step, &CheckResult::step);
        if (found == results.end())
            qFatal("no result of %s", qPrintable(nameOf(step)));
        return *found;
    }

    /// "state: id id ..."
    static QString text(const std::vector<CheckResult> &results, CheckStep step)
    {
        const CheckResult &result = of(results, step);
        QStringList ids;
        for (const Event &event : result.events)
            ids.append(event.name());
        return u"%1: %2"_s.arg(nameOf(result.state), ids.join(u' '));
    }

private slots:
    void init()
    {
        prepare();
        m_events = std::make_unique<EventFanOut>(m_clock);
        makeDemo();
    }

    void cleanup()
    {
        m_engine.reset();
        m_events.reset();
        qunsetenv("MONDAY_API_KEY");
    }

    void aDemoIsReady()
    {
        const std::vector<CheckResult> results = check();
        QCOMPARE(results.size(), allCheckSteps.size());
        for (std::size_t i = 0; i < results.size(); ++i) {
            QCOMPARE(nameOf(results[i].step), nameOf(allCheckSteps[i]));
            QVERIFY(!results[i].events.empty());
            QVERIFY2(results[i].state != CheckState::Failed, qPrintable(results[i].events.front().text()));
        }
        QCOMPARE(text(results, CheckStep::Clock), u"skipped: cc-017"_s);
        QCOMPARE(text(results, CheckStep::Permissions), u"ok: cc-015"_s);
        QCOMPARE(text(results, CheckStep::Limits), u"ok: cc-027"_s);
        QVERIFY(of(results, CheckStep::Limits).events.front().text().contains(u"25,000"_s));
        // The planted faults: a season that is made, a category for which there is no room.
        QCOMPARE(text(results, CheckStep::Labels), u"warning: cc-031 cc-032"_s);
        QVERIFY(!of(results, CheckStep::RecordKey).mayMakeRecordKey);
    }

    void namesWhatTheTablesLack()
    {
        sql({u"DROP TABLE \"swp_ORDER_LIST_SYNC\""_s, u"DROP TABLE \"ORDER_LIST_API_LOG\""_s,
             u"ALTER TABLE \"FACT_ORDER_LIST\" DROP COLUMN \"api_status\""_s});
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::Tables), u"warning: cc-012 cc-010 cc-011"_s);
        QCOMPARE(text(results, CheckStep::Columns), u"warning: db-013"_s);
        QVERIFY(of(results, CheckStep::Columns).events.front().text().contains(u"api_status"_s));
    }

    void saysWhatDoesNotWorkWithoutAColumn()
    {
        sql({u"ALTER TABLE \"ORDER_LIST_LINES\" DROP COLUMN \"retry_count\""_s});
        QCOMPARE(text(check(), CheckStep::Columns), u"warning: db-050"_s);
    }

    void whatIsOnlyWorthKnowingIsNoWarning()
    {
        const QString column = u"PO NUMBER"_s;
        sql({u"ALTER TABLE \"FACT_ORDER_LIST\" DROP COLUMN \"PO NUMBER\""_s});
        std::erase_if(m_settings.mapping.headers,
                      [&column](const ColumnMapping &mapped) { return mapped.source == column; });
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::Columns), u"ok: cc-013 db-054"_s);
        QVERIFY(of(results, CheckStep::Columns).events.back().text().contains(column));
    }

    void goesOnBehindAWarehouseThatIsGone()
    {
        QVERIFY(QFile::remove(file(u"demo/warehouse.sqlite"_s)));
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::Reach), u"failed: cc-004"_s);
        for (const CheckStep step :
             {CheckStep::Login, CheckStep::Tables, CheckStep::Permissions, CheckStep::Labels})
            QCOMPARE(text(results, step), u"skipped: cc-030"_s);
        for (const CheckStep step : {CheckStep::Token, CheckStep::Board, CheckStep::BoardColumns})
            QVERIFY2(of(results, step).state == CheckState::Ok, qPrintable(nameOf(step)));
    }

    void goesOnWithoutABoard()
    {
        // A port on which nobody listens any more.
        QTcpServer nobody;
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        m_settings.api.url = QUrl(u"http://127.0.0.1:%1/v2"_s.arg(nobody.serverPort()));
        m_settings.sandbox = false;
        nobody.close();
        qputenv("MONDAY_API_KEY", "a-token-for-nobody-at-all");
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::Token), u"failed: mc-013"_s);
        QCOMPARE(text(results, CheckStep::Board), u"skipped: cc-030"_s);
        QCOMPARE(text(results, CheckStep::Labels), u"skipped: cc-030"_s);
        for (const CheckStep step : {CheckStep::Login, CheckStep::Columns, CheckStep::Permissions})
            QVERIFY2(of(results, step).state == CheckState::Ok, qPrintable(nameOf(step)));
    }

    void readingAloneIsAWarning()
    {
        sql({u"ALTER TABLE \"ORDER_LIST_LINES\" RENAME TO \"behind\""_s,
             u"CREATE VIEW \"ORDER_LIST_LINES\" AS SELECT * FROM \"behind\""_s});
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::Permissions), u"warning: cc-016"_s);
        QVERIFY(of(results, CheckStep::Labels).state != CheckState::Failed);
    }

    void findsColumnsThatTheBoardLacks()
    {
        m_settings.mapping.headers.front().targetColumnId = u"no_such_column"_s;
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::BoardColumns), u"failed: pl-018 cc-035"_s);
    }

    void offersTheRecordKeyColumnAndMakesIt()
    {
        m_settings.mapping.recordKeyColumn = u"record_key"_s;
        const std::vector<CheckResult> before = check();
        QCOMPARE(text(before, CheckStep::RecordKey), u"warning: pl-020"_s);
        QVERIFY(of(before, CheckStep::RecordKey).mayMakeRecordKey);
        const Result<BoardColumn> made = engine().makeRecordKeyColumn({});
        VERIFY_RESULT(made);
        QCOMPARE(made->id, u"record_key"_s);
        QCOMPARE(made->type, ColumnType::Text);
        const std::vector<CheckResult> after = check();
        QCOMPARE(text(after, CheckStep::RecordKey), u"ok: cc-026"_s);
        QVERIFY(!of(after, CheckStep::RecordKey).mayMakeRecordKey);
        // Twice is refused, not made twice.
        QVERIFY(!engine().makeRecordKeyColumn({}));
    }

    void saysHowToNameARecordKeyColumn()
    {
        m_settings.mapping.recordKeyColumn.clear();
        const std::vector<CheckResult> results = check();
        QCOMPARE(text(results, CheckStep::RecordKey), u"warning: cc-025"_s);
        QVERIFY(!of(results, CheckStep::RecordKey).mayMakeRecordKey);
        QCOMPARE(text(results, CheckStep::BoardColumns), u"ok: cc-024 cc-035"_s);
    }

    void aStopSkipsWhatIsLeft()
    {
        StopPair stop;
        stop.stopNow();
        const std::vector<CheckResult> results = check(stop.tokens());
        QCOMPARE(results.size(), allCheckSteps.size());
        QCOMPARE(text(results, CheckStep::Login), u"skipped: cc-034"_s);
        QCOMPARE(text(results, CheckStep::Token), u"skipped: cc-034"_s);
        QCOMPARE(text(results, CheckStep::Labels), u"skipped: cc-034"_s);
    }

    void triesTheServer()
    {
        QTcpServer nobody;
        QVERIFY(nobody.listen(QHostAddress::LocalHost));
        m_settings.database.driver = DatabaseDriver::PostgreSql;
        m_settings.database.host = u"127.0.0.1"_s;
        m_settings.database.port = nobody.serverPort();
        nobody.close();
        const std::vector<CheckResult> results = check();
        if (QSqlDatabase::isDriverAvailable(u"QPSQL"_s))
            QCOMPARE(text(results, CheckStep::Reach), u"failed: cc-006"_s);
        else
            QCOMPARE(text(results, CheckStep::Driver), u"failed: cc-002"_s);
        QCOMPARE(text(results, CheckStep::Login), u"skipped: cc-030"_s);
        QVERIFY(of(results, CheckStep::Token).state == CheckState::Ok);
    }
};

QTEST_GUILESS_MAIN(TestConnectionCheck)
#include "tst_connectioncheck.moc"
