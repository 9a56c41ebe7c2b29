#include "warehouse/migrations.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QLatin1StringView versionTable("SYNCLINE_SCHEMA");
constexpr QLatin1StringView timeParameter(":migrated_at");

int versionOf(const QString &name)
{
    return name.section(u'_', 0, 0).toInt();
}

} // namespace

Migrations::Migrations(SqlConnection &sql, const SqlDialect &dialect, const QString &databaseName)
    : m_sql(sql)
    , m_versionTable(dialect.tableToDescribe(versionTable))
    , m_catalog(dialect.catalog(u"migrations"_s))
    , m_databaseName(databaseName)
    , m_names(m_catalog.names())
    , m_newest(m_names.isEmpty() ? 0 : versionOf(m_names.last()))
{
}

Result<void> Migrations::look()
{
    {
        Result<SqlCursor> columns = m_sql.run(u"table_columns"_s, {{u":table"_s, m_versionTable}});
        if (!columns)
            return columns.error();
        const Result<bool> exists = columns->next();
        if (!exists)
            return exists.error();
        if (!*exists) {
            m_version = 0;
            return {};
        }
    }
    Result<SqlCursor> version = m_sql.run(u"schema_version"_s);
    if (!version)
        return version.error();
    if (const Result<bool> read = version->next(); !read)
        return read.error();
    m_version = static_cast<int>(version->integer(0));
    return {};
}

std::optional<Event> Migrations::problem() const
{
    if (m_version > m_newest)
        return ownTablesNewer(m_databaseName, m_version, m_newest);
    if (m_version < m_newest)
        return ownTablesMissing(m_databaseName, m_version, m_newest);
    return std::nullopt;
}

Result<void> Migrations::demand()
{
    if (fit())
        return {};
    if (Result<void> looked = look(); !looked)
        return looked;
    if (const std::optional<Event> found = problem())
        return unusable(*found);
    return {};
}

QStringList Migrations::statementsOf(int version) const
{
    QStringList names;
    std::ranges::copy_if(m_names, std::back_inserter(names),
                         [version](const QString &name) { return versionOf(name) == version; });
    return names;
}

Result<QStringList> Migrations::pending(const QDateTime &at)
{
    if (Result<void> looked = look(); !looked)
        return looked.error();
    if (m_version > m_newest)
        return unusable(*problem());
    QStringList statements;
    for (int version = m_version + 1; version <= m_newest; ++version) {
        for (const QString &name : statementsOf(version)) {
            QString text = m_catalog.find(name).text;
            statements.append(text.replace(timeParameter, u'\'' + timeText(at) + u'\''));
        }
    }
    return statements;
}

Result<void> Migrations::apply(const QDateTime &at)
{
    if (Result<void> looked = look(); !looked)
        return looked;
    if (m_version > m_newest)
        return unusable(*problem());
    for (int missing = m_newest - m_version; missing > 0; --missing) {
        if (Result<void> applied = applyNext(at); !applied)
            return applied;
    }
    return {};
}

Result<void> Migrations::applyNext(const QDateTime &at)
{
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    {
        Result<SqlCursor> locked = m_sql.run(u"lock_migrations"_s);
        if (!locked)
            return locked.error();
    }
    // Another desk may have done it while this one waited.
    if (Result<void> looked = look(); !looked)
        return looked;
    if (m_version >= m_newest)
        return {};
    for (const QString &name : statementsOf(m_version + 1)) {
        const SqlText &statement = m_catalog.find(name);
        SqlValues values;
        if (statement.parameters.contains(timeParameter))
            values.append({timeParameter, timeText(at)});
        if (Result<SqlCursor> done = m_sql.run(statement, name, values); !done)
            return done.error();
    }
    if (Result<void> committed = (*transaction)->commit(); !committed)
        return committed;
    return look();
}

} // namespace syncline::warehouse
