#pragma once

#include "base/result.h"
#include "domain/board.h"
#include "domain/ledger.h"
#include "domain/order.h"
#include "domain/rowleases.h"
#include "domain/syncrequest.h"

#include <QHash>
#include <QJsonValue>

#include <functional>
#include <vector>

namespace syncline {

/// Which part of a row's result is written (contract 4, what readers of the predecessor's tables rely on).
struct WriteBack
{
    LineKey row; ///< sizeCode is empty for a header
    RowState state =
        RowState::Unknown; ///< Created, Updated, Unchanged: SYNCED; Refused, Rejected: FAILED; else it stays
    std::optional<qint64> mondayId; ///< written in every state
    std::optional<qint64> parentItem; ///< lines
    QString groupId; ///< headers
    bool subitemRemoved = false; ///< lines: SYNCED with the subitem id cleared (contract 10)
    bool countsAsRetry = false; ///< retry_count grows by one
    QString operation; ///< api_operation_type, for example create_item; empty: nothing was sent
    QString errorMessage; ///< cut to 2,000 characters by the writer
    QByteArray requestPart; ///< this row's own part of the request, JSON
    QByteArray responsePart; ///< this row's own part of the answer, JSON
    QDateTime requestedAt; ///< UTC
    QDateTime respondedAt; ///< UTC
    std::optional<SentValues> sent; ///< what the board has now; remembered, and its hash is written to row_hash
    std::optional<RowContent> readAs; ///< changed since, the row goes on waiting, with the ids and the memory
                                      ///< of what was sent before
    bool endsLease = false; ///< the session is done with the order: its lease goes in the same transaction
    bool mayBeWritten = false; ///< it may have been written already, by a call whose end is not known: then
                               ///< it is neither counted nor logged again
    bool doubtsSent = false; ///< an update in doubt, whatever the state: nobody knows what the board has in the
                             ///< columns of the memory and of `sent`, so all of them are sent or emptied next
};

/// A row whose result the warehouse did not take.
struct UnstoredRow
{
    LineKey row;
    Event reason; ///< and what was written of it all the same
};
/// Whether this was the reason: monday's answer about the row is known, and the journal alone has it.
[[nodiscard]] bool isUnstored(const Event &reason);

/// What the warehouse knows of a row, whatever its state.
struct KnownRow
{
    LineKey row; ///< sizeCode is empty for a header
    WarehouseState state = WarehouseState::Waiting;
    std::optional<qint64> mondayId;
    QString customer; ///< headers
};

/// What to do with orders whose item is gone from the board.
enum class Repair {
    CreateAgain, ///< ids are cleared, header and lines wait again
    MarkRemoved, ///< header and lines are kept out of every sync (state and action NONE)
};

/// A row that waits or failed, for the customer report.
struct OpenRow
{
    RecordKey key;
    QString orderNumber;
    QString style;
    QString colour;
    QString customerSeason;
    QString aagSeason;
    QString quantity;
    QString state;
    QString errorMessage;
};

/// The warehouse as one thread sees it: made, used and destroyed there (a QSqlDatabase is bound to its
/// thread). Every call blocks; never used on the window thread.
class OrderWarehouse
{
public:
    OrderWarehouse() = default;
    Q_DISABLE_COPY_MOVE(OrderWarehouse)
    virtual ~OrderWarehouse() = default;

    /// By name. One aggregate query, whatever the number of rows.
    [[nodiscard]] virtual Result<std::vector<CustomerCounts>> customers() = 0;
    /// The same without a look at the lines, of which there are many times as many: linesPending stays 0.
    [[nodiscard]] virtual Result<std::vector<CustomerCounts>> headersOfCustomers() = 0;
    /// Streams the rows that a sync of the request would take of one customer, in the order of sending (group
    /// title, order number, record_uuid), with their lines. Headers already synced come when lines of theirs
    /// wait. A row that somebody moves to a later place meanwhile can come twice.
    [[nodiscard]] virtual Result<void>
    forEachSelected(const QString &customer, const SyncRequest &request,
                    const std::function<Result<void>(OrderHeader)> &visit) = 0;
    /// The same rows by key, in the order of the keys; those that no longer wait are left out. At most 500
    /// keys; they alone say which, not the request's customers, records and limit.
    [[nodiscard]] virtual Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                                         const SyncRequest &request) = 0;
    /// Headers and all their lines, whatever their state. At most 500 keys.
    [[nodiscard]] virtual Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) = 0;
    /// Which header has which of these item ids.
    [[nodiscard]] virtual Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) = 0;
    /// Keys of headers without an item that have this order number, whatever their state.
    [[nodiscard]] virtual Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) = 0;
    /// Lines that are done wait again, because their order was cancelled; with a header (sizeCode empty), all of
    /// it that have a subitem. All or none.
    [[nodiscard]] virtual Result<void> reopenLines(const std::vector<LineKey> &lines) = 0;
    /// All or none. Rows of a living session are not touched: an Error.
    [[nodiscard]] virtual Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) = 0;
    /// In one transaction; after an Error nothing is written. A row that the warehouse does not take keeps
    /// the others from nothing: it gets its id at least, if the warehouse takes that, keeps its lease, and is
    /// given back.
    [[nodiscard]] virtual Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                                         const QString &syncId) = 0;
    /// The same where nothing that only monday and the journal know is written: the event is enough.
    [[nodiscard]] Result<void> writeBack(const std::vector<WriteBack> &rows, const QString &syncId);
    /// The registry of groups, where there is one, learns their ids (predecessor's bug B15). What it does not take
    /// is told, and no Error.
    [[nodiscard]] virtual Result<void> registerGroups(const std::vector<BoardGroup> &groups) = 0;
    /// Failed or waiting rows of a customer, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state,
                                                                int limit) = 0;
    /// Differences between the tables and what the configuration needs. Empty: none.
    [[nodiscard]] virtual Result<std::vector<Event>> findings() = 0;
    /// Of this warehouse and thread.
    [[nodiscard]] virtual RowLeases &leases() = 0;
};

} // namespace syncline
