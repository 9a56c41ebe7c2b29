#pragma once

#include "base/event.h"
#include "domain/columnvalue.h"
#include "sync/labelbook.h"

#include <QVariant>

#include <variant>

namespace syncline {

/// A source value on its way to a board column.
struct SourceValue
{
    QString source; ///< column of the warehouse
    QVariant value;
};

struct NoValue
{
}; ///< NULL or empty text: left out

/// What judging a value yields: nothing to send, a value in canonical form, or the reason to refuse the row.
using Judgement = std::variant<NoValue, ColumnValue, Event>;

/// Judges by the column's type (contract 4, "Judging a value"; formats of monday-api.md 8). Nothing is cut or
/// guessed.
[[nodiscard]] Judgement judgeValue(const SourceValue &source, const BoardColumn &column, LabelBook &labels,
                                   bool mayCreateLabel);

/// Digits with an optional sign and one dot in the shortest form; well-placed thousands commas are taken out.
[[nodiscard]] std::optional<QString> canonicalNumber(const QVariant &value);
/// YYYY-MM-DD of a date, a date with time, or a text that starts with one; it must exist in the calendar.
[[nodiscard]] std::optional<QString> canonicalDate(const QVariant &value);
/// The value as text for people: decimals in the shortest form, dates as YYYY-MM-DD.
[[nodiscard]] QString plainText(const QVariant &value);

} // namespace syncline
