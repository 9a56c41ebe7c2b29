#pragma once

#include "domain/order.h"
#include "domain/planreport.h"

#include <QJsonObject>

namespace syncline {

/// Machine-readable forms of contract 6 and 8: snake_case, times ISO 8601 in UTC.
[[nodiscard]] QJsonObject toJson(const CustomerCounts &customer);
[[nodiscard]] QJsonObject toJson(const PlanReport &plan, const QDateTime &now);

} // namespace syncline
