#include "sync/recovery.h"

#include "sync/batchexecutor.h"
#include "sync/boardlookup.h"
#include "domain/naming.h"
#include "sync/planpass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

} // namespace

Result<void> Recovery::settle(const QString &syncId, const StopTokens &stop)
{
    Result<std::vector<OpenBatch>> open = m_journal.openBatches();
    if (!open)
        return std::move(open).error();
    // All rows in doubt are looked up together: the search lag is waited for once, not once per batch.
    std::vector<LineKey> doubtful;
    for (const OpenBatch &batch : *open) {
        if (!batch.verdicts.empty()) {
            // The ids of its items are needed to look for the lines below them.
            if (Result<void> settled = settleBatch(batch, {}, syncId); !settled)
                return settled;
            continue;
        }
        m_environment.events.post({EventId::se_060,
                                   {{u"batch"_s, batch.intent.number},
                                    {u"rows"_s, static_cast<qint64>(batch.intent.rows.size())},
                                    {u"sync_id"_s, syncId}},
                                   {}});
        for (const IntentRow &row : batch.intent.rows)
            doubtful.push_back(row.row);
    }
    Result<std::vector<LineKey>> unknown = unknownRows(doubtful);
    if (!unknown)
        return std::move(unknown).error();
    std::vector<LineKey> all = doubtful;
    all.insert(all.end(), unknown->begin(), unknown->end());
    Result<std::vector<RowVerdict>> resolved = resolve(all, stop);
    if (!resolved)
        return std::move(resolved).error();
    QHash<LineKey, RowVerdict> verdicts;
    for (const RowVerdict &verdict : *resolved)
        verdicts.insert(verdict.row, verdict);

    for (const OpenBatch &batch : *open) {
        if (!batch.verdicts.empty())
            continue;
        if (Result<void> settled = settleBatch(batch, verdicts, syncId); !settled)
            return settled;
    }
    if (Result<void> settled = settleUnknown(*unknown, verdicts, syncId); !settled)
        return settled;
    return settleHeadersOfLines();
}

Result<void> Recovery::settleBatch(const OpenBatch &batch, const QHash<LineKey, RowVerdict> &resolved,
                                   const QString &syncId)
{
    std::vector<RowVerdict> verdicts = batch.verdicts;
    if (verdicts.empty()) {
        BatchRecord record{.number = batch.intent.number,
                           .kind = batch.intent.kind,
                           .customer = batch.intent.customer,
                           .rows = static_cast<int>(batch.intent.rows.size()),
                           .startedAt = batch.intent.sentAt};
        for (const IntentRow &row : batch.intent.rows) {
            const auto verdict = resolved.constFind(row.row);
            if (verdict == resolved.constEnd())
                continue; // not on the board: it waits again
            verdicts.push_back(*verdict);
            ++(verdict->state == RowState::Unknown ? record.failed : record.succeeded);
        }
        if (Result<void> answered = m_journal.answer(record, verdicts); !answered)
            return answered;
    }
    Result<void> written = writeBack(verdicts, batch.intent.kind, batch.intent.sentAt, syncId);
    return written ? m_journal.writtenBack(batch.intent.number) : written;
}

Result<void> Recovery::settleUnknown(const std::vector<LineKey> &unknown,
                                     const QHash<LineKey, RowVerdict> &resolved, const QString &syncId)
{
    std::vector<RowVerdict> judged;
    for (const LineKey &row : unknown) {
        const auto verdict = resolved.constFind(row);
        judged.push_back(verdict == resolved.constEnd() ? RowVerdict{.row = row, .state = RowState::NotSent}
                                                        : *verdict);
    }
    for (const BatchKind kind : {BatchKind::Items, BatchKind::Subitems}) {
        std::vector<RowVerdict> ofKind;
        std::ranges::copy_if(judged, std::back_inserter(ofKind), [kind](const RowVerdict &verdict) {
            return verdict.row.sizeCode.isEmpty() == (kind == BatchKind::Items);
        });
        if (Result<void> written = writeBack(ofKind, kind, m_environment.clock.utcNow(), syncId); !written)
            return written;
    }
    return m_journal.judge(judged);
}

