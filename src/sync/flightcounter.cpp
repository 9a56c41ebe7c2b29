#include "sync/flightcounter.h"

#include "sync/batchsizer.h"
#include "sync/runfeeder.h"

#include <algorithm>

namespace syncline {

namespace {

/// Record keys and ids in one query (monday-api.md 7).
constexpr qint64 keysPerQuery = 100;
/// Groups that GroupBook makes after one look at the board.
constexpr qint64 groupsPerReading = 16;
/// Documents of items per lane that exist before an answer teaches anything: one with the lane, two in the
/// queue.
constexpr qint64 documentsPerLane = 3;

qint64 pieces(qint64 amount, qint64 size)
{
    return (amount + size - 1) / size;
}

qint64 madeAhead(BatchKind kind, const ApiSettings &settings)
{
    const qint64 lanes = std::max(1, settings.maxInFlight);
    // Those of lines are made by the lanes, just before they are sent; one of items waits for room in the
    // queue.
    return kind == BatchKind::Items ? documentsPerLane * lanes + 1 : lanes;
}

} // namespace

DocumentForecast::DocumentForecast(BatchKind kind, const AccountExperience &known,
                                   const ApiSettings &settings)
    : m_settled(expectedBatchSize(kind, known, settings))
    , m_ahead(madeAhead(kind, settings))
    , m_size(std::clamp(settings.itemBatchSize, 1, BatchSizer::mostRows(kind, known)))
    , m_left(m_ahead)
{
}

void DocumentForecast::noteOne()
{
    if (m_size == m_settled || --m_left > 0)
        return;
    m_size = BatchSizer::nextSize(m_size, m_settled);
    m_left = m_ahead;
}

qint64 DocumentForecast::fill(qint64 rows)
{
    qint64 documents = 0;
    for (; rows > 0; ++documents) {
        rows -= m_size;
        noteOne();
    }
    return documents;
}

FlightCounter::FlightCounter(const ApiSettings &settings, AccountExperience known, bool sequential)
    : m_settings(settings)
    , m_known(std::move(known))
    , m_sequential(sequential)
    , m_itemDocuments(BatchKind::Items, m_known, m_settings)
    , m_lineDocuments(BatchKind::Subitems, m_known, m_settings)
{
}

void FlightCounter::beginCustomer()
{
    closeDocuments();
    if (m_sequential)
        closePiece();
}

void FlightCounter::add(const RowPlan &plan)
{
    const PlannedAction action = plan.record.action;
    if (plan.refused() || action == PlannedAction::None)
        return;
    qint64 lines = 0;
    for (const LinePlan &line : plan.lines) {
        if (line.record.state == RowState::Refused || !line.mutation)
            continue;
        ++lines;
        m_work.subitemsToCreate += line.mutation->kind == MutationKind::CreateSubitem ? 1 : 0;
        m_work.subitemsToUpdate += line.mutation->kind == MutationKind::UpdateSubitem ? 1 : 0;
        m_work.subitemsToRemove += line.mutation->kind == MutationKind::DeleteItem ? 1 : 0;
    }
    const bool isNew = action == PlannedAction::Create;
    const bool isChange = action == PlannedAction::Update || action == PlannedAction::Archive;
    const bool isMove = action == PlannedAction::Update && plan.moves;
    const bool hasSecondStep = isMove && (!plan.values.empty() || plan.renames);
    m_work.itemsToCreate += isNew ? 1 : 0;
    m_work.itemsToUpdate += isChange ? 1 : 0;
    m_work.itemsToMove += hasSecondStep ? 1 : 0;
    if ((isNew || isMove) && plan.groupId.isEmpty())
        noteGroup(plan.record.group);
    if (isNew)
        addTo(m_creations, lines, false);
    else if (isChange)
        addTo(m_changes, lines, hasSecondStep);
    else
        m_onlyLines += lines;
    ++(isNew ? m_newItems : m_knownItems);
    if (++m_rows == RunFeeder::pieceSize)
        closePiece();
}

bool FlightCounter::noteGroup(const QString &title)
{
    const bool isNew = m_newGroups.insert(foldedTitle(title)).second;
    m_work.groups += isNew ? 1 : 0;
    if (isNew)
        m_titles.append(title);
    return isNew;
}

void FlightCounter::addTo(Document &document, qint64 lines, bool hasSecondStep)
{
    ++document.rows;
    document.lines += lines;
    document.hasSecondStep = document.hasSecondStep || hasSecondStep;
    if (document.rows >= m_itemDocuments.size())
        close(document);
}

void FlightCounter::close(Document &document)
{
    if (document.rows == 0)
        return;
    m_itemDocuments.noteOne();
    m_work.itemBatches += document.hasSecondStep ? 2 : 1;
    m_work.subitemBatches += m_lineDocuments.fill(document.lines);
    document = {};
}

void FlightCounter::closeDocuments()
{
    close(m_creations);
    close(m_changes);
    m_work.subitemBatches += m_lineDocuments.fill(std::exchange(m_onlyLines, 0));
}

void FlightCounter::closePiece()
{
    closeDocuments();
    // New rows are looked up by their record key, known items are read with their subitems.
    m_work.lookUps += pieces(m_newItems, keysPerQuery) + pieces(m_knownItems, keysPerQuery);
    m_rows = 0;
    m_newItems = 0;
    m_knownItems = 0;
}

FlightWork FlightCounter::work(qint64 labelColumns)
{
    closePiece();
    FlightWork work = m_work;
    work.lookUps += pieces(work.groups, groupsPerReading);
    work.labelColumns = labelColumns;
    return work;
}

FlightEstimate FlightCounter::estimate(qint64 labelColumns, const QDateTime &now)
{
    return estimateFlight(work(labelColumns), m_known, m_settings, now);
}

} // namespace syncline
