#pragma once

#include "base/clock.h"
#include "cli/terminal.h"
#include "domain/syncevent.h"

#include <deque>
#include <map>
#include <mutex>

namespace syncline::cli {

/// Follows a run on the terminal: a progress line where there is one, plain lines elsewhere. Thread-safe.
class Progress final : public SyncObserver
{
public:
    Progress(Terminal &terminal, const Clock &clock)
        : m_terminal(terminal)
        , m_clock(clock)
    {
    }
    void post(SyncEvent event) override;

private:
    void show();
    void onBatch(const BatchRecord &batch);
    void onEstimate(const FlightEstimate &estimate);

    Terminal &m_terminal;
    const Clock &m_clock;
    std::mutex m_mutex;
    std::map<QString, Ledger> m_customers;
    RunState m_state = RunState::Queued;
    QString m_plannedEnd; ///< in words, until the run's own speed tells more
    struct Sample
    {
        Clock::Steady time;
        qint64 done = 0;
    };
    std::deque<Sample> m_window; ///< from the first batch on, for rate and finishing time
};

} // namespace syncline::cli
