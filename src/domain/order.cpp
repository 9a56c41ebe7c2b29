#include "domain/order.h"

using namespace Qt::StringLiterals;

namespace syncline {

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
