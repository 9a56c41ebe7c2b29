#pragma once

#include "warehouse/migrations.h"
#include "warehouse/rowleases.h"
#include "warehouse/rowmemory.h"
#include "warehouse/warehousemoments.h"

namespace syncline::warehouse {

/// Syncline's own tables as one connection sees them for one board.
struct OwnTables
{
    OwnTables(SqlConnection &sql, const SqlDialect &dialect, const QString &databaseName, const QString &boardId,
              const Clock &clock, std::chrono::milliseconds clockOffset)
        : migrations(sql, dialect, databaseName)
        , memory(sql, migrations, boardId, clock)
        , moments(sql, dialect)
        , leases(sql, migrations, moments, boardId, clock, clockOffset)
    {
    }

    Migrations migrations;
    RowMemory memory;
    WarehouseMoments moments;
    SqlRowLeases leases;
};

} // namespace syncline::warehouse
