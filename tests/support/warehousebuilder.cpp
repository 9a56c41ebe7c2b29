#include "support/warehousebuilder.h"

#include "sql/sqlconnection.h"
#include "warehouse/migrations.h"
#include "warehouse/odbcdrivers.h"
#include "warehouse/sqldialect.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlDriver>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

QString quoted(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

/// Business columns before the sizes and after them, with the types of the DDL (OS 2.2).
QList<std::pair<QString, QString>> columnsBeforeSizes()
{
    return {{u"record_uuid"_s, u"UNIQUEIDENTIFIER NOT NULL"_s},
            {u"AAG ORDER NUMBER"_s, u"NVARCHAR(100)"_s},
            {u"CUSTOMER NAME"_s, u"NVARCHAR(100)"_s},
            {u"ORDER DATE PO RECEIVED"_s, u"DATE"_s},
            {u"PO NUMBER"_s, u"NVARCHAR(255)"_s},
            {u"CUSTOMER ALT PO"_s, u"NVARCHAR(255)"_s},
            {u"AAG SEASON"_s, u"NVARCHAR(255)"_s},
            {u"CUSTOMER SEASON"_s, u"NVARCHAR(100)"_s},
            {u"CATEGORY"_s, u"NVARCHAR(255)"_s},
            {u"ALIAS/RELATED ITEM"_s, u"NVARCHAR(255)"_s},
            {u"CUSTOMER STYLE"_s, u"NVARCHAR(100)"_s},
            {u"STYLE DESCRIPTION"_s, u"NVARCHAR(100)"_s},
            {u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS"_s, u"NVARCHAR(255)"_s},
            {u"CUSTOMER COLOUR DESCRIPTION"_s, u"NVARCHAR(100)"_s},
            {u"UNIT OF MEASURE"_s, u"NVARCHAR(100)"_s}};
}

QList<std::pair<QString, QString>> columnsAfterSizes()
{
    return {{u"TOTAL QTY"_s, u"SMALLINT"_s},
            {u"DESTINATION"_s, u"NVARCHAR(100)"_s},
            {u"DESTINATION WAREHOUSE"_s, u"NVARCHAR(255)"_s},
            {u"Warehouse"_s, u"NVARCHAR(100)"_s},
            {u"ETA CUSTOMER WAREHOUSE DATE"_s, u"DATE"_s},
            {u"EX FACTORY DATE"_s, u"DATE"_s},
            {u"NOTES"_s, u"NVARCHAR(1000)"_s},
            {u"ORDER TYPE"_s, u"NVARCHAR(100)"_s},
            {u"CUSTOMER PRICE"_s, u"DECIMAL(10,4)"_s},
            {u"FINAL FOB (USD)"_s, u"DECIMAL(17,4)"_s},
            {u"FREIGHT"_s, u"DECIMAL(18,4)"_s},
            {u"DESIGN FEE"_s, u"NVARCHAR(255)"_s},
            {u"PLANNED DELIVERY METHOD"_s, u"NVARCHAR(100)"_s}};
}

/// What the preparation of the predecessor adds (OS 2.3).
QList<std::pair<QString, QString>> preparedColumns()
{
    return {{u"group_name"_s, u"NVARCHAR(255)"_s},
            {u"group_id"_s, u"NVARCHAR(128)"_s},
            {u"item_name"_s, u"NVARCHAR(1000)"_s},
            {u"monday_item_id"_s, u"BIGINT"_s}};
}

/// What headers and lines have in common (OS 2.3, 2.5).
QList<std::pair<QString, QString>> syncColumns()
{
    return {{u"sync_state"_s, u"VARCHAR(10) NOT NULL DEFAULT 'NEW'"_s},
            {u"action_type"_s, u"VARCHAR(10)"_s},
            {u"sync_completed_at"_s, u"DATETIME2"_s},
            {u"sync_error_message"_s, u"NVARCHAR(1000)"_s},
            {u"retry_count"_s, u"INT DEFAULT 0"_s},
            {u"row_hash"_s, u"CHAR(64)"_s},
            {u"api_request_payload"_s, u"NVARCHAR"_s},
            {u"api_response_payload"_s, u"NVARCHAR"_s},
            {u"api_request_timestamp"_s, u"DATETIME2"_s},
            {u"api_response_timestamp"_s, u"DATETIME2"_s},
            {u"api_operation_type"_s, u"NVARCHAR(50)"_s},
            {u"api_status"_s, u"NVARCHAR(20)"_s},
            {u"api_error_message"_s, u"NVARCHAR(2000)"_s},
            {u"updated_at"_s, u"DATETIME2"_s}};
}

} // namespace

bool testsGoThroughOdbc()
{
    return qEnvironmentVariable("SYNCLINE_TEST_ENGINE") == "odbc"_L1;
}

DatabaseDriver testEngine()
{
    return testsGoThroughOdbc() || qEnvironmentVariable("SYNCLINE_TEST_ENGINE") == "postgresql"_L1
        ? DatabaseDriver::PostgreSql
        : DatabaseDriver::Sqlite;
}

QString missingDatabase()
{
    if (testEngine() != DatabaseDriver::PostgreSql)
        return {};
    if (!testServer())
        return u"SYNCLINE_TEST_POSTGRESQL names no server; tests/run starts one"_s;
    if (!testsGoThroughOdbc())
        return {};
    if (!warehouse::installedOdbcDrivers().contains(u"PostgreSQL Unicode"_s))
        return u"the ODBC driver of PostgreSQL is not installed; tests/run installs it"_s;
    const QString probe = u"probe"_s;
    const QString driver = QString::fromLatin1(
        QSqlDatabase::addDatabase(u"QPSQL"_s, probe).driver()->metaObject()->className());
    QSqlDatabase::removeDatabase(probe);
    if (driver != "syncline::testing::OdbcInPlace"_L1)
        qFatal("QPSQL is %s, which does not go through ODBC", qPrintable(driver));
    return {};
}

QString directPostgreSql()
{
    return testsGoThroughOdbc() ? u"QPSQL_ITSELF"_s : u"QPSQL"_s;
}

std::optional<DatabaseSettings> testServer()
{
    const QStringList server = qEnvironmentVariable("SYNCLINE_TEST_POSTGRESQL").split(u' ');
    if (server.size() != 3)
        return std::nullopt;
    return DatabaseSettings{.key = u"orders"_s,
                            .driver = DatabaseDriver::PostgreSql,
                            .host = server.at(0),
                            .port = server.at(1).toInt(),
                            .database = u"postgres"_s,
                            .user = server.at(2),
                            .encrypt = false};
}

WarehouseBuilder::WarehouseBuilder(DatabaseDriver engine, const QString &path)
    : m_engine(engine)
    , m_path(path)
    , m_sizes{u"XS"_s, u"S"_s, u"M"_s, u"L"_s, u"XL"_s}
{
    if (m_engine == DatabaseDriver::PostgreSql) {
        m_schema = u"Of %1"_s.arg(
            QString::fromLatin1(QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Md5).toHex()));
    }
    m_dialect =
        warehouse::makeDialect({.key = u"orders"_s, .driver = m_engine, .path = path, .schema = m_schema});
    m_sql = connect();
    if (m_engine == DatabaseDriver::PostgreSql)
        execute(u"CREATE SCHEMA %1"_s.arg(quoted(m_schema)));
}

