#include "sql/sqlcatalog.h"
#include "statements.h"
#include "warehouse/sqldialect.h"
#include "warehouse/sqlidentifier.h"
#include "warehouse/sqlstatementbuilder.h"
#include "warehousefixture.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <unistd.h>

using namespace syncline;
using namespace syncline::testing;
using namespace syncline::warehouse;
using namespace Qt::StringLiterals;

namespace {

QString problem(const Error &error)
{
    return QString(nameOf(error.kind) + u": "_s + error.text());
}

/// The warehouse as Qt sees it, in a transaction that is taken back.
class OpenDatabase
{
public:
    OpenDatabase(const SqlDialect &dialect, const DatabaseSettings &settings)
    {
        const SqlTarget target = *dialect.target({});
        QSqlDatabase database = QSqlDatabase::addDatabase(target.driver, m_name);
        database.setDatabaseName(target.database);
        database.setConnectOptions(target.options);
        database.setHostName(target.host);
        database.setPort(target.port);
        if (!database.open(target.user, {}))
            qFatal("%s", qPrintable(database.lastError().text()));
        database.transaction();
        if (settings.driver == DatabaseDriver::PostgreSql)
            execute(u"SET search_path TO \"%1\""_s.arg(settings.schema));
        execute(u"SAVEPOINT row_state"_s);
    }
    Q_DISABLE_COPY_MOVE(OpenDatabase)
    ~OpenDatabase()
    {
        handle().rollback();
        handle().close();
        QSqlDatabase::removeDatabase(m_name);
    }

    [[nodiscard]] QSqlDatabase handle() const { return QSqlDatabase::database(m_name); }

    /// One column of the answer.
    QStringList execute(const QString &text, int column = 0) const
    {
        QSqlQuery query(handle());
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
        QStringList cells;
        while (query.next())
            cells.append(query.value(column).toString());
        return cells;
    }

private:
    const QString m_name = u"test"_s;
};

/// As long as it lives, this program may read the file but not change it.
class OnlyReader
{
public:
    OnlyReader(const QString &folder, const QString &path)
        : m_folder(folder)
    {
        constexpr QFile::Permissions reading = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        QFile::setPermissions(path, reading);
        QFile::setPermissions(folder, reading | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
        // Permissions do not hold for root.
        if (m_root && setresuid(nobody, nobody, 0) != 0)
            qFatal("cannot become another user");
    }
    Q_DISABLE_COPY_MOVE(OnlyReader)
    ~OnlyReader()
    {
        if (m_root && setresuid(0, 0, 0) != 0)
            qFatal("cannot become root again");
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

private:
    static constexpr uid_t nobody = 65'534;
    QString m_folder;
    bool m_root = getuid() == 0;
};

} // namespace

/// What is found out when a warehouse is opened, and the statements made from it.
class TestWarehouseSchema : public WarehouseTest
{
    Q_OBJECT

private:
    /// Orders with a line each, further ones at each call.
    void fillTables(int orders)
    {
        m_builder->create();
        const QString key = testEngine() == DatabaseDriver::PostgreSql
            ? u"CAST(LPAD(TO_HEX(n), 8, '0') || '-0000-4000-8000-000000000001' AS uuid)"_s
            : u"printf('%08x-0000-4000-8000-000000000001', n)"_s;
        const QString numbers =
            u"WITH RECURSIVE numbers(n) AS (SELECT %1 UNION ALL SELECT n + 1 FROM numbers "
            "WHERE n < %2) "_s.arg(m_orders + 1)
                .arg(m_orders + orders);
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state) "_s + numbers
                           + u"SELECT "_s + key + u", 'PENDING' FROM numbers"_s);
        m_builder->execute(u"INSERT INTO ORDER_LIST_LINES (record_uuid, size_code, qty) "_s + numbers
                           + u"SELECT "_s + key + u", 'S', 1 FROM numbers"_s);
        m_orders += orders;
    }

