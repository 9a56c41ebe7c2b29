#pragma once

#include <QDateTime>
#include <QString>
#include <QVariant>

#include <optional>

namespace syncline::warehouse {

/// A monday id may be a number or text. False when there is something that is no id: a row with an unreadable
/// id is not a row without one.
[[nodiscard]] bool readId(const QVariant &value, std::optional<qint64> &id);

/// A time as it is written: UTC, to the second.
[[nodiscard]] QString timeText(const QDateTime &time);

} // namespace syncline::warehouse
