#include "demo/sqlitestore.h"

#include "sql/sqlconnection.h"
#include "warehouse/migrations.h"
#include "warehouse/sqldialect.h"

#include <QSqlError>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

QString typeOf(const TableColumn &column)
{
    return column.type.toString()
        .replace(u"UNIQUEIDENTIFIER"_s, u"TEXT COLLATE NOCASE"_s)
        .replace(u"IDENTITY PRIMARY KEY"_s, u"INTEGER PRIMARY KEY AUTOINCREMENT"_s);
}

} // namespace

SqliteStore::SqliteStore(const QString &path)
    : m_path(path)
    , m_connection(u"demo-%1"_s.arg(quintptr(this), 0, 16))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection))
{
    m_database.setDatabaseName(path);
}

SqliteStore::~SqliteStore()
{
    close();
}

Result<std::unique_ptr<DemoStore>> SqliteStore::open(const QString &path)
{
    std::unique_ptr<SqliteStore> store(new SqliteStore(path));
    if (Result<void> begun = store->begin(); !begun)
        return std::move(begun).error();
    return std::unique_ptr<DemoStore>(std::move(store));
}

Result<void> SqliteStore::begin()
{
    if (!m_database.open())
        return failure(m_database.lastError().text());
    // A demo that is cut off is thrown away as a whole, so nothing has to be durable on the way.
    for (const QString &statement :
         {u"PRAGMA journal_mode = OFF"_s, u"PRAGMA synchronous = OFF"_s, u"BEGIN"_s}) {
        if (Result<void> done = run(statement); !done)
            return done;
    }
    return {};
}

void SqliteStore::close()
{
    if (!m_database.isValid())
        return;
    m_byTable.clear();
    m_inserts.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Error SqliteStore::failure(const QString &reason) const
{
    return {.kind = ErrorKind::WarehouseFailed,
            .event = {EventId::de_001, {{u"path"_s, m_path}, {u"reason"_s, reason}}}};
}

Result<void> SqliteStore::createTable(const DemoTable &table)
{
    QStringList parts;
    for (const TableColumn &column : table.columns)
        parts.append(quoted(column.name.toString()) + u' ' + typeOf(column));
    if (!table.constraint.isEmpty())
        parts.append(table.constraint);
    return run(u"CREATE TABLE %1 (%2)"_s.arg(named(table.name), parts.join(u", "_s)));
}

Result<void> SqliteStore::expectRows(const QString &table, const QStringList &columns)
{
    auto query = std::make_unique<QSqlQuery>(m_database);
    const bool prepared = query->prepare(u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(
        named(table), quotedAll(columns).join(u", "_s), QStringList(columns.size(), u"?"_s).join(u", "_s)));
    if (!prepared)
        return failure(query->lastError().text());
    m_byTable.insert(table, query.get());
    m_inserts.push_back(std::move(query));
    return {};
}

Result<void> SqliteStore::insert(const QString &table, const QVariantList &values)
{
    QSqlQuery &query = *m_byTable.value(table);
    for (int place = 0; place < values.size(); ++place)
        query.bindValue(place, values.at(place));
    if (!query.exec())
        return failure(query.lastError().text());
    return {};
}

Result<void> SqliteStore::run(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return failure(query.lastError().text());
    return {};
}

QString SqliteStore::named(const QString &table) const
{
    return quoted(table);
}

QString SqliteStore::asTheyCame() const
{
    return u" ORDER BY rowid"_s;
}

Result<void> SqliteStore::finish(const QDateTime &at)
{
    if (Result<void> done = run(u"COMMIT"_s); !done)
        return done;
    close();
    return makeOwnTables(at);
}

Result<void> SqliteStore::makeOwnTables(const QDateTime &at) const
{
    constexpr int busyTimeoutMs = 0; // nobody else knows the file yet
    const auto dialect = warehouse::makeDialect({.driver = DatabaseDriver::Sqlite, .path = m_path});
    Result<std::unique_ptr<SqlConnection>> sql =
        SqlConnection::open(sqliteFile(m_path, false, busyTimeoutMs), dialect->catalog(),
                            [this](const QSqlError &error, const QString &doing) {
                                return failure(doing + u": "_s + error.text());
                            });
    if (!sql)
        return sql.error();
    return warehouse::Migrations(**sql, *dialect, m_path).apply(at);
}

} // namespace syncline::demo
