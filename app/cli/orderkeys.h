#pragma once

#include "base/result.h"
#include "domain/orderwarehouse.h"

#include <string>
#include <vector>

namespace syncline::cli {

/// The record keys that a command line names, each once. One that the warehouse does not have is an
/// InvalidInput error that offers failed orders that were perhaps meant. Called on the warehouse's thread.
[[nodiscard]] Result<std::vector<RecordKey>> recordKeysOf(OrderWarehouse &warehouse,
                                                          const std::vector<std::string> &rows);

} // namespace syncline::cli
