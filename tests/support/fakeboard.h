#pragma once

#include "domain/boardgateway.h"

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
    std::map<QString, QString> values;
};

/// How a request to the fake board goes wrong.
enum class FakeFault {
    LostBefore,       ///< connection lost, nothing applied
    LostAfter,        ///< connection lost, everything applied: what makes duplicates
    RateLimited,      ///< 429 with two seconds
    ServerError,      ///< 500 after applying
    Locked,           ///< 423
    RefusedWhole,     ///< refused without saying which row
    GroupVanished,    ///< the first group is removed before the document is applied
    NullAlias,        ///< applied, but the answer says nothing of the first alias
    Unauthorised,
    Hang,             ///< answers only when aborted
};

/// A board in memory that all gateways of a test share, with idempotency keys, strict groups and a plan of faults.
/// Thread-safe.
class FakeBoard
{
public:
    FakeBoard();

    BoardPair boards;
    int createGroupCalls = 0;
    int addLabelCalls = 0;

    /// The n-th coming send() (from 1) meets the fault.
    void failSend(int n, FakeFault fault);
    /// Rows with this name are refused by the board with a reason about the column.
    void refuseName(const QString &name, const QString &columnId);

    [[nodiscard]] std::vector<FakeItem> items() const;    ///< without subitems
    [[nodiscard]] std::vector<FakeItem> subitems() const;
    [[nodiscard]] int sends() const;
    [[nodiscard]] std::unique_ptr<BoardGateway> gateway();

private:
    friend class FakeGateway;
    struct Cached
    {
        QByteArray body;
        BatchAnswer answer;
    };
    [[nodiscard]] BatchAnswer apply(const EncodedBatch &batch);
    [[nodiscard]] MutationAnswer applyOne(const BoardMutation &mutation, const QString &alias);

    mutable std::mutex m_mutex;
    std::map<qint64, FakeItem> m_items;
    QHash<QString, Cached> m_cache;
    QHash<QString, std::vector<BoardMutation>> m_encoded; ///< by idempotency key
    std::map<int, FakeFault> m_faults;
    QHash<QString, QString> m_refusedNames;
    qint64 m_nextId = 1000;
    int m_sends = 0;
    int m_nextGroup = 1;
};

} // namespace syncline::testing
