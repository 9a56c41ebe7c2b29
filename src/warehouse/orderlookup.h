#pragma once

#include "domain/orderwarehouse.h"
#include "warehouse/sqlstatementbuilder.h"

#include <span>

namespace syncline::warehouse {

/// A row with what there is to know about it, whatever its state.
struct FoundRow
{
    KnownRow known;
    ActionType action = ActionType::Insert;
    bool idReadable = true; ///< false: there is something, but it is no id
};

/// Finds out what the warehouse knows of rows and items. Used by the thread of its connection.
class OrderLookUp
{
public:
    OrderLookUp(SqlConnection &sql, SqlStatementBuilder &builder, const WarehouseSchema &schema)
        : m_sql(sql)
        , m_builder(builder)
        , m_schema(schema)
    {
    }

    /// Headers and all their lines that have a size.
    [[nodiscard]] Result<std::vector<FoundRow>> rowsOf(std::span<const RecordKey> keys);
    /// The same; a row whose id cannot be read is Strange.
    [[nodiscard]] Result<std::vector<KnownRow>> knownRows(std::span<const RecordKey> keys);
    [[nodiscard]] Result<QHash<qint64, RecordKey>> ownersOf(std::span<const qint64> itemIds);
    [[nodiscard]] Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber);

private:
    [[nodiscard]] Result<void> readHeaders(std::span<const RecordKey> keys, KeyMatch match,
                                           std::vector<FoundRow> &found);
    [[nodiscard]] Result<void> readLines(std::span<const RecordKey> keys, KeyMatch match,
                                         std::vector<FoundRow> &found);

    SqlConnection &m_sql;
    SqlStatementBuilder &m_builder;
    const WarehouseSchema &m_schema;
};

} // namespace syncline::warehouse
