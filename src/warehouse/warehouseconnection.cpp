#include "warehouse/warehouseconnection.h"

#include "warehouse/warehouseerrors.h"

namespace syncline::warehouse {

namespace {

QString nameOf(const DatabaseSettings &settings)
{
    return settings.driver == DatabaseDriver::Sqlite ? settings.path : settings.key;
}

} // namespace

Result<WarehouseConnection> openConnection(const WarehouseOptions &options)
{
    std::unique_ptr<SqlDialect> dialect = makeDialect(options.database);
    const Result<SqlTarget> target = dialect->target(options.password);
    if (!target)
        return target.error();
    const QString name = nameOf(options.database);
    auto failure = [name, spoken = dialect.get()](const QSqlError &error, const QString &doing) {
        const QString reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
        return statementFailed(spoken->troubleOf(error), name, doing, reason);
    };
    Result<std::unique_ptr<SqlConnection>> sql =
        SqlConnection::open(*target, dialect->catalog(), failure);
    if (!sql)
        return sql.error();
    Result<WarehouseSchema> schema = discoverSchema(**sql, *dialect, name, options.tables, options.mappedSources);
    if (!schema)
        return schema.error();
    return WarehouseConnection{name, std::move(dialect), *std::move(sql), *std::move(schema)};
}

} // namespace syncline::warehouse
