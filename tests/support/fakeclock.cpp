#include "support/fakeclock.h"

namespace syncline::testing {

FakeClock::FakeClock(const QDateTime &start)
    : m_start(start)
{
}

QDateTime FakeClock::utcNow() const
{
    const std::lock_guard lock(m_mutex);
    return m_start.addMSecs(m_elapsed.count());
}

Clock::Steady FakeClock::steadyNow() const
{
    const std::lock_guard lock(m_mutex);
    return Steady(m_elapsed);
}

bool FakeClock::waitFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    if (stop.stop_requested())
        return false;
    const std::lock_guard lock(m_mutex);
    m_elapsed += duration;
    m_waits.push_back(duration);
    return true;
}

void FakeClock::advance(std::chrono::milliseconds duration)
{
    const std::lock_guard lock(m_mutex);
    m_elapsed += duration;
}

std::vector<std::chrono::milliseconds> FakeClock::waits() const
{
    const std::lock_guard lock(m_mutex);
    return m_waits;
}

} // namespace syncline::testing
