#include "warehouse/resultwriter.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// Widths of the columns (OS 2.3), in UTF-16 units.
constexpr int apiErrorLength = 2'000;
constexpr int syncErrorLength = 1'000;
/// So many rows in a row that the warehouse does not take are no matter of single rows: it takes none.
constexpr int mostUnstored = 20;

bool isOnBoard(RowState state)
{
    return state == RowState::Created || state == RowState::Updated || state == RowState::Unchanged;
}

bool isFailed(RowState state)
{
    return state == RowState::Refused || state == RowState::Rejected;
}

/// At most `length` units and no more than the column takes, without half a character at the end.
QString cut(const QString &text, const TableSchema &table, const QString &column, qsizetype length)
{
    const TableColumn *found = table.find(column);
    const qsizetype most = found && found->length > 0 ? std::min(found->length, length) : length;
    if (text.size() <= most)
        return text;
    return text.first(text.at(most - 1).isHighSurrogate() ? most - 1 : most);
}

/// Not sent and unknown rows go on waiting, with the id that they have.
bool isFinal(const WriteBack &row)
{
    return isOnBoard(row.state) || isFailed(row.state);
}

QString stateAfter(const WriteBack &row)
{
    return isFailed(row.state) ? u"FAILED"_s : u"SYNCED"_s;
}

QVariant timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(timeText(time)) : QVariant();
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

/// Whole or not at all: a part of it would be no JSON.
void setPayload(RowChange &change, const QString &column, const QByteArray &json)
{
    const TableColumn *found = change.table().find(column);
    const QString text = QString::fromUtf8(json);
    const bool fits = !found || found->length == 0 || text.size() <= found->length;
    change.set(column, fits ? textOrNull(text) : QVariant());
}

/// A new item or subitem has nothing of what an earlier one was sent.
bool forgets(const WriteBack &row)
{
    return row.subitemRemoved || (row.state == RowState::Created && !row.sent && !row.doubtsSent);
}

} // namespace

Result<std::vector<UnstoredRow>> ResultWriter::writeBack(const std::vector<WriteBack> &rows,
                                                         const QString &syncId)
{
    if (m_schema.headersUnusable)
        return unusable(*m_schema.headersUnusable);
    Result<Written> written = writeTogether(rows, syncId, Care::Usual);
    // One row may be the reason; the others do not share its fate.
    if (!written && isOfOneRow(written.error()))
        written = writeTogether(rows, syncId, Care::EachRow);
    if (!written)
        return written.error();
    m_unstoredInARow = written->unstoredInARow;
    if (written->changed > 0)
        m_events.post(changedMeanwhile(written->changed, written->changedSample));
    for (const UnstoredRow &row : written->unstored)
        m_events.post(row.reason);
    return std::move(written->unstored);
}

Result<ResultWriter::Written> ResultWriter::writeTogether(const std::vector<WriteBack> &rows,
                                                          const QString &syncId, Care care)
{
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    // The tables may have been made meanwhile; a memory that is not kept up to date would be a wrong one.
    if (!m_own.migrations.fit()) {
        if (Result<void> looked = m_own.migrations.look(); !looked)
            return looked.error();
    }
    const Result<QHash<LineKey, WarehouseState>> changed = changedRows(rows);
    if (!changed)
        return changed.error();
    Written all{.unstoredInARow = m_unstoredInARow, .changed = changed->size()};
    if (!changed->isEmpty())
        all.changedSample = changed->constBegin().key();
    std::vector<RecordKey> ended;
    QSet<RecordKey> kept;
    for (const WriteBack &row : rows) {
        const auto now = changed->constFind(row.row);
        const auto state = now != changed->constEnd() ? std::optional(*now) : std::nullopt;
        if (care == Care::Usual) {
            if (Result<void> written = writeWhole(row, state, syncId); !written)
                return written.error();
        } else {
            const std::size_t before = all.unstored.size();
            if (Result<void> written = writeCarefully(row, state, syncId, all); !written)
                return written.error();
            if (all.unstored.size() > before)
                kept.insert(row.row.record);
        }
        if (row.endsLease)
            ended.push_back(row.row.record);
    }
    if (care == Care::Usual)
        all.unstoredInARow = 0;
    std::erase_if(ended, [&kept](const RecordKey &key) { return kept.contains(key); });
    if (Result<void> released = endLeases(ended, syncId); !released)
        return released.error();
    if (Result<void> committed = (*transaction)->commit(); !committed)
        return notCommitted(std::move(committed).error(), rows);
    for (const WriteBack &row : rows)
        m_notKnown.remove(row.row);
    return all;
}

