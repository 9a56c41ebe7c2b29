#include "sync/runfeeder.h"

#include "domain/naming.h"
#include "sync/patience.h"
#include "sync/planpass.h"
#include "sync/writeback.h"

#include <QSet>

#include <algorithm>
#include <future>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// What the item of a header needs, one after the other. Empty: only its lines do.
std::vector<BoardMutation> stepsOf(const RowPlan &plan)
{
    const LineKey row{plan.record.key, {}};
    std::vector<BoardMutation> steps;
    switch (plan.record.action) {
    case PlannedAction::Create:
        steps.push_back({.kind = MutationKind::CreateItem,
                         .row = row,
                         .groupId = plan.groupId,
                         .name = plan.itemName,
                         .values = plan.values});
        break;
    case PlannedAction::Update:
        if (plan.moves) {
            steps.push_back({.kind = MutationKind::MoveItem,
                             .row = row,
                             .groupId = plan.groupId,
                             .item = plan.itemId.value_or(0)});
        }
        if (!plan.values.empty() || plan.renames) {
            steps.push_back({.kind = MutationKind::UpdateItem,
                             .row = row,
                             .item = plan.itemId.value_or(0),
                             .name = plan.renames ? plan.itemName : QString(),
                             .values = plan.values});
        }
        break;
    case PlannedAction::Archive:
        steps.push_back({.kind = MutationKind::ArchiveItem, .row = row, .item = plan.itemId.value_or(0)});
        break;
    case PlannedAction::SendLines:
    case PlannedAction::None:
    case PlannedAction::Refuse:
        break;
    }
    return steps;
}

} // namespace

RunFeeder::RunFeeder(SharedRun &run, BatchQueue &queue, LanePorts &ports, const BoardPair &boards,
                     SyncRequest request, StopTokens stop)
    : m_run(run)
    , m_queue(queue)
    , m_ports(ports)
    , m_planner(run.environment.settings, boards, RowPlanner::LabelMode::Strict)
    , m_request(std::move(request))
    , m_stop(std::move(stop))
{
}

Result<void> RunFeeder::feed(const QString &customer)
{
    // First what an interrupted sync left below its items, then what is still to be made.
    Result<void> fed = feedAll(&SyncJournal::nextUnfinished, customer);
    return fed ? feedAll(&SyncJournal::nextPlanned, customer) : fed;
}

Result<RunFeeder::Piece> RunFeeder::readPiece(NextKeys next, qint64 after, const QString &customer)
{
    Result<std::vector<PlannedKey>> keys = (m_run.journal.*next)(after, pieceSize, customer);
    if (!keys)
        return std::move(keys).error();
    if (keys->empty())
        return Piece{};
    Result<std::vector<Candidate>> rows = planChunk(*keys, next == &SyncJournal::nextUnfinished);
    if (!rows)
        return std::move(rows).error();
    return Piece{.last = keys->back().sequence, .rows = std::move(rows).value()};
}

Result<void> RunFeeder::feedAll(NextKeys next, const QString &customer)
{
    // While one piece is looked up and queued, the next one is read and judged.
    const auto readAfter = [&](qint64 after) {
        return std::async(std::launch::async,
                          [this, next, after, &customer] { return readPiece(next, after, customer); });
    };
    for (std::future<Result<Piece>> ahead = readAfter(0);;) {
        Result<Piece> piece = ahead.get();
        if (!piece)
            return std::move(piece).error();
        if (piece->last == 0)
            return {};
        ahead = readAfter(piece->last);
        std::vector<Candidate> &rows = piece->rows;
        // Lines wait again before their order is done: who dies between the two leaves them to the next sync.
        for (const auto step : {&RunFeeder::adoptItems, &RunFeeder::matchSubitems, &RunFeeder::chooseGroups,
                                &RunFeeder::reopenLines, &RunFeeder::judgeUnsendable}) {
            if (Result<void> stepped = (this->*step)(rows); !stepped)
                return stepped;
        }
        if (Result<void> queued = enqueue(rows); !queued)
            return queued;
    }
}

