#pragma once

#include "base/clock.h"
#include "warehouse/orderlookup.h"
#include "warehouse/owntables.h"
#include "warehouse/rowupdater.h"

namespace syncline::warehouse {

/// Puts orders and lines into another state than a sync left them in. Each call is one transaction, all or
/// nothing. Used by the thread of its connection.
class OrderRepair
{
public:
    OrderRepair(SqlConnection &sql, SqlStatementBuilder &builder, const WarehouseSchema &schema,
                OwnTables &own, const Clock &clock)
        : m_sql(sql)
        , m_schema(schema)
        , m_own(own)
        , m_clock(clock)
        , m_lookUp(sql, builder, schema)
        , m_rows(sql, builder)
    {
    }

    [[nodiscard]] Result<void> repair(const std::vector<RecordKey> &keys, Repair repair);
    [[nodiscard]] Result<void> reopenLines(const std::vector<LineKey> &lines);

private:
    [[nodiscard]] Result<void> repairRows(const std::vector<RecordKey> &keys, Repair repair);
    [[nodiscard]] std::optional<RowChange> createAgain(const FoundRow &row) const;
    [[nodiscard]] RowChange markRemoved(const FoundRow &row) const;
    [[nodiscard]] RowChange changeOf(const FoundRow &row) const;

    SqlConnection &m_sql;
    const WarehouseSchema &m_schema;
    OwnTables &m_own;
    const Clock &m_clock;
    OrderLookUp m_lookUp;
    RowUpdater m_rows;
};

} // namespace syncline::warehouse
