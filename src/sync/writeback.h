#pragma once

#include "domain/orderwarehouse.h"
#include "sync/workbatch.h"

namespace syncline {

/// The part of a row's result that goes to the warehouse. Empty for what leaves row and memory as they are.
[[nodiscard]] std::optional<WriteBack> writeBackOf(const WorkItem &item, const RowVerdict &verdict,
                                                   const QDateTime &requestedAt,
                                                   const QDateTime &respondedAt);
/// Header or line for which nothing has to be sent: it waits no longer.
[[nodiscard]] WriteBack unchangedHeader(const RowPlan &plan);
[[nodiscard]] WriteBack unchangedLine(const LinePlan &line);
/// "reason [id]", as it stands in api_error_message.
[[nodiscard]] QString reasonText(const Event &reason);
[[nodiscard]] RowState stateAfter(MutationKind kind); ///< of a row for which it was confirmed
[[nodiscard]] QString nameOf(MutationKind kind); ///< monday's name of the mutation

} // namespace syncline
