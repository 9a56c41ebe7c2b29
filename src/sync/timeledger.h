#pragma once

#include "base/clock.h"
#include "domain/runrecord.h"

#include <mutex>

namespace syncline {

/// Where the time of a run's lanes goes. Each lane is at any moment in one of the four; thread-safe.
class TimeLedger
{
public:
    enum class Use { Server, Quota, Local, Idle };

    explicit TimeLedger(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// Measures from its birth to its end.
    class Span
    {
    public:
        Span(TimeLedger &ledger, Use use)
            : m_ledger(ledger)
            , m_use(use)
            , m_start(ledger.m_clock.steadyNow())
        {
        }
        ~Span() { m_ledger.add(m_use, m_ledger.m_clock.steadyNow() - m_start); }
        Q_DISABLE_COPY_MOVE(Span)

    private:
        TimeLedger &m_ledger;
        Use m_use;
        Clock::Steady m_start;
    };

    void add(Use use, std::chrono::nanoseconds duration);
    /// Scaled so that the four add up to `wallSeconds`: lanes work side by side. A run without lanes is local
    /// work.
    [[nodiscard]] TimeShares shares(double wallSeconds) const;

private:
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    TimeShares m_seconds;
};

} // namespace syncline
