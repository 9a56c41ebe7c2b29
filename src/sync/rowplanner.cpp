#include "sync/rowplanner.h"

#include "domain/naming.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Sources of monday.column_mapping.<env>.lines (original-system.md 3.1).
constexpr QStringView sizeCodeSource = u"size_code";
constexpr QStringView quantitySource = u"qty";

bool isEmptyValue(const QVariant &value)
{
    return value.isNull() || value.toString().isEmpty();
}

} // namespace

RowPlanner::RowPlanner(const EnvironmentSettings &settings, const BoardPair &boards, LabelMode mode)
    : m_mapping(settings.mapping)
    , m_totalColumn(settings.tables.sizesBefore)
    , m_boards(boards)
    , m_mode(mode)
    , m_labels(boards)
    , m_headerTargets(targets(m_mapping.headers, boards.items))
    , m_lineTargets(targets(m_mapping.lines, boards.subitems))
{
}

std::vector<RowPlanner::Target> RowPlanner::targets(const std::vector<ColumnMapping> &mapping,
                                                    const BoardSchema &board)
{
    std::vector<Target> all;
    for (const ColumnMapping &line : mapping) {
        const auto known = std::ranges::find_if(
            all, [&line](const Target &target) { return target.column.id == line.targetColumnId; });
        if (known != all.end()) {
            known->sources.append(line.source);
        } else if (const BoardColumn *column = board.column(line.targetColumnId)) {
            all.push_back(Target{*column, {line.source}});
        }
    }
    return all;
}

RowPlan RowPlanner::plan(const OrderHeader &header)
{
    RowPlan plan;
    plan.isRetry = header.state == WarehouseState::Failed;
    plan.headerWaits = header.state != WarehouseState::Done;
    plan.itemId = header.itemId;
    plan.content = contentOf(header);
    plan.record = {.key = header.key,
                   .orderNumber = header.orderNumber,
                   .customer = header.customer,
                   .group = groupTitleOf(header),
                   .mondayId = header.itemId};
    plan.isCancelled = isCancelled(header);
    plan.emptiesLines = plan.isCancelled && plan.headerWaits && header.itemId
        && m_mapping.cancelledOrders == CancelledRule::ZeroQuantities;
    plan.record.action = !plan.headerWaits ? PlannedAction::SendLines
        : header.itemId                    ? PlannedAction::Update
                                           : PlannedAction::Create;
    planLines(header, plan);
    if (!plan.headerWaits && !header.itemId) {
        refuse(plan, {EventId::pl_023, {{u"order"_s, header.orderNumber}}, {}});
        return plan;
    }
    if (header.action == ActionType::Delete && plan.headerWaits) {
        refuse(plan, {EventId::pl_013, {{u"order"_s, header.orderNumber}}, {}});
        return plan;
    }
    if (plan.isCancelled && m_mapping.cancelledOrders == CancelledRule::Archive) {
        // Its subitems go with the item; what never was on the board is not made any more.
        const bool isThere = plan.headerWaits && header.itemId;
        plan.record.action = isThere ? PlannedAction::Archive : PlannedAction::None;
        plan.record.state = isThere ? RowState::NotSent : RowState::Unchanged;
        for (LinePlan &line : plan.lines)
            line.record.state = plan.record.state;
        return plan;
    }
    if (!plan.headerWaits) {
        restPlan(plan);
        return plan;
    }

    std::optional<Event> problem = chooseGroup(header, plan);
    if (!problem)
        problem = checkTotal(header, plan);
    if (!problem)
        problem = judgeHeader(header, plan);
    if (problem)
        refuse(plan, *problem);
    else if (header.itemId)
        keepChanges(header, plan);
    return plan;
}

