#include "demo/postgresqlstore.h"

#include "warehouse/migrations.h"
#include "warehouse/tableschema.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

/// Cells that are sent at once: some hundred headers, some thousand lines.
constexpr int cellsAtOnce = 40'000;

/// A column that holds text in some row of a demo although its type is a number: SQLite takes it anywhere.
constexpr QLatin1StringView textColumn("FREIGHT");

QString typeOf(const TableColumn &column)
{
    if (column.name == textColumn)
        return u"VARCHAR(255)"_s;
    static const QRegularExpression bit(u"^BIT DEFAULT 1"_s);
    return column.type.toString()
        .replace(bit, u"BOOLEAN DEFAULT TRUE"_s)
        .replace(u"NVARCHAR"_s, u"VARCHAR"_s)
        .replace(u"UNIQUEIDENTIFIER"_s, u"UUID"_s)
        .replace(u"DATETIME2"_s, u"TIMESTAMP"_s)
        .replace(u"DECIMAL"_s, u"NUMERIC"_s)
        .replace(u"IDENTITY"_s, u"BIGINT GENERATED ALWAYS AS IDENTITY"_s);
}

} // namespace

PostgreSqlStore::PostgreSqlStore(const DemoServer &server)
    : m_settings(server.database)
    , m_schema(server.database.schema.isEmpty() ? u"public"_s : server.database.schema)
    , m_name(u"%1/%2"_s.arg(server.database.host, server.database.database))
    , m_dialect(warehouse::makeDialect(server.database))
{
}

Result<std::unique_ptr<DemoStore>> PostgreSqlStore::open(const DemoServer &server, const QStringList &tables)
{
    std::unique_ptr<PostgreSqlStore> store(new PostgreSqlStore(server));
    if (Result<void> linked = store->link(server.password); !linked)
        return std::move(linked).error();
    if (Result<void> made = store->makeSchema(); !made)
        return std::move(made).error();
    for (const QString &table : tables + QStringList{u"SYNCLINE_SCHEMA"_s}) {
        if (Result<void> isFree = store->demandFree(table); !isFree)
            return std::move(isFree).error();
    }
    return std::unique_ptr<DemoStore>(std::move(store));
}

Result<void> PostgreSqlStore::link(const QString &password)
{
    const Result<SqlTarget> target = m_dialect->target(password);
    if (!target)
        return target.error();
    Result<std::unique_ptr<SqlConnection>> sql = SqlConnection::open(
        *target, m_dialect->catalog(), [name = m_name](const QSqlError &error, const QString &doing) {
            const QString reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
            return Error{.kind = ErrorKind::WarehouseFailed,
                         .event = {EventId::de_006,
                                   {{u"database"_s, name},
                                    {u"reason"_s, QString(reason.trimmed() + u" ("_s + doing + u')')}}}};
        });
    if (!sql)
        return sql.error();
    m_sql = *std::move(sql);
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(*m_sql);
    if (!transaction)
        return transaction.error();
    m_transaction = *std::move(transaction);
    return {};
}

Result<void> PostgreSqlStore::makeSchema()
{
    {
        Result<SqlCursor> rows = m_sql->run(u"schema_exists"_s, {{u":schema"_s, m_schema}});
        if (!rows)
            return rows.error();
        const Result<bool> exists = rows->next();
        if (!exists)
            return exists.error();
        if (*exists)
            return {};
    }
    return execute(u"CREATE SCHEMA %1"_s.arg(quoted(m_schema)));
}

Result<void> PostgreSqlStore::demandFree(const QString &table)
{
    const Result<warehouse::TableSchema> found = warehouse::discoverTable(*m_sql, *m_dialect, table);
    if (!found)
        return found.error();
    if (!found->exists())
        return {};
    return Error{.kind = ErrorKind::InvalidInput,
                 .event = {EventId::de_007,
                           {{u"schema"_s, m_schema}, {u"database"_s, m_name}, {u"table"_s, found->name}}}};
}

