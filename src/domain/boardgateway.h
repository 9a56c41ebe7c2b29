#pragma once

#include "base/attendant.h"
#include "base/result.h"
#include "base/stoppair.h"
#include "domain/board.h"
#include "domain/columnvalue.h"
#include "domain/recordkey.h"

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <functional>
#include <vector>

namespace syncline {

enum class MutationKind {
    CreateItem,
    CreateSubitem,
    UpdateItem,
    UpdateSubitem,
    MoveItem,
    ArchiveItem,
    DeleteItem
};

/// One change of the board. Which members matter depends on the kind.
struct BoardMutation
{
    MutationKind kind = MutationKind::CreateItem;
    LineKey row; ///< sizeCode is empty for a header
    QString groupId; ///< CreateItem, MoveItem
    qint64 parentItem = 0; ///< CreateSubitem
    qint64 item = 0; ///< UpdateItem, UpdateSubitem, MoveItem, ArchiveItem, DeleteItem: the item or subitem
    QString name; ///< CreateItem, CreateSubitem; UpdateItem: the new name, empty: it stays
    ColumnValues values;
};

/// A document ready to send: the bytes are final, so that a resend is byte-identical (monday-api.md 6).
struct EncodedBatch
{
    QByteArray body;
    QString idempotencyKey;
    std::vector<QString> aliases; ///< one per mutation, in the order of the mutations
    /// UTC. Later it does not go out: ServerBusy, NotSent. Invalid: at any time. For what may have been sent
    /// before: once monday has forgotten the key, it would be done twice.
    QDateTime notAfter;
};

/// What the answer proves for one mutation.
struct MutationAnswer
{
    QString alias;
    std::optional<qint64> id; ///< confirmed
    std::optional<Error> error; ///< Rejected or Unknown, see its certainty; set when there is no id
};

/// Answer to a document. Every alias has exactly one entry.
struct BatchAnswer
{
    std::vector<MutationAnswer> mutations;
    QString requestId;
    bool replayed = false; ///< monday answered from its idempotency cache
    std::optional<qint64> complexity; ///< points, when the document asked
    double seconds = 0; ///< from sending to the whole answer, waits for quota not included
};

/// The board as one lane sees it. Lives and dies on its thread; every call blocks that thread (never the
/// window's). A stop of `abort` ends the call at once: Cancelled, with the certainty that then holds. After a
/// refusal for a limit the next call waits for it; the caller just calls again. Only a gateway with an attendant
/// waits for the next day's calls; without one that is an Error, DailyLimitExhausted.
class BoardGateway
{
public:
    BoardGateway() = default;
    Q_DISABLE_COPY_MOVE(BoardGateway)
    virtual ~BoardGateway() = default;

    /// Called while a request waits for its turn, and once right before each goes out: its Error is the request's,
    /// and nothing is sent. What it refers to outlives the gateway or is replaced before.
    virtual void setAttendant(Attendant attendant) = 0;

    [[nodiscard]] virtual Result<BoardPair> readBoards(const StopTokens &stop) = 0;
    [[nodiscard]] virtual Result<std::vector<BoardGroup>> readGroups(const StopTokens &stop) = 0;
    /// Does not look for an existing group of the title; the caller has.
    [[nodiscard]] virtual Result<BoardGroup> createGroup(const QString &title, const QString &idempotencyKey,
                                                         const StopTokens &stop) = 0;
    /// Adds labels to a dropdown column of the items board (or, for `onSubitems`, of the subitem board) and
    /// returns the column as it is then. Reads the column's revision and labels anew first; labels there
    /// already stay.
    [[nodiscard]] virtual Result<BoardColumn> addLabels(const QString &columnId, bool onSubitems,
                                                        const QStringList &labels,
                                                        const StopTokens &stop) = 0;

    /// Pure: no request is made.
    [[nodiscard]] virtual EncodedBatch encode(const std::vector<BoardMutation> &mutations,
                                              const QString &idempotencyKey) const = 0;
    /// An error means that nothing is known per mutation; its certainty holds for all of them.
    [[nodiscard]] virtual Result<BatchAnswer> send(const EncodedBatch &batch, const StopTokens &stop) = 0;

    /// Active items whose column holds one of the texts, with that column's text in `BoardItem::texts`, name
    /// and group. Search compares without case and lags behind writes (monday-api.md 6, 7).
    [[nodiscard]] virtual Result<std::vector<BoardItem>>
    findByText(const QString &columnId, const QStringList &texts, const StopTokens &stop) = 0;
    /// Items by id with name, group, state and subitems, at most 100 ids per call; ids that are gone are left
    /// out. Does not lag.
    [[nodiscard]] virtual Result<std::vector<BoardItem>> itemsById(const std::vector<qint64> &ids,
                                                                   const StopTokens &stop) = 0;
};

/// What the token and its account allow; for `status`.
struct AccountInfo
{
    QString user;
    QString account;
    QString tier;
    QString apiVersion; ///< as the server answered
    std::optional<qint64> callsPerDay;
};

} // namespace syncline