Error ResultWriter::notCommitted(Error error, const std::vector<WriteBack> &rows)
{
    if (error.certainty == Certainty::Unknown) {
        for (const WriteBack &row : rows)
            m_notKnown.insert(row.row, timeText(m_clock.utcNow()));
    }
    return error;
}

Result<void> ResultWriter::writeWhole(const WriteBack &row, std::optional<WarehouseState> changed,
                                      const QString &syncId)
{
    const Result<bool> isThere = isWritten(row);
    if (!isThere)
        return isThere.error();
    Result<void> written = *isThere ? Result<void>()
        : changed                   ? writeChanged(row, *changed, syncId)
        : isFinal(row)              ? writeRow(row, stateAfter(row), syncId)
                                    : writeIds(row);
    return written ? writeMemory(row, syncId) : written;
}

Result<void> ResultWriter::writeCarefully(const WriteBack &row, std::optional<WarehouseState> changed,
                                          const QString &syncId, Written &all)
{
    if (Result<SqlCursor> saved = m_sql.run(u"savepoint"_s); !saved)
        return saved.error();
    const Result<void> written = writeWhole(row, changed, syncId);
    if (written) {
        all.unstoredInARow = 0;
        return {};
    }
    if (!isOfOneRow(written.error()))
        return written;
    if (Result<SqlCursor> undone = m_sql.run(u"undo_savepoint"_s); !undone)
        return undone.error();
    const Result<bool> idWritten = writeOnlyId(row);
    if (!idWritten)
        return idWritten.error();
    all.unstoredInARow = *idWritten ? 0 : all.unstoredInARow + 1;
    if (all.unstoredInARow > mostUnstored)
        return written;
    all.unstored.push_back({row.row, resultNotStored(row.row, row.mondayId, *idWritten, written.error())});
    // Whatever becomes of the row, the board has what was sent.
    return writeMemory(row, syncId);
}

Result<bool> ResultWriter::writeOnlyId(const WriteBack &row)
{
    const bool header = row.row.sizeCode.isEmpty();
    RowChange change(header ? m_schema.headers : m_schema.lines);
    if (row.mondayId || row.subitemRemoved)
        change.setId(header ? u"monday_item_id"_s : u"monday_subitem_id"_s,
                     row.subitemRemoved ? std::nullopt : row.mondayId);
    if (change.assignments().empty())
        return false;
    const Result<int> rows = m_rows.tryUpdate(row.row, change);
    if (rows && *rows == 1)
        return true;
    if (!rows && !isValueRefused(rows.error()))
        return rows.error();
    if (Result<SqlCursor> undone = m_sql.run(u"undo_savepoint"_s); !undone)
        return undone.error();
    return false;
}

Result<bool> ResultWriter::isWritten(const WriteBack &row)
{
    const auto attempt = m_notKnown.constFind(row.row);
    if (!isFinal(row) || (attempt == m_notKnown.constEnd() && !row.mayBeWritten))
        return false;
    for (const KeyMatch match : {KeyMatch::Usual, KeyMatch::Loose}) {
        const bool header = row.row.sizeCode.isEmpty();
        const SqlText statement = header ? m_builder.writtenHeader(match) : m_builder.writtenLine(match);
        Result<SqlCursor> rows =
            m_sql.run(statement, header ? u"written_header"_s : u"written_line"_s, keyValues(row.row));
        if (!rows)
            return rows.error();
        const Result<bool> found = rows->next();
        if (!found)
            return found.error();
        if (!*found)
            continue;
        std::optional<qint64> id;
        const WarehouseState state = warehouseStateFromText(rows->value(0));
        const WarehouseState wanted = isFailed(row.state) ? WarehouseState::Failed : WarehouseState::Done;
        const bool hasId =
            readId(rows->value(1), id) && (row.subitemRemoved ? !id : !row.mondayId || id == row.mondayId);
        if (state != wanted || !hasId)
            return false;
        // Only the time tells whose work that is.
        const QDateTime responded = utcTime(rows->value(2));
        const QDateTime updated = utcTime(rows->value(3));
        const bool isAnswer = !row.operation.isEmpty() && responded.isValid()
            && timeText(responded) >= timeText(row.requestedAt);
        const bool isAttempt =
            attempt != m_notKnown.constEnd() && updated.isValid() && timeText(updated) == *attempt;
        return isAnswer || isAttempt;
    }
    return false;
}

