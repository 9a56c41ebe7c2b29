#pragma once

#include "cli/terminal.h"
#include "models/runmodel.h"

#include <mutex>

namespace syncline::cli {

/// Follows a run on the terminal: a progress line where there is one, plain lines elsewhere. Thread-safe.
class Progress final : public SyncObserver
{
public:
    Progress(Terminal &terminal, const Clock &clock)
        : m_terminal(terminal)
        , m_clock(clock)
        , m_run(clock)
    {
    }
    void post(SyncEvent event) override;

private:
    void onState(const RunStateChanged &change);
    void onBatch(const BatchRecord &batch);
    void onEstimate(const FlightEstimate &estimate);
    void show();
    [[nodiscard]] QString stateText() const; ///< with the end of a wait

    Terminal &m_terminal;
    const Clock &m_clock;
    std::mutex m_mutex;
    RunModel m_run; ///< the same numbers as in the window; told under the mutex only
};

} // namespace syncline::cli
