#pragma once

#include "domain/orderrefresh.h"

#include <QJsonObject>

namespace syncline {

/// Output of `refresh --json`.
[[nodiscard]] QJsonObject toJson(const RefreshReport &report);

} // namespace syncline