Result<QHash<LineKey, WarehouseState>> ResultWriter::changedRows(const std::vector<WriteBack> &rows)
{
    const Result<WarehouseMoment> moment = m_own.moments.now();
    if (!moment)
        return moment.error();
    QHash<LineKey, quint64> before;
    std::vector<LineKey> keys;
    for (const WriteBack &row : rows) {
        const bool untouched = row.readAs && *moment != 0 && row.readAs->readAfter == *moment;
        if (!row.readAs || untouched || !isFinal(row))
            continue;
        before.insert(row.row, row.readAs->digest);
        keys.push_back(row.row);
    }
    QHash<LineKey, WarehouseState> changed;
    if (keys.empty())
        return changed;
    const Result<QHash<LineKey, OrderReader::RowNow>> found = m_reader.readAgain(keys);
    if (!found)
        return found.error();
    for (const LineKey &key : keys) {
        const auto now = found->constFind(key);
        if (now != found->constEnd() && now->content.digest != before.value(key))
            changed.insert(key, now->state);
    }
    return changed;
}

Result<void> ResultWriter::writeChanged(const WriteBack &row, WarehouseState now, const QString &syncId)
{
    // Its new values were not sent. A judgement of the old ones is of no use; what was sent keeps its trace.
    const bool waits = now == WarehouseState::Waiting || now == WarehouseState::Failed;
    return isOnBoard(row.state) && waits ? writeRow(row, u"PENDING"_s, syncId) : writeIds(row);
}

Result<void> ResultWriter::writeRow(const WriteBack &row, const QString &newState, const QString &syncId)
{
    if (!row.row.sizeCode.isEmpty() && m_schema.linesUnusable)
        return unusable(*m_schema.linesUnusable);
    QString state = newState;
    if (isFailed(row.state)) {
        if (Result<SqlCursor> saved = m_sql.run(u"savepoint"_s); !saved)
            return saved.error();
    }
    Result<void> updated = m_rows.update(row.row, changeOf(row, state));
    // Some tables have a check that knows ERROR but not FAILED (OS 2.3); both mean the same to every reader.
    if (!updated && isValueRefused(updated.error()) && isFailed(row.state)) {
        // PostgreSQL takes nothing more in a transaction with an error.
        if (Result<SqlCursor> undone = m_sql.run(u"undo_savepoint"_s); !undone)
            return undone.error();
        state = u"ERROR"_s;
        updated = m_rows.update(row.row, changeOf(row, state));
    }
    if (!updated)
        return updated;
    return log(row, state, syncId);
}

Result<void> ResultWriter::writeIds(const WriteBack &row)
{
    RowChange change(row.row.sizeCode.isEmpty() ? m_schema.headers : m_schema.lines);
    setIds(change, row);
    setHash(change, row);
    if (change.assignments().empty())
        return {};
    // Nothing became of the row, so it is no fault when it is gone.
    const Result<int> changed = m_rows.tryUpdate(row.row, change);
    return changed ? Result<void>() : Result<void>(changed.error());
}

void ResultWriter::setHash(RowChange &change, const WriteBack &row)
{
    if (forgets(row) || row.doubtsSent)
        change.set(u"row_hash"_s, {});
    else if (row.sent)
        change.set(u"row_hash"_s, row.sent->rowHash());
}

Result<void> ResultWriter::writeMemory(const WriteBack &row, const QString &syncId)
{
    if (forgets(row))
        return m_own.memory.forget(row.row);
    if (row.doubtsSent)
        return m_own.memory.doubt(row.row, row.sent, syncId);
    if (row.sent)
        return m_own.memory.remember(row.row, *row.sent, syncId);
    return {};
}

Result<void> ResultWriter::endLeases(const std::vector<RecordKey> &keys, const QString &syncId)
{
    // There are none without the tables.
    if (!m_own.migrations.fit())
        return {};
    return m_own.leases.release(syncId, keys);
}

QString ResultWriter::completedAt(const WriteBack &row) const
{
    return timeText(row.respondedAt.isValid() ? row.respondedAt : m_clock.utcNow());
}

