#include "sync/flightcounter.h"

#include <algorithm>

namespace syncline {

namespace {

/// Record keys and ids in one query (monday-api.md 7).
constexpr qint64 keysPerQuery = 100;

qint64 pieces(qint64 amount, qint64 size)
{
    return (amount + size - 1) / size;
}

} // namespace

FlightCounter::FlightCounter(const ApiSettings &settings, AccountExperience known)
    : m_settings(settings)
    , m_known(std::move(known))
{
}

void FlightCounter::beginCustomer()
{
    closeCustomer();
}

void FlightCounter::add(const RowPlan &plan)
{
    const PlannedAction action = plan.record.action;
    if (!plan.refused()) {
        m_creations += action == PlannedAction::Create ? 1 : 0;
        m_updates += action == PlannedAction::Update || action == PlannedAction::Archive ? 1 : 0;
        const bool needsGroup = action == PlannedAction::Create || (action == PlannedAction::Update && plan.moves);
        if (needsGroup && plan.groupId.isEmpty())
            noteGroup(plan.record.group);
    }
    for (const LinePlan &line : plan.lines) {
        if (line.record.state == RowState::Refused || !line.mutation)
            continue;
        ++m_lines;
        m_work.subitemsToCreate += line.mutation->kind == MutationKind::CreateSubitem ? 1 : 0;
        m_work.subitemsToUpdate += line.mutation->kind == MutationKind::UpdateSubitem ? 1 : 0;
        m_work.subitemsToRemove += line.mutation->kind == MutationKind::DeleteItem ? 1 : 0;
    }
}

bool FlightCounter::noteGroup(const QString &title)
{
    const bool isNew = m_newGroups.insert(foldedTitle(title)).second;
    m_work.groups += isNew ? 1 : 0;
    if (isNew)
        m_titles.append(title);
    return isNew;
}

void FlightCounter::closeCustomer()
{
    const qint64 itemSize = expectedBatchSize(m_known.createItem, m_settings);
    const qint64 lineSize = expectedBatchSize(m_known.createSubitem, m_settings);
    m_work.itemsToCreate += m_creations;
    m_work.itemsToUpdate += m_updates;
    m_work.itemBatches += pieces(m_creations, itemSize) + pieces(m_updates, itemSize);
    m_work.subitemBatches += pieces(m_lines, lineSize);
    // New rows are looked up by their record key, known items are read with their subitems.
    m_work.lookUps += pieces(m_creations, keysPerQuery) + pieces(m_updates, keysPerQuery);
    m_creations = 0;
    m_updates = 0;
    m_lines = 0;
}

FlightWork FlightCounter::work(qint64 labelColumns)
{
    closeCustomer();
    m_work.labelColumns = labelColumns;
    return m_work;
}

FlightEstimate FlightCounter::estimate(qint64 labelColumns, const QDateTime &now)
{
    return estimateFlight(work(labelColumns), m_known, m_settings, now);
}

} // namespace syncline
