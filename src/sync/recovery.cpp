#include "sync/recovery.h"

#include "domain/naming.h"
#include "sync/planpass.h"
#include "sync/writeback.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

bool isWithoutId(const KnownRow &row)
{
    return row.state != WarehouseState::Done && !row.mondayId;
}

} // namespace

Result<void> Recovery::settle(const QString &syncId, const StopTokens &stop)
{
    Result<std::vector<OpenBatch>> open = m_journal.openBatches();
    if (!open)
        return std::move(open).error();
    // All rows in doubt are looked up together: the search lag is waited for once, not once per batch.
    std::vector<LineKey> doubtful;
    for (const OpenBatch &batch : *open) {
        for (const IntentRow &row : batch.intent.rows) {
            m_sentHashes.insert(row.row, row.sentHash);
            if (row.row.sizeCode.isEmpty())
                m_sentItems.insert(row.row.record, row.sentItem);
        }
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
    Result<std::vector<RowVerdict>> resolved = resolve(all, syncId, stop);
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
    } else if (Result<void> repeated = repeatUpdates(verdicts, syncId); !repeated) {
        return repeated;
    }
    const Result<std::vector<UnstoredRow>> unstored = writeBack(verdicts, batch.intent.sentAt, syncId);
    if (!unstored)
        return unstored.error();
    if (Result<void> judged = m_journal.judge(keepDoubt(verdicts, *unstored)); !judged)
        return judged;
    return m_journal.writtenBack({batch.intent.number});
}

Result<void> Recovery::repeatUpdates(std::vector<RowVerdict> &verdicts, const QString &syncId)
{
    // A row that still waits may have been changed again since the answer came. Whether it was cannot be told of
    // an update, and doing it again does no harm.
    std::vector<LineKey> updated;
    for (const RowVerdict &verdict : verdicts) {
        if (verdict.state == RowState::Updated)
            updated.push_back(verdict.row);
    }
    if (updated.empty())
        return {};
    const Result<QHash<LineKey, KnownRow>> known = knownRows(updated);
    if (!known)
        return known.error();
    std::erase_if(updated, [&known](const LineKey &row) {
        const auto entry = known->constFind(row);
        return entry == known->constEnd() || entry->state == WarehouseState::Done;
    });
    if (Result<void> doubted = doubtSent(updated, syncId); !doubted)
        return doubted;
    std::vector<RowVerdict> waiting;
    for (const LineKey &row : updated) {
        waiting.push_back({.row = row, .state = RowState::NotSent, .mondayId = known->value(row).mondayId});
        std::erase_if(verdicts, [&row](const RowVerdict &verdict) { return verdict.row == row; });
    }
    return m_journal.judge(waiting);
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
    // Items first: their lines are written with the id that they then have.
    std::ranges::stable_partition(judged, [](const RowVerdict &row) { return row.row.sizeCode.isEmpty(); });
    const Result<std::vector<UnstoredRow>> unstored = writeBack(judged, m_environment.clock.utcNow(), syncId);
    if (!unstored)
        return unstored.error();
    const std::vector<RowVerdict> doubtful = keepDoubt(judged, *unstored);
    // What monday confirmed stays known, whoever works on the row now.
    std::erase_if(judged, [this](const RowVerdict &verdict) {
        return verdict.state == RowState::Unknown && m_confirmed.contains(verdict.row);
    });
    for (const RowVerdict &doubt : doubtful)
        std::erase_if(judged, [&doubt](const RowVerdict &verdict) { return verdict.row == doubt.row; });
    judged.insert(judged.end(), doubtful.begin(), doubtful.end());
    return m_journal.judge(judged);
}

