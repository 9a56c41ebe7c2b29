#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "base/stoppair.h"
#include "domain/boardgateway.h"
#include "domain/runrecord.h"
#include "monday/apiresponse.h"
#include "monday/costbook.h"
#include "monday/quotawindow.h"

#include <QHash>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>

namespace syncline {

class RateGovernor;

/// The board that a request writes to; monday locks each by itself (monday-api.md 0, 2.4).
enum class TargetBoard { None, Items, Subitems };

/// What a request is about to ask of the account.
struct Operation
{
    QString name; ///< of the GraphQL operation; cost and speed are learnt per name
    int units = 1; ///< rows in a document of mutations; 1 for everything else
    Effect effect = Effect::Read;
    TargetBoard board = TargetBoard::None;
    bool carriesRows = false; ///< a document of mutations
};

/// How a request that had a permit went.
struct RequestOutcome
{
    std::chrono::milliseconds took{0};
    QuotaNews news;
    bool completed = false; ///< a whole answer came, good or bad
    bool processed = true; ///< false: certainly not counted by the server (not sent)
};

/// A wait for quota begins, changes its end, or is over.
struct QuotaWait
{
    Event event; ///< the reason, ready to be shown
    bool waiting = false;
    std::chrono::seconds duration{0}; ///< from now; 0 when over
};

/// Figures since the governor was made. The two wall times never overlap.
struct GovernorStatistics
{
    Traffic traffic;
    QuotaSeconds
        waited; ///< wall time with nobody in flight and somebody waiting for quota, by the longest wait
    double secondsOnServer = 0; ///< wall time with a request in flight
    double requestSeconds = 0; ///< the requests' own times added up
    int inFlight = 0;
    int limit = 0; ///< of all boards that were written to, at first of one
};

/// The right to make one request. Gives its place back when destroyed. Movable, used by one thread.
class [[nodiscard]] Permit
{
public:
    Permit(Permit &&other) noexcept;
    Permit &operator=(Permit &&) = delete;
    Permit(const Permit &) = delete;
    Permit &operator=(const Permit &) = delete;
    ~Permit();

    /// Once, when the request has ended. Without it the governor assumes that the estimate was spent.
    void report(const RequestOutcome &outcome);

private:
    friend class RateGovernor;
    Permit() = default;

    RateGovernor *m_governor = nullptr;
    Operation m_operation;
    qint64 m_cost = 0;
    int m_complexityWindow = 0;
    int m_callsWindow = 0;
    std::vector<std::pair<QByteArray, int>> m_otherWindows; ///< by name of the budget
    quint64 m_number = 0;
    Clock::Steady m_start;
};

/// Decides when a request may go out: how many at once, and how many points and calls per minute. One per
/// account, shared by all lanes; thread-safe. Outlives its permits.
///
/// *At once*, per board: starts with two, adds one per good document of rows that went out while all places
/// were taken, as long as a row does not take longer than before; a lock, a time-out, a server fault or a
/// concurrency limit halves it, once per round, and from three quarters of what it was before it adds only
/// one per round of good requests. What is no board's matter, reads and too many requests at once, halves
/// all. All boards and reads together stay below the configured bound and the plan's. *Per minute*: budgets
/// as the server's headers and `complexity` tell them, and of those whose names are not known what is told to
/// be left; until the first answer those that the cost book remembers, else of a paid account
/// (monday-api.md 3.1). *Per day*: as far as the number is known, which only the account itself tells; our
/// own calls are counted in the cost book. *Blocked*: until the time that a refusal asked for. A limit error
/// is thus waited for here: the caller just asks again.
class RateGovernor
{
public:
    using WaitListener = std::function<void(const QuotaWait &)>;
    using FlightListener = std::function<void(int inFlight, int limit)>;

    /// The listeners are called on the threads that wait or send, one at a time; they may ask for statistics.
    /// May be empty. What a flight listener hears last holds.
    RateGovernor(int maxInFlight, Clock &clock, WaitListener listener = {}, FlightListener flight = {});
    Q_DISABLE_COPY_MOVE(RateGovernor)

    /// Blocks until the request may go out. `abort` ends every wait at once; `drain` ends a wait for quota,
    /// and every wait of a write, for that would be a new batch. The Error is Cancelled, NotSent. During a wait
    /// for quota the attendant is called; nobody without one waits for the next day.
    [[nodiscard]] Result<Permit> acquire(const Operation &operation, const StopTokens &stop,
                                         const Attendant &attendant = {});

    /// What is remembered of the account, and is to be. Before the first request, when the account is known.
    void useBook(std::shared_ptr<CostBook> book);

