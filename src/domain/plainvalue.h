#pragma once

#include <QString>
#include <QVariant>

#include <optional>

namespace syncline {

/// Digits with an optional sign and one dot in the shortest form; well-placed thousands commas are taken out.
[[nodiscard]] std::optional<QString> canonicalNumber(const QVariant &value);
/// YYYY-MM-DD of a date, a date with time, or a text that starts with one; it must exist in the calendar.
[[nodiscard]] std::optional<QString> canonicalDate(const QVariant &value);
/// The value as text for people: decimals in the shortest form, dates as YYYY-MM-DD.
[[nodiscard]] QString plainText(const QVariant &value);

} // namespace syncline