Result<std::vector<RunFeeder::Candidate>> RunFeeder::planChunk(const std::vector<PlannedKey> &keys,
                                                               bool headersDone)
{
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local);
    std::vector<RecordKey> records;
    for (const PlannedKey &key : keys)
        records.push_back(key.key);
    if (Result<void> kept = m_run.leases.keep(*m_ports.warehouse); !kept)
        return std::move(kept).error();
    const Result<Claim> claim = m_ports.warehouse->leases().claim(m_run.syncId, records);
    if (!claim)
        return claim.error();
    // What another desk has is its matter; what nobody has any more waits no longer.
    QSet<RecordKey> missing(records.begin(), records.end());
    const QSet<RecordKey> takenOver(claim->takenOver.begin(), claim->takenOver.end());
    Result<std::vector<OrderHeader>> headers = m_ports.warehouse->selectedByKey(claim->taken, m_request);
    if (!headers)
        return std::move(headers).error();
    Result<std::vector<LineKey>> lines = m_run.journal.plannedLines(records);
    if (!lines)
        return std::move(lines).error();
    QSet<LineKey> planned(lines->begin(), lines->end());
    std::vector<Candidate> rows;
    for (OrderHeader &header : *headers) {
        missing.remove(header.key);
        // Lines that came since belong to the next sync: this one's ledger does not know them.
        std::erase_if(header.lines,
                      [&planned](const OrderLine &line) { return !planned.contains(line.key); });
        for (const OrderLine &line : header.lines)
            planned.remove(line.key);
        RowPlan plan = m_planner.plan(header);
        plan.content.readAfter = claim->at;
        for (LinePlan &line : plan.lines)
            line.content.readAfter = claim->at;
        rows.push_back({.plan = std::move(plan),
                        .headerDone = headersDone,
                        .takenOver = takenOver.contains(header.key)});
    }
    std::vector<LineKey> gone(planned.begin(), planned.end());
    for (const RecordKey &key : std::as_const(missing))
        gone.push_back({key, {}});
    if (!missing.isEmpty()) {
        m_run.environment.events.post(
            {EventId::se_070,
             {{u"rows"_s, static_cast<qint64>(missing.size())}, {u"key"_s, missing.constBegin()->toString()}},
             {}});
    }
    if (Result<void> left = leaveOut(gone); !left)
        return std::move(left).error();
    return rows;
}

Result<void> RunFeeder::leaveOut(const std::vector<LineKey> &rows)
{
    if (rows.empty())
        return {};
    const Result<std::vector<LeftOut>> left = m_run.journal.leaveOut(rows);
    if (!left)
        return left.error();
    for (const LeftOut &of : *left) {
        m_run.ledger.leaveOut(of);
        m_run.ledger.publish(of.customer);
    }
    std::vector<RecordKey> headers;
    for (const LineKey &row : rows) {
        if (row.sizeCode.isEmpty())
            headers.push_back(row.record);
    }
    return m_ports.warehouse->leases().release(m_run.syncId, headers);
}

Result<Sightings> RunFeeder::lookForItems(const std::vector<Candidate> &rows)
{
    std::vector<SoughtItem> doubtful;
    std::vector<QString> keys;
    for (const Candidate &row : rows) {
        if (row.plan.record.action != PlannedAction::Create)
            continue;
        const RecordKey key = row.plan.record.key;
        if (row.takenOver)
            doubtful.push_back({key, row.plan.record.orderNumber, row.plan.itemName, row.plan.groupId});
        else
            keys.push_back(key.toString());
    }
    Sightings found;
    if (!doubtful.empty()) {
        Result<Sightings> seen =
            BoardLookUp(m_run.environment, m_ports, m_run.identity, m_stop.drain, m_stop.abort)
                .items(doubtful);
        if (!seen)
            return seen;
        found = std::move(seen).value();
    }
    if (keys.empty() || m_run.identity.recordKey.isEmpty())
        return found;
    Result<void> read = forEachHundred(keys, [&](const std::vector<QString> &some) -> Result<void> {
        const Result<std::vector<BoardItem>> items = patiently(m_run.environment, m_stop, [&] {
            return m_ports.gateway->findByText(m_run.identity.recordKey,
                                               QStringList(some.begin(), some.end()), m_stop);
        });
        if (!items)
            return items.error();
        for (const BoardItem &item : *items)
            found[RecordKey::fromString(item.texts.value(m_run.identity.recordKey))].items.insert(item.id);
        return {};
    });
    if (!read)
        return std::move(read).error();
    return withoutGone(std::move(found));
}

