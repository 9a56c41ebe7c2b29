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
    plan.itemId = header.itemId;
    plan.record = {.key = header.key,
                   .orderNumber = header.orderNumber,
                   .customer = header.customer,
                   .group = groupTitleOf(header),
                   .mondayId = header.itemId};
    const bool onlyLines = header.state == WarehouseState::Done;
    plan.record.action = onlyLines ? PlannedAction::SendLines
        : header.itemId            ? PlannedAction::Update
                                   : PlannedAction::Create;
    for (const OrderLine &line : header.lines)
        plan.lines.push_back(planLine(header, line));
    if (onlyLines) {
        if (!header.itemId)
            refuse(plan, {EventId::pl_023, {{u"order"_s, header.orderNumber}}, {}});
        return plan;
    }

    if (header.action == ActionType::Delete) {
        refuse(plan, {EventId::pl_013, {{u"order"_s, header.orderNumber}}, {}});
        return plan;
    }
    std::optional<Event> problem = chooseGroup(header, plan);
    if (!problem)
        problem = checkTotal(header, plan);
    if (!problem)
        problem = judgeHeader(header, plan);
    if (problem)
        refuse(plan, *problem);
    return plan;
}

std::optional<Event> RowPlanner::chooseGroup(const OrderHeader &header, RowPlan &plan) const
{
    const BoardGroup *byId = header.groupId.isEmpty() ? nullptr : m_boards.items.groupById(header.groupId);
    const QString title = plan.record.group;
    if (title.isEmpty())
        return Event{
            EventId::pl_008, {{u"order"_s, header.orderNumber}, {u"customer"_s, header.customer}}, {}};
    if (byId) {
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
    plan.groupIdGone = !header.groupId.isEmpty();
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
    return std::nullopt;
}

LinePlan RowPlanner::planLine(const OrderHeader &header, const OrderLine &line)
{
    LinePlan plan;
    plan.record = {.key = line.key, .quantity = plainText(line.quantity), .mondayId = line.subitemId};
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
    for (LinePlan &line : plan.lines)
        line.mutation.reset();
}

} // namespace syncline
