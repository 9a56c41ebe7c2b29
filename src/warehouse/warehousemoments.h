#pragma once

#include "domain/warehousemoment.h"
#include "sql/sqlconnection.h"
#include "warehouse/sqldialect.h"

namespace syncline::warehouse {

/// Tells one connection whether others have written to the warehouse. Used by the thread of the connection.
class WarehouseMoments
{
public:
    WarehouseMoments(SqlConnection &sql, const SqlDialect &dialect);

    /// 0 where the database cannot tell. In a transaction that writes it holds until its end.
    [[nodiscard]] Result<WarehouseMoment> now();

private:
    SqlConnection &m_sql;
    const QString m_statement; ///< of the dialect; empty: none
    const quint32 m_reader; ///< of this process, never 0
};

} // namespace syncline::warehouse
