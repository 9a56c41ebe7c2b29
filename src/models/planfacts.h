#pragma once

#include "domain/planreport.h"

namespace syncline {

/// What a sync would make, summed over its customers.
struct PlanTotals
{
    qint64 groups = 0;
    qint64 labels = 0;
    qint64 items = 0;
    qint64 updates = 0; ///< of items, archiving among them
    qint64 subitems = 0;
    qint64 lineChanges = 0; ///< subitems to update or remove
};
[[nodiscard]] PlanTotals totalsOf(const PlanReport &plan);

/// Refusals with one reason, whoever's orders they are.
struct RefusalReason
{
    EventId event = EventId::None;
    QString sample;
    qint64 rows = 0;
    std::vector<ErrorGroup> causes; ///< the same rows by customer and column
};
/// Most rows first.
[[nodiscard]] std::vector<RefusalReason> refusalReasons(const PlanReport &plan);

} // namespace syncline