void RowPlanner::planLines(const OrderHeader &header, RowPlan &plan)
{
    const bool isGone = plan.isCancelled && m_mapping.cancelledOrders == CancelledRule::Archive;
    const bool isEmptied = plan.isCancelled && m_mapping.cancelledOrders == CancelledRule::ZeroQuantities;
    for (const OrderLine &line : header.lines) {
        const bool isDone = line.state == WarehouseState::Done;
        if (isDone && !isEmptied)
            continue;
        if (isGone) {
            plan.lines.push_back({.record = {.key = line.key,
                                             .quantity = plainText(line.quantity),
                                             .mondayId = line.subitemId},
                                  .content = contentOf(line)});
            continue;
        }
        LinePlan planned = planLine(header, line);
        // What is on the board as it should be is nobody's matter when it does not wait.
        if (isDone && !planned.mutation)
            continue;
        planned.reopens = isDone;
        plan.lines.push_back(std::move(planned));
    }
}

void RowPlanner::keepChanges(const OrderHeader &header, RowPlan &plan) const
{
    plan.renames = true;
    plan.moves = true;
    if (!header.sent)
        return;
    const SentValues &before = *header.sent;
    std::erase_if(plan.values, [&before](const ColumnValue &value) {
        return before.holds(value.columnId, value.text);
    });
    emptyWhatIsNoMore(before, m_headerTargets, plan.values, plan.sent);
    plan.renames = !before.holds(SentValues::nameColumn.toString(), plan.itemName);
    plan.moves = before.knows(SentValues::groupDoubtColumn.toString())
        || !before.holds(SentValues::groupColumn.toString(), foldedTitle(plan.record.group));
    if (!plan.changesItem())
        restPlan(plan);
}

void RowPlanner::restPlan(RowPlan &plan)
{
    const bool linesToSend = std::ranges::any_of(
        plan.lines, [](const LinePlan &line) { return line.mutation.has_value(); });
    plan.record.action = linesToSend ? PlannedAction::SendLines : PlannedAction::None;
    if (!linesToSend)
        plan.record.state = RowState::Unchanged;
}

void RowPlanner::nothingToSend(LinePlan &line)
{
    line.mutation.reset();
    line.record.state = RowState::Unchanged;
}

void RowPlanner::emptyWhatIsNoMore(const SentValues &before, const std::vector<Target> &targets,
                                   ColumnValues &values, const SentValues &now)
{
    for (const Target &target : targets) {
        if (before.knows(target.column.id) && !now.knows(target.column.id))
            values.push_back({target.column.id, target.column.type, {}});
    }
}

std::optional<Event> RowPlanner::chooseGroup(const OrderHeader &header, RowPlan &plan) const
{
    const BoardGroup *byId = header.groupId.isEmpty() ? nullptr : m_boards.items.groupById(header.groupId);
    const QString title = plan.record.group;
    if (title.isEmpty())
        return Event{
            EventId::pl_008, {{u"order"_s, header.orderNumber}, {u"customer"_s, header.customer}}, {}};
    // Of a row that was sent, the id is what the sync wrote: when only the name changed since, the name counts.
    const QString groupName = SentValues::groupNameColumn.toString();
    const bool renamed = header.sent && header.sent->knows(groupName)
        && !header.sent->holds(groupName, foldedTitle(title));
    const bool idIsOld =
        byId && renamed && header.sent->holds(SentValues::groupColumn.toString(), foldedTitle(byId->title));
    if (byId && !idIsOld) {
        // A valid id wins (contract 10); the row goes where it points, and the difference is told.
        if (foldedTitle(byId->title) != foldedTitle(title)) {
            plan.warnings.push_back({EventId::pl_014,
                                     {{u"order"_s, header.orderNumber},
                                      {u"group_name"_s, title},
                                      {u"group_id"_s, byId->id},
                                      {u"board_title"_s, byId->title}},
                                     {}});
        }
        plan.groupId = byId->id;
        plan.record.group = byId->title;
        return std::nullopt;
    }
    if (title.size() > boardlimits::groupTitle) {
        return Event{EventId::pl_009,
                     {{u"title"_s, title.first(80)},
                      {u"length"_s, title.size()},
                      {u"limit"_s, boardlimits::groupTitle}},
                     {}};
    }
    plan.groupIdGone = !header.groupId.isEmpty() && !byId;
    if (const BoardGroup *group = m_boards.items.groupByTitle(title)) {
        plan.groupId = group->id;
        plan.record.group = group->title;
    }
    return std::nullopt;
}

