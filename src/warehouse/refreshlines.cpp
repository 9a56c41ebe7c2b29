#include "warehouse/refreshlines.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

LineChange changeOf(const HeldLine &line, int quantity, const QString &action)
{
    return {.work = LineWork::Update,
            .keyText = line.keyText,
            .sizeCode = line.sizeCode,
            .quantity = quantity,
            .action = action,
            .state = u"PENDING"_s};
}

std::optional<LineChange> changeOf(const HeldLine &line, bool hasSubitem, int wanted,
                                   const LinesContext &context)
{
    const WarehouseState state = warehouseStateFromText(line.state);
    const ActionType action = actionTypeFromText(line.action);
    const std::optional<int> quantity = quantityOf(line.quantity);
    const bool takenOut = action == ActionType::None && quantity == 0;
    if ((state == WarehouseState::NotOurs || state == WarehouseState::Strange) && !takenOut)
        return std::nullopt;
    const bool keptOut = action == ActionType::None && !takenOut;

    if (wanted > 0) {
        const bool again = context.resend && hasSubitem && !keptOut && action != ActionType::Delete
            && state != WarehouseState::Waiting;
        if (quantity == wanted && !again)
            return std::nullopt;
        LineChange change = changeOf(line, wanted, hasSubitem ? u"UPDATE"_s : u"INSERT"_s);
        if (keptOut) {
            change.action = line.action;
            change.state = line.state;
        }
        return change;
    }
    if (keptOut)
        return std::nullopt;
    if (hasSubitem && context.keepSubitems) {
        const bool again = context.resend && state != WarehouseState::Waiting;
        if (action == ActionType::Delete || (quantity == 0 && !again))
            return std::nullopt;
        return changeOf(line, 0, u"UPDATE"_s);
    }
    if (action == ActionType::Delete || (takenOut && !hasSubitem))
        return std::nullopt;
    LineChange change = changeOf(line, 0, hasSubitem ? u"DELETE"_s : u"NONE"_s);
    change.work = LineWork::Remove;
    if (!hasSubitem)
        change.state = u"NONE"_s;
    return change;
}

} // namespace

LinesDifference compareLines(const RefreshColumns &columns, const SourceOrder &order,
                             const std::vector<HeldLine> &held, const LinesContext &context)
{
    LinesDifference difference;
    QHash<QString, int> wanted;
    for (std::size_t index = 0; index < columns.sizes.size(); ++index) {
        if (order.quantities[index] > 0)
            wanted.insert(columns.sizes[index].code, order.quantities[index]);
    }
    QSet<QString> seen;
    for (const HeldLine &line : held) {
        const QString size = line.sizeCode.trimmed();
        if (size.isEmpty())
            continue;
        if (seen.contains(size)) {
            difference.problem =
                Event{EventId::rf_018,
                      {{u"order"_s, order.orderNumber}, {u"customer"_s, order.customer}, {u"size"_s, size}},
                      {}};
            return difference;
        }
        seen.insert(size);
        std::optional<qint64> subitem;
        if (!readId(line.subitemId, subitem)) {
            difference.problem = idNotReadable(order.orderNumber, order.customer, u"monday_subitem_id"_s,
                                               excerpt(line.subitemId));
            return difference;
        }
        if (const auto change = changeOf(line, subitem.has_value(), wanted.value(size), context))
            difference.changes.push_back(*change);
    }
    for (std::size_t index = 0; index < columns.sizes.size(); ++index) {
        const QString &size = columns.sizes[index].code;
        if (order.quantities[index] > 0 && !seen.contains(size)) {
            difference.changes.push_back({.work = LineWork::Insert,
                                          .sizeCode = size,
                                          .quantity = order.quantities[index],
                                          .action = u"INSERT"_s,
                                          .state = u"PENDING"_s});
        }
    }
    return difference;
}

} // namespace syncline::warehouse