void ResultWriter::setIds(RowChange &change, const WriteBack &row)
{
    if (row.row.sizeCode.isEmpty()) {
        if (row.mondayId)
            change.setId(u"monday_item_id"_s, row.mondayId);
        if (!row.groupId.isEmpty())
            change.set(u"group_id"_s, row.groupId);
        return;
    }
    if (row.mondayId || row.subitemRemoved)
        change.setId(u"monday_subitem_id"_s, row.subitemRemoved ? std::nullopt : row.mondayId);
    if (row.parentItem) {
        change.setId(u"monday_parent_id"_s, row.parentItem);
        change.setId(u"parent_item_id"_s, row.parentItem);
    }
}

RowChange ResultWriter::changeOf(const WriteBack &row, const QString &state) const
{
    const bool header = row.row.sizeCode.isEmpty();
    const bool good = isOnBoard(row.state);
    const TableSchema &table = header ? m_schema.headers : m_schema.lines;
    RowChange change(table);
    change.set(u"sync_state"_s, state);
    setIds(change, row);
    if (good)
        change.set(u"sync_completed_at"_s, completedAt(row));
    if (row.countsAsRetry)
        change.increment(u"retry_count"_s);
    change.set(u"api_status"_s, good ? u"SUCCESS"_s : u"ERROR"_s);
    change.set(u"api_error_message"_s,
               good ? QVariant()
                    : textOrNull(cut(row.errorMessage, table, u"api_error_message"_s, apiErrorLength)));
    change.set(u"sync_error_message"_s,
               good ? QVariant()
                    : textOrNull(cut(row.errorMessage, table, u"sync_error_message"_s, syncErrorLength)));
    if (!row.operation.isEmpty()) {
        change.set(u"api_operation_type"_s, row.operation);
        change.set(u"api_request_timestamp"_s, timeOrNull(row.requestedAt));
        change.set(u"api_response_timestamp"_s, timeOrNull(row.respondedAt));
        setPayload(change, u"api_request_payload"_s, row.requestPart);
        setPayload(change, u"api_response_payload"_s, row.responsePart);
    }
    setHash(change, row);
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
    setPayload(entry, u"api_request_payload"_s, row.requestPart);
    setPayload(entry, u"api_response_payload"_s, row.responsePart);
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

Result<void> ResultWriter::registerGroups(const std::vector<BoardGroup> &groups)
{
    if (!m_schema.registry.has(u"group_id"))
        return {};
    Result<std::unique_ptr<SqlTransaction>> transaction = SqlTransaction::begin(m_sql);
    if (!transaction)
        return transaction.error();
    for (const BoardGroup &group : groups) {
        if (Result<void> registered = registerGroup(group); !registered)
            return registered;
    }
    return (*transaction)->commit();
}

Result<void> ResultWriter::registerGroup(const BoardGroup &group)
{
    if (Result<SqlCursor> saved = m_sql.run(u"savepoint"_s); !saved)
        return saved.error();
    const Result<void> learned = updateRegistry(group);
    if (learned)
        return {};
    if (Result<SqlCursor> undone = m_sql.run(u"undo_savepoint"_s); !undone)
        return undone.error();
    m_events.post(registryNotWritten(group.title, learned.error()));
    return {};
}

Result<void> ResultWriter::updateRegistry(const BoardGroup &group)
{
    const QString now = timeText(m_clock.utcNow());
    RowChange change(m_schema.registry);
    change.set(u"group_name"_s, group.title);
    change.set(u"group_title"_s, group.title);
    change.set(u"updated_date"_s, now);
    int known = 0;
    if (!change.assignments().empty()) {
        const Result<SqlCursor> done =
            m_sql.run(m_builder.updateRegistry(change), u"update_registry"_s,
                      change.values()
                          + SqlValues{{u":group_id"_s, group.id}, {u":board_id"_s, m_boardId}});
        if (!done)
            return done.error();
        known = done->affected();
    }
    if (known > 0)
        return {};
    change.set(u"board_id"_s, m_boardId);
    change.set(u"group_id"_s, group.id);
    change.set(u"created_date"_s, now);
    change.set(u"is_active"_s, u"1"_s); // a bit, a boolean or a number: all take it as text
    const Result<SqlCursor> done =
        m_sql.run(m_builder.insertRow(change), u"insert_row"_s, change.values());
    return done ? Result<void>() : done.error();
}

} // namespace syncline::warehouse
