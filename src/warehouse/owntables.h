#pragma once

#include "warehouse/migrations.h"
#include "warehouse/rowleases.h"
#include "warehouse/rowmemory.h"

namespace syncline::warehouse {

/// Syncline's own tables as one connection sees them for one board.
struct OwnTables
{
    OwnTables(SqlConnection &sql, const SqlDialect &dialect, const QString &databaseName, const QString &boardId,
              const Clock &clock, std::chrono::milliseconds clockOffset)
        : migrations(sql, dialect, databaseName)
        , memory(sql, migrations, boardId, clock)
        , leases(sql, migrations, boardId, clock, clockOffset)
    {
    }

    Migrations migrations;
    RowMemory memory;
    SqlRowLeases leases;
};

} // namespace syncline::warehouse