std::optional<Event> RowPlanner::checkTotal(const OrderHeader &header, RowPlan &plan) const
{
    if (m_mapping.totalEqualsSizes == CheckRule::Off || !header.sizesTotal)
        return std::nullopt;
    const QVariant total = header.values.value(m_totalColumn);
    // A total that is no number is judged where it is sent; an empty one claims nothing.
    const std::optional<QString> number = canonicalNumber(total);
    if (!number || *number == QString::number(*header.sizesTotal))
        return std::nullopt;
    const QJsonObject parameters{{u"source"_s, m_totalColumn},
                                 {u"total"_s, *number},
                                 {u"sizes"_s, *header.sizesTotal},
                                 {u"order"_s, header.orderNumber}};
    if (m_mapping.totalEqualsSizes == CheckRule::Warn) {
        plan.warnings.push_back({EventId::pl_012, parameters, {}});
        return std::nullopt;
    }
    return Event{EventId::pl_011, parameters, {}};
}

std::optional<Event> RowPlanner::judgeHeader(const OrderHeader &header, RowPlan &plan)
{
    plan.itemName = itemNameOf(header);
    if (plan.itemName.isEmpty() || plan.itemName.size() > boardlimits::itemName) {
        return Event{EventId::pl_010,
                     {{u"name"_s, plan.itemName.first(std::min<qsizetype>(plan.itemName.size(), 80))},
                      {u"length"_s, plan.itemName.size()},
                      {u"limit"_s, boardlimits::itemName}},
                     {}};
    }
    for (const Target &target : m_headerTargets) {
        const SourceValue source = chooseSource(target, header.values);
        const bool mayCreate =
            m_mode == LabelMode::Collect && m_mapping.headerLabels.mayCreate(target.column.id);
        const Judgement judgement = judgeValue(source, target.column, m_labels, mayCreate);
        if (const auto *reason = std::get_if<Event>(&judgement)) {
            plan.record.column = target.column.title;
            return *reason;
        }
        if (const auto *value = std::get_if<ColumnValue>(&judgement))
            plan.values.push_back(*value);
    }
    if (!m_mapping.recordKeyColumn.isEmpty() && m_boards.items.column(m_mapping.recordKeyColumn))
        plan.values.push_back({m_mapping.recordKeyColumn, ColumnType::Text, header.key.toString()});
    plan.sent.set(plan.values);
    plan.sent.set(SentValues::nameColumn.toString(), plan.itemName);
    plan.sent.set(SentValues::groupColumn.toString(), foldedTitle(plan.record.group));
    plan.sent.set(SentValues::groupNameColumn.toString(), foldedTitle(groupTitleOf(header)));
    return std::nullopt;
}

