#pragma once

#include "sync/flightplan.h"
#include "sync/syncports.h"

#include <mutex>

namespace syncline {

/// Reckons the work of a run again with the costs that its answers teach, and tells the observer which limit
/// decides now. The estimate from before the start stays what it was. Thread-safe.
class CeilingWatch
{
public:
    /// The environment outlives it.
    CeilingWatch(SyncEnvironment &environment, const FlightWork &work, const FlightEstimate &told);

    /// After an answer; looks every few seconds only.
    void look();

private:
    SyncEnvironment &m_environment;
    const FlightWork m_work;
    std::mutex m_mutex;
    CeilingChanged m_told;
    Clock::Steady m_lookAt;
};

} // namespace syncline
