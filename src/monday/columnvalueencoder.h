#pragma once

#include "domain/columnvalue.h"

#include <QJsonObject>

namespace syncline {

/// The values in the form of `column_values` (monday-api.md 8). An empty text clears the column. Pure.
[[nodiscard]] QJsonObject encodeColumnValues(const ColumnValues &values);

/// One value of the type; null when the text is empty.
[[nodiscard]] QJsonValue encodeColumnValue(ColumnType type, const QString &text);

} // namespace syncline
