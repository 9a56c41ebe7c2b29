#pragma once

#include "demo/demo.h"
#include "demo/demoorder.h"
#include "demo/groupplan.h"

#include <QHash>

#include <optional>

namespace syncline::demo {

/// The part that a row plays in a fault; some faults need two rows.
struct FaultRole
{
    DemoFault fault = DemoFault::TextInFreight;
    int part = 0;

    /// The row has an item on the board already.
    [[nodiscard]] bool isOnBoard() const
    {
        return fault == DemoFault::QuantityChange || (fault == DemoFault::CancelledOrder && part == 1);
    }
};

/// Decides which rows carry a fault and spoils them. Switching one off does not move the others.
class FaultPlan
{
public:
    explicit FaultPlan(const DemoOptions &options);

    [[nodiscard]] bool has(DemoFault fault) const { return !m_switchedOff.contains(fault); }
    [[nodiscard]] std::optional<FaultRole> role(int row) const;

    /// Changes a perfect row into the faulty one. `group` is the one that the row belongs to.
    [[nodiscard]] PlantedFault plant(FaultRole role, const PlannedGroup &group, DemoOrder &order) const;
    /// The faults that no row carries.
    [[nodiscard]] std::vector<PlantedFault> networkFaults() const;

private:
    QSet<DemoFault> m_switchedOff;
    QHash<int, FaultRole> m_roles;
};

} // namespace syncline::demo
