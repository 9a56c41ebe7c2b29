#include "sync/runmeter.h"

namespace syncline {

RunMeter::RunMeter(const SyncEnvironment &environment)
    : m_environment(environment)
    , m_before(environment.statistics())
    , m_time(environment.clock, [this] { return requests(); })
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
    return {.time = m_time.shares(),
            .traffic = m_earlier + (m_environment.statistics().traffic - m_before.traffic)};
}

TimeShares RunMeter::timeOf(const QString &customer)
{
    return m_time.sharesOf(customer);
}

std::map<QString, TimeShares> RunMeter::timeOfCustomers()
{
    return m_time.customers();
}

RequestTime RunMeter::requests() const
{
    const TransportStatistics now = m_environment.statistics();
    return {.onServer = now.secondsOnServer - m_before.secondsOnServer,
            .waited = now.waited - m_before.waited};
}

} // namespace syncline
