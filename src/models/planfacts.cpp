#include "models/planfacts.h"

#include <algorithm>

namespace syncline {

PlanTotals totalsOf(const PlanReport &plan)
{
    PlanTotals totals;
    for (const CustomerPlan &customer : plan.customers) {
        totals.groups += customer.groupsToCreate.size();
        totals.items += customer.itemsToCreate;
        totals.updates += customer.itemsToUpdate + customer.itemsToArchive;
        totals.subitems += customer.subitemsToCreate;
        totals.lineChanges += customer.subitemsToUpdate + customer.subitemsToRemove;
    }
    for (const LabelsToCreate &labels : plan.labels)
        totals.labels += labels.labels.size();
    return totals;
}

std::vector<RefusalReason> refusalReasons(const PlanReport &plan)
{
    std::vector<RefusalReason> reasons;
    for (const ErrorGroup &group : plan.refusals) {
        auto found = std::ranges::find(reasons, group.event, &RefusalReason::event);
        if (found == reasons.end())
            found = reasons.insert(reasons.end(), {group.event, group.sample, 0, {}});
        found->rows += group.rows;
        found->causes.push_back(group);
    }
    for (RefusalReason &reason : reasons)
        std::ranges::stable_sort(reason.causes, std::greater<>(), &ErrorGroup::rows);
    std::ranges::stable_sort(reasons, std::greater<>(), &RefusalReason::rows);
    return reasons;
}

} // namespace syncline
