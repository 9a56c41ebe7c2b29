#pragma once

#include "domain/planreport.h"
#include "sync/planpass.h"

namespace syncline {

/// Looks what a sync of the request would do. Reads the warehouse and the board, writes nothing, sends
/// nothing that changes anything. Blocks; never on the window thread. At most `rowLimit` rows are listed in
/// the report.
[[nodiscard]] Result<PlanReport> lookAhead(SyncEnvironment &environment, const SyncRequest &request,
                                           qsizetype rowLimit, const StopTokens &stop);

} // namespace syncline
