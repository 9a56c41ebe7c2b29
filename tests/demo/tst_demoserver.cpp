#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "support/demodatabase.h"
#include "support/testenvironment.h"
#include "support/warehousebuilder.h"

#include <QFile>
#include <QSqlRecord>

using namespace Qt::StringLiterals;
using namespace syncline;
using namespace syncline::testing;

/// Demos whose warehouse is on a PostgreSQL server.
class TestDemoServer final : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!testServer())
            QSKIP("SYNCLINE_TEST_POSTGRESQL names no server; tests/run starts one");
    }

    void init()
    {
        prepare();
        m_server.database = *testServer();
        m_server.database.key = u"demo"_s;
        m_server.database.schema = u"Demo of %1"_s.arg(QFileInfo(folder()).fileName());
    }

    void cleanup()
    {
        const QString schema = QString(m_server.database.schema).replace(u'"', u"\"\""_s);
        run(u"DROP SCHEMA IF EXISTS \"%1\" CASCADE"_s.arg(schema));
    }

    void hasTheRowsOfTheFile()
    {
        const Result<DemoReport> onServer = make(u"server"_s);
        VERIFY_RESULT(onServer);
        const Result<DemoReport> inFile = makeDemo({.folder = file(u"file"_s), .orders = orders});
        VERIFY_RESULT(inFile);
        QCOMPARE(onServer->lines, inFile->lines);
        const DatabaseSettings sqlite{
            .key = u"demo"_s, .driver = DatabaseDriver::Sqlite, .path = file(u"file/warehouse.sqlite"_s)};
        const QString headers = u"\"AAG ORDER NUMBER\", \"CUSTOMER NAME\", \"TOTAL QTY\", \"CUSTOMER "
                                u"PRICE\", \"EX FACTORY DATE\", "
                                "\"FREIGHT\", \"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES "
                                "THIS\", \"XL\", group_id, "
                                "item_name"_s;
        const QString ofKey = u"SELECT %1 FROM %2 ORDER BY record_uuid"_s;
        const QString state = u", sync_state, action_type, monday_item_id, updated_at"_s;
        const QStringList queries{
            ofKey.arg(QString(headers + state), u"FACT_ORDER_LIST"_s),
            ofKey.arg(headers, u"swp_ORDER_LIST_SYNC"_s),
            ofKey.arg(u"\"CUSTOMER NAME\", \"ORDER TYPE\""_s, u"ORDER_LIST"_s),
            u"SELECT line_uuid, size_code, qty, row_hash, sync_state, action_type, monday_subitem_id "
            "FROM ORDER_LIST_LINES ORDER BY line_uuid"_s,
            u"SELECT record_uuid, source, sync_completed_at, pipeline_run_id FROM ORDER_LIST_API_LOG "
            "ORDER BY record_uuid"_s,
            u"SELECT board_id, group_id, group_name FROM MON_Boards_Groups ORDER BY group_id"_s,
        };
        for (const QString &query : queries) {
            const QStringList theirs = rows(m_server.database, query);
            QVERIFY2(!theirs.isEmpty(), qPrintable(query));
            QCOMPARE(theirs.join(u'\n'), rows(sqlite, query).join(u'\n'));
        }
        QVERIFY(DemoDatabase(m_server.database).tables().contains(u"syncline_leases"_s));
    }

    void keysAndDatesHaveTheirTypes()
    {
        VERIFY_RESULT(make(u"demo"_s));
        const QStringList types =
            rows(m_server.database,
                 u"SELECT column_name || ' ' || data_type FROM information_schema.columns "
                 "WHERE table_schema = current_schema() AND table_name = 'fact_order_list'"_s);
        for (const QString &type :
             {u"record_uuid uuid"_s, u"EX FACTORY DATE date"_s, u"CUSTOMER PRICE numeric"_s, u"XL integer"_s,
              u"monday_item_id bigint"_s, u"updated_at timestamp without time zone"_s})
            QVERIFY2(types.contains(type), qPrintable(type));
    }

    void theWorkspaceNamesTheServer()
    {
        const Result<DemoReport> made = make(u"demo"_s);
        VERIFY_RESULT(made);
        QVERIFY(!QFile::exists(file(u"demo/warehouse.sqlite"_s)));
        const Result<LoadedConfig> config = loadConfig(made->configFile);
        VERIFY_RESULT(config);
        for (const ConfigDiagnostic &diagnostic : config->diagnostics())
            QFAIL(qPrintable(diagnostic.event.text()));
        const DatabaseSettings settings = config->environment(u"demo"_s)->database;
        QCOMPARE(settings.driver, DatabaseDriver::PostgreSql);
        QCOMPARE(settings.host, m_server.database.host);
        QCOMPARE(settings.port, m_server.database.port);
        QCOMPARE(settings.database, m_server.database.database);
        QCOMPARE(settings.user, m_server.database.user);
        QCOMPARE(settings.schema, m_server.database.schema);
        QCOMPARE(settings.encrypt, false);
    }

    void noNameIsMoreThanAName()
    {
        m_server.database.schema = u"D\"e'm\\o "_s + QFileInfo(folder()).fileName();
        const Result<DemoReport> made = make(u"demo"_s);
        VERIFY_RESULT(made);
        const Result<LoadedConfig> config = loadConfig(made->configFile);
        VERIFY_RESULT(config);
        QCOMPARE(config->environment(u"demo"_s)->database.schema, m_server.database.schema);
    }

    void noTableIsOverwritten_data()
    {
        QTest::addColumn<QString>("table");
        QTest::newRow("headers") << u"FACT_ORDER_LIST"_s;
        QTest::newRow("another spelling") << u"Map_Canonical_Customer"_s;
        QTest::newRow("Syncline's own") << u"syncline_schema"_s;
    }

    void noTableIsOverwritten()
    {
        QFETCH(const QString, table);
        run(u"CREATE SCHEMA \"%1\""_s.arg(m_server.database.schema));
        run(u"CREATE TABLE \"%1\".\"%2\" (mine INTEGER)"_s.arg(m_server.database.schema, table));
        const Result<DemoReport> made = make(u"demo"_s);
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::InvalidInput);
        QCOMPARE(made.error().event.id, EventId::de_007);
        QVERIFY2(made.error().text().contains(table), qPrintable(made.error().text()));
        QVERIFY(!QFile::exists(file(u"demo"_s)));
        QCOMPARE(DemoDatabase(m_server.database).tables(), QStringList{table});
    }

    void aFolderThatCannotBeMadeLeavesNoTables()
    {
        QVERIFY(QFile::link(file(u"nowhere"_s), file(u"demo"_s)));
        const Result<DemoReport> made = make(u"demo"_s);
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::FileFailed);
        QCOMPARE(DemoDatabase(m_server.database).tables(), QStringList());
    }

    void aServerThatRefusesIsAnError()
    {
        m_server.database.user = u"nobody known"_s;
        const Result<DemoReport> stranger = make(u"demo"_s);
        QVERIFY(!stranger);
        QCOMPARE(stranger.error().kind, ErrorKind::WarehouseFailed);
        QCOMPARE(stranger.error().event.id, EventId::de_006);
        QVERIFY2(stranger.error().text().contains(u"nobody known"_s), qPrintable(stranger.error().text()));
        QVERIFY(!QFile::exists(file(u"demo"_s)));
        m_server.database.user = testServer()->user;
    }

private:
    static constexpr int orders = 60;

    Result<DemoReport> make(const QString &name) const
    {
        return makeDemo({.folder = file(name), .orders = orders, .server = m_server});
    }

    void run(const QString &statement) const
    {
        static_cast<void>(DemoDatabase(*testServer()).run(statement));
    }

    /// The rows as text, in the form of SQLite.
    static QStringList rows(const DatabaseSettings &settings, const QString &query)
    {
        const DemoDatabase database(settings);
        QSqlQuery found = database.run(query);
        const int columns = found.record().count();
        QStringList lines;
        while (found.next()) {
            QStringList cells;
            for (int column = 0; column < columns; ++column) {
                const QVariant cell = found.value(column);
                cells.append(cell.isNull() ? u"NULL"_s
                                 : cell.metaType().id() == QMetaType::QDateTime
                                 ? cell.toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)
                                 : cell.toString());
            }
            lines.append(cells.join(u'|'));
        }
        return lines;
    }

    DemoServer m_server;
};

QTEST_GUILESS_MAIN(TestDemoServer)
#include "tst_demoserver.moc"
