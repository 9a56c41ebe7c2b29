#pragma once

#include "demo/demoorder.h"
#include "demo/faultplan.h"
#include "sandbox/boardseed.h"

namespace syncline::demo {

/// Collects the board as it stands before the first sync: columns, labels, groups, the items of orders
/// already there.
class BoardMaker
{
public:
    BoardMaker(const std::vector<DemoCustomer> &customers, const GroupPlan &groups, const FaultPlan &faults);

    /// Puts the order on the board when it has an item id.
    void add(const DemoOrder &order);
    [[nodiscard]] const sandbox::BoardSeed &seed() const { return m_seed; }

private:
    sandbox::BoardSeed m_seed;
};

} // namespace syncline::demo