Result<Sightings> RunFeeder::withoutGone(Sightings found)
{
    // Search goes on showing for a while what somebody has just removed; items(ids) does not (monday-api.md
    // 6).
    std::vector<qint64> ids;
    for (const Sighting &sighting : std::as_const(found))
        ids.insert(ids.end(), sighting.items.begin(), sighting.items.end());
    std::set<qint64> there;
    Result<void> read = forEachHundred(ids, [&](const std::vector<qint64> &chunk) -> Result<void> {
        const Result<std::vector<BoardItem>> items =
            patiently(m_run.environment, m_stop, [&] { return m_ports.gateway->itemsById(chunk, m_stop); });
        if (!items)
            return items.error();
        for (const BoardItem &item : *items) {
            if (item.active)
                there.insert(item.id);
        }
        return {};
    });
    if (!read)
        return std::move(read).error();
    for (Sighting &sighting : found) {
        std::erase_if(sighting.items, [&there](qint64 id) { return !there.contains(id); });
        sighting.ambiguous = sighting.ambiguous || sighting.items.size() > 1;
    }
    return found;
}

Result<void> RunFeeder::adoptItems(std::vector<Candidate> &rows)
{
    // An item that already carries the row's record key is adopted and updated, not made again (contract 4).
    const Result<Sightings> found = lookForItems(rows);
    if (!found)
        return found.error();
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local);
    // The journal learns the id before the update is sent: a recovery must not take it for a creation, whose
    // values came with it.
    std::vector<RowVerdict> adopted;
    std::vector<WriteBack> ids;
    for (Candidate &row : rows) {
        const RecordKey key = row.plan.record.key;
        const Sighting sighting = found->value(key);
        if (sighting.isAbsent() || row.plan.record.action != PlannedAction::Create)
            continue;
        if (sighting.ambiguous) {
            // Which of them is the order's is for a person to say. With record keys every sync sees that
            // anew; without them nothing but the doubt keeps the order from being made again.
            if (m_run.identity.recordKey.isEmpty())
                refuse(row, RowState::Unknown, cannotBeTold(key, sighting.items));
            else
                refuse(row, RowState::Rejected, severalItems(key, sighting.items));
            continue;
        }
        const qint64 item = *sighting.items.begin();
        if (!row.headerDone) {
            adopted.push_back({.row = {key, {}}, .state = RowState::NotSent, .mondayId = item});
            ids.push_back({.row = {key, {}}, .state = RowState::NotSent, .mondayId = item});
        }
        row.plan.record.action = PlannedAction::Update;
        row.plan.record.mondayId = item;
        row.plan.itemId = item;
        row.plan.renames = true;
        row.plan.moves = true;
        m_run.environment.events.post({EventId::se_071,
                                       {{u"order"_s, row.plan.record.orderNumber},
                                        {u"key"_s, key.toString()},
                                        {u"item_id"_s, QString::number(item)}},
                                       {}});
    }
    if (ids.empty())
        return {};
    // The warehouse learns it before anything else: whoever takes the order next may have no way to find its
    // item.
    Result<void> written = m_ports.warehouse->writeBack(ids, m_run.syncId);
    return written ? m_run.journal.judge(adopted) : written;
}