std::vector<RowVerdict> Recovery::keepDoubt(const std::vector<RowVerdict> &verdicts,
                                            const std::vector<UnstoredRow> &unstored)
{
    std::vector<RowVerdict> doubtful;
    for (const UnstoredRow &row : unstored) {
        const auto verdict = std::ranges::find(verdicts, row.row, &RowVerdict::row);
        if (verdict != verdicts.end()
            && (verdict->state == RowState::Created || verdict->state == RowState::Updated))
            doubtful.push_back({.row = row.row,
                                .state = RowState::Unknown,
                                .mondayId = verdict->mondayId,
                                .reason = row.reason});
    }
    return doubtful;
}

Result<std::vector<LineKey>> Recovery::unknownRows(const std::vector<LineKey> &inOpenBatches)
{
    const QSet<LineKey> known(inOpenBatches.begin(), inOpenBatches.end());
    std::vector<LineKey> unknown;
    const auto note = [&](const LineKey &row, const auto &record) -> Result<void> {
        if (record.state != RowState::Unknown)
            return {};
        m_sentHashes.insert(row, record.sentHash);
        if (record.mondayId && isUnstored(record.reason))
            m_confirmed.insert(row, *record.mondayId);
        else if (record.mondayId)
            m_onBoard.insert(row);
        if (!known.contains(row))
            unknown.push_back(row);
        return {};
    };
    Result<void> rows = m_journal.forEachRow([&](const RowRecord &row) {
        if (row.action == PlannedAction::SendLines)
            m_onlyForLines.insert(row.key);
        if (row.state == RowState::Unknown)
            m_sentItems.insert(row.key, row.sentItem);
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
        // An update whose own values were as they should be was only there for its lines, too.
        if (row.state == RowState::NotSent && row.action == PlannedAction::SendLines)
            open.insert(row.key, RowState::Unchanged);
        else if (row.state == RowState::NotSent && row.action == PlannedAction::Update)
            open.insert(row.key, RowState::NotSent);
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
        if (!waiting.contains(header.key()) && header.value() != RowState::NotSent)
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

Result<std::vector<LineKey>> Recovery::takeOurs(const std::vector<LineKey> &doubtful, const QString &syncId,
                                                std::vector<RowVerdict> &verdicts)
{
    QSet<RecordKey> keys;
    for (const LineKey &row : doubtful)
        keys.insert(row.record);
    QSet<RecordKey> ours;
    Result<void> claimed = forEachHundred(
        std::vector<RecordKey>(keys.begin(), keys.end()), [&](const std::vector<RecordKey> &chunk) -> Result<void> {
            const Result<Claim> claim = m_ports.warehouse->leases().claim(syncId, chunk);
            if (!claim)
                return claim.error();
            ours.unite(QSet<RecordKey>(claim->taken.begin(), claim->taken.end()));
            return {};
        });
    if (!claimed)
        return std::move(claimed).error();
    std::vector<LineKey> taken;
    for (const LineKey &row : doubtful) {
        if (ours.contains(row.record)) {
            taken.push_back(row);
            continue;
        }
        verdicts.push_back({.row = row,
                            .state = RowState::Unknown,
                            .reason = {EventId::se_063, {{u"key"_s, row.record.toString()}}, {}}});
    }
    return taken;
}

Result<QHash<LineKey, KnownRow>> Recovery::knownRows(const std::vector<LineKey> &rows)
{
    QSet<RecordKey> keys;
    for (const LineKey &row : rows)
        keys.insert(row.record);
    QHash<LineKey, KnownRow> known;
    Result<void> read = forEachHundred(
        std::vector<RecordKey>(keys.begin(), keys.end()), [&](const std::vector<RecordKey> &chunk) -> Result<void> {
            const Result<std::vector<KnownRow>> found = m_ports.warehouse->knownRows(chunk);
            if (!found)
                return found.error();
            for (const KnownRow &row : *found)
                known.insert(row.row, row);
            return {};
        });
    if (!read)
        return std::move(read).error();
    return known;
}

Result<void> Recovery::doubtSent(const std::vector<LineKey> &rows, const QString &syncId)
{
    std::vector<WriteBack> forgotten;
    for (const LineKey &row : rows)
        forgotten.push_back({.row = row, .state = RowState::NotSent, .doubtsSent = true});
    return forgotten.empty() ? Result<void>() : m_ports.warehouse->writeBack(forgotten, syncId);
}

Result<std::vector<RowVerdict>> Recovery::resolve(const std::vector<LineKey> &doubtful, const QString &syncId,
                                                  const StopTokens &stop)
{
    std::vector<RowVerdict> verdicts;
    if (doubtful.empty())
        return verdicts;
    const Result<std::vector<LineKey>> ours = takeOurs(doubtful, syncId, verdicts);
    if (!ours)
        return ours.error();
    const Result<QHash<LineKey, KnownRow>> known = knownRows(*ours);
    if (!known)
        return known.error();
    Result<QHash<RecordKey, OrderHeader>> headers = headersOf(*ours);
    if (!headers)
        return std::move(headers).error();
    std::vector<OrderHeader> orders;
    std::vector<LineKey> subitems;
    std::vector<LineKey> updated;
    for (const LineKey &row : *ours) {
        if (row.sizeCode.isEmpty() && m_onlyForLines.contains(row.record))
            continue; // takes its state from its lines
        const auto entry = known->constFind(row);
        // Monday has confirmed it, and the warehouse alone does not know it yet.
        if (const auto id = m_confirmed.constFind(row);
            id != m_confirmed.constEnd() && (entry == known->constEnd() || isWithoutId(*entry))) {
            verdicts.push_back({.row = row, .state = RowState::Created, .mondayId = *id});
            continue;
        }
        if (entry == known->constEnd())
            continue; // gone from the warehouse: nothing to send any more
        if (entry->state == WarehouseState::Done) {
            // Written before the journal was cut, by another desk, or by a person who looked.
            const bool isOld = m_onBoard.contains(row);
            verdicts.push_back({.row = row,
                                .state = isOld ? RowState::Updated : RowState::Created,
                                .mondayId = entry->mondayId});
            continue;
        }
        if (m_onBoard.contains(row) || entry->mondayId) {
            // A row with an id was updated; doing that again does no harm, so it simply waits again.
            updated.push_back(row);
            continue;
        }
        const auto header = headers->constFind(row.record);
        if (header == headers->constEnd())
            continue;
        if (row.sizeCode.isEmpty())
            orders.push_back(*header);
        else
            subitems.push_back(row);
    }
    if (Result<void> forgotten = doubtSent(updated, syncId); !forgotten)
        return std::move(forgotten).error();
    if (Result<void> resolved = resolveItems(orders, verdicts, stop); !resolved)
        return std::move(resolved).error();
    if (Result<void> resolved = resolveSubitems(subitems, verdicts, stop); !resolved)
        return std::move(resolved).error();
    return verdicts;
}

SoughtItem Recovery::soughtItem(const OrderHeader &order) const
{
    // The order may have been changed since.
    if (const SentItem sent = m_sentItems.value(order.key); !sent.name.isEmpty())
        return {order.key, sent.orderNumber, sent.name, sent.groupId};
    const BoardGroup *group = m_board.groupById(order.groupId);
    if (!group)
        group = m_board.groupByTitle(groupTitleOf(order));
    return {order.key, order.orderNumber, itemNameOf(order), group ? group->id : QString()};
}

Result<void> Recovery::resolveItems(const std::vector<OrderHeader> &orders, std::vector<RowVerdict> &verdicts,
                                    const StopTokens &stop)
{
    std::vector<SoughtItem> sought;
    for (const OrderHeader &order : orders)
        sought.push_back(soughtItem(order));
    if (sought.empty())
        return {};
    const Result<Sightings> found =
        BoardLookUp(m_environment, m_ports, m_identity, stop.drain, stop.abort).items(sought);
    if (!found)
        return found.error();
    for (const SoughtItem &order : sought) {
        const Sighting sighting = found->value(order.key);
        if (sighting.isCertain()) {
            verdicts.push_back(
                {.row = {order.key, {}}, .state = RowState::Created, .mondayId = *sighting.items.begin()});
        } else if (sighting.ambiguous && m_identity.recordKey.isEmpty()) {
            verdicts.push_back({.row = {order.key, {}},
                                .state = RowState::Unknown,
                                .reason = cannotBeTold(order.key, sighting.items)});
        }
        // Of several items with its key none is chosen: the row waits again, and sending it tells what is wrong.
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
        BoardLookUp(m_environment, m_ports, m_identity, stop.drain, stop.abort).itemsById(parents);
    if (!items)
        return items.error();
    for (const LineKey &line : lines) {
        const qint64 parent = headers->value(line.record).itemId.value_or(0);
        if (const auto subitem = subitemNamed(items->value(parent), subitemNameOf(line.sizeCode)))
            verdicts.push_back({.row = line, .state = RowState::Created, .mondayId = subitem});
    }
    return {};
}

Result<std::vector<UnstoredRow>> Recovery::writeBack(const std::vector<RowVerdict> &verdicts,
                                                     const QDateTime &sentAt, const QString &syncId)
{
    if (verdicts.empty())
        return std::vector<UnstoredRow>();
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
        if (std::optional<WriteBack> row = resultOf(verdict, *header, sentAt))
            rows.push_back(*std::move(row));
    }
    return rows.empty() ? std::vector<UnstoredRow>() : m_ports.warehouse->writeBackEach(rows, syncId);
}

std::optional<WriteBack> Recovery::resultOf(const RowVerdict &verdict, const OrderHeader &header,
                                            const QDateTime &sentAt)
{
    const bool isLine = !verdict.row.sizeCode.isEmpty();
    const auto line = std::ranges::find(header.lines, verdict.row, &OrderLine::key);
    if (isLine && (line == header.lines.end() || line->state == WarehouseState::Done))
        return std::nullopt;
    if (!isLine && header.state == WarehouseState::Done)
        return std::nullopt;
    const std::optional<qint64> knownId = isLine ? line->subitemId : header.itemId;
    const RowPlan plan = m_planner.plan(header);
    const auto linePlan = std::ranges::find(plan.lines, verdict.row,
                                            [](const LinePlan &candidate) { return candidate.record.key; });
    WorkItem item{.row = std::make_shared<RowContext>(plan), .mutation = {.row = verdict.row}};
    if (isLine) {
        item.mutation.parentItem = header.itemId.value_or(0);
        item.mutation.kind = !knownId ? MutationKind::CreateSubitem
            : line->action == ActionType::Delete ? MutationKind::DeleteItem
                                                 : MutationKind::UpdateSubitem;
        item.sent = linePlan == plan.lines.end() ? SentValues() : linePlan->sent;
        item.content = contentOf(*line);
    } else {
        item.mutation.kind = knownId ? MutationKind::UpdateItem : MutationKind::CreateItem;
        item.sent = plan.sent;
        item.content = plan.content;
        // A group that had to be healed or made is not in the row yet.
        item.groupId = m_sentItems.value(verdict.row.record).groupId;
    }
    if (verdict.state == RowState::Created) {
        // It is on the board as it was sent. When it has been changed since, it goes on waiting, now with its id.
        if (knownId)
            return std::nullopt;
        if (item.sent.rowHash() != m_sentHashes.value(verdict.row)) {
            WriteBack waiting{.row = verdict.row, .state = RowState::NotSent, .mondayId = verdict.mondayId};
            if (isLine)
                waiting.parentItem = header.itemId;
            return waiting;
        }
    }
    std::optional<WriteBack> written = writeBackOf(item, verdict, sentAt, m_environment.clock.utcNow());
    // The program may have ended between the warehouse and the journal.
    if (written)
        written->mayBeWritten = true;
    return written;
}

} // namespace syncline