Result<std::vector<LineKey>> Recovery::unknownRows(const std::vector<LineKey> &inOpenBatches)
{
    const QSet<LineKey> known(inOpenBatches.begin(), inOpenBatches.end());
    std::vector<LineKey> unknown;
    const auto note = [&](const LineKey &row, const auto &record) -> Result<void> {
        if (record.state != RowState::Unknown)
            return {};
        if (record.mondayId)
            m_onBoard.insert(row);
        if (!known.contains(row))
            unknown.push_back(row);
        return {};
    };
    Result<void> rows = m_journal.forEachRow([&note](const RowRecord &row) {
        return note({row.key, {}}, row);
    });
    if (!rows)
        return std::move(rows).error();
    Result<void> lines =
        m_journal.forEachLine([&note](const LineRecord &line) { return note(line.key, line); });
    if (!lines)
        return std::move(lines).error();
    return unknown;
}

Result<void> Recovery::settleHeadersOfLines()
{
    // A header that is only there for its lines takes its state from them; the last of them may just have
    // been found.
    QHash<RecordKey, RowState> open;
    Result<void> read = m_journal.forEachRow([&open](const RowRecord &row) -> Result<void> {
        if (row.action == PlannedAction::SendLines && row.state == RowState::NotSent)
            open.insert(row.key, RowState::Unchanged);
        return {};
    });
    if (!read)
        return read;
    QSet<RecordKey> waiting;
    read = m_journal.forEachLine([&open, &waiting](const LineRecord &line) -> Result<void> {
        const auto header = open.find(line.key.record);
        if (header == open.end())
            return {};
        if (line.state == RowState::NotSent || line.state == RowState::Unknown)
            waiting.insert(line.key.record);
        else if (line.state == RowState::Created || line.state == RowState::Updated)
            *header = RowState::Updated;
        return {};
    });
    if (!read)
        return read;
    std::vector<RowVerdict> verdicts;
    for (auto header = open.constBegin(); header != open.constEnd(); ++header) {
        if (!waiting.contains(header.key()))
            verdicts.push_back({.row = {header.key(), {}}, .state = header.value()});
    }
    return m_journal.judge(verdicts);
}

Result<QHash<RecordKey, OrderHeader>> Recovery::headersOf(const std::vector<LineKey> &rows)
{
    std::vector<RecordKey> keys;
    for (const LineKey &row : rows) {
        if (keys.empty() || keys.back() != row.record)
            keys.push_back(row.record);
    }
    QHash<RecordKey, OrderHeader> headers;
    Result<void> read =
        forEachHundred(keys, [this, &headers](const std::vector<RecordKey> &chunk) -> Result<void> {
            Result<std::vector<OrderHeader>> found = m_ports.warehouse->selectedByKey(chunk, m_request);
            if (!found)
                return std::move(found).error();
            for (const OrderHeader &header : *found)
                headers.insert(header.key, header);
            return {};
        });
    if (!read)
        return std::move(read).error();
    return headers;
}

Result<std::vector<RowVerdict>> Recovery::resolve(const std::vector<LineKey> &doubtful,
                                                  const StopTokens &stop)
{
    std::vector<RowVerdict> verdicts;
    if (doubtful.empty())
        return verdicts;
    Result<QHash<RecordKey, OrderHeader>> headers = headersOf(doubtful);
    if (!headers)
        return std::move(headers).error();
    std::vector<RecordKey> items;
    std::vector<LineKey> subitems;
    for (const LineKey &row : doubtful) {
        const auto header = headers->constFind(row.record);
        const bool known = header != headers->constEnd();
        if (row.sizeCode.isEmpty()) {
            // A row with an id was updated; doing that again does no harm, so it simply waits again.
            if (!m_onBoard.contains(row) && (!known || !header->itemId))
                items.push_back(row.record);
        } else if (known) {
            const auto line = std::ranges::find(header->lines, row, &OrderLine::key);
            if (line != header->lines.end() && !line->subitemId && !m_onBoard.contains(row))
                subitems.push_back(row);
        }
    }
    if (Result<void> resolved = resolveItems(items, verdicts, stop); !resolved)
        return std::move(resolved).error();
    if (Result<void> resolved = resolveSubitems(subitems, verdicts, stop); !resolved)
        return std::move(resolved).error();
    return verdicts;
}

