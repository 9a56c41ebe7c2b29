#include "monday/quotawindow.h"

#include <algorithm>

namespace syncline {

using std::chrono::milliseconds;

milliseconds QuotaWindow::waitFor(qint64 cost, Clock::Steady now) const
{
    if (!isOpen(now))
        return milliseconds(0);
    const qint64 used = m_used + m_usedByOthers;
    if (used == 0 || used + cost <= m_quota)
        return milliseconds(0);
    return std::chrono::ceil<milliseconds>(m_end - now);
}

int QuotaWindow::reserve(qint64 cost, Clock::Steady now)
{
    if (!isOpen(now)) {
        ++m_number;
        m_start = now;
        m_end = now + m_width;
        m_isEndTold = false;
        m_used = 0;
        m_usedByOthers = 0;
    }
    m_used += cost;
    return m_number;
}

void QuotaWindow::settle(int window, qint64 reserved, qint64 actual)
{
    // A window that is over keeps no account.
    if (window == m_number)
        m_used = std::max<qint64>(0, m_used + actual - reserved);
}

void QuotaWindow::setWidth(milliseconds width)
{
    m_width = width;
    if (m_number > 0 && !m_isEndTold)
        m_end = m_start + width;
}

void QuotaWindow::noteRemaining(qint64 remaining, Clock::Steady sent)
{
    if (m_number == 0 || sent < m_start)
        return;
    // The server may not have seen all that is reserved here, so only a surplus tells of others.
    m_usedByOthers = std::max(m_usedByOthers, m_quota - remaining - m_used);
}

void QuotaWindow::noteEnd(Clock::Steady earliest, Clock::Steady latest, Clock::Steady sent)
{
    if (m_number == 0 || sent < m_start || earliest > latest)
        return;
    m_end = std::clamp(m_end, earliest, latest);
    m_isEndTold = true;
}

} // namespace syncline
