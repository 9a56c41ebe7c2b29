#pragma once

#include "sandbox/apierror.h"
#include "sandbox/boarddefinition.h"

#include <QJsonValue>

namespace syncline::sandbox {

/// How a value came in: inside `column_values` (the string form is allowed there too) or as a simple string.
enum class ValueForm { Json, Simple };

/// Limits of monday-api.md 3.3.
namespace columnlimits {
inline constexpr qsizetype longText = 2000;
inline constexpr qsizetype statusLabel = 30;
inline constexpr std::size_t statusLabels = 40;
inline constexpr std::size_t dropdownLabels = 500;
} // namespace columnlimits

/// Labels that a value needs and its column lacks.
struct NewLabels
{
    bool allowed = false; ///< create_labels_if_missing
    std::vector<LabelDefinition> labels;
};

/// Checks a value against its column (monday-api.md 8) and returns what is kept: null clears; text,
/// long_text, numbers and date keep a string, dropdown a list of label ids, status an index, checkbox true.
/// Missing labels are refused or, when allowed, added to `newLabels` for the caller to put into the column.
[[nodiscard]] Outcome<QJsonValue> checkColumnValue(const ColumnDefinition &column, const QJsonValue &value,
                                                   ValueForm form, NewLabels &newLabels);

/// Types that no mutation may write (monday-api.md 8).
[[nodiscard]] bool isReadOnlyType(const QString &type);

/// `text` of a kept value as monday shows it; empty when there is none.
[[nodiscard]] QString columnText(const ColumnDefinition &column, const QJsonValue &kept);

/// `value` of a kept value: JSON as text, or null.
[[nodiscard]] QJsonValue columnRawValue(const ColumnDefinition &column, const QJsonValue &kept);

/// `settings` of a column: its labels, or the board of the subitems.
[[nodiscard]] QJsonObject columnSettings(const ColumnDefinition &column, const QString &subitemBoardId);

/// The same in the older form of `settings_str`.
[[nodiscard]] QJsonObject columnSettingsStr(const ColumnDefinition &column, const QString &subitemBoardId);

} // namespace syncline::sandbox
