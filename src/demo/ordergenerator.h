#pragma once

#include "demo/demorandom.h"
#include "demo/faultplan.h"

namespace syncline::demo {

/// Makes the orders of a demo one after another. Each row depends on the seed and its number only, not on the
/// rows before it, but for running numbers. Holds no rows.
class OrderGenerator
{
public:
    /// Borrows the arguments.
    OrderGenerator(const DemoOptions &options, const std::vector<DemoCustomer> &customers,
                   const GroupPlan &groups, const FaultPlan &faults);

    /// The next row of the headers table. A fault that it carries is added to `planted`.
    [[nodiscard]] DemoOrder next(std::vector<PlantedFault> &planted);
    /// An order that only the source has so far: perfect, without states. Call after the last next().
    [[nodiscard]] DemoOrder nextOfSource();

private:
    [[nodiscard]] std::size_t customerOf(DemoRandom &random, const std::optional<FaultRole> &role);
    [[nodiscard]] const PlannedGroup &groupOf(DemoRandom &random, std::size_t customer,
                                              const std::optional<FaultRole> &role, bool mustBeOnBoard) const;
    [[nodiscard]] QString numberOf(std::size_t customer, const std::optional<FaultRole> &role);
    [[nodiscard]] DemoOrder perfectOrder(DemoRandom &random, std::size_t customer, const PlannedGroup &group,
                                         const QString &number, bool complete) const;
    void addSizes(DemoRandom &random, std::span<const QStringView> run, DemoOrder &order) const;
    void putOnBoard(DemoOrder &order, const PlannedGroup &group);
    void setState(DemoOrder &order, const QString &state, const QString &action) const;

    const DemoOptions &m_options;
    const std::vector<DemoCustomer> &m_customers;
    const GroupPlan &m_groups;
    const FaultPlan &m_faults;
    int m_row = 0;
    int m_totalWeight = 0;
    std::size_t m_apostropheCustomer = 0;
    std::vector<int> m_runningNumbers; ///< by customer
    std::optional<std::size_t> m_duplicatedCustomer;
    QString m_duplicatedNumber;
    qint64 m_nextItem = 9'712'000'001;
    qint64 m_nextSubitem = 9'812'000'001;
};

} // namespace syncline::demo
