#include "warehouse/refreshlines.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

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

/// Why the lines table takes none of the changes.
std::optional<Event> problemOf(const RefreshColumns &columns, const SourceOrder &order,
                               const std::vector<LineChange> &changes)
{
    for (const LineChange &change : changes) {
        if (!columns.lineQuantity.form.holds(change.quantity))
            return notHeld(order, columns.lineQuantity.name, columns.lineQuantity.type, change.quantity);
        if (change.work != LineWork::Insert)
            continue;
        if (!columns.lineSize.form.holds(change.sizeCode))
            return notHeld(order, columns.lineSize.name, columns.lineSize.type, change.sizeCode);
        if (!columns.linesLack.isEmpty())
            return valueLacks(order, columns.lines, columns.linesLack);
    }
    return std::nullopt;
}

} // namespace

LinesDifference compareLines(const RefreshColumns &columns, const SourceOrder &order,
                             const std::vector<HeldLine> &held, const LinesContext &context)
{
    LinesDifference difference;
    std::vector<bool> seen(columns.sizes.size());
    QSet<QString> seenGone;
    for (const HeldLine &line : held) {
        const QString size = line.sizeCode.trimmed();
        if (size.isEmpty())
            continue;
        const int found = columns.sizeAt(size);
        const auto place = static_cast<std::size_t>(std::max(found, 0));
        const bool isGone = found < 0;
        if (isGone ? seenGone.contains(size) : seen[place]) {
            difference.problem =
                Event{EventId::rf_018,
                      {{u"order"_s, order.orderNumber}, {u"customer"_s, order.customer}, {u"size"_s, size}},
                      {}};
            return difference;
        }
        if (isGone)
            seenGone.insert(size);
        else
            seen[place] = true;
        std::optional<qint64> subitem;
        if (!readId(line.subitemId, subitem)) {
            difference.problem = idNotReadable(order.orderNumber, order.customer, u"monday_subitem_id"_s,
                                               excerpt(line.subitemId));
            return difference;
        }
        std::optional<LineChange> change =
            changeOf(line, subitem.has_value(), isGone ? 0 : order.quantities[place], context);
        if (isGone && change) {
            difference.sizesGone.append(size);
            if (columns.goneSizes == GoneSizes::Stay) {
                ++difference.linesKept;
                // What stays is still sent anew with the others of its order.
                const int quantity = quantityOf(line.quantity).value_or(0);
                change = quantity > 0 ? changeOf(line, subitem.has_value(), quantity, context) : std::nullopt;
            }
        }
        if (change)
            difference.changes.push_back(*change);
    }
    for (std::size_t index = 0; index < columns.sizes.size(); ++index) {
        if (order.quantities[index] > 0 && !seen[index]) {
            difference.changes.push_back({.work = LineWork::Insert,
                                          .sizeCode = columns.sizes[index].code,
                                          .quantity = order.quantities[index],
                                          .action = u"INSERT"_s,
                                          .state = u"PENDING"_s});
        }
    }
    difference.problem = problemOf(columns, order, difference.changes);
    return difference;
}

} // namespace syncline::warehouse