    /// The account told it; what is empty is no news.
    void learnCallsPerDay(std::optional<qint64> calls);

    [[nodiscard]] GovernorStatistics statistics() const;
    /// Points that the operation would cost, as known now.
    [[nodiscard]] qint64 estimatedCost(const Operation &operation) const;
    /// How long to wait for the answer to a request that can be repeated or looked for at no cost: `most`, or
    /// less where such requests have been answered much sooner. After one that ran out, `most` again.
    [[nodiscard]] std::chrono::milliseconds patience(const Operation &operation,
                                                     std::chrono::milliseconds most) const;

private:
    friend class Permit;

    struct Learnt
    {
        std::optional<qint64> pointsPerUnit;
        std::optional<double> secondsPerUnit; ///< running mean
        std::optional<double> bestSecondsPerUnit; ///< smallest running mean so far
        bool timedOut = false; ///< the last one
    };
    /// Requests to one board.
    struct Flight
    {
        int inFlight = 0;
        int limit = 1;
        int regain = 0; ///< grows with every good request up to here
        int goodInRow = 0;
        quint64 lastHalving = 0; ///< number of the last permit granted before it
    };
    struct OtherBudget
    {
        QuotaWindow window;
        bool inPoints = false;
    };
    enum class Limit { Complexity, Calls, Day, Concurrency, Other };
    struct QuotaDelay
    {
        std::chrono::milliseconds duration{0};
        Limit limit = Limit::Other;
        QString words; ///< of the limit, for people
    };

    [[nodiscard]] qint64 costOf(const Operation &operation) const;
    /// At once, whoever asks.
    [[nodiscard]] int highest() const { return std::min(m_maxInFlight, m_serverMax); }
    [[nodiscard]] bool hasPlace(TargetBoard board) const;
    [[nodiscard]] int limitOfAll() const;
    [[nodiscard]] QuotaDelay quotaDelay(qint64 cost, Clock::Steady now) const;
    [[nodiscard]] QuotaDelay dayDelay() const;
    [[nodiscard]] Result<void> waitForQuota(const QuotaDelay &delay, const StopTokens &stop,
                                            const Attendant &attendant);
    void tellListener();
    void tellFlight();
    void remember(const Permit &permit, const RequestOutcome &outcome);
    void blockUntil(Clock::Steady until, Limit limit, QString words);
    [[nodiscard]] static double &waitedFor(Limit limit, QuotaSeconds &seconds);
    [[nodiscard]] static Limit limitOf(const Error &error);
    [[nodiscard]] std::optional<QuotaWait> newsForListener();
    [[nodiscard]] Permit grant(const Operation &operation, qint64 cost);
    void finish(const Permit &permit, const RequestOutcome *outcome);
    void learnBudgets(const Permit &permit, const RequestOutcome &outcome);
    void learnSpeed(const Permit &permit, const RequestOutcome &outcome);
    void learnOthers(const Permit &permit, const RequestOutcome &outcome);
    void learnBudget(QuotaWindow &window, const QuotaEntry &entry, Clock::Steady sent) const;
    void noteReset(QuotaWindow &window, std::chrono::seconds reset, Clock::Steady sent) const;
    void adjustLimit(const Permit &permit, const RequestOutcome &outcome);
    void block(const Error &error);
    void countTime();
    void addTime(GovernorStatistics &statistics, Clock::Steady now) const;

    Clock &m_clock;
    const WaitListener m_listener;
    const FlightListener m_flightListener;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    QuotaWindow m_complexity;
    QuotaWindow m_calls;
    std::map<QByteArray, OtherBudget> m_others; ///< by name
    QHash<QString, Learnt> m_learnt;
    std::shared_ptr<CostBook> m_book; ///< may be null
    int m_maxInFlight;
    int m_serverMax; ///< concurrency that the plan allows
    std::map<TargetBoard, Flight> m_flights; ///< of the boards that were written to
    int m_inFlight = 0;
    int m_waiting = 0; ///< for quota
    quint64 m_lastNumber = 0;
    Clock::Steady m_blockedUntil;
    Limit m_blockedLimit = Limit::Other;
    QString m_blockedWords;
    Clock::Steady m_waitingUntil; ///< latest end that a waiting thread looks forward to
    Limit m_waitingLimit = Limit::Other;
    QString m_waitingFor;
    std::mutex m_listenerMutex; ///< keeps what the listener hears in order; taken before m_mutex
    std::mutex m_flightMutex; ///< the same for the flight listener
    std::optional<Clock::Steady> m_toldUntil; ///< what the listener heard last; none: nobody waits
    Clock::Steady m_countedUntil;
    GovernorStatistics m_statistics;
};

} // namespace syncline