Result<void> PostgreSqlStore::execute(const QString &statement)
{
    const Result<SqlCursor> done = m_sql->run({.text = statement, .parameters = {}}, statement.left(60), {});
    return done ? Result<void>() : done.error();
}

QString PostgreSqlStore::named(const QString &table) const
{
    return quoted(table.toLower());
}

Result<void> PostgreSqlStore::createTable(const DemoTable &table)
{
    QStringList parts;
    for (const TableColumn &column : table.columns)
        parts.append(quoted(column.name.toString()) + u' ' + typeOf(column));
    if (!table.constraint.isEmpty())
        parts.append(table.constraint);
    m_tables.append(table.name);
    return execute(u"CREATE TABLE %1 (%2)"_s.arg(named(table.name), parts.join(u", "_s)));
}

Result<void> PostgreSqlStore::expectRows(const QString &table, const QStringList &columns)
{
    const QString names = quotedAll(columns).join(u", "_s);
    Buffer &buffer = m_buffers[table];
    buffer.columns = columns;
    buffer.statement = {
        .text =
            u"INSERT INTO %1 (%2) SELECT %2 FROM json_populate_recordset(CAST(NULL AS %1), CAST(:rows AS json))"_s
                .arg(named(table), names),
        .parameters = {u":rows"_s}};
    return {};
}

Result<void> PostgreSqlStore::insert(const QString &table, const QVariantList &values)
{
    Buffer &buffer = m_buffers[table];
    QJsonObject row;
    for (qsizetype place = 0; place < values.size(); ++place) {
        if (!values.at(place).isNull())
            row.insert(buffer.columns.at(place), QJsonValue::fromVariant(values.at(place)));
    }
    buffer.cells += static_cast<int>(row.size());
    buffer.rows.append(row);
    return buffer.cells < cellsAtOnce ? Result<void>() : send(buffer);
}

Result<void> PostgreSqlStore::send(Buffer &buffer)
{
    if (buffer.rows.isEmpty())
        return {};
    const QString rows = QString::fromUtf8(QJsonDocument(buffer.rows).toJson(QJsonDocument::Compact));
    buffer.rows = {};
    buffer.cells = 0;
    const Result<SqlCursor> done = m_sql->run(buffer.statement, u"insert"_s, {{u":rows"_s, rows}});
    return done ? Result<void>() : done.error();
}

Result<void> PostgreSqlStore::sendAll()
{
    for (auto &[table, buffer] : m_buffers) {
        if (Result<void> sent = send(buffer); !sent)
            return sent;
    }
    return {};
}

Result<void> PostgreSqlStore::run(const QString &statement)
{
    if (Result<void> sent = sendAll(); !sent)
        return sent;
    return execute(statement);
}

Result<void> PostgreSqlStore::finish(const QDateTime &at)
{
    if (Result<void> sent = sendAll(); !sent)
        return sent;
    if (Result<void> committed = m_transaction->commit(); !committed)
        return committed;
    m_transaction.reset();
    Result<void> done = warehouse::Migrations(*m_sql, *m_dialect, m_name).apply(at);
    // The planner knows the rows from the beginning, not only when the server comes round to it.
    for (const QString &table : std::as_const(m_tables)) {
        if (done)
            done = execute(u"VACUUM (ANALYZE) %1"_s.arg(named(table)));
    }
    if (!done)
        withdraw();
    return done;
}

void PostgreSqlStore::withdraw()
{
    QStringList tables = m_tables;
    if (Result<SqlCursor> own = m_sql->run(u"own_tables"_s); own) {
        const Result<void> read = own->forEach([&]() -> Result<void> {
            tables.append(own->text(0));
            return {};
        });
        Q_UNUSED(read)
    }
    for (const QString &table : std::as_const(tables)) {
        // Why it is withdrawn is told already; a table that stays is named when the next demo is asked for.
        static_cast<void>(execute(u"DROP TABLE IF EXISTS %1"_s.arg(named(table))));
    }
}

} // namespace syncline::demo
