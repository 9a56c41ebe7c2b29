#include "sync/runfeeder.h"

#include "sync/patience.h"
#include "sync/planpass.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Keys per look-up and ids per items query (monday-api.md 7).
constexpr int chunkSize = 100;

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

Result<void> RunFeeder::feedAll(NextKeys next, const QString &customer)
{
    for (qint64 after = 0;;) {
        Result<std::vector<PlannedKey>> keys = (m_run.journal.*next)(after, chunkSize, customer);
        if (!keys)
            return std::move(keys).error();
        if (keys->empty())
            return {};
        after = keys->back().sequence;
        Result<std::vector<Candidate>> rows = planChunk(*keys, next == &SyncJournal::nextUnfinished);
        if (!rows)
            return std::move(rows).error();
        for (const auto step : {&RunFeeder::adoptItems, &RunFeeder::matchSubitems, &RunFeeder::chooseGroups,
                                &RunFeeder::judgeUnsendable}) {
            if (Result<void> stepped = (this->*step)(*rows); !stepped)
                return stepped;
        }
        if (Result<void> queued = enqueue(*rows); !queued)
            return queued;
    }
}

Result<std::vector<RunFeeder::Candidate>> RunFeeder::planChunk(const std::vector<PlannedKey> &keys,
                                                               bool headersDone)
{
    const TimeLedger::Span span(m_run.time, TimeLedger::Use::Local);
    std::vector<RecordKey> records;
    QSet<RecordKey> missing;
    for (const PlannedKey &key : keys) {
        records.push_back(key.key);
        missing.insert(key.key);
    }
    Result<std::vector<OrderHeader>> headers = m_ports.warehouse->selectedByKey(records, m_request);
    if (!headers)
        return std::move(headers).error();
    Result<std::vector<LineKey>> lines = m_run.journal.plannedLines(records);
    if (!lines)
        return std::move(lines).error();
    const QSet<LineKey> planned(lines->begin(), lines->end());
    std::vector<Candidate> rows;
    for (OrderHeader &header : *headers) {
        missing.remove(header.key);
        // Lines that came since belong to the next sync: this one's ledger does not know them.
        std::erase_if(header.lines, [&planned](const OrderLine &line) { return !planned.contains(line.key); });
        rows.push_back({m_planner.plan(header), headersDone});
    }
    // What is left was taken or changed by somebody else since it was planned; it is not ours to send any
    // more.
    for (const RecordKey &key : std::as_const(missing))
        m_run.environment.events.post({EventId::se_070, {{u"key"_s, key.toString()}}, {}});
    return rows;
}

Result<void> RunFeeder::adoptItems(std::vector<Candidate> &rows)
{
    // An item that already carries the row's record key is adopted and updated, not made again (contract 4).
    if (!m_run.hasRecordKey)
        return {};
    std::vector<RecordKey> keys;
    for (const Candidate &row : rows) {
        if (row.plan.record.action == PlannedAction::Create)
            keys.push_back(row.plan.record.key);
    }
    if (keys.empty())
        return {};
    const TimeLedger::Span span(m_run.time, TimeLedger::Use::Server);
    Result<std::vector<BoardItem>> items =
        patiently(m_run.environment, m_stop, [&] { return m_ports.gateway->findByRecordKey(keys, m_stop); });
    if (!items)
        return std::move(items).error();
    // The journal learns the id before the update is sent: a recovery must not take it for a creation, whose
    // values came with it.
    std::vector<RowVerdict> adopted;
    QHash<RecordKey, std::set<qint64>> found;
    for (const BoardItem &item : *items)
        found[RecordKey::fromString(item.recordKey)].insert(item.id);
    for (auto entry = found.constBegin(); entry != found.constEnd(); ++entry) {
        const RecordKey key = entry.key();
        const auto row = std::ranges::find_if(
            rows, [&key](const Candidate &candidate) { return candidate.plan.record.key == key; });
        if (row == rows.end())
            continue;
        if (entry->size() > 1) {
            // Which of them is the order's is for a person to say.
            refuse(*row, RowState::Rejected, severalItems(key, *entry));
            continue;
        }
        const qint64 item = *entry->begin();
        if (!row->headerDone)
            adopted.push_back({.row = {key, {}}, .state = RowState::NotSent, .mondayId = item});
        row->plan.record.action = PlannedAction::Update;
        row->plan.record.mondayId = item;
        row->plan.itemId = item;
        m_run.environment.events.post({EventId::se_071,
                                       {{u"order"_s, row->plan.record.orderNumber},
                                        {u"key"_s, key.toString()},
                                        {u"item_id"_s, QString::number(item)}},
                                       {}});
    }
    return m_run.journal.judge(adopted);
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
    const TimeLedger::Span span(m_run.time, TimeLedger::Use::Server);
    Result<std::vector<BoardItem>> items =
        patiently(m_run.environment, m_stop, [&] { return m_ports.gateway->itemsById(ids, m_stop); });
    if (!items)
        return std::move(items).error();
    std::vector<RowVerdict> adopted;
    for (Candidate &row : rows) {
        if (row.plan.refused() || !row.plan.itemId)
            continue;
        const auto item = std::ranges::find(*items, *row.plan.itemId, &BoardItem::id);
        if (item == items->end() || !item->active) {
            refuse(row, RowState::Rejected,
                   {EventId::se_072,
                    {{u"order"_s, row.plan.record.orderNumber},
                     {u"item_id"_s, QString::number(*row.plan.itemId)}},
                    {}});
            continue;
        }
        // A subitem of the same name was made before its id reached the warehouse.
        for (LinePlan &line : row.plan.lines) {
            if (!line.mutation || line.mutation->kind != MutationKind::CreateSubitem)
                continue;
            const auto twin = std::ranges::find(item->subitems, line.mutation->name, &BoardSubitem::name);
            if (twin != item->subitems.end()) {
                line.mutation->kind = MutationKind::UpdateSubitem;
                line.mutation->item = twin->id;
                adopted.push_back({.row = line.record.key, .state = RowState::NotSent, .mondayId = twin->id});
            }
        }
    }
    return m_run.journal.judge(adopted);
}

