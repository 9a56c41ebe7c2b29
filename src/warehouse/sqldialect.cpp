#include "warehouse/sqldialect.h"

#include "warehouse/postgresqldialect.h"
#include "warehouse/sqlitedialect.h"
#include "warehouse/sqlserverdialect.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

Result<TableRights> SqlDialect::rights(SqlConnection &sql, const QString &table) const
{
    Result<SqlCursor> rows = sql.run(u"table_rights"_s, {{u":table"_s, tableToDescribe(table)}});
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    return *found ? TableRights{.change = rows->integer(0) == 1, .add = rows->integer(1) == 1}
                  : TableRights{};
}

Result<std::vector<Event>> SqlDialect::findings(SqlConnection &) const
{
    return std::vector<Event>();
}

SqlCatalog SqlDialect::catalog(const QString &below) const
{
    return SqlCatalog(below.isEmpty() ? folder() : QString(folder() + u'/' + below), ownSchema());
}

Result<std::chrono::milliseconds> SqlDialect::clockOffset(SqlConnection &sql, const Clock &clock) const
{
    Result<SqlCursor> rows = sql.run(u"server_time"_s);
    if (!rows)
        return rows.error();
    const QDateTime ours = clock.utcNow();
    if (const Result<bool> told = rows->next(); !told)
        return told.error();
    QDateTime theirs = QDateTime::fromString(rows->text(0), u"yyyy-MM-dd HH:mm:ss.zzz"_s);
    theirs.setTimeSpec(Qt::UTC);
    return std::chrono::milliseconds(theirs.isValid() ? ours.msecsTo(theirs) : 0);
}

QString SqlDialect::quote(const QString &name) const
{
    QString doubled = name;
    doubled.replace(u'"', u"\"\""_s);
    return u'"' + doubled + u'"';
}

QString SqlDialect::isText(const QString &column, const QString &parameter) const
{
    return u"%1 = %2"_s.arg(column, parameter);
}

std::unique_ptr<SqlDialect> makeDialect(const DatabaseSettings &settings)
{
    switch (settings.driver) {
    case DatabaseDriver::Sqlite:
        return std::make_unique<SqliteDialect>(settings);
    case DatabaseDriver::PostgreSql:
        return std::make_unique<PostgreSqlDialect>(settings);
    case DatabaseDriver::SqlServer:
        return std::make_unique<SqlServerDialect>(settings);
    }
    Q_UNREACHABLE();
}

} // namespace syncline::warehouse
