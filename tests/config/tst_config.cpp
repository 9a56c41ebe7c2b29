#include "config/knownkeys.h"
#include "config/workspaceconfig.h"
#include "support/testenvironment.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace syncline;

namespace {

const QString predecessor = QStringLiteral(TEST_DATA "/predecessor.toml");

/// A file without any finding; the tests add what they look at.
const QString good = QStringLiteral(R"([environment.test]
target_table = "FACT_ORDER_LIST"
lines_table = "ORDER_LIST_LINES"
database = "main"

[databases.main]
driver = "sqlite"
path = "data/warehouse.sqlite"

[monday.test]
board_id = "42"
record_key_column = "text_key"

[monday.column_mapping.test.headers]
"PO NUMBER" = "text_po"
"TOTAL QTY" = "numeric_qty"

[monday.column_mapping.test.lines]
size_code = "dropdown_size"
qty = "numeric_lineqty"
)");

QStringList namesOf(const std::vector<ConfigDiagnostic> &diagnostics)
{
    QStringList names;
    for (const ConfigDiagnostic &diagnostic : diagnostics)
        names.append(diagnostic.event.name());
    return names;
}

int lineOf(const QString &content, const QString &text)
{
    return static_cast<int>(content.first(content.indexOf(text)).count(u'\n')) + 1;
}

} // namespace

class TestConfig final : public testing::TestCase
{
    Q_OBJECT