    /// Findings about indexes, with their statements.
    QStringList indexFindings(QStringList *statements = nullptr)
    {
        const auto opened = tryOpen();
        if (!opened)
            qFatal("%s", qPrintable(problem(opened.error())));
        const auto findings = (*opened)->findings();
        if (!findings)
            qFatal("%s", qPrintable(problem(findings.error())));
        QStringList names;
        for (const Event &finding : *findings) {
            if (!finding.parameters.contains("statement"_L1))
                continue;
            names.append(finding.name());
            if (statements)
                statements->append(finding.parameters.value("statement"_L1).toString());
            if (!finding.text().endsWith(finding.parameters.value("statement"_L1).toString()))
                qFatal("%s", qPrintable(finding.text()));
        }
        return names;
    }

    int m_orders = 0;

private slots:
    void init()
    {
        prepareWarehouse();
        m_orders = 0;
    }

    void aWholeWarehouseHasNoFindings()
    {
        m_builder->withLog().withRegistry().header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QVERIFY(findings->empty());
        QVERIFY(m_sink->events().empty());
    }

    void missingColumnsOfTheHeadersAreFound_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<EventId>("finding");
        QTest::addColumn<bool>("readable");
        QTest::newRow("key") << u"record_uuid"_s << EventId::db_011 << false;
        QTest::newRow("state") << u"sync_state"_s << EventId::db_011 << false;
        QTest::newRow("customer") << u"CUSTOMER NAME"_s << EventId::db_011 << false;
        QTest::newRow("item id") << u"monday_item_id"_s << EventId::db_011 << false;
        QTest::newRow("mapped") << u"FREIGHT"_s << EventId::db_012 << true;
        QTest::newRow("marker after") << u"UNIT OF MEASURE"_s << EventId::db_014 << true;
        QTest::newRow("marker before") << u"TOTAL QTY"_s << EventId::db_014 << true;
        // Each says what does not work without the column.
        QTest::newRow("answer") << u"api_response_payload"_s << EventId::db_013 << true;
        QTest::newRow("action") << u"action_type"_s << EventId::db_049 << true;
        QTest::newRow("retries") << u"retry_count"_s << EventId::db_050 << true;
        QTest::newRow("group") << u"group_id"_s << EventId::db_051 << true;
        QTest::newRow("last sync") << u"sync_completed_at"_s << EventId::db_052 << true;
        QTest::newRow("a part of the name") << u"AAG ORDER NUMBER"_s << EventId::db_054 << true;
        QTest::newRow("cancelled") << u"ORDER TYPE"_s << EventId::db_055 << true;
    }

    void missingColumnsOfTheHeadersAreFound()
    {
        QFETCH(QString, column);
        QFETCH(EventId, finding);
        QFETCH(bool, readable);
        m_builder->withoutHeaderColumns({column});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 1);
        QCOMPARE(findings->front().id, finding);
        const bool blocks = describe(finding).level == EventLevel::Error;
        QCOMPARE(blocks, finding == EventId::db_011 || finding == EventId::db_012);
        QCOMPARE(warehouse->customers().has_value(), readable);
        const auto orders = select(*warehouse, u"ALPHA"_s);
        QCOMPARE(orders.has_value(), readable);
        if (!readable) {
            QCOMPARE(orders.error().kind, ErrorKind::SchemaMismatch);
            QVERIFY(orders.error().text().contains(column));
            QVERIFY(!warehouse->writeBack({{.row = {key(1), {}}, .state = RowState::Created}}, syncId));
            QVERIFY(!warehouse->openRows(u"ALPHA"_s, WarehouseState::Failed, 1));
        }
    }

    void missingColumnsOfTheLinesAreFound_data()
    {
        QTest::addColumn<QString>("column");
        QTest::newRow("size") << u"size_code"_s;
        QTest::newRow("quantity") << u"qty"_s;
        QTest::newRow("state") << u"sync_state"_s;
        QTest::newRow("subitem id") << u"monday_subitem_id"_s;
    }

    void missingColumnsOfTheLinesAreFound()
    {
        QFETCH(QString, column);
        m_builder->execute(
            u"CREATE TABLE FACT_ORDER_LIST (record_uuid TEXT PRIMARY KEY, \"CUSTOMER NAME\" TEXT, "
            "sync_state TEXT, monday_item_id INTEGER)"_s);
        m_builder->execute(u"CREATE TABLE ORDER_LIST_LINES (record_uuid TEXT, %1)"_s.arg(
            QStringList{u"size_code"_s, u"qty"_s, u"sync_state"_s, u"monday_subitem_id"_s}
                .filter(QRegularExpression(u"^(?!%1$)"_s.arg(column)))
                .join(u" TEXT, "_s)
            + u" TEXT"_s));
        const auto warehouse = tryOpen();
        VERIFY_RESULT(warehouse);
        const std::vector<Event> findings = *(*warehouse)->findings();
        QVERIFY(std::ranges::any_of(findings, [&column](const Event &event) {
            return event.id == EventId::db_011 && event.parameters.value("column"_L1) == column;
        }));
        VERIFY_RESULT((*warehouse)->customers()); // looking is not blocked
        QCOMPARE(select(**warehouse, u"ALPHA"_s).error().kind, ErrorKind::SchemaMismatch);
    }

    void columnsAreNamedOnceWithWhatNeedsThem()
    {
        m_mapped.append(u"CUSTOMER SEASON"_s);
        m_builder
            ->withoutHeaderColumns({u"api_error_message"_s, u"sync_error_message"_s, u"api_status"_s,
                                    u"api_request_payload"_s, u"PO NUMBER"_s, u"CUSTOMER SEASON"_s})
            .withoutLineColumns({u"retry_count"_s, u"sync_completed_at"_s, u"api_error_message"_s});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QStringList found;
        for (const Event &finding : *findings) {
            QStringList columns = finding.parameters.value("columns"_L1).toVariant().toStringList();
            if (columns.isEmpty())
                columns.append(finding.parameters.value("column"_L1).toString());
            found.append(u"%1 %2: %3"_s.arg(finding.name(),
                                            finding.parameters.value("table"_L1).toString().toUpper(),
                                            columns.join(u", "_s)));
        }
        const QStringList expected{u"db-053 FACT_ORDER_LIST: api_error_message"_s,
                                   u"db-054 FACT_ORDER_LIST: PO NUMBER"_s,
                                   u"db-013 FACT_ORDER_LIST: api_status, api_request_payload"_s,
                                   u"db-050 ORDER_LIST_LINES: retry_count"_s,
                                   u"db-057 ORDER_LIST_LINES: sync_completed_at, api_error_message"_s,
                                   u"db-012 FACT_ORDER_LIST: CUSTOMER SEASON"_s};
        QCOMPARE(found, expected);
    }

    void indexesThatAreMissingAreNamedWithTheirStatement()
    {
        m_builder->withoutIndexes();
        fillTables(9'999);
        QCOMPARE(indexFindings(), (QStringList{u"db-062"_s, u"db-062"_s}));
        fillTables(1);
        QCOMPARE(indexFindings(), (QStringList{u"db-016"_s, u"db-016"_s}));
        fillTables(90'000);
        QStringList statements;
        QCOMPARE(indexFindings(&statements),
                 (QStringList{u"db-016"_s, u"db-016"_s, u"db-048"_s, u"db-048"_s}));
        const bool server = testEngine() == DatabaseDriver::PostgreSql;
        const QString schema = server ? u"\"%1\"."_s.arg(m_builder->database().schema) : QString();
        const auto quotedTable = [server](const QString &name) { return server ? name.toLower() : name; };
        QCOMPARE(statements.at(1),
                 u"CREATE UNIQUE INDEX \"ix_%2_key\" ON %1\"%2\" (\"record_uuid\", \"size_code\")"_s.arg(
                     schema, quotedTable(u"ORDER_LIST_LINES"_s)));
        QCOMPARE(
            statements.at(2),
            u"CREATE INDEX \"ix_%2_counts\" ON %1\"%2\" (\"CUSTOMER NAME\", \"sync_state\", \"action_type\", "
            "\"sync_completed_at\", \"record_uuid\")"_s.arg(schema, quotedTable(u"FACT_ORDER_LIST"_s)));
        // Some of the rows, an expression, or another beginning are not as good.
        m_builder->execute(u"CREATE INDEX part ON ORDER_LIST_LINES (record_uuid) WHERE qty > 0"_s);
        m_builder->execute(u"CREATE INDEX expression ON ORDER_LIST_LINES (LOWER(size_code), record_uuid)"_s);
        m_builder->execute(u"CREATE INDEX other ON FACT_ORDER_LIST (sync_state, record_uuid)"_s);
        QCOMPARE(indexFindings().size(), 4);
        for (const QString &statement : std::as_const(statements)) {
            const qsizetype before = indexFindings().size();
            m_builder->execute(statement);
            QVERIFY2(indexFindings().size() < before, qPrintable(statement));
        }
        QCOMPARE(indexFindings(), QStringList());
    }

    void aBoardWithoutRecordKeysWantsIndexesForLookUps()
    {
        fillTables(100'000);
        const QStringList before = indexFindings();
        m_boardHasRecordKeys = false;
        QStringList statements;
        QCOMPARE(indexFindings(&statements), before + QStringList({u"db-065"_s, u"db-065"_s}));
        QVERIFY(statements.at(before.size()).endsWith("(\"AAG ORDER NUMBER\")"_L1));
        QVERIFY(statements.last().endsWith("(\"monday_item_id\")"_L1));
        for (const QString &statement : std::as_const(statements))
            m_builder->execute(statement);
        QCOMPARE(indexFindings(), QStringList());
    }

    void anIndexThatBeginsAlikeIsAsGood()
    {
        m_builder->withoutIndexes();
        fillTables(100'000);
        m_builder->execute(u"CREATE INDEX a ON FACT_ORDER_LIST (\"CUSTOMER NAME\", record_uuid, action_type, "
                           "sync_completed_at, sync_state, \"ORDER TYPE\")"_s);
        m_builder->execute(u"CREATE INDEX b ON FACT_ORDER_LIST (record_uuid, sync_state)"_s);
        m_builder->execute(
            u"CREATE UNIQUE INDEX c ON ORDER_LIST_LINES (record_uuid, size_code, action_type, sync_state)"_s);
        // They find rows, but keep none apart by its key.
        QStringList statements;
        QCOMPARE(indexFindings(&statements), (QStringList{u"db-062"_s, u"db-062"_s}));
        for (const QString &statement : std::as_const(statements))
            m_builder->execute(statement);
        QCOMPARE(indexFindings(), QStringList());
    }

    void keysThatMayBeThereTwiceAreToldOnce_data()
    {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QStringList>("expected");
        const QStringList both{u"db-062"_s, u"db-062"_s};
        QTest::newRow("no index") << u"SELECT 1"_s << both;
        QTest::newRow("key of the headers")
            << u"CREATE UNIQUE INDEX i ON FACT_ORDER_LIST (record_uuid)"_s << QStringList{u"db-062"_s};
        QTest::newRow("not unique") << u"CREATE INDEX i ON FACT_ORDER_LIST (record_uuid)"_s << both;
        QTest::newRow("only some rows")
            << u"CREATE UNIQUE INDEX i ON FACT_ORDER_LIST (record_uuid) WHERE sync_state = 'NEW'"_s << both;
        QTest::newRow("an expression")
            << u"CREATE UNIQUE INDEX i ON FACT_ORDER_LIST (LOWER(sync_state))"_s << both;
        QTest::newRow("key of the lines, the other way round")
            << u"CREATE UNIQUE INDEX i ON ORDER_LIST_LINES (size_code, record_uuid)"_s
            << QStringList{u"db-062"_s};
    }

    void keysThatMayBeThereTwiceAreToldOnce()
    {
        QFETCH(QString, index);
        QFETCH(QStringList, expected);
        m_builder->withoutIndexes().create();
        m_builder->execute(index);
        QCOMPARE(indexFindings(), expected);
    }

    void columnsThatMustTakeNothingAreTold()
    {
        m_builder->withoutHeaderColumns({u"api_error_message"_s})
            .withHeaderColumn(u"api_error_message"_s, u"NVARCHAR(2000) NOT NULL DEFAULT ''"_s)
            .withoutLineColumns({u"monday_subitem_id"_s})
            .withLineColumn(u"monday_subitem_id"_s, u"BIGINT NOT NULL DEFAULT 0"_s);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 2);
        for (const Event &finding : findings)
            QCOMPARE(finding.id, EventId::db_058);
        QCOMPARE(describe(EventId::db_058).level, EventLevel::Error); // blocks sending
        QCOMPARE(findings.at(0).parameters.value("column"_L1).toString(), u"api_error_message"_s);
        QCOMPARE(findings.at(1).parameters.value("column"_L1).toString(), u"monday_subitem_id"_s);
    }

    void columnsThatAreTooNarrowAreTold_data()
    {
        QTest::addColumn<bool>("ofHeaders");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("isTold");
        const auto id = u"monday_item_id"_s;
        for (const char *type :
             {"INT", "SMALLINT", "REAL", "NUMERIC(14,0)", "NUMERIC(18,4)", "VARCHAR(14)", "DATE", "BOOLEAN"})
            QTest::newRow(qPrintable(u"id as "_s + QLatin1StringView(type)))
                << true << id << QString::fromLatin1(type) << true;
        for (const char *type :
             {"BIGINT", "NUMERIC(15,0)", "NUMERIC", "DOUBLE PRECISION", "VARCHAR(15)", "TEXT"})
            QTest::newRow(qPrintable(u"id as "_s + QLatin1StringView(type)))
                << true << id << QString::fromLatin1(type) << false;
        QTest::newRow("subitem") << false << u"monday_subitem_id"_s << u"INT"_s << true;
        QTest::newRow("parent") << false << u"monday_parent_id"_s << u"INT"_s << true;
        QTest::newRow("not written") << false << u"monday_item_id"_s << u"INT"_s << false;
        QTest::newRow("state") << true << u"sync_state"_s << u"VARCHAR(6)"_s << true;
        QTest::newRow("state of lines") << false << u"sync_state"_s << u"CHAR(8)"_s << true;
        QTest::newRow("state, wide enough") << true << u"sync_state"_s << u"VARCHAR(10)"_s << false;
        QTest::newRow("operation") << true << u"api_operation_type"_s << u"VARCHAR(20)"_s << true;
        QTest::newRow("status") << false << u"api_status"_s << u"VARCHAR(5)"_s << true;
        QTest::newRow("time") << true << u"api_request_timestamp"_s << u"BIGINT"_s << true;
        QTest::newRow("time as a text") << true << u"sync_completed_at"_s << u"VARCHAR(19)"_s << false;
    }

    void columnsThatAreTooNarrowAreTold()
    {
        if (testEngine() == DatabaseDriver::Sqlite)
            QSKIP("a type of SQLite keeps nothing out");
        QFETCH(bool, ofHeaders);
        QFETCH(QString, column);
        QFETCH(QString, type);
        QFETCH(bool, isTold);
        if (ofHeaders)
            m_builder->withoutHeaderColumns({column}).withHeaderColumn(column, type);
        else
            m_builder->withoutLineColumns({column}).withLineColumn(column, type);
        const auto warehouse = open();
        QVERIFY(warehouse);
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), isTold ? 1 : 0);
        if (isTold) {
            QCOMPARE(findings.front().id, EventId::db_058);
            QVERIFY(findings.front().text().contains(column));
        }
    }

    void aViewCanHaveNoIndex()
    {
        m_builder->withoutIndexes();
        fillTables(100'000);
        m_builder->execute(u"ALTER TABLE ORDER_LIST_LINES RENAME TO behind"_s);
        m_builder->execute(u"CREATE VIEW ORDER_LIST_LINES AS SELECT * FROM behind"_s);
        QStringList statements;
        QCOMPARE(indexFindings(&statements), (QStringList{u"db-016"_s, u"db-048"_s}));
        QVERIFY(!statements.join(u' ').contains(u"lines"_s, Qt::CaseInsensitive));
    }

    void missingTablesAreFound()
    {
        m_builder->execute(u"CREATE TABLE OTHER (x INTEGER)"_s);
        const auto warehouse = tryOpen();
        VERIFY_RESULT(warehouse);
        const std::vector<Event> findings = *(*warehouse)->findings();
        QCOMPARE(findings.size(), 3);
        QCOMPARE(std::ranges::count(findings, EventId::db_010, &Event::id), 2);
        QCOMPARE(findings.back().id, EventId::db_021);
        const auto customers = (*warehouse)->customers();
        QVERIFY(!customers);
        QCOMPARE(customers.error().kind, ErrorKind::SchemaMismatch);
        QVERIFY(customers.error().text().contains("FACT_ORDER_LIST"_L1));
    }

    void dataThatIsNotTouchedIsFound()
    {
        m_builder->withAnyContentIn({u"record_uuid"_s})
            .header({.key = key(1), .state = u"HALF"_s})
            .header({.key = key(2), .state = u"HALF"_s})
            .header({.key = key(3), .state = u"existing"_s})
            .line({.key = key(1), .sizeCode = u"S"_s, .state = u"SKIPPED"_s});
        int number = 0;
        for (const QVariant &bad :
             {QVariant(u"order 1"_s), QVariant(17), QVariant(u"00000000-0000-0000-0000-000000000000"_s),
              QVariant(QString(key(9).toString().chopped(1) + u'g')),
              QVariant(QString(key(9).toString() + u'0'))}) {
            m_builder->execute(
                u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state, \"AAG ORDER NUMBER\") VALUES (?, 'PENDING', ?)"_s,
                {bad, ++number});
        }
        m_builder->execute(u"INSERT INTO FACT_ORDER_LIST (record_uuid, sync_state) VALUES (?, 'PENDING')"_s,
                           {QString(u'{' + key(8).toString().toUpper() + u'}')});
        const auto warehouse = open();
        QVERIFY(warehouse);
        const auto findings = warehouse->findings();
        VERIFY_RESULT(findings);
        QCOMPARE(findings->size(), 3);
        QCOMPARE(findings->at(0).id, EventId::db_017);
        QCOMPARE(findings->at(0).parameters.value("rows"_L1).toInt(), number);
        QCOMPARE(findings->at(1).id, EventId::db_018);
        QCOMPARE(findings->at(1).parameters.value("state"_L1).toString(), u"HALF"_s);
        QCOMPARE(findings->at(1).parameters.value("rows"_L1).toInt(), 2);
        QCOMPARE(findings->at(2).parameters.value("state"_L1).toString(), u"SKIPPED"_s);
    }

    void tooManySizesAreFound()
    {
        QStringList sizes;
        for (int number = 0; number < 301; ++number)
            sizes.append(QString::number(number));
        m_builder->sizes(sizes).header({.key = key(1), .sizes = {{u"7"_s, 1}}});
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(warehouse->findings()->front().id, EventId::db_015);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().sizesTotal, std::nullopt);
    }

    void allSizesOfProductionAreSummed()
    {
        QStringList sizes;
        for (int number = 0; number < 300; ++number)
            sizes.append(u"%1/%2 O'S"_s.arg(number).arg(299 - number));
        m_builder->sizes(sizes);
        HeaderRow row{.key = key(1), .withLines = false};
        for (const QString &size : sizes)
            row.sizes.append({size, 2});
        m_builder->header(row);
        const auto warehouse = open();
        QVERIFY(warehouse);
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->front().sizesTotal, std::optional<qint64>(600));
    }

    void aFileThatIsMissingIsNotMade()
    {
        if (testEngine() != DatabaseDriver::Sqlite)
            QSKIP("a server has no file");
        m_builder.reset();
        QVERIFY(QFile::remove(m_path));
        const auto opened = SqlOrderWarehouse::open({.database = {.path = m_path}}, m_clock, *m_sink);
        QVERIFY(!opened);
        QVERIFY2(opened.error().text().contains(m_path), qPrintable(problem(opened.error())));
        QVERIFY(!QFile::exists(m_path));
    }

    void aFileThatIsNoDatabaseIsAnError()
    {
        const QString path = file(u"orders 100% #1?.txt"_s);
        QFile text(path);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray("orders; customers\n").repeated(100));
        text.close();
        const auto opened = SqlOrderWarehouse::open({.database = {.path = path}}, m_clock, *m_sink);
        QVERIFY(!opened);
        QCOMPARE(opened.error().event.id, EventId::db_006);
        QCOMPARE(opened.error().kind, ErrorKind::WarehouseFailed);
    }

    void aFileThatMayOnlyBeReadIsFound()
    {
        if (testEngine() != DatabaseDriver::Sqlite)
            QSKIP("a server has no file");
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const OnlyReader reader(folder(), m_path);
        const auto opened = tryOpen();
        VERIFY_RESULT(opened);
        const std::unique_ptr<SqlOrderWarehouse> &warehouse = *opened;
        const std::vector<Event> findings = *warehouse->findings();
        QCOMPARE(findings.size(), 2);
        for (const Event &finding : findings) {
            QCOMPARE(finding.id, EventId::db_044);
            QCOMPARE(describe(finding.id).level, EventLevel::Error); // blocks sending
        }
        QCOMPARE(select(*warehouse, u"ALPHA"_s)->size(), 1);
        QCOMPARE(warehouse->customers()->front().pending, 1);
        const Result<void> written =
            warehouse->writeBack({{.row = {key(1), {}}, .state = RowState::Created}}, syncId);
        QVERIFY(!written);
        QCOMPARE(written.error().event.id, EventId::db_003);
    }

    void errorsOfTheDatabaseAreTold_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<SqlTrouble>("trouble");
        QTest::newRow("busy") << u"5"_s << SqlTrouble::Busy;
        QTest::newRow("locked") << u"6"_s << SqlTrouble::Busy;
        QTest::newRow("busy, extended") << u"517"_s << SqlTrouble::Busy;
        QTest::newRow("read only") << u"8"_s << SqlTrouble::ReadOnly;
        QTest::newRow("corrupt") << u"11"_s << SqlTrouble::NoDatabase;
        QTest::newRow("full") << u"13"_s << SqlTrouble::Full;
        QTest::newRow("constraint") << u"275"_s << SqlTrouble::ValueRefused;
        QTest::newRow("syntax") << u"1"_s << SqlTrouble::Other;
        QTest::newRow("no code") << u""_s << SqlTrouble::Other;
    }

    void errorsOfTheDatabaseAreTold()
    {
        QFETCH(QString, code);
        QFETCH(SqlTrouble, trouble);
        const auto dialect = makeDialect({.driver = DatabaseDriver::Sqlite});
        QCOMPARE((*dialect).troubleOf(QSqlError({}, {}, QSqlError::StatementError, code)), trouble);
    }

    void namesComeOutQuoted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"qty"_s << u"\"qty\""_s;
        QTest::newRow("apostrophe") << u"CUSTOMER'S"_s << u"\"CUSTOMER'S\""_s;
        QTest::newRow("quote") << u"a\"b\""_s << u"\"a\"\"b\"\"\""_s;
        QTest::newRow("bracket") << u"a]b"_s << u"\"a]b\""_s;
        QTest::newRow("empty") << u""_s << u"\"\""_s;
    }

    void namesComeOutQuoted()
    {
        QFETCH(QString, name);
        const auto dialect = makeDialect({.driver = DatabaseDriver::Sqlite});
        QTEST(SqlIdentifier(name).quoted(*dialect), "quoted");
    }

    void everyStatementIsUsedAndPrepares()
    {
        m_builder->withLog().withRegistry().create();
        const auto dialect = makeDialect(m_builder->database());
        auto failure = [](const QSqlError &, const QString &) { return Error{}; };
        auto sql = SqlConnection::open(*dialect->target({}), SqlCatalog(dialect->folder()), failure);
        VERIFY_RESULT(sql);
        const auto schema = discoverSchema(**sql, *dialect, u"test"_s, m_builder->tables(), m_mapped);
        VERIFY_RESULT(schema);
        SqlCatalog catalog = dialect->catalog();
        QMultiMap<QString, SqlText> statements = assembledStatements(*dialect, *schema);
        for (const QString &fixed : fixedStatements())
            statements.insert(fixed, catalog.find(fixed));
        statements.insert(u"begin_connection"_s, catalog.find(u"begin_connection"_s));
        if (const QString name = dialect->othersCommits(); !name.isEmpty())
            statements.insert(name, catalog.find(name));
        if (testEngine() == DatabaseDriver::PostgreSql) {
            for (const QString &fixed : {u"table_rights"_s, u"server_time"_s,
                                         u"schema_exists"_s, u"own_tables"_s, u"database_user"_s})
                statements.insert(fixed, catalog.find(fixed));
        }

        QCOMPARE(statements.uniqueKeys(), withoutRefresh(catalog.names()));
        const OpenDatabase database(*dialect, m_builder->database());
        for (auto statement = statements.cbegin(); statement != statements.cend(); ++statement) {
            QVERIFY2(!statement->text.isEmpty(), qPrintable(statement.key()));
            QCOMPARE(parametersIn(statement->text),
                     QSet<QString>(statement->parameters.begin(), statement->parameters.end()));
            if (statement->parameters.isEmpty()) {
                database.execute(statement->text);
            } else {
                QSqlQuery query(database.handle());
                QVERIFY2(query.prepare(statement->text),
                         qPrintable(QString(statement.key() + u": "_s + query.lastError().text())));
            }
        }
    }

    void keysAreFoundByIndex()
    {
        m_builder->header({.key = key(1), .sizes = {{u"S"_s, 1}}});
        const auto dialect = makeDialect(m_builder->database());
        auto failure = [](const QSqlError &, const QString &) { return Error{}; };
        auto sql = SqlConnection::open(*dialect->target({}), SqlCatalog(dialect->folder()), failure);
        VERIFY_RESULT(sql);
        const auto schema = discoverSchema(**sql, *dialect, u"test"_s, m_builder->tables(), m_mapped);
        VERIFY_RESULT(schema);
        SqlStatementBuilder builder(*dialect, *schema);
        RowChange header(schema->headers);
        header.set(u"group_id"_s, 1);
        RowChange line(schema->lines);
        line.setId(u"monday_subitem_id"_s, 5);
        SqlCatalog catalog = dialect->catalog();
        for (const SqlText &statement :
             {builder.headersByKey(KeyMatch::Usual), builder.linesByKey(KeyMatch::Usual),
              builder.updateHeader(header, KeyMatch::Usual), builder.updateLine(line, KeyMatch::Usual),
              builder.knownHeaders(KeyMatch::Usual), catalog.find(u"remembered_rows"_s),
              catalog.find(u"forget_orders"_s), catalog.find(u"release_leases"_s),
              catalog.find(u"living_leases"_s)}) {
            const QString plan = planOf(*dialect, statement.text);
            if (testEngine() == DatabaseDriver::PostgreSql) {
                QVERIFY2(plan.contains("Index"_L1) && !plan.contains("Seq Scan"_L1), qPrintable(plan));
                continue;
            }
            QVERIFY2(plan.contains("SEARCH"_L1) && !plan.contains("SCAN FACT"_L1)
                         && !plan.contains("SCAN ORDER"_L1) && !plan.contains("SCAN h"_L1)
                         && !plan.contains("SCAN l"_L1) && !plan.contains("SCAN SYNCLINE"_L1),
                     qPrintable(plan));
        }
    }

