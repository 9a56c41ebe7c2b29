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