LinePlan RowPlanner::planLine(const OrderHeader &header, const OrderLine &line)
{
    LinePlan plan;
    plan.record = {.key = line.key, .quantity = plainText(line.quantity), .mondayId = line.subitemId};
    plan.content = contentOf(line);
    const auto refused = [&plan](Event reason) {
        plan.record.state = RowState::Refused;
        plan.record.reason = std::move(reason);
        return plan;
    };

    BoardMutation mutation{.row = line.key};
    if (line.action == ActionType::Delete) {
        if (line.subitemId) {
            mutation.kind = MutationKind::DeleteItem;
            mutation.item = *line.subitemId;
            plan.mutation = mutation;
        } else {
            nothingToSend(plan);
        }
        return plan;
    }

    const std::optional<QString> quantity = canonicalNumber(line.quantity);
    if (!quantity || quantity->contains(u'.') || quantity->startsWith(u'-')) {
        return refused({EventId::pl_015,
                        {{u"order"_s, header.orderNumber},
                         {u"size"_s, line.key.sizeCode},
                         {u"value"_s, plan.record.quantity}},
                        {}});
    }
    const QString name = subitemNameOf(line.key.sizeCode);
    const std::size_t position = static_cast<std::size_t>(&line - header.lines.data());
    if (name.size() > boardlimits::itemName || position >= boardlimits::subitemsPerItem) {
        return refused({EventId::pl_016,
                        {{u"order"_s, header.orderNumber},
                         {u"size"_s, line.key.sizeCode},
                         {u"limit"_s, static_cast<qint64>(boardlimits::subitemsPerItem)}},
                        {}});
    }

    mutation.kind = line.subitemId ? MutationKind::UpdateSubitem : MutationKind::CreateSubitem;
    mutation.item = line.subitemId.value_or(0);
    mutation.parentItem = header.itemId.value_or(0);
    mutation.name = name;
    // A cancelled order keeps its item; nothing of it is to be made any more (contract 10).
    const bool nothingToMake =
        isCancelled(header) && m_mapping.cancelledOrders == CancelledRule::ZeroQuantities;
    const QHash<QString, QVariant> values{
        {sizeCodeSource.toString(), line.key.sizeCode},
        {quantitySource.toString(), nothingToMake ? QVariant(u"0"_s) : QVariant(*quantity)}};
    for (const Target &target : m_lineTargets) {
        const bool mayCreate =
            m_mode == LabelMode::Collect && m_mapping.lineLabels.mayCreate(target.column.id);
        const Judgement judgement =
            judgeValue(chooseSource(target, values), target.column, m_labels, mayCreate);
        if (const auto *reason = std::get_if<Event>(&judgement))
            return refused(*reason);
        if (const auto *value = std::get_if<ColumnValue>(&judgement))
            mutation.values.push_back(*value);
    }
    plan.values = mutation.values;
    plan.sent.set(mutation.values);
    if (line.subitemId && line.sent) {
        std::erase_if(mutation.values, [&line](const ColumnValue &value) {
            return line.sent->holds(value.columnId, value.text);
        });
        emptyWhatIsNoMore(*line.sent, m_lineTargets, mutation.values, plan.sent);
        if (mutation.values.empty()) {
            nothingToSend(plan);
            return plan;
        }
    }
    plan.mutation = mutation;
    return plan;
}

SourceValue RowPlanner::chooseSource(const Target &target, const QHash<QString, QVariant> &values) const
{
    // With one source there is no conflict; with several the rule decides (contract 3). A file without a rule
    // does not get here: the configuration blocks sending.
    SourceValue chosen{target.sources.front(), {}};
    for (const QString &source : target.sources) {
        const QVariant value = mappedValue(source, values.value(source));
        const bool takes = m_mapping.onConflict == ConflictRule::Last
            ? !value.isNull()
            : isEmptyValue(chosen.value) && !isEmptyValue(value);
        if (takes)
            chosen = {source, value};
    }
    return chosen;
}

QVariant RowPlanner::mappedValue(const QString &source, const QVariant &value) const
{
    const auto rewrites = m_mapping.valueMapping.constFind(source);
    if (rewrites == m_mapping.valueMapping.constEnd() || value.isNull())
        return value;
    const auto rewrite = rewrites->constFind(plainText(value));
    return rewrite == rewrites->constEnd() ? value : QVariant(*rewrite);
}

void RowPlanner::refuse(RowPlan &plan, Event reason) const
{
    plan.record.action = PlannedAction::Refuse;
    plan.record.state = RowState::Refused;
    plan.record.reason = std::move(reason);
    // Its lines wait with it; those that are wrong themselves keep their own reason.
    for (LinePlan &line : plan.lines) {
        line.mutation.reset();
        if (line.record.state == RowState::Unchanged)
            line.record.state = RowState::NotSent;
    }
}

} // namespace syncline
