#pragma once

#include "base/clock.h"
#include "domain/order.h"
#include "warehouse/migrations.h"

#include <span>

namespace syncline::warehouse {

/// What one board was last sent of the rows, in the warehouse's own tables. While these do not fit nothing is
/// remembered, so everything is sent. Writing is part of the caller's transaction. Used by the thread of its
/// connection.
class RowMemory
{
public:
    RowMemory(SqlConnection &sql, const Migrations &tables, const QString &boardId, const Clock &clock);

    /// Fills `sent` of orders that have an item and of their lines that have a subitem. One statement.
    [[nodiscard]] Result<void> recall(std::vector<OrderHeader> &orders);
    [[nodiscard]] Result<void> remember(const LineKey &row, const SentValues &sent, const QString &syncId);
    /// Nobody knows what the board has in the columns remembered and in those of `sent`.
    [[nodiscard]] Result<void> doubt(const LineKey &row, const std::optional<SentValues> &sent,
                                     const QString &syncId);
    [[nodiscard]] Result<void> forget(const LineKey &row);
    /// The orders with all their lines.
    [[nodiscard]] Result<void> forgetOrders(std::span<const RecordKey> keys);

private:
    SqlConnection &m_sql;
    const Migrations &m_tables;
    QString m_boardId;
    const Clock &m_clock;
};

} // namespace syncline::warehouse