Result<void> RunFeeder::matchSubitems(std::vector<Candidate> &rows)
{
    std::vector<qint64> ids;
    for (const Candidate &row : rows) {
        if (!row.plan.refused() && row.plan.itemId)
            ids.push_back(*row.plan.itemId);
    }
    if (ids.empty())
        return {};
    std::vector<BoardItem> items;
    Result<void> read = forEachHundred(ids, [&](const std::vector<qint64> &some) -> Result<void> {
        Result<std::vector<BoardItem>> found =
            patiently(m_run.environment, m_stop, [&] { return m_ports.gateway->itemsById(some, m_stop); });
        if (!found)
            return std::move(found).error();
        items.insert(items.end(), found->begin(), found->end());
        return {};
    });
    if (!read)
        return read;
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local);
    std::vector<RowVerdict> adopted;
    for (Candidate &row : rows) {
        if (row.plan.refused() || !row.plan.itemId)
            continue;
        const auto item = std::ranges::find(items, *row.plan.itemId, &BoardItem::id);
        const bool isThere = item != items.end() && item->active;
        if (row.plan.record.action == PlannedAction::Archive) {
            row.plan.isArchived = !isThere;
            continue;
        }
        if (!isThere) {
            refuse(row, RowState::Rejected,
                   {EventId::se_072,
                    {{u"order"_s, row.plan.record.orderNumber},
                     {u"item_id"_s, QString::number(*row.plan.itemId)}},
                    {}});
            continue;
        }
        // Who moved the item by hand to where it belongs now has saved us the move.
        row.plan.isInGroup =
            row.plan.moves && !row.plan.groupId.isEmpty() && item->groupId == row.plan.groupId;
        row.plan.moves = row.plan.moves && !row.plan.isInGroup;
        row.plan.renames = row.plan.renames && item->name != row.plan.itemName;
        matchLines(row, *item, adopted);
    }
    return m_run.journal.judge(adopted);
}

void RunFeeder::matchLines(Candidate &row, const BoardItem &item, std::vector<RowVerdict> &adopted) const
{
    for (LinePlan &line : row.plan.lines) {
        if (!line.mutation || line.mutation->kind == MutationKind::DeleteItem)
            continue;
        const qint64 known = line.mutation->item;
        if (line.mutation->kind == MutationKind::UpdateSubitem
            && std::ranges::find(item.subitems, known, &BoardSubitem::id) != item.subitems.end()) {
            continue;
        }
        // A subitem of the same name was made before its id reached the warehouse.
        if (const auto twin = subitemNamed(item, subitemNameOf(line.record.key.sizeCode))) {
            line.mutation->kind = MutationKind::UpdateSubitem;
            line.mutation->item = *twin;
            line.mutation->values = line.values;
            adopted.push_back({.row = line.record.key, .state = RowState::NotSent, .mondayId = twin});
        } else if (line.mutation->kind == MutationKind::UpdateSubitem) {
            // Somebody removed it from the board; its order is still there, so it is made again.
            line.mutation->kind = MutationKind::CreateSubitem;
            line.mutation->item = 0;
            line.mutation->values = line.values;
            m_run.environment.events.post({EventId::se_074,
                                           {{u"order"_s, row.plan.record.orderNumber},
                                            {u"size"_s, line.record.key.sizeCode},
                                            {u"subitem_id"_s, QString::number(known)}},
                                           {}});
        }
    }
}

Result<void> RunFeeder::prepareGroups(const std::vector<Candidate> &rows)
{
    QStringList titles;
    for (const Candidate &row : rows) {
        if (needsGroup(row) && row.plan.groupId.isEmpty() && !titles.contains(row.plan.record.group))
            titles.append(row.plan.record.group);
    }
    return m_run.groups.prepare(titles, m_ports, m_stop);
}

bool RunFeeder::needsGroup(const Candidate &row)
{
    return row.plan.record.action == PlannedAction::Create
        || (row.plan.record.action == PlannedAction::Update && row.plan.moves);
}

