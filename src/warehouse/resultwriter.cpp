#include "warehouse/resultwriter.h"

#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// Widths of the columns (OS 2.3), in UTF-16 units.
constexpr int apiErrorLength = 2'000;
constexpr int syncErrorLength = 1'000;

bool isOnBoard(RowState state)
{
    return state == RowState::Created || state == RowState::Updated || state == RowState::Unchanged;
}

bool isFailed(RowState state)
{
    return state == RowState::Refused || state == RowState::Rejected;
}

/// At most `length` units, without half a character at the end.
QString cut(const QString &text, int length)
{
    if (text.size() <= length)
        return text;
    const int end = text.at(length - 1).isHighSurrogate() ? length - 1 : length;
    return text.first(end);
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QVariant timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(timeText(time)) : QVariant();
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QVariant payload(const QByteArray &json)
{
    return textOrNull(QString::fromUtf8(json));
}

SqlValues keyValues(const LineKey &row)
{
    const QString key = row.record.toString();
    SqlValues values{{u":lower"_s, key}, {u":upper"_s, key.toUpper()}};
    if (!row.sizeCode.isEmpty())
        values.append({u":size_code"_s, row.sizeCode});
    return values;
}

} // namespace

Result<void> ResultWriter::writeBack(const std::vector<WriteBack> &rows, const QString &syncId)
{
    if (m_schema.headersUnusable)
        return unusable(*m_schema.headersUnusable);
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    for (const WriteBack &row : rows) {
        // Not sent and unknown rows stay as they are: they wait, and are resolved by key first.
        if (!isOnBoard(row.state) && !isFailed(row.state))
            continue;
        if (Result<void> written = writeRow(row, syncId); !written)
            return written;
    }
    return (*transaction)->commit();
}

Result<void> ResultWriter::writeRow(const WriteBack &row, const QString &syncId)
{
    if (!row.row.sizeCode.isEmpty() && m_schema.linesUnusable)
        return unusable(*m_schema.linesUnusable);
    QString state = isFailed(row.state) ? u"FAILED"_s : u"SYNCED"_s;
    if (isFailed(row.state)) {
        if (Result<SqlCursor> saved = m_sql.run(u"savepoint"_s); !saved)
            return saved.error();
    }
    Result<void> updated = updateRow(row, state);
    // Some tables have a check that knows ERROR but not FAILED (OS 2.3); both mean the same to every reader.
    if (!updated && isValueRefused(updated.error()) && isFailed(row.state)) {
        // PostgreSQL takes nothing more in a transaction with an error.
        if (Result<SqlCursor> undone = m_sql.run(u"undo_savepoint"_s); !undone)
            return undone.error();
        state = u"ERROR"_s;
        updated = updateRow(row, state);
    }
    if (!updated)
        return updated;
    return log(row, state, syncId);
}

Result<void> ResultWriter::updateRow(const WriteBack &row, const QString &state)
{
    const RowChange change = changeOf(row, state);
    Result<int> changed = updateOnce(change, row, KeyMatch::Usual);
    if (changed && *changed == 0)
        changed = updateOnce(change, row, KeyMatch::Loose);
    if (!changed)
        return changed.error();
    if (*changed != 1)
        return rowNotSingle(change.table().name, row.row, *changed);
    return {};
}

Result<int> ResultWriter::updateOnce(const RowChange &change, const WriteBack &row, KeyMatch match)
{
    const bool header = row.row.sizeCode.isEmpty();
    const SqlText statement =
        header ? m_builder.updateHeader(change, match) : m_builder.updateLine(change, match);
    Result<SqlCursor> done = m_sql.run(statement, header ? u"update_header"_s : u"update_line"_s,
                                       change.values() + keyValues(row.row));
    if (!done)
        return done.error();
    return done->affected();
}

QString ResultWriter::completedAt(const WriteBack &row) const
{
    return timeText(row.respondedAt.isValid() ? row.respondedAt : m_clock.utcNow());
}

