#include "sync/timeledger.h"

#include <algorithm>

namespace syncline {

void TimeLedger::change(Use use, int by)
{
    const std::lock_guard lock(m_mutex);
    count();
    m_active[static_cast<std::size_t>(use)] += by;
}

void TimeLedger::count()
{
    const Clock::Steady now = m_clock.steadyNow();
    const double seconds = std::chrono::duration<double>(now - m_countedUntil).count();
    m_countedUntil = now;
    const auto active = [this](Use use) { return m_active[static_cast<std::size_t>(use)] > 0; };
    if (active(Use::Server))
        m_seconds.server += seconds;
    else if (active(Use::Quota))
        m_seconds.quota += seconds;
    else if (active(Use::Local))
        m_seconds.local += seconds;
    else
        m_seconds.idle += seconds;
}

TimeShares TimeLedger::shares(const QuotaSeconds &inRequests)
{
    const std::lock_guard lock(m_mutex);
    count();
    TimeShares shares = m_seconds;
    const double moved = std::clamp(inRequests.total(), 0.0, shares.server);
    shares.server -= moved;
    shares.quota += moved;
    shares.quotaBy = inRequests.scaledTo(shares.quota);
    return shares;
}

} // namespace syncline
