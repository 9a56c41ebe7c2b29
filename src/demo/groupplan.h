#pragma once

#include "demo/vocabulary.h"

namespace syncline::demo {

/// A season of a customer: one group of the board.
struct PlannedGroup
{
    QString customerSeason; ///< null: the group is named by the house season
    QString houseSeason;
    QString title;
    QString id;
    bool onBoard = false;
};

/// Which seasons each customer orders for, and which of their groups the board has already. The first group
/// of each customer is there.
class GroupPlan
{
public:
    GroupPlan(const std::vector<DemoCustomer> &customers, quint64 seed);

    /// Groups by customer season, then by house season only.
    [[nodiscard]] const std::vector<PlannedGroup> &groups(std::size_t customer) const
    {
        return m_groups[customer];
    }
    [[nodiscard]] const std::vector<std::vector<PlannedGroup>> &all() const { return m_groups; }

private:
    std::vector<std::vector<PlannedGroup>> m_groups; ///< by customer
};

} // namespace syncline::demo
