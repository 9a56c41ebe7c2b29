#pragma once

#include "base/clock.h"
#include "domain/runrecord.h"

#include <array>
#include <map>
#include <mutex>

namespace syncline {

/// Where the time of a run goes, and of each of its customers. Every moment counts once: as server time while
/// a request is under way, else as quota time while somebody waits for quota, else as local time while
/// somebody works, else as idle. The run's time begins with the ledger, a customer's with its first use and
/// ends with its last. Thread-safe.
class TimeLedger
{
public:
    enum class Use { Server, Quota, Local };

    explicit TimeLedger(const Clock &clock)
        : m_clock(clock)
        , m_run(clock.steadyNow())
    {
    }

    /// One use of the time, from birth to end.
    class Span
    {
    public:
        /// An empty customer: the run's alone.
        Span(TimeLedger &ledger, Use use, const QString &customer = {})
            : m_ledger(ledger)
            , m_use(use)
            , m_customer(customer)
        {
            m_ledger.change(m_use, m_customer, 1);
        }
        ~Span() { m_ledger.change(m_use, m_customer, -1); }
        Q_DISABLE_COPY_MOVE(Span)

    private:
        TimeLedger &m_ledger;
        const Use m_use;
        const QString m_customer;
    };

    /// Time before the run was interrupted: its own and that of its customers.
    void takeUp(const TimeShares &earlier, std::map<QString, TimeShares> customers);
    /// A request of the customer took `seconds`, `answered` of them on its way; before, it waited for quota.
    void requested(const QString &customer, double seconds, double answered);

    /// Seconds so far, with those before the interruption; they add up to the wall time. `inRequests`:
    /// seconds that requests under way spent waiting for quota before they went out, taken from the server's
    /// share; the other waits for quota are told apart in the same proportions.
    [[nodiscard]] TimeShares shares(const QuotaSeconds &inRequests);
    /// The same of a customer, from its first use of the time to its last; all 0 when it had none. While its
    /// requests overlap, the waits for quota before they went out get the share that they have of the
    /// requests' own times.
    [[nodiscard]] TimeShares sharesOf(const QString &customer, const QuotaSeconds &inRequests);
    /// Those that used time since the ledger was made.
    [[nodiscard]] std::map<QString, TimeShares> customers(const QuotaSeconds &inRequests);

private:
    struct Track
    {
        explicit Track(Clock::Steady start)
            : countedUntil(start)
        {
        }
        void count(Clock::Steady now);

        Clock::Steady countedUntil;
        std::array<int, 3> active{};
        TimeShares seconds;
        double idleSince = 0; ///< not yet followed by a use
        double requestSeconds = 0;
        double waitedSeconds = 0; ///< of them, for quota
    };
    void change(Use use, const QString &customer, int by);
    [[nodiscard]] TimeShares withEarlier(const QString &customer, Track &track,
                                         const QuotaSeconds &inRequests);

    const Clock &m_clock;
    std::mutex m_mutex;
    Track m_run;
    TimeShares m_earlier;
    std::map<QString, TimeShares> m_earlierOf; ///< by customer
    std::map<QString, Track> m_customers;
};

} // namespace syncline
