#include "sync/timeledger.h"

#include <algorithm>
#include <utility>

namespace syncline {

namespace {

TimeShares withWaits(TimeShares shares, double moved, const QuotaSeconds &proportions)
{
    moved = std::clamp(moved, 0.0, shares.server);
    shares.server -= moved;
    shares.quota += moved;
    shares.quotaBy = proportions.scaledTo(shares.quota);
    return shares;
}

} // namespace

void TimeLedger::Track::count(Clock::Steady now)
{
    const double since = std::chrono::duration<double>(now - countedUntil).count();
    countedUntil = now;
    const auto isActive = [this](Use use) { return active[static_cast<std::size_t>(use)] > 0; };
    if (isActive(Use::Server))
        seconds.server += since;
    else if (isActive(Use::Quota))
        seconds.quota += since;
    else if (isActive(Use::Local))
        seconds.local += since;
    else
        idleSince += since;
}

void TimeLedger::change(Use use, const QString &customer, int by)
{
    const std::lock_guard lock(m_mutex);
    const Clock::Steady now = m_clock.steadyNow();
    const auto add = [&](Track &track) {
        track.count(now);
        track.seconds.idle += std::exchange(track.idleSince, 0);
        track.active[static_cast<std::size_t>(use)] += by;
    };
    add(m_run);
    if (!customer.isEmpty())
        add(m_customers.try_emplace(customer, now).first->second);
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
    Track &track = m_customers.try_emplace(customer, m_clock.steadyNow()).first->second;
    track.requestSeconds += seconds;
    track.waitedSeconds += std::max(0.0, seconds - answered);
}

TimeShares TimeLedger::shares(const QuotaSeconds &inRequests)
{
    const std::lock_guard lock(m_mutex);
    m_run.count(m_clock.steadyNow());
    TimeShares shares = m_run.seconds;
    shares.idle += m_run.idleSince;
    return withWaits(shares, inRequests.total(), inRequests) + m_earlier;
}

TimeShares TimeLedger::sharesOf(const QString &customer, const QuotaSeconds &inRequests)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_customers.find(customer);
    if (known != m_customers.end())
        return withEarlier(customer, known->second, inRequests);
    const auto earlier = m_earlierOf.find(customer);
    return earlier == m_earlierOf.end() ? TimeShares() : earlier->second;
}

std::map<QString, TimeShares> TimeLedger::customers(const QuotaSeconds &inRequests)
{
    const std::lock_guard lock(m_mutex);
    std::map<QString, TimeShares> shares;
    for (auto &[customer, track] : m_customers)
        shares.emplace(customer, withEarlier(customer, track, inRequests));
    return shares;
}

TimeShares TimeLedger::withEarlier(const QString &customer, Track &track, const QuotaSeconds &inRequests)
{
    track.count(m_clock.steadyNow());
    const double waited =
        track.requestSeconds > 0 ? track.seconds.server * track.waitedSeconds / track.requestSeconds : 0;
    const TimeShares shares = withWaits(track.seconds, waited, inRequests);
    const auto earlier = m_earlierOf.find(customer);
    return earlier == m_earlierOf.end() ? shares : earlier->second + shares;
}

} // namespace syncline
