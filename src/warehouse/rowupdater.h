#pragma once

#include "domain/recordkey.h"
#include "warehouse/sqlstatementbuilder.h"

namespace syncline::warehouse {

/// What finds one row in a statement.
[[nodiscard]] SqlValues keyValues(const LineKey &row);

/// Changes single rows of the headers and lines tables, found by their identity in any spelling. Part of the
/// caller's transaction; used by the thread of its connection.
class RowUpdater
{
public:
    RowUpdater(SqlConnection &sql, SqlStatementBuilder &builder)
        : m_sql(sql)
        , m_builder(builder)
    {
    }

    /// An Error when it is not exactly one row.
    [[nodiscard]] Result<void> update(const LineKey &row, const RowChange &change);
    /// The number of rows that were changed.
    [[nodiscard]] Result<int> tryUpdate(const LineKey &row, const RowChange &change);

private:
    [[nodiscard]] Result<int> updateOnce(const LineKey &row, const RowChange &change, KeyMatch match);

    SqlConnection &m_sql;
    SqlStatementBuilder &m_builder;
};

} // namespace syncline::warehouse
