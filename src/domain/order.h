#pragma once

#include "domain/recordkey.h"
#include "domain/sentvalues.h"
#include "domain/warehousemoment.h"

#include <QDateTime>
#include <QHash>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>
#include <vector>

namespace syncline {

/// What the warehouse wants done with a row (column action_type). Contract 4 decides what is really done.
enum class ActionType { Insert, Update, Delete, None };

/// Where a row is, read from any spelling that the predecessor wrote (contract 4).
enum class WarehouseState {
    Waiting, ///< PENDING, NEW
    Done, ///< SYNCED, COMPLETED
    Failed, ///< FAILED, ERROR
    NotOurs, ///< EXISTING, NONE, NULL
    Strange, ///< anything else; reported, never touched
};

/// One size of an order, as it stands in the lines table.
struct OrderLine
{
    LineKey key;
    QVariant quantity; ///< as read; may be text in a foreign warehouse
    ActionType action = ActionType::Insert;
    WarehouseState state = WarehouseState::Waiting;
    std::optional<qint64> subitemId;
    int retryCount = 0;
    std::optional<SentValues> sent; ///< empty: not known what the board has
};

/// One order, as it stands in the headers table, with the lines that wait (or, for a retry, failed). With a
/// header that waits (or, for a retry, failed) and has an item also come its lines that are done and have a
/// subitem: a cancelled order changes them.
struct OrderHeader
{
    RecordKey key;
    QString orderNumber;
    QString customer;
    QString groupName;
    QString groupId;
    QString itemName;
    ActionType action = ActionType::Insert;
    WarehouseState state = WarehouseState::Waiting;
    std::optional<qint64> itemId;
    int retryCount = 0;
    std::optional<SentValues> sent; ///< empty: not known what the board has
    QHash<QString, QVariant> values; ///< by source column: the mapped ones and those of the naming rules;
                                     ///< NULL stays an invalid QVariant
    std::optional<qint64>
        sizesTotal; ///< sum of the size columns; empty when the table has none or one is not a number
    std::vector<OrderLine> lines;
};

/// A row as it was read.
struct RowContent
{
    /// One number for everything that a sync sends or judges of the row, and nothing that it writes there
    /// itself: two readings of one row that differ in it have a change of somebody else between them. Lines do
    /// not count for their header. Holds within one process.
    quint64 digest = 0;
    WarehouseMoment readAfter = 0; ///< what others had written by then was read
};
[[nodiscard]] RowContent contentOf(const OrderHeader &order);
[[nodiscard]] RowContent contentOf(const OrderLine &line);

/// A customer of the warehouse with its counts. Headers, but for linesPending.
struct CustomerCounts
{
    QString name;
    qint64 pending = 0; ///< without rows whose action_type is NONE
    qint64 failed = 0;
    qint64 synced = 0;
    qint64 linesPending = 0; ///< lines that wait under a waiting or a synced header
    QDateTime lastSync; ///< UTC; invalid when never

    friend bool operator==(const CustomerCounts &, const CustomerCounts &) = default;
};

[[nodiscard]] WarehouseState warehouseStateFromText(const QVariant &text);
[[nodiscard]] ActionType actionTypeFromText(const QVariant &text);

} // namespace syncline