Result<void> Recovery::resolveItems(const std::vector<RecordKey> &keys, std::vector<RowVerdict> &verdicts,
                                    const StopTokens &stop)
{
    if (!m_hasRecordKey) {
        for (const RecordKey &key : keys) {
            verdicts.push_back({.row = {key, {}}, .state = RowState::Unknown, .reason = cannotBeFound(key)});
        }
        return {};
    }
    const Result<QHash<RecordKey, std::set<qint64>>> found =
        BoardLookUp(m_environment, *m_ports.gateway, stop.drain, stop.abort).itemsWith(keys);
    if (!found)
        return found.error();
    for (auto entry = found->constBegin(); entry != found->constEnd(); ++entry) {
        // Of several items none is chosen: the row waits again, and sending it tells what is wrong.
        if (entry->size() == 1)
            verdicts.push_back({.row = {entry.key(), {}}, .state = RowState::Created, .mondayId = *entry->begin()});
    }
    return {};
}

Result<void> Recovery::resolveSubitems(const std::vector<LineKey> &lines, std::vector<RowVerdict> &verdicts,
                                       const StopTokens &stop)
{
    if (lines.empty())
        return {};
    Result<QHash<RecordKey, OrderHeader>> headers = headersOf(lines);
    if (!headers)
        return std::move(headers).error();
    std::vector<qint64> parents;
    for (const OrderHeader &header : std::as_const(*headers)) {
        if (header.itemId)
            parents.push_back(*header.itemId);
    }
    const Result<QHash<qint64, BoardItem>> items =
        BoardLookUp(m_environment, *m_ports.gateway, stop.drain, stop.abort).itemsById(parents);
    if (!items)
        return items.error();
    for (const LineKey &line : lines) {
        const qint64 parent = headers->value(line.record).itemId.value_or(0);
        if (const auto subitem = subitemNamed(items->value(parent), subitemNameOf(line.sizeCode)))
            verdicts.push_back({.row = line, .state = RowState::Created, .mondayId = subitem});
    }
    return {};
}

Result<void> Recovery::writeBack(const std::vector<RowVerdict> &verdicts, BatchKind kind,
                                 const QDateTime &sentAt, const QString &syncId)
{
    if (verdicts.empty())
        return {};
    std::vector<LineKey> keys;
    for (const RowVerdict &verdict : verdicts)
        keys.push_back(verdict.row);
    Result<QHash<RecordKey, OrderHeader>> headers = headersOf(keys);
    if (!headers)
        return std::move(headers).error();
    std::vector<WriteBack> rows;
    for (const RowVerdict &verdict : verdicts) {
        const auto header = headers->constFind(verdict.row.record);
        // A row that no longer waits was written before the sync was cut, or by another desk.
        if (header == headers->constEnd())
            continue;
        RowPlan plan;
        plan.isRetry = header->state == WarehouseState::Failed;
        WorkItem item{std::make_shared<RowContext>(plan), {.row = verdict.row}};
        item.mutation.parentItem = kind == BatchKind::Subitems ? header->itemId.value_or(0) : 0;
        if (kind == BatchKind::Subitems) {
            const auto line = std::ranges::find(header->lines, verdict.row, &OrderLine::key);
            if (line == header->lines.end())
                continue;
            const MutationKind update =
                line->action == ActionType::Delete ? MutationKind::DeleteItem : MutationKind::UpdateSubitem;
            item.mutation.kind = line->subitemId ? update : MutationKind::CreateSubitem;
        } else {
            item.mutation.kind = header->itemId ? MutationKind::UpdateItem : MutationKind::CreateItem;
        }
        if (std::optional<WriteBack> row = writeBackOf(item, verdict, sentAt, m_environment.clock.utcNow()))
            rows.push_back(*row);
    }
    if (rows.empty())
        return {};
    return m_ports.warehouse->writeBack(rows, syncId);
}

} // namespace syncline