std::unique_ptr<SqlConnection> WarehouseBuilder::connect() const
{
    auto failure = [](const QSqlError &error, const QString &doing) -> Error {
        qFatal("%s: %s", qPrintable(doing), qPrintable(error.text()));
    };
    const auto prepare = [](SqlConnection &sql, const QString &statement) {
        static_cast<void>(sql.run({.text = statement, .parameters = {}}, statement, {}));
    };
    if (m_engine == DatabaseDriver::Sqlite) {
        std::unique_ptr<SqlConnection> sql =
            *SqlConnection::open(sqliteFile(m_path, true, 5'000), m_dialect->catalog(), failure);
        prepare(*sql, u"PRAGMA synchronous = OFF"_s); // a test's file need not survive a power cut
        return sql;
    }
    const DatabaseSettings server = *testServer();
    std::unique_ptr<SqlConnection> sql = *SqlConnection::open({.driver = directPostgreSql(),
                                                               .database = server.database,
                                                               .host = server.host,
                                                               .port = server.port,
                                                               .user = server.user},
                                                              m_dialect->catalog(), failure);
    prepare(*sql, u"SET search_path TO %1"_s.arg(quoted(m_schema)));
    prepare(*sql, u"SET client_min_messages TO warning"_s);
    return sql;
}

WarehouseBuilder::~WarehouseBuilder()
{
    if (m_engine == DatabaseDriver::PostgreSql)
        execute(u"DROP SCHEMA %1 CASCADE"_s.arg(quoted(m_schema)));
}

WarehouseBuilder &WarehouseBuilder::sizes(const QStringList &columns)
{
    m_sizes = columns;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withoutHeaderColumns(const QStringList &columns)
{
    m_withoutHeaderColumns += columns;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withoutLineColumns(const QStringList &columns)
{
    m_withoutLineColumns += columns;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withHeaderColumn(const QString &name, const QString &type)
{
    m_extraHeaderColumns.append({name, type});
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withLineColumn(const QString &name, const QString &type)
{
    m_extraLineColumns.append({name, type});
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withAnyContentIn(const QStringList &columns)
{
    m_anyContent += columns;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::forbid(const QString &operation, const QString &table,
                                           const QString &message)
{
    create();
    if (m_engine == DatabaseDriver::Sqlite) {
        execute(u"CREATE TRIGGER no BEFORE %1 ON %2 BEGIN SELECT RAISE(ABORT, '%3'); END"_s.arg(
            operation, table, message));
        return *this;
    }
    execute(u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION '%1'; END$$"_s.arg(message));
    execute(
        u"CREATE TRIGGER no BEFORE %1 ON %2 FOR EACH ROW EXECUTE FUNCTION refuse()"_s.arg(operation, table));
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withoutIndexes()
{
    m_indexed = false;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withoutOwnTables()
{
    m_ownTables = false;
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withLog()
{
    execute(typeOf(
        {},
        u"CREATE TABLE ORDER_LIST_API_LOG (id IDENTITY PRIMARY KEY, "
        "record_uuid UNIQUEIDENTIFIER NOT NULL, "
        "source NVARCHAR(20) NOT NULL CHECK (source IN ('HEADER', 'LINE')), sync_state NVARCHAR(20), "
        "sync_completed_at DATETIME2, api_request_payload NVARCHAR, api_response_payload NVARCHAR, "
        "api_request_timestamp DATETIME2, api_response_timestamp DATETIME2, api_operation_type NVARCHAR(50), "
        "api_status NVARCHAR(20), archived_at DATETIME2 NOT NULL, pipeline_run_id NVARCHAR(50))"_s));
    return *this;
}

WarehouseBuilder &WarehouseBuilder::withRegistry(const QString &titleColumn)
{
    execute(typeOf(
        {},
        u"CREATE TABLE MON_Boards_Groups (board_id NVARCHAR(50) NOT NULL, board_name NVARCHAR(255), "
        "group_id NVARCHAR(128) NOT NULL, %1 NVARCHAR(255), created_date DATETIME2, updated_date DATETIME2, "
        "is_active BIT, PRIMARY KEY (board_id, group_id))"_s.arg(quoted(titleColumn))));
    return *this;
}

WarehouseBuilder::Columns WarehouseBuilder::headerColumns() const
{
    Columns columns = columnsBeforeSizes();
    for (const QString &size : m_sizes)
        columns.append({size, u"INT"_s});
    columns += columnsAfterSizes() + preparedColumns() + syncColumns();
    columns.removeIf([this](const auto &column) { return m_withoutHeaderColumns.contains(column.first); });
    return columns + m_extraHeaderColumns;
}

WarehouseBuilder::Columns WarehouseBuilder::lineColumns() const
{
    Columns columns{{u"record_uuid"_s, u"UNIQUEIDENTIFIER NOT NULL"_s},
                    {u"size_code"_s, u"NVARCHAR(20) NOT NULL"_s},
                    {u"qty"_s, u"INT NOT NULL"_s},
                    {u"monday_subitem_id"_s, u"BIGINT"_s},
                    {u"monday_parent_id"_s, u"BIGINT"_s}};
    columns += syncColumns();
    columns.removeIf([this](const auto &column) { return m_withoutLineColumns.contains(column.first); });
    return columns + m_extraLineColumns;
}

WarehouseBuilder::Columns WarehouseBuilder::sourceColumns() const
{
    Columns columns = columnsBeforeSizes();
    for (const QString &size : m_sizes)
        columns.append({size, u"NVARCHAR(50)"_s});
    columns += columnsAfterSizes();
    // What comes from workbooks is not always of the type of its column; SQLite takes it all the same.
    if (m_engine == DatabaseDriver::PostgreSql) {
        for (auto &[name, type] : columns)
            type = u"TEXT"_s;
    }
    columns.front().second = u"UNIQUEIDENTIFIER"_s;
    return columns + m_extraSourceColumns;
}

WarehouseBuilder &WarehouseBuilder::withSourceColumn(const QString &name, const QString &type)
{
    m_extraSourceColumns.append({name, type});
    return *this;
}

WarehouseBuilder &WarehouseBuilder::source(const SourceRow &row)
{
    if (!std::exchange(m_sourceCreated, true))
        createTable(tables().source, sourceColumns(), {});
    QList<std::pair<QString, QVariant>> cells{
        {u"record_uuid"_s, row.key.isNull() ? QVariant() : QVariant(row.key.toString())},
        {u"CUSTOMER NAME"_s, orNull(row.customer)},
        {u"AAG ORDER NUMBER"_s, orNull(row.orderNumber)}};
    int total = 0;
    for (const auto &[size, quantity] : row.sizes) {
        cells.append({size, quantity});
        total += quantity.toInt();
    }
    if (!row.values.contains(u"TOTAL QTY"_s))
        cells.append({u"TOTAL QTY"_s, total});
    for (auto value = row.values.cbegin(); value != row.values.cend(); ++value)
        cells.append({value.key(), value.value()});
    insert(tables().source, sourceColumns(), {}, cells);
    return *this;
}

QString WarehouseBuilder::typeOf(const QString &column, const QString &type) const
{
    QString own = type;
    if (m_engine == DatabaseDriver::Sqlite)
        return own.replace(u"IDENTITY"_s, u"INTEGER"_s);
    if (m_anyContent.contains(column))
        return u"TEXT"_s;
    static const QRegularExpression unlimited(u"NVARCHAR(?!\\()"_s);
    static const QRegularExpression bit(u"\\bBIT\\b"_s);
    return own.replace(unlimited, u"TEXT"_s)
        .replace(u"NVARCHAR"_s, u"VARCHAR"_s)
        .replace(u"UNIQUEIDENTIFIER"_s, u"UUID"_s)
        .replace(u"DATETIME2"_s, u"TIMESTAMP"_s)
        .replace(u"IDENTITY"_s, u"BIGINT GENERATED ALWAYS AS IDENTITY"_s)
        .replace(bit, u"BOOLEAN"_s);
}

QString WarehouseBuilder::tableName(const QString &name) const
{
    return quoted(m_engine == DatabaseDriver::Sqlite ? name : name.toLower());
}

QString WarehouseBuilder::cell(const QString &column) const
{
    // As PostgreSQL writes it, not as Qt reads it.
    return m_engine == DatabaseDriver::Sqlite ? quoted(column) : u"CAST(%1 AS text)"_s.arg(quoted(column));
}

void WarehouseBuilder::createTable(const QString &table, const Columns &columns, const QString &constraint)
{
    QStringList parts;
    for (const auto &[name, type] : columns)
        parts.append(QString(quoted(name) + u' ' + typeOf(name, type)));
    if (!constraint.isEmpty())
        parts.append(constraint);
    execute(u"CREATE TABLE %1 (%2)"_s.arg(tableName(table), parts.join(u", "_s)));
}

WarehouseBuilder &WarehouseBuilder::create()
{
    if (m_created)
        return *this;
    m_created = true;
    const bool keyed = m_indexed && !m_withoutHeaderColumns.contains(u"record_uuid"_s);
    createTable(tables().headers, headerColumns(), keyed ? u"PRIMARY KEY (record_uuid)"_s : QString());
    createTable(tables().lines, lineColumns(), m_indexed ? u"UNIQUE (record_uuid, size_code)"_s : QString());
    if (m_ownTables) {
        const Result<void> made = warehouse::Migrations(*m_sql, *m_dialect, m_path)
                                      .apply(QDateTime({2026, 11, 23}, {8, 0}, Qt::UTC));
        if (!made)
            qFatal("%s", qPrintable(made.error().text()));
    }
    return *this;
}

void WarehouseBuilder::insert(const QString &table, const Columns &columns, const QStringList &without,
                              const QList<std::pair<QString, QVariant>> &cells)
{
    QStringList names;
    QStringList places;
    QVariantList values;
    for (const auto &[name, value] : cells) {
        const auto isNamed = [&cell = name](const auto &column) { return column.first == cell; };
        if (without.contains(name) && std::ranges::none_of(columns, isNamed))
            continue;
        names.append(quoted(name));
        places.append(u"?"_s);
        values.append(value);
    }
    execute(
        u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(tableName(table), names.join(u", "_s), places.join(u", "_s)),
        values);
}

WarehouseBuilder &WarehouseBuilder::header(const HeaderRow &row)
{
    QList<std::pair<QString, QVariant>> cells{
        {u"record_uuid"_s, row.key.toString()},
        {u"CUSTOMER NAME"_s, row.customer},
        {u"AAG ORDER NUMBER"_s, orNull(row.orderNumber)},
        {u"sync_state"_s, row.state},
        {u"action_type"_s, orNull(row.action)},
        {u"group_name"_s, orNull(row.groupName)},
        {u"group_id"_s, orNull(row.groupId)},
        {u"item_name"_s, orNull(row.itemName)},
        {u"monday_item_id"_s, row.itemId ? QVariant(*row.itemId) : QVariant()},
        {u"retry_count"_s, row.retryCount},
    };
    int total = 0;
    for (const auto &[size, quantity] : row.sizes) {
        cells.append({size, quantity});
        total += quantity;
    }
    if (!row.values.contains(u"TOTAL QTY"_s))
        cells.append({u"TOTAL QTY"_s, total});
    for (auto value = row.values.cbegin(); value != row.values.cend(); ++value)
        cells.append({value.key(), value.value()});
    create();
    insert(tables().headers, headerColumns(), m_withoutHeaderColumns, cells);
    if (row.withLines) {
        for (const auto &[size, quantity] : row.sizes)
            line({.key = row.key,
                  .sizeCode = size,
                  .quantity = quantity,
                  .state = row.state,
                  .action = row.action});
    }
    return *this;
}

WarehouseBuilder &WarehouseBuilder::line(const LineRow &row)
{
    create();
    insert(tables().lines, lineColumns(), m_withoutLineColumns,
           {{u"record_uuid"_s, row.key.toString()},
            {u"size_code"_s, row.sizeCode},
            {u"qty"_s, row.quantity},
            {u"sync_state"_s, row.state},
            {u"action_type"_s, orNull(row.action)},
            {u"monday_subitem_id"_s, row.subitemId},
            {u"retry_count"_s, row.retryCount}});
    return *this;
}

void WarehouseBuilder::execute(const QString &sql, const QVariantList &values)
{
    static_cast<void>(query(sql, values));
}

QVariant WarehouseBuilder::query(const QString &sql, const QVariantList &values)
{
    SqlText statement{.text = sql, .parameters = {}};
    SqlValues bound;
    for (int index = 0; index < values.size(); ++index) {
        const QString name = u":p"_s + QString::number(index);
        const qsizetype place = statement.text.indexOf(u'?');
        statement.text.replace(place, 1, name);
        statement.parameters.append(name);
        bound.append({name, values.at(index)});
    }
    Result<SqlCursor> rows = m_sql->run(statement, sql, bound);
    return *rows->next() ? rows->value(0) : QVariant();
}

QVariant WarehouseBuilder::headerCell(const RecordKey &key, const QString &column)
{
    return query(u"SELECT %1 FROM %2 WHERE LOWER(CAST(record_uuid AS TEXT)) = ?"_s.arg(
                     cell(column), tableName(tables().headers)),
                 {key.toString()});
}

QVariant WarehouseBuilder::lineCell(const LineKey &key, const QString &column)
{
    return query(u"SELECT %1 FROM %2 WHERE LOWER(CAST(record_uuid AS TEXT)) = ? AND size_code = ?"_s.arg(
                     cell(column), tableName(tables().lines)),
                 {key.record.toString(), key.sizeCode});
}

DatabaseSettings WarehouseBuilder::database() const
{
    if (m_engine == DatabaseDriver::Sqlite)
        return {.key = u"orders"_s, .driver = m_engine, .path = m_path};
    DatabaseSettings settings = *testServer();
    settings.schema = m_schema;
    return settings;
}

TableSettings WarehouseBuilder::tables() const
{
    return {.source = u"swp_ORDER_LIST_SYNC"_s,
            .headers = u"FACT_ORDER_LIST"_s,
            .lines = u"ORDER_LIST_LINES"_s,
            .sizesAfter = u"UNIT OF MEASURE"_s,
            .sizesBefore = u"TOTAL QTY"_s};
}

} // namespace syncline::testing
