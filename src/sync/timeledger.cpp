#include "sync/timeledger.h"

#include <algorithm>
#include <utility>

namespace syncline {

TimeLedger::TimeLedger(const Clock &clock, std::function<RequestTime()> requests)
    : m_clock(clock)
    , m_requests(std::move(requests))
    , m_run(clock.steadyNow())
    , m_seen(m_requests())
{
}

double TimeLedger::Track::secondsUntil(Clock::Steady now)
{
    return std::chrono::duration<double>(now - std::exchange(countedUntil, now)).count();
}

void TimeLedger::CustomerTrack::count(Clock::Steady now)
{
    const double since = secondsUntil(now);
    if (isActive(Use::Server))
        seconds.server += since;
    else if (isActive(Use::Local))
        seconds.local += since;
    else
        idleSince += since;
}

void TimeLedger::countRun()
{
    const RequestTime told = m_requests();
    double left = m_run.secondsUntil(m_clock.steadyNow());
    m_ahead.onServer += told.onServer - m_seen.onServer;
    m_ahead.waited = m_ahead.waited + (told.waited - m_seen.waited);
    m_seen = told;
    const double server = std::min(m_ahead.onServer, left);
    left -= server;
    const double quota = std::min(m_ahead.waited.total(), left);
    left -= quota;
    const QuotaSeconds waited = quota > 0 ? m_ahead.waited.scaledTo(quota) : QuotaSeconds();
    m_ahead.onServer -= server;
    m_ahead.waited = m_ahead.waited - waited;
    TimeShares &seconds = m_run.seconds;
    seconds.server += server;
    seconds.quota += quota;
    seconds.quotaBy = seconds.quotaBy + waited;
    // A request that is neither on its way nor waits for quota is put together or taken apart.
    if (m_run.isActive(Use::Local) || m_run.isActive(Use::Server))
        seconds.local += left;
    else
        seconds.idle += left;
}

void TimeLedger::change(Use use, const QString &customer, int by)
{
    const std::lock_guard lock(m_mutex);
    countRun();
    m_run.active[static_cast<std::size_t>(use)] += by;
    if (customer.isEmpty())
        return;
    const Clock::Steady now = m_run.countedUntil;
    CustomerTrack &track = m_customers.try_emplace(customer, now).first->second;
    track.count(now);
    track.seconds.idle += std::exchange(track.idleSince, 0);
    track.active[static_cast<std::size_t>(use)] += by;
}

void TimeLedger::takeUp(const TimeShares &earlier, std::map<QString, TimeShares> customers)
{
    const std::lock_guard lock(m_mutex);
    m_earlier = earlier;
    m_earlierOf = std::move(customers);
}

void TimeLedger::requested(const QString &customer, double seconds, double answered)
{
    const std::lock_guard lock(m_mutex);
    CustomerTrack &track = m_customers.try_emplace(customer, m_clock.steadyNow()).first->second;
    track.requestSeconds += seconds;
    track.waitedSeconds += std::max(0.0, seconds - answered);
}

TimeShares TimeLedger::shares()
{
    const std::lock_guard lock(m_mutex);
    countRun();
    return m_run.seconds + m_earlier;
}

TimeShares TimeLedger::sharesOf(const QString &customer)
{
    const std::lock_guard lock(m_mutex);
    countRun();
    const auto known = m_customers.find(customer);
    if (known != m_customers.end())
        return withEarlier(customer, known->second);
    const auto earlier = m_earlierOf.find(customer);
    return earlier == m_earlierOf.end() ? TimeShares() : earlier->second;
}

std::map<QString, TimeShares> TimeLedger::customers()
{
    const std::lock_guard lock(m_mutex);
    countRun();
    std::map<QString, TimeShares> shares;
    for (auto &[customer, track] : m_customers)
        shares.emplace(customer, withEarlier(customer, track));
    return shares;
}

TimeShares TimeLedger::withEarlier(const QString &customer, CustomerTrack &track)
{
    track.count(m_run.countedUntil);
    TimeShares shares = track.seconds;
    const double waited = track.requestSeconds > 0
        ? std::clamp(shares.server * track.waitedSeconds / track.requestSeconds, 0.0, shares.server)
        : 0;
    shares.server -= waited;
    shares.quota += waited;
    shares.quotaBy = m_run.seconds.quotaBy.scaledTo(shares.quota);
    const auto earlier = m_earlierOf.find(customer);
    return earlier == m_earlierOf.end() ? shares : earlier->second + shares;
}

} // namespace syncline
