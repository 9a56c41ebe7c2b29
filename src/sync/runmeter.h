#pragma once

#include "sync/syncports.h"
#include "sync/timeledger.h"

namespace syncline {

/// What a run uses, with what it used before it was interrupted: time, by where it goes, and traffic.
/// Measures from its making on. Thread-safe.
class RunMeter
{
public:
    /// The environment outlives it.
    explicit RunMeter(const SyncEnvironment &environment);

    [[nodiscard]] TimeLedger &time() { return m_time; }
    /// Before the first use.
    void takeUp(const RunSummary &earlier);

    [[nodiscard]] UsedSoFar used();
    [[nodiscard]] TimeShares timeOf(const QString &customer);
    /// Of all customers that something was done for since the meter was made.
    [[nodiscard]] std::map<QString, TimeShares> timeOfCustomers();

private:
    [[nodiscard]] RequestTime requests() const;

    const SyncEnvironment &m_environment;
    const TransportStatistics m_before; ///< other runs of the same client
    TimeLedger m_time;
    Traffic m_earlier;
};

} // namespace syncline
