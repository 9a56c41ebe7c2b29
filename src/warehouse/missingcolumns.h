#pragma once

#include "warehouse/tableschema.h"

namespace syncline::warehouse {

/// Findings about columns without which a sync works, but not all of it: one for each thing that does not,
/// with all columns that it needs. Columns that other findings name are left out.
[[nodiscard]] std::vector<Event> columnsNotThere(const TableSchema &table, bool isHeaders,
                                                 const QStringList &named);

} // namespace syncline::warehouse
