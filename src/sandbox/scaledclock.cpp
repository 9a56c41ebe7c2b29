#include "sandbox/scaledclock.h"

#include <cmath>

namespace syncline::sandbox {

QDateTime ScaledClock::utcNow() const
{
    const QDateTime now = m_clock.utcNow();
    if (m_factor == 1.0)
        return now;
    const QDateTime start({2026, 1, 1}, {0, 0}, Qt::UTC);
    return start.addMSecs(std::llround(static_cast<double>(start.msecsTo(now)) * m_factor));
}

Clock::Steady ScaledClock::steadyNow() const
{
    const std::chrono::duration<double, std::nano> scaled(m_clock.steadyNow().time_since_epoch() * m_factor);
    return Steady(std::chrono::duration_cast<std::chrono::nanoseconds>(scaled));
}

bool ScaledClock::waitFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    const std::chrono::duration<double, std::milli> real(static_cast<double>(duration.count()) / m_factor);
    return m_clock.waitFor(std::chrono::ceil<std::chrono::milliseconds>(real), std::move(stop));
}

} // namespace syncline::sandbox
