#include "warehouse/rowmemory.h"

#include "warehouse/rowtext.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

Result<void> withoutCount(const Result<int> &done)
{
    return done ? Result<void>() : Result<void>(done.error());
}

/// Never NULL: the size of a header is empty.
QString sizeText(const LineKey &row)
{
    return row.sizeCode.isNull() ? u""_s : row.sizeCode;
}

} // namespace

RowMemory::RowMemory(SqlConnection &sql, const Migrations &tables, const QString &boardId, const Clock &clock)
    : m_sql(sql)
    , m_tables(tables)
    , m_boardId(boardId.isNull() ? u""_s : boardId)
    , m_clock(clock)
{
}

Result<void> RowMemory::recall(std::vector<OrderHeader> &orders)
{
    // What has no id has nothing on the board, whatever was sent before the id was cleared.
    QHash<LineKey, std::optional<SentValues> *> wanted;
    std::vector<RecordKey> keys;
    for (OrderHeader &order : orders) {
        if (!order.itemId)
            continue;
        keys.push_back(order.key);
        wanted.insert({order.key, u""_s}, &order.sent);
        for (OrderLine &line : order.lines) {
            if (line.subitemId)
                wanted.insert(line.key, &line.sent);
        }
    }
    if (keys.empty() || !m_tables.fit())
        return {};
    Result<SqlCursor> rows =
        m_sql.run(u"remembered_rows"_s, {{u":keys"_s, keyList(keys)}, {u":board_id"_s, m_boardId}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const auto place = wanted.constFind({RecordKey::fromString(rows->text(0)), rows->text(1)});
        if (place != wanted.cend())
            **place = SentValues::fromJson(rows->text(2).toUtf8());
        return {};
    });
}

Result<void> RowMemory::remember(const LineKey &row, const SentValues &sent, const QString &syncId)
{
    if (!m_tables.fit())
        return {};
    return withoutCount(m_sql.change(u"remember_row"_s,
                                     {{u":record_uuid"_s, row.record.toString()},
                                      {u":size_code"_s, sizeText(row)},
                                      {u":board_id"_s, m_boardId},
                                      {u":sent"_s, QString::fromUtf8(sent.toJson())},
                                      {u":row_hash"_s, sent.rowHash()},
                                      {u":sync_id"_s, syncId.isNull() ? u""_s : syncId},
                                      {u":updated_at"_s, timeText(m_clock.utcNow())}}));
}

Result<void> RowMemory::doubt(const LineKey &row, const std::optional<SentValues> &sent, const QString &syncId)
{
    if (!m_tables.fit())
        return {};
    SentValues memory;
    {
        Result<SqlCursor> rows = m_sql.run(u"remembered_rows"_s, {{u":keys"_s, keyList(std::span(&row.record, 1))},
                                                                  {u":board_id"_s, m_boardId}});
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            if (rows->text(1) == row.sizeCode)
                memory = SentValues::fromJson(rows->text(2).toUtf8()).value_or(memory);
            return {};
        });
        if (!read)
            return read;
    }
    memory.doubt(sent);
    return memory.isEmpty() ? Result<void>() : remember(row, memory, syncId);
}

Result<void> RowMemory::forget(const LineKey &row)
{
    if (!m_tables.fit())
        return {};
    return withoutCount(m_sql.change(u"forget_row"_s,
                                     {{u":record_uuid"_s, row.record.toString()},
                                      {u":size_code"_s, sizeText(row)},
                                      {u":board_id"_s, m_boardId}}));
}

Result<void> RowMemory::forgetOrders(std::span<const RecordKey> keys)
{
    if (!m_tables.fit())
        return {};
    return withoutCount(
        m_sql.change(u"forget_orders"_s, {{u":keys"_s, keyList(keys)}, {u":board_id"_s, m_boardId}}));
}

} // namespace syncline::warehouse
