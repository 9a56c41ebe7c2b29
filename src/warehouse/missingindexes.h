#pragma once

#include "warehouse/sqlstatementbuilder.h"

namespace syncline::warehouse {

/// Findings about indexes that a big table lacks, and about keys that any table does not keep apart, each
/// with the statement that makes an index; one for a purpose. Where the board has no record keys, items whose
/// creation is in doubt are found by order number and id, so these want an index, too. An index that begins
/// alike and holds the same columns is as good for finding rows. Looks at no more rows than it takes to call a
/// table big.
[[nodiscard]] Result<std::vector<Event>> missingIndexes(SqlConnection &sql, SqlStatementBuilder &builder,
                                                        const WarehouseSchema &schema,
                                                        bool boardHasRecordKeys);

} // namespace syncline::warehouse
