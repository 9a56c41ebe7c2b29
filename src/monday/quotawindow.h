#pragma once

#include "base/clock.h"

#include <optional>

namespace syncline {

/// A budget that starts anew a fixed time after the first use in it, as monday counts complexity and calls
/// (monday-api.md 3.1). Not thread-safe.
///
/// `used` is what this program spent in the window and has reserved; what others on the account spent is
/// known only through the remaining figure that the server tells, and kept apart.
class QuotaWindow
{
public:
    QuotaWindow(qint64 quota, std::chrono::milliseconds width)
        : m_quota(quota)
        , m_width(width)
    {
    }

    /// How long until `cost` fits; zero when it fits now. A cost above the whole quota fits an unused window.
    [[nodiscard]] std::chrono::milliseconds waitFor(qint64 cost, Clock::Steady now) const;
    /// Takes `cost` out of the window of `now`. Returns the number of that window.
    int reserve(qint64 cost, Clock::Steady now);
    /// Corrects a reservation made in `window` to what it really cost.
    void settle(int window, qint64 reserved, qint64 actual);

    void setQuota(qint64 quota) { m_quota = quota; }
    /// Also of the window that is open, as long as the server has not told its end.
    void setWidth(std::chrono::milliseconds width);
    /// The server says that this much is left; said about the window that was open at `sent`.
    void noteRemaining(qint64 remaining, Clock::Steady sent);
    /// The server's window ends between the two times, said to a request of `sent`: it counted the seconds
    /// somewhere between request and answer.
    void noteEnd(Clock::Steady earliest, Clock::Steady latest, Clock::Steady sent);

    [[nodiscard]] qint64 quota() const { return m_quota; }

private:
    [[nodiscard]] bool isOpen(Clock::Steady now) const { return m_number > 0 && now < m_end; }

    qint64 m_quota;
    std::chrono::milliseconds m_width;
    int m_number = 0; ///< of the window; 0: none yet
    Clock::Steady m_start;
    Clock::Steady m_end;
    bool m_isEndTold = false;
    qint64 m_used = 0;
    qint64 m_usedByOthers = 0;
};

} // namespace syncline