    Result<LoadedConfig> load(const QString &content)
    {
        QFile out(file(u"syncline.toml"_s));
        if (!out.open(QIODevice::WriteOnly))
            qFatal("The test's file cannot be written");
        out.write(content.toUtf8());
        out.close();
        return loadConfig(out.fileName());
    }

private slots:
    void predecessorsFileOpens()
    {
        const Result<LoadedConfig> config = loadConfig(predecessor);
        VERIFY_RESULT(config);
        QCOMPARE(config->environmentNames(), (QStringList{u"production"_s, u"development"_s}));
        QVERIFY(!config->defaultEnvironment());

        const Result<EnvironmentSettings> production = config->environment(u"production"_s);
        VERIFY_RESULT(production);
        QVERIFY(production->production);
        QVERIFY(!production->sandbox);
        QCOMPARE(production->boardId, u"9609317401"_s);
        QCOMPARE(production->subitemBoardId, u"9609317948"_s);
        QCOMPARE(production->tables.source, u"swp_ORDER_LIST_SYNC"_s);
        QCOMPARE(production->tables.headers, u"FACT_ORDER_LIST"_s);
        QCOMPARE(production->tables.lines, u"ORDER_LIST_LINES"_s);
        QCOMPARE(production->tables.sizesAfter, u"UNIT OF MEASURE"_s);
        QCOMPARE(production->tables.sizesBefore, u"TOTAL QTY"_s);
        QCOMPARE(production->tables.maxSizes, 280);
        QCOMPARE(production->api.itemBatchSize, 7);
        QCOMPARE(production->api.groupBatchSize, 4);
        QCOMPARE(production->api.timeout, std::chrono::milliseconds(30'000));
        QCOMPARE(production->api.maxInFlight, 16);
        QCOMPARE(production->api.url, QUrl(u"https://api.monday.com/v2"_s));
        QCOMPARE(production->api.version, u"2026-10"_s);
        QCOMPARE(production->thresholds.success, 0.9);
        QCOMPARE(production->thresholds.partial, 0.7);
        QCOMPARE(production->reportsRoot, QStringLiteral(TEST_DATA "/reports/sync"));
        QCOMPARE(production->stateFolder, QStringLiteral(TEST_DATA "/.syncline/production"));

        const MappingConfig &mapping = production->mapping;
        QCOMPARE(mapping.headers.size(), 46U);
        QCOMPARE(mapping.headers[0].source, u"AAG ORDER NUMBER"_s);
        QCOMPARE(mapping.headers[7].source,
                 u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS"_s);
        QCOMPARE(mapping.headers[7].targetColumnId, u"long_text_mktdjzcg"_s);
        QCOMPARE(mapping.headers[45].source, u"HS CODE"_s);
        QCOMPARE(mapping.lines.size(), 2U);
        QVERIFY(!mapping.headerLabels.mayCreate(u"dropdown_mkr542p2"_s));
        QVERIFY(mapping.headerLabels.mayCreate(u"dropdown_mkr5s5n3"_s));
        QVERIFY(!mapping.headerLabels.mayCreate(u"dropdown_unlisted"_s));
        QVERIFY(mapping.lineLabels.mayCreate(u"dropdown_mkrak7qp"_s));

        const Result<EnvironmentSettings> development = config->environment(u"development"_s);
        VERIFY_RESULT(development);
        QVERIFY(!development->production);
        QCOMPARE(development->boardId, u"9200517329"_s);
        QCOMPARE(development->mapping.headers.size(), 3U);
        QVERIFY(development->mapping.headerLabels.mayCreate(u"dropdown_unlisted"_s));
        QVERIFY(!development->mapping.headerLabels.mayCreate(u"dropdown_mkr542p2"_s));
    }

    void everyDeadKeyOfThePredecessorIsNamedOnce()
    {
        QFile in(predecessor);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const QString content = QString::fromUtf8(in.readAll());
        const Result<LoadedConfig> config = loadConfig(predecessor);
        VERIFY_RESULT(config);
        QHash<QString, int> places; ///< key -> line
        for (const ConfigDiagnostic &diagnostic : config->diagnostics()) {
            if (diagnostic.event.id != EventId::cf_001 && diagnostic.event.id != EventId::cf_004
                && diagnostic.event.id != EventId::cf_005)
                continue;
            const QString key = diagnostic.event.parameters.value("key"_L1).toString();
            QVERIFY2(!places.contains(key), qPrintable(key));
            QVERIFY(!diagnostic.blocksSending);
            places.insert(key, diagnostic.event.parameters.value("line"_L1).toInt());
        }
        for (const QString &key : {u"ddl_references.order_list_v2"_s,
                                   u"phase.current"_s,
                                   u"database.essential_columns"_s,
                                   u"database.group_name_transformation.fallback_value"_s,
                                   u"database.item_name_transformation.enabled"_s,
                                   u"test_data.test_mode"_s,
                                   u"hash.columns"_s,
                                   u"hash.algorithm"_s,
                                   u"monday.production.metadata_path"_s,
                                   u"monday.development.group_id"_s,
                                   u"monday.groups.auto_create"_s,
                                   u"monday.rate_limits.max_concurrent_batches"_s,
                                   u"monday.rate_limits.delay_between_batches"_s,
                                   u"monday.sync.handler_type"_s,
                                   u"monday.sync.success_thresholds.enable_threshold_based_status"_s,
                                   u"monday.sync.templates.create_items"_s,
                                   u"monday.sync.groups.strategy"_s,
                                   u"monday.group_creation.enabled"_s,
                                   u"monday.column_mapping.size_mappings"_s,
                                   u"sync.approved_patterns.max_retries"_s,
                                   u"sync.rejected_patterns.staging_validation"_s})
            QVERIFY2(places.contains(key), qPrintable(key));
        QCOMPARE(places.value(u"hash.algorithm"_s), lineOf(content, u"algorithm ="_s));
        // Nothing of the file is unknown, and nothing that is used is called unused.
        for (const QString &name : namesOf(config->diagnostics()))
            QVERIFY2(name != "cf-006"_L1 && name != "cf-007"_L1, qPrintable(name));
        QVERIFY(!places.contains(u"monday.rate_limits.request_timeout"_s));
        QVERIFY(!places.contains(u"monday.production.board_id"_s));
    }

    void predecessorsFileBlocksSendingUntilCompleted()
    {
        const Result<LoadedConfig> config = loadConfig(predecessor);
        VERIFY_RESULT(config);
        QVERIFY(config->blocksSending(u"production"_s));
        QStringList blocking;
        for (const ConfigDiagnostic &diagnostic : config->diagnostics(u"production"_s)) {
            if (diagnostic.blocksSending)
                blocking.append(diagnostic.event.name());
        }
        // Warehouse and DESTINATION WAREHOUSE feed one column; the connection was kept elsewhere.
        QCOMPARE(blocking, (QStringList{u"cf-016"_s, u"cf-015"_s}));
        QStringList development;
        for (const ConfigDiagnostic &diagnostic : config->diagnostics(u"development"_s)) {
            if (diagnostic.blocksSending)
                development.append(diagnostic.event.name());
        }
        QCOMPARE(development, QStringList{u"cf-016"_s});
    }

    void goodFileHasNoFindings()
    {
        const Result<LoadedConfig> config = load(good);
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), QStringList());
        QVERIFY(!config->blocksSending(u"test"_s));
        QCOMPARE(config->defaultEnvironment(), u"test"_s);
        QCOMPARE(config->file(), file(u"syncline.toml"_s));
        const Result<EnvironmentSettings> settings = config->environment(u"test"_s);
        VERIFY_RESULT(settings);
        QCOMPARE(settings->database.path, file(u"data/warehouse.sqlite"_s));
        QCOMPARE(settings->reportsRoot, file(u"reports/sync"_s));
        QCOMPARE(settings->stateFolder, file(u".syncline/test"_s));
        QCOMPARE(settings->api.itemBatchSize, 5);
        QCOMPARE(settings->api.groupBatchSize, 5);
        QCOMPARE(settings->api.timeout, std::chrono::milliseconds(60'000));
        QCOMPARE(settings->thresholds.success, 0.95);
        QCOMPARE(settings->thresholds.partial, 0.80);
        QCOMPARE(settings->mapping.onConflict, ConflictRule::Error);
        QCOMPARE(settings->mapping.totalEqualsSizes, CheckRule::Refuse);
        QCOMPARE(settings->mapping.cancelledOrders, CancelledRule::ZeroQuantities);
    }

    void additionsOfSynclineAreRead()
    {
        QString content = good;
        content.replace(
            u"driver = \"sqlite\"\npath = \"data/warehouse.sqlite\""_s,
            u"driver = \"sqlserver\"\nhost = \"db.example\"\nport = 1444\ndatabase = \"orders\"\n"
            "user = \"reader\"\nodbc_driver = \"ODBC Driver 18 for SQL Server\"\nencrypt = false\n"
            "trust_server_certificate = true"_s);
        content.replace(u"board_id ="_s, u"sandbox = true\nboard_id ="_s);
        content += QStringLiteral(R"(
[monday.column_mapping.test]
on_conflict = "last"
[monday.api]
url = "http://127.0.0.1:8080/v2"
version = "2026-07"
timeout_seconds = 12.5
[monday.rate_limits]
max_in_flight = 4
[monday.checks]
total_equals_sizes = "warn"
cancelled_orders = "keep"
[monday.value_mapping."PO NUMBER"]
"n/a" = "TBD"
[reports]
root = "/var/reports"
)");
        const Result<LoadedConfig> config = load(content);
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), QStringList());
        const Result<EnvironmentSettings> settings = config->environment(u"test"_s);
        VERIFY_RESULT(settings);
        QCOMPARE(settings->database.driver, DatabaseDriver::SqlServer);
        QCOMPARE(settings->database.key, u"main"_s);
        QCOMPARE(settings->database.host, u"db.example"_s);
        QCOMPARE(settings->database.port, 1444);
        QCOMPARE(settings->database.database, u"orders"_s);
        QCOMPARE(settings->database.schema, u"dbo"_s);
        QCOMPARE(settings->database.user, u"reader"_s);
        QCOMPARE(settings->database.odbcDriver, u"ODBC Driver 18 for SQL Server"_s);
        QVERIFY(!settings->database.encrypt);
        QVERIFY(settings->database.trustServerCertificate);
        QVERIFY(!settings->database.trustedConnection);
        QVERIFY(settings->sandbox);
        QCOMPARE(settings->api.url, QUrl(u"http://127.0.0.1:8080/v2"_s));
        QCOMPARE(settings->api.version, u"2026-07"_s);
        QCOMPARE(settings->api.timeout, std::chrono::milliseconds(12'500));
        QCOMPARE(settings->api.maxInFlight, 4);
        QCOMPARE(settings->mapping.onConflict, ConflictRule::Last);
        QCOMPARE(settings->mapping.totalEqualsSizes, CheckRule::Warn);
        QCOMPARE(settings->mapping.cancelledOrders, CancelledRule::Keep);
        QCOMPARE(settings->mapping.valueMapping.value(u"PO NUMBER"_s).value(u"n/a"_s), u"TBD"_s);
        QCOMPARE(settings->reportsRoot, u"/var/reports"_s);
    }

    /// One change of the good file, the finding that it makes, and its place.
    void findings_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("blocks");
        QTest::addColumn<QString>("place"); // stands in the line that the finding names
        const auto row = [](const char *name, const QString &from, const QString &to, const QString &event,
                            const QString &key, bool blocks = true, const QString &place = {}) {
            QTest::newRow(name) << from << to << event << key << blocks
                                << (place.isEmpty() ? key.section(u'.', -1) : place);
        };
        const QString board = u"board_id = \"42\""_s;
        row("no board", board, u"sandbox = false"_s, u"cf-014"_s, u"monday.test.board_id"_s, true,
            u"[monday.test]"_s);
        row("empty board", board, u"board_id = \"\""_s, u"cf-014"_s, u"monday.test.board_id"_s);
        row("board by name", board, u"board_id = \"orders\""_s, u"cf-023"_s, u"monday.test.board_id"_s);
        row("negative board", board, u"board_id = -42"_s, u"cf-023"_s, u"monday.test.board_id"_s);
        row("typo", board, u"board_id = \"42\"\nsubitem_bord_id = \"43\""_s, u"cf-007"_s,
            u"monday.test.subitem_bord_id"_s, false);
        row("typo in case", board, u"board_id = \"42\"\nSandbox = true"_s, u"cf-007"_s,
            u"monday.test.Sandbox"_s, false);
        row("unknown", board, u"board_id = \"42\"\ncolour_of_the_sky = 3"_s, u"cf-006"_s,
            u"monday.test.colour_of_the_sky"_s, false);
        row("unknown section", u"[databases.main]"_s, u"[rate_limit]\nx = 1\n[databases.main]"_s, u"cf-006"_s,
            u"rate_limit"_s, false);
        row("no record key column", u"record_key_column = \"text_key\""_s, QString(), u"cf-008"_s,
            u"monday.test.record_key_column"_s, false, u"[monday.test]"_s);
        row("mapped record key column", u"\"text_po\""_s, u"\"text_key\""_s, u"cf-020"_s,
            u"monday.column_mapping.test.headers.\"PO NUMBER\""_s);
        row("conflict", u"\"numeric_qty\""_s, u"\"text_po\""_s, u"cf-015"_s,
            u"monday.column_mapping.test.headers.\"TOTAL QTY\""_s);
        row("empty column", u"\"numeric_qty\""_s, u"\"\""_s, u"cf-014"_s,
            u"monday.column_mapping.test.headers.\"TOTAL QTY\""_s);
        row("number as column", u"\"numeric_qty\""_s, u"5"_s, u"cf-011"_s,
            u"monday.column_mapping.test.headers.\"TOTAL QTY\""_s);
        row("line source", u"qty = \"numeric_lineqty\""_s, u"quantity = \"numeric_lineqty\""_s, u"cf-022"_s,
            u"monday.column_mapping.test.lines.quantity"_s);
        row("no table", u"target_table = \"FACT_ORDER_LIST\""_s, QString(), u"cf-014"_s,
            u"environment.test.target_table"_s, true, u"[environment.test]"_s);
        row("missing database", u"database = \"main\""_s, u"database = \"other\""_s, u"cf-016"_s,
            u"environment.test.database"_s);
        row("unknown driver", u"\"sqlite\""_s, u"\"mysql\""_s, u"cf-013"_s, u"databases.main.driver"_s);
        row("no path", u"path = \"data/warehouse.sqlite\""_s, QString(), u"cf-014"_s,
            u"databases.main.path"_s, true, u"[databases.main]"_s);
        row("no host", u"\"sqlite\""_s, u"\"postgresql\"\ndatabase = \"x\"\nuser = \"y\""_s, u"cf-014"_s,
            u"databases.main.host"_s, true, u"[databases.main]"_s);
        row("port", u"\"sqlite\""_s, u"\"sqlite\"\nport = 70000"_s, u"cf-012"_s, u"databases.main.port"_s);
        row("flag as text", u"board_id ="_s, u"sandbox = \"yes\"\nboard_id ="_s, u"cf-011"_s,
            u"monday.test.sandbox"_s);

        const QString more = u"[databases.main]"_s;
        const auto added = [&](const char *name, const QString &text, const QString &event,
                               const QString &key, bool blocks = true, const QString &place = {}) {
            row(name, more, text + u'\n' + more, event, key, blocks, place);
        };
        added("negative batch", u"[monday.rate_limits]\nitem_batch_size = -1"_s, u"cf-012"_s,
              u"monday.rate_limits.item_batch_size"_s);
        added("no batch", u"[monday.rate_limits]\nitem_batch_size = 0"_s, u"cf-012"_s,
              u"monday.rate_limits.item_batch_size"_s);
        added("text as number", u"[monday.rate_limits]\nmax_in_flight = \"8\""_s, u"cf-011"_s,
              u"monday.rate_limits.max_in_flight"_s);
        added("fraction as whole number", u"[monday.rate_limits]\nmax_in_flight = 8.5"_s, u"cf-011"_s,
              u"monday.rate_limits.max_in_flight"_s);
        added("more in flight than lanes", u"[monday.rate_limits]\nmax_in_flight = 17"_s, u"cf-027"_s,
              u"monday.rate_limits.max_in_flight"_s, false);
        added("negative timeout", u"[monday.api]\ntimeout_seconds = -3"_s, u"cf-012"_s,
              u"monday.api.timeout_seconds"_s);
        added("endless timeout", u"[monday.api]\ntimeout_seconds = inf"_s, u"cf-012"_s,
              u"monday.api.timeout_seconds"_s);
        added("two timeouts",
              u"[monday.rate_limits]\nrequest_timeout = 30\n[monday.api]\ntimeout_seconds = 20"_s,
              u"cf-005"_s, u"monday.rate_limits.request_timeout"_s, false);
        added("share above one", u"[monday.sync.success_thresholds]\nsuccess_rate = 95"_s, u"cf-012"_s,
              u"monday.sync.success_thresholds.success_rate"_s);
        added("shares upside down",
              u"[monday.sync.success_thresholds]\nsuccess_rate = 0.5\npartial_rate = 0.6"_s, u"cf-019"_s,
              u"monday.sync.success_thresholds.partial_rate"_s);
        added("success below the usual partial", u"[monday.sync.success_thresholds]\nsuccess_rate = 0.5"_s,
              u"cf-019"_s, u"monday.sync.success_thresholds.success_rate"_s);
        added("plain http", u"[monday.api]\nurl = \"http://api.monday.com/v2\""_s, u"cf-018"_s,
              u"monday.api.url"_s);
        added("loopback in front of another host",
              u"[monday.api]\nurl = \"http://127.0.0.1.example.com/v2\""_s, u"cf-018"_s, u"monday.api.url"_s);
        added("no address", u"[monday.api]\nurl = \"monday\""_s, u"cf-018"_s, u"monday.api.url"_s);
        added("rule", u"[monday.checks]\ntotal_equals_sizes = \"ignore\""_s, u"cf-013"_s,
              u"monday.checks.total_equals_sizes"_s);
        added("conflict rule", u"[monday.column_mapping.test]\non_conflict = \"first\""_s, u"cf-013"_s,
              u"monday.column_mapping.test.on_conflict"_s);
        added("value mapping of no column", u"[monday.value_mapping.SEASON]\na = \"b\""_s, u"cf-010"_s,
              u"monday.value_mapping.SEASON"_s, false);
        added("value mapping to a number", u"[monday.value_mapping.\"PO NUMBER\"]\na = 1"_s, u"cf-011"_s,
              u"monday.value_mapping.\"PO NUMBER\".a"_s, true, u"a = 1"_s);
        added("section as value", u"[monday]\napi = 5"_s, u"cf-011"_s, u"monday.api"_s);
        added("another environment's section", u"[monday.tst]\nboard_id = \"1\""_s, u"cf-007"_s,
              u"monday.tst"_s, false);
    }

    void findings()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, event);
        QFETCH(const QString, key);
        QFETCH(const bool, blocks);
        QFETCH(const QString, place);
        QVERIFY(good.contains(from));
        const QString content = QString(good).replace(from, to);
        QVERIFY(content.contains(place));
        const Result<LoadedConfig> config = load(content);
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), QStringList{event});
        const ConfigDiagnostic &diagnostic = config->diagnostics().front();
        QCOMPARE(diagnostic.event.parameters.value("key"_L1).toString(), key);
        QCOMPARE(diagnostic.event.parameters.value("file"_L1).toString(), file(u"syncline.toml"_s));
        QCOMPARE(diagnostic.blocksSending, blocks);
        QCOMPARE(config->blocksSending(u"test"_s), blocks);
        // Looking stays possible.
        QVERIFY(config->environment(u"test"_s));
        QCOMPARE(diagnostic.event.parameters.value("line"_L1).toInt(), lineOf(content, place));
    }

    void noMoreAreInFlightThanThereAreLanes()
    {
        const QString content = QString(good).replace(
            u"[databases.main]"_s, u"[monday.rate_limits]\nmax_in_flight = 40\n[databases.main]"_s);
        const Result<LoadedConfig> config = load(content);
        VERIFY_RESULT(config);
        QCOMPARE(config->environment(u"test"_s)->api.maxInFlight, 16);
        QVERIFY(config->diagnostics().front().event.text().contains(u"is 40; 16 are used"_s));
    }

    void placesAreLines()
    {
        const QString typo = QString(good).replace(u"record_key_column"_s, u"record_key_colum"_s);
        const Result<LoadedConfig> config = load(typo);
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), (QStringList{u"cf-008"_s, u"cf-007"_s}));
        // What is missing is placed at its section.
        QCOMPARE(config->diagnostics()[0].event.parameters.value("line"_L1).toInt(),
                 lineOf(typo, u"[monday.test]"_s));
        QCOMPARE(config->diagnostics()[1].event.parameters.value("line"_L1).toInt(),
                 lineOf(typo, u"record_key_colum"_s));
        QCOMPARE(config->diagnostics()[1].event.parameters.value("nearest"_L1).toString(),
                 u"record_key_column"_s);
    }

    void aConflictNamesBothPlaces()
    {
        const QString content = QString(good).replace(u"\"numeric_qty\""_s, u"\"text_po\""_s);
        const Result<LoadedConfig> config = load(content);
        VERIFY_RESULT(config);
        const QJsonObject parameters = config->diagnostics().front().event.parameters;
        QCOMPARE(parameters.value("line"_L1).toInt(), lineOf(content, u"\"TOTAL QTY\""_s));
        QCOMPARE(parameters.value("first"_L1).toString(), u"PO NUMBER"_s);
        QCOMPARE(parameters.value("first_line"_L1).toInt(), lineOf(content, u"\"PO NUMBER\""_s));
        QCOMPARE(parameters.value("target"_L1).toString(), u"text_po"_s);
    }

    void findingsConcernTheirEnvironment()
    {
        QString content = good
            + QString(good)
                  .replace(u".test"_s, u".other"_s)
                  .replace(u"[databases.main]\ndriver = \"sqlite\"\npath = \"data/warehouse.sqlite\"\n"_s,
                           QString());
        content.replace(u"[monday.other]\nboard_id = \"42\""_s, u"[monday.other]"_s);
        const Result<LoadedConfig> config = load(content);
        VERIFY_RESULT(config);
        QVERIFY(!config->blocksSending(u"test"_s));
        QVERIFY(config->blocksSending(u"other"_s));
        QVERIFY(!config->defaultEnvironment());
        // Both write to one table.
        QCOMPARE(namesOf(config->diagnostics(u"test"_s)), QStringList{u"cf-009"_s});
        QCOMPARE(namesOf(config->diagnostics(u"other"_s)), (QStringList{u"cf-009"_s, u"cf-014"_s}));
    }

    void secretsAreFoundAndNeverShown_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("key");
        const QString section = u"databases.main"_s;
        QTest::newRow("password") << u"password = \"hunter2-secret\""_s << u"databases.main.password"_s;
        QTest::newRow("token") << u"api_token = \"hunter2-secret\""_s << u"databases.main.api_token"_s;
        QTest::newRow("camel case") << u"MondayApiKey = \"hunter2-secret\""_s
                                    << u"databases.main.MondayApiKey"_s;
        QTest::newRow("number") << u"token = 1234567"_s << u"databases.main.token"_s;
        QTest::newRow("pasted") << u"user = \"Bearer hunter2-secret\""_s << u"databases.main.user"_s;
        QTest::newRow("web token") << u"user = \"eyJhbGciOiJIUzI1NiJ9.hunter2-secret\""_s
                                   << u"databases.main.user"_s;
        QTest::newRow("connection string")
            << u"odbc_driver = \"X;UID=a;PWD=hunter2-secret\""_s << u"databases.main.odbc_driver"_s;
        QTest::newRow("in a list") << u"unknown = [\"Bearer hunter2-secret\"]"_s
                                   << u"databases.main.unknown"_s;
        QTest::newRow("in an unknown section")
            << u"[apis.monday]\ntoken = \"hunter2-secret\"\n[databases.spare]\ndriver = \"sqlite\"\npath = \"x\""_s
            << u"apis.monday.token"_s;
    }

    void secretsAreFoundAndNeverShown()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, key);
        const QString anchor = u"path = \"data/warehouse.sqlite\"\n"_s;
        const Result<LoadedConfig> config = load(QString(good).replace(anchor, anchor + line + u'\n'));
        VERIFY_RESULT(config);
        const std::vector<ConfigDiagnostic> &all = config->diagnostics();
        const auto found = std::ranges::find_if(
            all, [](const ConfigDiagnostic &diagnostic) { return diagnostic.event.id == EventId::cf_017; });
        QVERIFY(found != all.end());
        QCOMPARE(found->event.parameters.value("key"_L1).toString(), key);
        QVERIFY(found->blocksSending);
        for (const ConfigDiagnostic &diagnostic : all) {
            QVERIFY(!diagnostic.event.text().contains(u"hunter2"_s));
            QVERIFY(!diagnostic.event.text().contains(u"1234567"_s));
        }
    }

    void addressWithPasswordIsNotShown()
    {
        const Result<LoadedConfig> config =
            load(good + u"\n[monday.api]\nurl = \"https://me:hunter2@api.monday.com/v2\"\n"_s);
        VERIFY_RESULT(config);
        QVERIFY(config->blocksSending(u"test"_s));
        for (const ConfigDiagnostic &diagnostic : config->diagnostics())
            QVERIFY(!diagnostic.event.text().contains(u"hunter2"_s));
        QVERIFY(config->environment(u"test"_s)->api.url.isEmpty());
    }

    void valuesOfTheWarehouseAreNoSecrets()
    {
        const Result<LoadedConfig> config = load(
            good + u"\n[monday.value_mapping.\"PO NUMBER\"]\n\"KEEPER'S SECRET\" = \"KEEPERS SECRET\"\n"_s);
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), QStringList());
    }

    void noTomlIsAnErrorWithItsPlace()
    {
        const Result<LoadedConfig> config = load(u"[monday]\nboard = \"unfinished\nnext = 1\n"_s);
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::InvalidInput);
        QCOMPARE(config.error().event.parameters.value("line"_L1).toInt(), 2);
        QVERIFY(config.error().event.parameters.value("column"_L1).toInt() > 1);
        QVERIFY(config.error().text().contains(file(u"syncline.toml"_s)));
    }

    void brokenTextIsAnError()
    {
        QFile out(file(u"latin.toml"_s));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("[monday]\nname = \"Fa\xe7on\"\n");
        out.close();
        const Result<LoadedConfig> config = loadConfig(out.fileName());
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::InvalidInput);
    }

    void missingFileIsAnError()
    {
        const Result<LoadedConfig> config = loadConfig(file(u"nowhere.toml"_s));
        QVERIFY(!config);
        QCOMPARE(config.error().kind, ErrorKind::FileFailed);
        QVERIFY(config.error().text().contains(u"nowhere.toml"_s));
    }

    void emptyFileHasNoEnvironment()
    {
        const Result<LoadedConfig> config = load(QString());
        VERIFY_RESULT(config);
        QCOMPARE(namesOf(config->diagnostics()), QStringList{u"cf-021"_s});
        QVERIFY(!config->defaultEnvironment());
        QVERIFY(config->blocksSending(u"any"_s));
    }

    void unknownEnvironmentIsAnError()
    {
        const Result<LoadedConfig> config = loadConfig(predecessor);
        VERIFY_RESULT(config);
        const Result<EnvironmentSettings> settings = config->environment(u"staging"_s);
        QVERIFY(!settings);
        QCOMPARE(settings.error().kind, ErrorKind::InvalidInput);
        QVERIFY(settings.error().text().contains(u"production, development"_s));
    }

    void productionIsMarkedInAnyCase()
    {
        const Result<LoadedConfig> config = load(QString(good).replace(u".test"_s, u".Production"_s));
        VERIFY_RESULT(config);
        QVERIFY(config->environment(u"Production"_s)->production);
    }

    void nearestNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("letter missing") << u"board_d"_s << u"board_id"_s;
        QTest::newRow("other case") << u"BOARD_ID"_s << u"board_id"_s;
        QTest::newRow("far") << u"weather"_s << QString();
        QTest::newRow("letters swapped") << u"sadnbox"_s << u"sandbox"_s;
    }

    void nearestNames()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, nearest);
        QCOMPARE(nearestName(name, {u"subitem_board_id"_s, u"board_id"_s, u"sandbox"_s}), nearest);
    }
};

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
