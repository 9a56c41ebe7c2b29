#include "sync/doubtresolver.h"

#include "sync/boardlookup.h"
#include "sync/planpass.h"

#include <algorithm>

namespace syncline {

void DoubtResolver::resolve(WorkBatch &batch, std::vector<JudgedRow> &judged, const StopTokens &stop)
{
    std::vector<std::size_t> items;
    std::vector<std::size_t> subitems;
    std::vector<std::size_t> changes;
    for (std::size_t i = 0; i < judged.size(); ++i) {
        if (judged[i].fate != JudgedRow::Fate::Verify)
            continue;
        const MutationKind kind = batch.items[i].mutation.kind;
        if (kind == MutationKind::CreateItem) {
            items.push_back(i);
        } else if (kind == MutationKind::CreateSubitem) {
            subitems.push_back(i);
        } else if (batch.items[i].requeues < maxRequeues) {
            changes.push_back(i);
        } else {
            judged[i].fate = JudgedRow::Fate::Final;
        }
    }
    if (!changes.empty())
        verifyChanges(batch, judged, changes);
    if (!items.empty())
        verifyItems(batch, judged, items, stop);
    if (!subitems.empty())
        verifySubitems(batch, judged, subitems, stop);
}

void DoubtResolver::verifyChanges(const WorkBatch &batch, std::vector<JudgedRow> &judged,
                                  const std::vector<std::size_t> &rows)
{
    // Setting the same values, moving or removing again does no harm. But if that does not come to pass,
    // nobody knows what the board has: what was remembered of it must not decide what the next sync sends.
    std::vector<WriteBack> doubtful;
    for (const std::size_t row : rows)
        doubtful.push_back({.row = batch.items[row].mutation.row,
                            .state = RowState::NotSent,
                            .sent = batch.items[row].sent,
                            .doubtsSent = true});
    const Result<void> written = m_ports.warehouse->writeBack(doubtful, m_run.syncId);
    if (!written)
        m_run.environment.events.post(written.error().event);
    for (const std::size_t row : rows) {
        judged[row].fate = written ? JudgedRow::Fate::SendAgain : JudgedRow::Fate::Final;
        if (written)
            judged[row].verdict.state = RowState::NotSent;
    }
}

void DoubtResolver::verifyItems(WorkBatch &batch, std::vector<JudgedRow> &judged,
                                const std::vector<std::size_t> &rows, const StopTokens &stop)
{
    SyncEnvironment &environment = m_run.environment;
    std::vector<SoughtItem> sought;
    for (const std::size_t row : rows) {
        judged[row].fate = JudgedRow::Fate::Final; // stays unknown unless the look-up tells more
        const WorkItem &item = batch.items[row];
        sought.push_back({.key = item.mutation.row.record,
                          .orderNumber = item.row->plan.record.orderNumber,
                          .name = item.mutation.name,
                          .groupId = item.mutation.groupId});
    }
    // The batch under way still finds out; only "stop now" leaves the doubt to the next start.
    const Result<Sightings> found =
        BoardLookUp(environment, m_ports, m_run.identity, stop.abort, stop.abort).items(sought);
    if (!found) {
        environment.events.post(found.error().event);
        return;
    }
    for (const std::size_t row : rows) {
        JudgedRow &entry = judged[row];
        const RecordKey key = batch.items[row].mutation.row.record;
        const Sighting sighting = found->value(key);
        if (sighting.isCertain()) {
            entry.verdict.state = RowState::Created;
            entry.verdict.mondayId = *sighting.items.begin();
            entry.verdict.reason = {};
        } else if (sighting.ambiguous && !m_run.identity.recordKey.isEmpty()) {
            entry.verdict.state = RowState::Rejected;
            entry.verdict.reason = severalItems(key, sighting.items);
        } else if (sighting.ambiguous) {
            entry.verdict.reason = cannotBeTold(key, sighting.items);
        } else if (batch.items[row].requeues < maxRequeues) {
            entry.fate = JudgedRow::Fate::SendAgain;
            entry.verdict.state = RowState::NotSent;
        }
    }
}

void DoubtResolver::verifySubitems(WorkBatch &batch, std::vector<JudgedRow> &judged,
                                   const std::vector<std::size_t> &rows, const StopTokens &stop)
{
    std::vector<qint64> parents;
    for (const std::size_t row : rows) {
        judged[row].fate = JudgedRow::Fate::Final;
        const qint64 parent = batch.items[row].mutation.parentItem;
        if (std::ranges::find(parents, parent) == parents.end())
            parents.push_back(parent);
    }
    const Result<QHash<qint64, BoardItem>> items =
        BoardLookUp(m_run.environment, m_ports, m_run.identity, stop.abort, stop.abort).itemsById(parents);
    if (!items) {
        m_run.environment.events.post(items.error().event);
        return;
    }
    for (const std::size_t row : rows) {
        const BoardMutation &mutation = batch.items[row].mutation;
        JudgedRow &entry = judged[row];
        if (const auto twin = subitemNamed(items->value(mutation.parentItem), mutation.name)) {
            entry.verdict.state = RowState::Created;
            entry.verdict.mondayId = twin;
            entry.verdict.reason = {};
        } else if (batch.items[row].requeues < maxRequeues) {
            entry.fate = JudgedRow::Fate::SendAgain;
            entry.verdict.state = RowState::NotSent;
        }
    }
}

} // namespace syncline
