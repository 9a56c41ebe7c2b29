#pragma once

#include "sync/batchsizer.h"
#include "sync/flightplan.h"
#include "sync/syncports.h"

#include <mutex>

namespace syncline {

/// Reckons the work of a run again with the costs that its answers teach, as if they had been known at its
/// start, tells the observer which limit decides now, and bounds the documents. The estimate from before the
/// start stays what it was. Thread-safe.
class CeilingWatch
{
public:
    /// The references outlive it.
    CeilingWatch(SyncEnvironment &environment, BatchSizer &sizer, const FlightWork &work,
                 const FlightEstimate &told);

    /// After an answer; looks every few seconds only.
    void look();

private:
    SyncEnvironment &m_environment;
    BatchSizer &m_sizer;
    const FlightWork m_work;
    const double m_callsBefore; ///< of the day; what this run makes is in its work
    const QDateTime m_start;
    std::mutex m_mutex;
    CeilingChanged m_told;
    Clock::Steady m_lookAt;
};

} // namespace syncline
