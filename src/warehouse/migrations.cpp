#include "warehouse/migrations.h"

#include "warehouse/rowtext.h"
#include "warehouse/sqlidentifier.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QLatin1StringView versionTable("SYNCLINE_SCHEMA");
constexpr QLatin1StringView userPlace("{user}");
constexpr QLatin1StringView schemaPlace("{schema}");
constexpr QLatin1StringView timeParameter(":migrated_at");

int versionOf(const QString &name)
{
    return name.section(u'_', 0, 0).toInt();
}

} // namespace

Migrations::Migrations(SqlConnection &sql, const SqlDialect &dialect, const QString &databaseName)
    : m_sql(sql)
    , m_dialect(dialect)
    , m_catalog(dialect.catalog(u"migrations"_s))
    , m_grants(dialect.catalog(u"grants"_s))
    , m_databaseName(databaseName)
    , m_names(m_catalog.names())
    , m_newest(m_names.isEmpty() ? 0 : versionOf(m_names.last()))
{
}

Result<void> Migrations::look()
{
    m_version = 0;
    m_forbidden.clear();
    m_needed.clear();
    bool isReadable = false;
    {
        Result<SqlCursor> tables = m_sql.run(u"own_rights"_s);
        if (!tables)
            return tables.error();
        Result<void> read = tables->forEach([&]() -> Result<void> {
            const QString table = tables->text(0);
            isReadable = isReadable || (table == versionTable && tables->integer(1) == 1);
            if (tables->integer(2) == 0)
                m_forbidden.append(table);
            return {};
        });
        if (!read)
            return read;
    }
    if (!m_forbidden.isEmpty()) {
        Result<QStringList> needed = grants();
        if (!needed)
            return needed.error();
        m_needed = *std::move(needed);
    }
    if (!isReadable)
        return {};
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
    if (!m_forbidden.isEmpty())
        return ownTablesForbidden(m_databaseName, m_forbidden, m_needed);
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

Result<QStringList> Migrations::grants()
{
    const QStringList names = m_grants.names();
    if (names.isEmpty())
        return names;
    Result<SqlCursor> rows = m_sql.run(u"database_user"_s);
    if (!rows)
        return rows.error();
    if (const Result<bool> told = rows->next(); !told)
        return told.error();
    const QString user = rows->text(0);
    QStringList statements;
    for (const QString &name : names) {
        QString text = m_grants.find(name).text;
        text.replace(userPlace, SqlIdentifier(user).quoted(m_dialect));
        text.replace(schemaPlace, m_dialect.schemaName());
        if (!user.isEmpty())
            statements.append(text);
    }
    return statements;
}

Result<QStringList> Migrations::pending(const QDateTime &at)
{
    if (Result<void> looked = look(); !looked)
        return looked.error();
    if (m_version > m_newest || !m_forbidden.isEmpty())
        return unusable(*problem());
    if (fit())
        return QStringList();
    QStringList statements = m_dialect.scriptBegin();
    for (int version = m_version + 1; version <= m_newest; ++version) {
        for (const QString &name : statementsOf(version)) {
            QString text = m_catalog.find(name).text;
            statements.append(text.replace(timeParameter, u'\'' + timeText(at) + u'\''));
        }
    }
    Result<QStringList> rights = grants();
    if (!rights)
        return rights;
    return statements + *rights + m_dialect.scriptEnd();
}

Result<void> Migrations::apply(const QDateTime &at)
{
    if (Result<void> looked = look(); !looked)
        return looked;
    if (m_version > m_newest || !m_forbidden.isEmpty())
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