Result<void> RunFeeder::chooseGroups(std::vector<Candidate> &rows)
{
    for (Candidate &row : rows) {
        RowPlan &plan = row.plan;
        if (plan.refused() || plan.record.action != PlannedAction::Create)
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
        refuse(row, RowState::Rejected,
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
    SyncEnvironment &environment = m_run.environment;
    std::vector<RowVerdict> verdicts;
    std::vector<WriteBack> written;
    for (const Candidate &row : rows) {
        const RowRecord &record = row.plan.record;
        if (row.plan.refused()) {
            verdicts.push_back(
                {{record.key, {}}, record.state, record.mondayId, record.column, record.reason});
            written.push_back({.row = {record.key, {}},
                               .state = record.state,
                               .countsAsRetry = row.plan.isRetry,
                               .errorMessage = reasonText(record.reason)});
            m_run.ledger.moveRow(record.customer, RowState::NotSent, record.state);
            environment.observer.post(RowFailed{record, std::nullopt});
            continue;
        }
        bool anythingToSend = record.action != PlannedAction::SendLines || row.headerDone;
        for (const LinePlan &line : row.plan.lines) {
            anythingToSend = anythingToSend || line.mutation.has_value();
            if (line.mutation || line.record.state != RowState::NotSent)
                continue;
            // A size to remove that never was on the board: nothing to send, and nothing waits any more.
            verdicts.push_back({.row = line.record.key, .state = RowState::Unchanged});
            written.push_back({.row = line.record.key, .state = RowState::Unchanged, .subitemRemoved = true});
            m_run.ledger.moveLine(record.customer, RowState::NotSent, RowState::Unchanged);
        }
        if (!anythingToSend) {
            verdicts.push_back(
                {.row = {record.key, {}}, .state = RowState::Unchanged, .mondayId = record.mondayId});
            m_run.ledger.moveRow(record.customer, RowState::NotSent, RowState::Unchanged);
        }
    }
    if (verdicts.empty())
        return {};
    if (Result<void> judged = m_run.journal.judge(verdicts); !judged)
        return judged;
    std::erase_if(rows, [](const Candidate &row) { return row.plan.refused(); });
    return m_ports.warehouse->writeBack(written, m_run.syncId);
}

Result<void> RunFeeder::enqueue(const std::vector<Candidate> &rows)
{
    const auto batchSize = static_cast<std::size_t>(m_run.environment.settings.api.itemBatchSize);
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

    for (const Candidate &candidate : rows) {
        const RowRecord &record = candidate.plan.record;
        // A batch never mixes customers.
        if (record.customer != creations.customer) {
            if (Result<void> flushed = flush(); !flushed)
                return flushed;
            creations.customer = record.customer;
            updates.customer = record.customer;
        }
        RowPlan plan = candidate.plan;
        if (candidate.headerDone)
            plan.record.state =
                RowState::Updated; // its state stands already; see BatchExecutor::settleHeader
        const auto row = std::make_shared<RowContext>(std::move(plan));
        if (record.action == PlannedAction::SendLines || candidate.headerDone) {
            appendLines(row, row->plan.itemId.value_or(0), static_cast<int>(batchSize), lines);
            continue;
        }
        BoardMutation mutation{.row = {record.key, {}}, .values = row->plan.values};
        const bool isNew = record.action == PlannedAction::Create;
        mutation.kind = isNew ? MutationKind::CreateItem : MutationKind::UpdateItem;
        mutation.item = isNew ? 0 : row->plan.itemId.value_or(0);
        mutation.name = isNew ? row->plan.itemName : QString();
        mutation.groupId = isNew ? row->plan.groupId : QString();
        WorkBatch &batch = isNew ? creations : updates;
        batch.items.push_back({row, mutation});
        if (batch.items.size() == batchSize) {
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
    WorkBatch full{batch.kind, batch.customer, {}};
    full.items.swap(batch.items);
    return m_queue.push(std::move(full), m_stop.drain) ? Result<void>() : Result<void>(stoppedByUser());
}

} // namespace syncline
