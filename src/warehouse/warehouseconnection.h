#pragma once

#include "warehouse/sqldialect.h"
#include "warehouse/sqlorderwarehouse.h"
#include "warehouse/tableschema.h"

#include <memory>

namespace syncline::warehouse {

/// An open warehouse with the columns of its tables. Opened, used and destroyed by one thread.
struct WarehouseConnection
{
    QString name; ///< the database in words of the user
    std::unique_ptr<SqlDialect> dialect;
    std::unique_ptr<SqlConnection> sql;
    WarehouseSchema schema;
};

[[nodiscard]] Result<WarehouseConnection> openConnection(const WarehouseOptions &options);

} // namespace syncline::warehouse
