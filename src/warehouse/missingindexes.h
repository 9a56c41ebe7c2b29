#pragma once

#include "warehouse/sqlstatementbuilder.h"

namespace syncline::warehouse {

/// Findings about indexes that a big table lacks, each with the statement that makes one. An index that
/// begins alike and holds the same columns is as good. Looks at no more rows than it takes to call a table
/// big.
[[nodiscard]] Result<std::vector<Event>> missingIndexes(SqlConnection &sql, SqlStatementBuilder &builder,
                                                        const WarehouseSchema &schema);

} // namespace syncline::warehouse