Result<void> RunFeeder::chooseGroups(std::vector<Candidate> &rows)
{
    if (Result<void> prepared = prepareGroups(rows); !prepared)
        return prepared;
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local);
    for (Candidate &row : rows) {
        RowPlan &plan = row.plan;
        if (!needsGroup(row))
            continue;
        const QString known = plan.record.customer + u'\n' + foldedTitle(plan.record.group);
        if (!plan.groupId.isEmpty() && !plan.groupIdGone) {
            if (!m_groups.contains(known)) {
                m_groups.insert(known, {plan.groupId, plan.record.group});
                const GroupRun found{
                    .id = plan.groupId, .title = plan.record.group, .customer = plan.record.customer};
                if (Result<void> noted = m_run.journal.noteGroup(found); !noted)
                    return noted;
            }
            continue;
        }
        const auto group = m_groups.constFind(known);
        if (group != m_groups.constEnd() && (!plan.groupIdGone || m_healed.contains(known))) {
            plan.groupId = group->id;
            continue;
        }
        Result<BoardGroup> ensured =
            m_run.groups.ensure(plan.record.group, plan.record.customer, plan.groupIdGone, m_ports, m_stop);
        if (ensured) {
            m_groups.insert(known, *ensured);
            if (plan.groupIdGone)
                m_healed.insert(known);
            plan.groupId = ensured->id;
            continue;
        }
        // A title that monday refuses is the matter of its rows; everything else would meet the other rows as
        // well.
        if (ensured.error().kind != ErrorKind::ValidationRejected)
            return std::move(ensured).error();
        refuse(
            row, RowState::Rejected,
            {EventId::se_005, {{u"title"_s, plan.record.group}, {u"reason"_s, ensured.error().text()}}, {}});
    }
    return {};
}

void RunFeeder::refuse(Candidate &row, RowState state, Event reason) const
{
    row.plan.record.action = PlannedAction::Refuse;
    row.plan.record.state = state;
    row.plan.record.reason = std::move(reason);
    for (LinePlan &line : row.plan.lines)
        line.mutation.reset();
}

Result<void> RunFeeder::judgeUnsendable(std::vector<Candidate> &rows)
{
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local);
    SyncEnvironment &environment = m_run.environment;
    std::vector<RowVerdict> verdicts;
    std::vector<WriteBack> written;
    for (Candidate &row : rows) {
        const RowRecord &record = row.plan.record;
        const LineKey header{record.key, {}};
        if (row.plan.refused()) {
            verdicts.push_back({header, record.state, record.mondayId, record.column, record.reason});
            if (record.state != RowState::Unknown) {
                written.push_back({.row = header,
                                   .state = record.state,
                                   .countsAsRetry = row.plan.isRetry,
                                   .errorMessage = reasonText(record.reason),
                                   .readAs = row.plan.content,
                                   .endsLease = true});
            }
            m_run.ledger.move(record.customer, header, RowState::NotSent, record.state);
            environment.observer.post(RowFailed{record, std::nullopt});
            continue;
        }
        bool linesToSend = false;
        for (const LinePlan &line : row.plan.lines) {
            linesToSend = linesToSend || line.mutation.has_value();
            if (line.record.state != RowState::Unchanged && !row.plan.isArchived)
                continue;
            verdicts.push_back({.row = line.record.key, .state = RowState::Unchanged});
            written.push_back(unchangedLine(line));
            m_run.ledger.move(record.customer, line.record.key, RowState::NotSent, RowState::Unchanged);
        }
        const bool nothingToSend = record.action == PlannedAction::None || row.plan.isArchived
            || (record.action == PlannedAction::SendLines && !linesToSend)
            || (record.action == PlannedAction::Update && !row.plan.changesItem() && !linesToSend);
        row.isDone = row.headerDone ? !linesToSend : nothingToSend;
        const bool isUnchanged = nothingToSend && !row.headerDone;
        if (isUnchanged) {
            const RowState state = row.plan.isArchived ? RowState::Updated : RowState::Unchanged;
            verdicts.push_back({.row = header, .state = state, .mondayId = record.mondayId});
            m_run.ledger.move(record.customer, header, RowState::NotSent, state);
        }
        // A header whose own values are as they should be waits no longer, even while its lines are sent.
        const bool onlyLines = record.action == PlannedAction::SendLines
            || (record.action == PlannedAction::Update && !row.plan.changesItem());
        if (row.plan.headerWaits && (isUnchanged || onlyLines) && !row.headerDone)
            written.push_back(unchangedHeader(row.plan));
        if (row.isDone)
            m_finished.push_back(record.key);
    }
    if (verdicts.empty() && written.empty())
        return {};
    if (Result<void> judged = m_run.journal.judge(verdicts); !judged)
        return judged;
    std::erase_if(rows, [](const Candidate &row) { return row.plan.refused() || row.isDone; });
    Result<void> done = m_ports.warehouse->writeBack(written, m_run.syncId);
    if (!done || m_finished.empty())
        return done;
    return m_ports.warehouse->leases().release(m_run.syncId, std::exchange(m_finished, {}));
}

