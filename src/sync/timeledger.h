#pragma once

#include "base/clock.h"
#include "domain/runrecord.h"

#include <array>
#include <mutex>

namespace syncline {

/// Where the time of a run goes. Every moment from its birth counts once: as server time while a request is under
/// way, else as quota time while somebody waits for quota, else as local time while somebody works, else as idle.
/// Thread-safe.
class TimeLedger
{
public:
    enum class Use { Server, Quota, Local };

    explicit TimeLedger(const Clock &clock) : m_clock(clock), m_countedUntil(clock.steadyNow()) { }

    /// One use of the time, from birth to end.
    class Span
    {
    public:
        Span(TimeLedger &ledger, Use use) : m_ledger(ledger), m_use(use) { m_ledger.change(m_use, 1); }
        ~Span() { m_ledger.change(m_use, -1); }
        Q_DISABLE_COPY_MOVE(Span)

    private:
        TimeLedger &m_ledger;
        const Use m_use;
    };

    /// Seconds so far; they add up to the wall time. `inRequests`: seconds that requests under way spent waiting
    /// for quota before they went out, taken from the server's share; the other waits for quota are told apart in the
    /// same proportions.
    [[nodiscard]] TimeShares shares(const QuotaSeconds &inRequests);

private:
    void change(Use use, int by);
    void count();

    const Clock &m_clock;
    std::mutex m_mutex;
    Clock::Steady m_countedUntil;
    std::array<int, 3> m_active{};
    TimeShares m_seconds;
};

} // namespace syncline
