#pragma once

#include "base/event.h"
#include "domain/columnvalue.h"
#include "domain/plainvalue.h"
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

} // namespace syncline
