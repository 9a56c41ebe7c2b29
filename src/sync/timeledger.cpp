#include "sync/timeledger.h"

namespace syncline {

void TimeLedger::add(Use use, std::chrono::nanoseconds duration)
{
    const double seconds = std::chrono::duration<double>(duration).count();
    const std::lock_guard lock(m_mutex);
    switch (use) {
    case Use::Server:
        m_seconds.server += seconds;
        return;
    case Use::Quota:
        m_seconds.quota += seconds;
        return;
    case Use::Local:
        m_seconds.local += seconds;
        return;
    case Use::Idle:
        m_seconds.idle += seconds;
        return;
    }
}

TimeShares TimeLedger::shares(double wallSeconds) const
{
    const std::lock_guard lock(m_mutex);
    const double sum = m_seconds.server + m_seconds.quota + m_seconds.local + m_seconds.idle;
    if (sum <= 0)
        return {.local = wallSeconds};
    const double scale = wallSeconds / sum;
    return {m_seconds.server * scale, m_seconds.quota * scale, m_seconds.local * scale,
            m_seconds.idle * scale};
}

} // namespace syncline
