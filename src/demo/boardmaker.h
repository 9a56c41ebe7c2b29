#pragma once

#include "demo/demoorder.h"
#include "demo/faultplan.h"
#include "sandbox/boardseed.h"

namespace syncline::demo {

/// Makes the board as it stands before the first sync: columns, labels, groups, the items of orders already
/// there. Holds no items.
class BoardMaker
{
public:
    BoardMaker(const std::vector<DemoCustomer> &customers, const GroupPlan &groups, const FaultPlan &faults);

    /// The item of an order that has an item id.
    [[nodiscard]] static sandbox::ItemSeed itemOf(const DemoOrder &order);
    /// Without items.
    [[nodiscard]] const sandbox::BoardSeed &seed() const { return m_seed; }

private:
    sandbox::BoardSeed m_seed;
};

} // namespace syncline::demo