Result<void> RunFeeder::reopenLines(std::vector<Candidate> &rows)
{
    std::vector<LineKey> lines;
    for (const Candidate &row : rows) {
        for (const LinePlan &line : row.plan.lines) {
            if (line.reopens && line.mutation)
                lines.push_back(line.record.key);
        }
        // Without subitems this time, they are left to the next sync.
        if (m_request.skipSubitems && row.plan.emptiesLines && !row.plan.refused())
            lines.push_back({row.plan.record.key, {}});
    }
    return lines.empty() ? Result<void>() : m_ports.warehouse->reopenLines(lines);
}

Result<void> RunFeeder::enqueue(std::vector<Candidate> &rows)
{
    // Asked anew for each row: the queue may have been full for long.
    const auto sizeOf = [this](BatchKind kind) { return m_run.sizer.size(kind); };
    // Creations go by themselves: only for them a doubt means a look-up.
    WorkBatch creations{.kind = BatchKind::Items};
    WorkBatch updates{.kind = BatchKind::Items};
    std::vector<WorkBatch> lines;
    const auto flush = [&]() -> Result<void> {
        for (WorkBatch *batch : {&creations, &updates}) {
            if (Result<void> pushed = push(*batch); !pushed)
                return pushed;
        }
        for (WorkBatch &batch : lines) {
            if (Result<void> pushed = push(batch); !pushed)
                return pushed;
        }
        lines.clear();
        return {};
    };

    for (Candidate &candidate : rows) {
        RowPlan &plan = candidate.plan;
        const RowRecord &record = plan.record;
        // A batch never mixes customers.
        if (record.customer != creations.customer) {
            if (Result<void> flushed = flush(); !flushed)
                return flushed;
            creations.customer = record.customer;
            updates.customer = record.customer;
        }
        std::vector<BoardMutation> steps =
            candidate.headerDone ? std::vector<BoardMutation>() : stepsOf(plan);
        if (candidate.headerDone)
            plan.record.state =
                RowState::Updated; // its state stands already; see BatchExecutor::settleHeader
        else if (steps.empty())
            plan.record.action = PlannedAction::SendLines;
        const auto row = std::make_shared<RowContext>(std::move(plan));
        if (steps.empty()) {
            appendLines(row, row->plan.itemId.value_or(0), sizeOf(BatchKind::Subitems), lines);
            continue;
        }
        WorkBatch &batch = steps.front().kind == MutationKind::CreateItem ? creations : updates;
        const bool setsGroup =
            row->plan.record.action == PlannedAction::Create || row->plan.moves || row->plan.isInGroup;
        batch.items.push_back({.row = row,
                               .mutation = steps.front(),
                               .next = {steps.begin() + 1, steps.end()},
                               .groupId = setsGroup ? row->plan.groupId : QString(),
                               .sent = row->plan.sent,
                               .content = row->plan.content});
        if (std::ssize(batch.items) >= sizeOf(BatchKind::Items)) {
            if (Result<void> pushed = push(batch); !pushed)
                return pushed;
        }
    }
    return flush();
}

Result<void> RunFeeder::push(WorkBatch &batch)
{
    if (batch.items.empty())
        return {};
    WorkBatch full{batch.kind, batch.customer, {}, {}};
    full.items.swap(batch.items);
    return m_queue.push(std::move(full), m_stop.drain) ? Result<void>() : Result<void>(stoppedByUser());
}

} // namespace syncline
