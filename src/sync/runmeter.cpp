#include "sync/runmeter.h"

namespace syncline {

RunMeter::RunMeter(const SyncEnvironment &environment)
    : m_environment(environment)
    , m_before(environment.statistics())
    , m_time(environment.clock)
{
}

void RunMeter::takeUp(const RunSummary &earlier)
{
    m_earlier = earlier.traffic;
    std::map<QString, TimeShares> customers;
    for (const CustomerRun &customer : earlier.customers)
        customers.emplace(customer.name, customer.time);
    m_time.takeUp(earlier.time, std::move(customers));
}

UsedSoFar RunMeter::used()
{
    const TransportStatistics now = m_environment.statistics();
    return {.time = m_time.shares(now.waited - m_before.waited),
            .traffic = m_earlier + (now.traffic - m_before.traffic)};
}

TimeShares RunMeter::timeOf(const QString &customer)
{
    return m_time.sharesOf(customer, waited());
}

std::map<QString, TimeShares> RunMeter::timeOfCustomers()
{
    return m_time.customers(waited());
}

QuotaSeconds RunMeter::waited() const
{
    return m_environment.statistics().waited - m_before.waited;
}

} // namespace syncline