RowChange ResultWriter::changeOf(const WriteBack &row, const QString &state) const
{
    const bool header = row.row.sizeCode.isEmpty();
    const bool good = isOnBoard(row.state);
    RowChange change(header ? m_schema.headers : m_schema.lines);
    change.set(u"sync_state"_s, state);
    if (header) {
        if (row.mondayId)
            change.setId(u"monday_item_id"_s, row.mondayId);
        if (!row.groupId.isEmpty())
            change.set(u"group_id"_s, row.groupId);
    } else {
        if (row.mondayId || row.subitemRemoved)
            change.setId(u"monday_subitem_id"_s, row.subitemRemoved ? std::nullopt : row.mondayId);
        if (row.parentItem) {
            change.setId(u"monday_parent_id"_s, row.parentItem);
            change.setId(u"parent_item_id"_s, row.parentItem);
        }
    }
    if (good)
        change.set(u"sync_completed_at"_s, completedAt(row));
    if (row.countsAsRetry)
        change.increment(u"retry_count"_s);
    change.set(u"api_status"_s, good ? u"SUCCESS"_s : u"ERROR"_s);
    change.set(u"api_error_message"_s, good ? QVariant() : textOrNull(cut(row.errorMessage, apiErrorLength)));
    change.set(u"sync_error_message"_s,
               good ? QVariant() : textOrNull(cut(row.errorMessage, syncErrorLength)));
    if (!row.operation.isEmpty()) {
        change.set(u"api_operation_type"_s, row.operation);
        change.set(u"api_request_timestamp"_s, timeOrNull(row.requestedAt));
        change.set(u"api_response_timestamp"_s, timeOrNull(row.respondedAt));
        change.set(u"api_request_payload"_s, payload(row.requestPart));
        change.set(u"api_response_payload"_s, payload(row.responsePart));
    }
    change.set(u"updated_at"_s, timeText(m_clock.utcNow()));
    return change;
}

Result<void> ResultWriter::log(const WriteBack &row, const QString &state, const QString &syncId)
{
    if (!m_schema.log.exists())
        return {};
    const bool good = isOnBoard(row.state);
    RowChange entry(m_schema.log);
    entry.set(u"record_uuid"_s, row.row.record.toString());
    entry.set(u"source"_s, row.row.sizeCode.isEmpty() ? u"HEADER"_s : u"LINE"_s);
    entry.set(u"sync_state"_s, state);
    entry.set(u"sync_completed_at"_s, good ? QVariant(completedAt(row)) : QVariant());
    entry.set(u"api_request_payload"_s, payload(row.requestPart));
    entry.set(u"api_response_payload"_s, payload(row.responsePart));
    entry.set(u"api_request_timestamp"_s, timeOrNull(row.requestedAt));
    entry.set(u"api_response_timestamp"_s, timeOrNull(row.respondedAt));
    entry.set(u"api_operation_type"_s, textOrNull(row.operation));
    entry.set(u"api_status"_s, good ? u"SUCCESS"_s : u"ERROR"_s);
    entry.set(u"archived_at"_s, timeText(m_clock.utcNow()));
    entry.set(u"pipeline_run_id"_s, syncId);
    if (Result<SqlCursor> done = m_sql.run(m_builder.insertRow(entry), u"insert_row"_s, entry.values());
        !done)
        return done.error();
    return {};
}

Result<void> ResultWriter::assignGroup(const QString &customer, const QString &title, const QString &groupId)
{
    if (m_schema.headersUnusable)
        return unusable(*m_schema.headersUnusable);
    if (m_schema.headers.has(u"group_id") && m_schema.headers.has(u"group_name")) {
        Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
        if (!transaction)
            return transaction.error();
        RowChange change(m_schema.headers);
        change.set(u"group_id"_s, groupId);
        change.set(u"updated_at"_s, timeText(m_clock.utcNow()));
        {
            Result<SqlCursor> done =
                m_sql.run(m_builder.assignGroup(change, customer.isEmpty()), u"assign_group"_s,
                          change.values()
                              + SqlValues{{u":customer"_s, customer.isNull() ? u""_s : customer},
                                          {u":title"_s, title}});
            if (!done)
                return done.error();
        }
        if (Result<void> committed = (*transaction)->commit(); !committed)
            return committed;
    }
    // The registry is a convenience of the predecessor's loader: a fault there is no reason to stop a sync.
    if (Result<void> learned = updateRegistry(title, groupId); !learned)
        m_events.post(registryNotWritten(title, learned.error()));
    return {};
}

Result<void> ResultWriter::updateRegistry(const QString &title, const QString &groupId)
{
    if (!m_schema.registry.has(u"group_id"))
        return {};
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    const QString now = timeText(m_clock.utcNow());
    RowChange change(m_schema.registry);
    change.set(u"group_name"_s, title);
    change.set(u"group_title"_s, title);
    change.set(u"updated_date"_s, now);
    int known = 0;
    if (!change.assignments().empty()) {
        Result<SqlCursor> done =
            m_sql.run(m_builder.updateRegistry(change), u"update_registry"_s,
                      change.values() + SqlValues{{u":group_id"_s, groupId}, {u":board_id"_s, m_boardId}});
        if (!done)
            return done.error();
        known = done->affected();
    }
    if (known == 0) {
        change.set(u"board_id"_s, m_boardId);
        change.set(u"group_id"_s, groupId);
        change.set(u"created_date"_s, now);
        change.set(u"is_active"_s, u"1"_s); // a bit, a boolean or a number: all take it as text
        if (Result<SqlCursor> done = m_sql.run(m_builder.insertRow(change), u"insert_row"_s, change.values());
            !done)
            return done.error();
    }
    return (*transaction)->commit();
}

} // namespace syncline::warehouse
