#pragma once

#include "demo/faultplan.h"

#include <QByteArray>

namespace syncline::demo {

inline constexpr QStringView configFileName = u"syncline.toml";
inline constexpr QStringView warehouseFileName = u"warehouse.sqlite";
inline constexpr QStringView boardFileName = u"sandbox.sqlite";
inline constexpr QStringView sandboxFileName = u"sandbox.toml";
inline constexpr QStringView faultListFileName = u"planted_faults.csv";

/// syncline.toml: one environment `demo` on the sandbox, with explanations for a newcomer. The warehouse is
/// the server, or without one the file beside it.
[[nodiscard]] QByteArray configFile(const DatabaseSettings *server = nullptr);
/// sandbox.toml: latency, limits and the faults of the network.
[[nodiscard]] QByteArray sandboxFile(const FaultPlan &faults, int orders);
/// planted_faults.csv: fault,key,order_number,customer,outcome,column,expectation
[[nodiscard]] QByteArray faultListFile(const std::vector<PlantedFault> &faults);

} // namespace syncline::demo
