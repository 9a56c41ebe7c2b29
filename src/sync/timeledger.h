#pragma once

#include "base/clock.h"
#include "domain/runrecord.h"

#include <array>
#include <functional>
#include <map>
#include <mutex>

namespace syncline {

/// What the client of the API has measured of the wall time; both grow, and never at the same moment.
struct RequestTime
{
    double onServer = 0; ///< seconds with a request on its way
    QuotaSeconds waited; ///< with none, and one waiting for quota
};

/// Where the time of a run goes, and of each of its customers. Every moment counts once: as server time while
/// a request is under way, else as quota time while somebody waits for quota, else as local time while
/// somebody works, else as idle. For the run the client says when requests were on their way, whoever made
/// them; its customers know only their own. The run's time begins with the ledger, a customer's with its
/// first use and ends with its last. Thread-safe.
class TimeLedger
{
public:
    enum class Use { Server, Local };

    /// `requests` is asked under the ledger's lock.
    TimeLedger(const Clock &clock, std::function<RequestTime()> requests);

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

    /// Seconds so far, with those before the interruption; they add up to the wall time.
    [[nodiscard]] TimeShares shares();
    /// The same of a customer, from its first use of the time to its last; all 0 when it had none. While its
    /// requests overlap, the waits for quota before they went out get the share that they have of the
    /// requests' own times; the limits are those of the run.
    [[nodiscard]] TimeShares sharesOf(const QString &customer);
    /// Those that used time since the ledger was made.
    [[nodiscard]] std::map<QString, TimeShares> customers();

private:
    struct Track
    {
        explicit Track(Clock::Steady start)
            : countedUntil(start)
        {
        }
        [[nodiscard]] bool isActive(Use use) const { return active[static_cast<std::size_t>(use)] > 0; }
        [[nodiscard]] double secondsUntil(Clock::Steady now);

        Clock::Steady countedUntil;
        std::array<int, 2> active{};
        TimeShares seconds;
    };
    struct CustomerTrack : Track
    {
        using Track::Track;
        void count(Clock::Steady now);

        double idleSince = 0; ///< not yet followed by a use
        double requestSeconds = 0;
        double waitedSeconds = 0; ///< of them, for quota
    };
    void change(Use use, const QString &customer, int by);
    void countRun();
    [[nodiscard]] TimeShares withEarlier(const QString &customer, CustomerTrack &track);

    const Clock &m_clock;
    const std::function<RequestTime()> m_requests;
    std::mutex m_mutex;
    Track m_run;
    RequestTime m_seen; ///< what the client had told when the run was last counted
    RequestTime m_ahead; ///< told, and later than the clock was read
    TimeShares m_earlier;
    std::map<QString, TimeShares> m_earlierOf; ///< by customer
    std::map<QString, CustomerTrack> m_customers;
};

} // namespace syncline
