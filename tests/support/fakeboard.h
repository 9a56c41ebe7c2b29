#pragma once

#include "base/clock.h"
#include "domain/boardgateway.h"
#include "domain/runrecord.h"

#include <QHash>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace syncline::testing {

/// A subitem or item of the fake board with what was sent.
struct FakeItem
{
    qint64 id = 0;
    qint64 parent = 0; ///< 0 for an item
    QString name;
    QString groupId;
    std::map<QString, QString> values; ///< without the empty ones
    Clock::Steady writtenAt{}; ///< last change; search sees it only when the lag is over
    bool archived = false;
    RecordKey madeFor; ///< the order that a mutation made it for: what no board tells, for checks only
};

/// How a request to the fake board goes wrong.
enum class FakeFault {
    LostBefore, ///< connection lost, nothing applied
    LostAfter, ///< connection lost, everything applied: what makes duplicates
    RateLimited, ///< 429 with two seconds
    ServerError, ///< 500 after applying
    Locked, ///< 423
    RefusedWhole, ///< refused without saying which row
    GroupVanished, ///< the first group is removed before the document is applied
    NullAlias, ///< applied, but the answer says nothing of the first alias
    Unauthorised,
    Hang, ///< answers only when aborted
    LostLate, ///< connection lost, applied some seconds later
    DayUsedUp, ///< no calls left until 00:00 UTC
    LongLimit, ///< 429 with a wait that outlasts the idempotency cache
    GatewayTimeout, ///< 504, everything applied
    BadGateway, ///< 502 at once, nothing applied
};

/// What else a client asks of the board than send().
enum class FakeCall { ReadBoards, ReadGroups, CreateGroup, AddLabels, FindByText, ItemsById };

/// A board in memory that all gateways of a test share, with idempotency keys, strict groups and a plan of faults.
/// What is archived takes no change and no subitem, and search does not find it.
/// Idempotency keys hold for 30 minutes of the clock. Its gateways wait for a limit as the real one does. Thread-safe.
class FakeBoard
{
public:
    static constexpr std::chrono::minutes cacheLife{30};
    static constexpr std::chrono::seconds lateness{20}; ///< of FakeFault::LostLate

    explicit FakeBoard(Clock &clock);

    BoardPair boards;
    int createGroupCalls = 0;
    int addLabelCalls = 0;
    std::function<void()> onAddLabels; ///< what somebody else does meanwhile; called without the lock
    std::function<void(int)> onSend; ///< what happens while the n-th document is under way; called without the lock
    std::function<void(FakeCall)> onCall; ///< the same for another request
    std::chrono::milliseconds searchLag{0};
    double secondsPerRow = 1.5; ///< that answers to documents tell
    int mostRows = 0; ///< documents of more are refused for their points; 0: none
    bool forgetsKeys = false; ///< the memory for idempotency keys is used up

    /// The n-th coming send() (from 1) meets the fault.
    void failSend(int n, FakeFault fault);
    /// The n-th coming call (from 1) of the kind meets the fault: LostBefore, LostAfter, RateLimited, Locked.
    void failCall(FakeCall call, int n, FakeFault fault);
    /// No fault is left.
    void calm();
    /// An item or subitem that was there before; its id.
    qint64 put(FakeItem item);
    /// Somebody else deletes the item with its subitems, or the subitem.
    void removeItem(qint64 id);
    /// Somebody else archives the item with its subitems, or the subitem.
    void archiveItem(qint64 id);
    /// Rows with this name are refused by the board with a reason about the column.
    void refuseName(const QString &name, const QString &columnId);

    [[nodiscard]] std::vector<FakeItem> items() const;    ///< without subitems; archived ones too
    [[nodiscard]] std::vector<FakeItem> subitems() const; ///< archived ones too
    [[nodiscard]] int sends() const;
    /// What was applied since the last forgetMutations().
    [[nodiscard]] std::vector<BoardMutation> mutations() const;
    void forgetMutations();
    /// Somebody moves an item by hand.
    void moveItem(qint64 id, const QString &groupId);
    [[nodiscard]] std::unique_ptr<BoardGateway> gateway();
    /// Spent before requests, because of limits.
    [[nodiscard]] QuotaSeconds waited() const;
    /// Time of the clock in which requests were under way.
    [[nodiscard]] double secondsOnServer() const;

private:
    friend class FakeGateway;
    /// A request, while it is under way.
    class Flight
    {
    public:
        explicit Flight(FakeBoard &board)
            : m_board(board)
        {
            m_board.fly(1);
        }
        ~Flight() { m_board.fly(-1); }
        Q_DISABLE_COPY_MOVE(Flight)

    private:
        FakeBoard &m_board;
    };
    void fly(int by);
    struct Cached
    {
        QByteArray body;
        BatchAnswer answer;
        Clock::Steady at;
    };
    struct Late
    {
        EncodedBatch batch;
        Clock::Steady at;
    };
    void catchUp();
    [[nodiscard]] std::optional<FakeFault> faultOf(FakeCall call);
    [[nodiscard]] BatchAnswer apply(const EncodedBatch &batch);
    [[nodiscard]] MutationAnswer applyOne(const BoardMutation &mutation, const QString &alias);
    [[nodiscard]] FakeItem *activeItem(qint64 id);
    void write(FakeItem item);
    void erase(qint64 id);
    void archive(qint64 id);
    [[nodiscard]] const FakeItem *searched(qint64 id) const;

    /// As the client's governor does: waits until the limit is over that the last refusal told of.
    [[nodiscard]] std::optional<Error> takeTurn(const Attendant &attendant, const StopTokens &stop,
                                                const QDateTime &notAfter = {});
    [[nodiscard]] Error limited(std::chrono::seconds wait);
    [[nodiscard]] Error dayUsedUp();
    /// The answer to anything but a document.
    [[nodiscard]] Error callFailure(FakeFault fault);

    Clock &m_clock;
    Clock::Steady m_limitedUntil;
    double m_waited = 0;
    mutable std::mutex m_timeMutex;
    int m_inFlight = 0;
    Clock::Steady m_countedUntil;
    double m_secondsOnServer = 0;
    mutable std::mutex m_mutex;
    std::vector<Late> m_late;
    std::map<FakeCall, int> m_calls;
    std::map<std::pair<FakeCall, int>, FakeFault> m_callFaults;
    std::map<qint64, FakeItem> m_items;
    std::map<qint64, FakeItem> m_before; ///< as search sees them until the lag is over
    QHash<QString, Cached> m_cache;
    QHash<QString, std::vector<BoardMutation>> m_encoded; ///< by idempotency key
    std::map<int, FakeFault> m_faults;
    std::vector<BoardMutation> m_applied;
    QHash<QString, QString> m_refusedNames;
    qint64 m_nextId = 1000;
    int m_sends = 0;
    int m_nextGroup = 1;
};

} // namespace syncline::testing
