#pragma once

#include "warehouse/tableschema.h"

namespace syncline::warehouse {

/// Findings about columns of the headers, the lines or the log of calls that cannot hold what a sync writes
/// there: one for each. `notWritten`: columns that a sync writes in another table only. `types`: whether the
/// database minds the types of columns; it always minds whether they take NULL.
[[nodiscard]] std::vector<Event> columnsTooNarrow(const TableSchema &table, const QStringList &notWritten,
                                                  bool types);

} // namespace syncline::warehouse
