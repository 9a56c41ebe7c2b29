#include "sync/ceilingwatch.h"

#include <cmath>

namespace syncline {

namespace {

constexpr std::chrono::seconds pause{5};
/// Costs are running means; a smaller change is their noise.
constexpr double worthTelling = 0.05;

} // namespace

CeilingWatch::CeilingWatch(SyncEnvironment &environment, BatchSizer &sizer, const FlightWork &work,
                           const FlightEstimate &told)
    : m_environment(environment)
    , m_sizer(sizer)
    , m_work(work)
    , m_callsBefore(told.callsToday)
    , m_start(environment.clock.utcNow())
    , m_told{told.binding, told.rowsPerSecond, told.learnt}
    , m_lookAt(environment.clock.steadyNow() + pause)
{
}

void CeilingWatch::look()
{
    if (!m_environment.experience)
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_environment.clock.steadyNow() < m_lookAt)
            return;
        m_lookAt = m_environment.clock.steadyNow() + pause;
    }
    AccountExperience known = m_environment.experience({});
    m_sizer.bound(known);
    known.callsToday = m_callsBefore;
    const FlightEstimate now = estimateFlight(m_work, known, m_environment.settings.api, m_start);
    const std::lock_guard lock(m_mutex);
    const bool isSame = now.binding == m_told.binding && now.learnt == m_told.learnt
        && std::abs(now.rowsPerSecond - m_told.rowsPerSecond) <= worthTelling * m_told.rowsPerSecond;
    if (isSame)
        return;
    m_told = {now.binding, now.rowsPerSecond, now.learnt};
    m_environment.observer.post(m_told);
}

} // namespace syncline