private:
    /// The steps that the database would take, joined.
    QString planOf(const SqlDialect &dialect, QString text)
    {
        const OpenDatabase database(dialect, m_builder->database());
        const QList<std::pair<QString, QString>> values{
            {u":board_id"_s, u"'1'"_s},
            {u":keys"_s, u"'[]'"_s},
            {u":lower"_s, u"'00000001-0abc-0002-0304-05060708090a'"_s},
            {u":now"_s, u"'2026'"_s},
            {u":session"_s, u"'SYNC'"_s},
            {u":size_code"_s, u"'S'"_s},
            {u":upper"_s, u"'00000001-0ABC-0002-0304-05060708090A'"_s},
            {u":v0"_s, u"NULL"_s}};
        for (const auto &[parameter, value] : values)
            text.replace(parameter, value);
        if (testEngine() == DatabaseDriver::PostgreSql) {
            database.execute(u"SET enable_seqscan TO off"_s); // the tables are nearly empty
            return database.execute(u"EXPLAIN "_s + text).join(u" | "_s);
        }
        return database.execute(u"EXPLAIN QUERY PLAN "_s + text, 3).join(u" | "_s);
    }
};

QTEST_GUILESS_MAIN(TestWarehouseSchema)
#include "tst_warehouseschema.moc"
