#include "sync/syncports.h"

namespace syncline {

Result<LanePorts> makePorts(const SyncEnvironment &environment)
{
    Result<std::unique_ptr<OrderWarehouse>> warehouse = environment.openWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    Result<std::unique_ptr<BoardGateway>> gateway = environment.openGateway();
    if (!gateway)
        return std::move(gateway).error();
    return LanePorts{std::move(warehouse).value(), std::move(gateway).value()};
}

} // namespace syncline
