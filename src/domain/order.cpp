#include "domain/order.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// NULL and the empty text are not the same.
quint64 hashOf(const QVariant &value)
{
    return value.isNull() ? 1 : qHash(value.toString(), 2);
}

} // namespace

RowContent contentOf(const OrderHeader &order)
{
    quint64 values = 0; // in no order
    for (auto value = order.values.constBegin(); value != order.values.constEnd(); ++value)
        values += qHashMulti(hashOf(*value), value.key());
    return {.digest = qHashMulti(values, order.orderNumber, order.customer, order.groupName, order.itemName,
                                 static_cast<int>(order.action), order.sizesTotal.value_or(-1))};
}

RowContent contentOf(const OrderLine &line)
{
    return {.digest = qHashMulti(hashOf(line.quantity), static_cast<int>(line.action))};
}

WarehouseState warehouseStateFromText(const QVariant &text)
{
    const QString state = text.toString().trimmed().toUpper();
    if (state == "PENDING"_L1 || state == "NEW"_L1)
        return WarehouseState::Waiting;
    if (state == "SYNCED"_L1 || state == "COMPLETED"_L1)
        return WarehouseState::Done;
    if (state == "FAILED"_L1 || state == "ERROR"_L1)
        return WarehouseState::Failed;
    if (state.isEmpty() || state == "EXISTING"_L1 || state == "NONE"_L1)
        return WarehouseState::NotOurs;
    return WarehouseState::Strange;
}

ActionType actionTypeFromText(const QVariant &text)
{
    const QString action = text.toString().trimmed().toUpper();
    if (action == "UPDATE"_L1)
        return ActionType::Update;
    if (action == "DELETE"_L1)
        return ActionType::Delete;
    if (action == "NONE"_L1)
        return ActionType::None;
    return ActionType::Insert;
}

} // namespace syncline
