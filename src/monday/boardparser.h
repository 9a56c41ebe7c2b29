#pragma once

#include "domain/board.h"

#include <QJsonObject>

#include <vector>

namespace syncline {

/// Boards, columns and items out of monday's JSON. Pure and lenient: what is missing stays empty.

/// Columns without archived, groups without archived and deleted ones.
[[nodiscard]] BoardSchema parseBoard(const QJsonObject &board);
[[nodiscard]] std::vector<BoardGroup> parseGroups(const QJsonObject &board);
[[nodiscard]] BoardColumn parseColumn(const QJsonObject &column);

/// Settings of a column as an object, also when they come as JSON text.
[[nodiscard]] QJsonObject columnSettings(const QJsonValue &settings);
/// Labels of a status or dropdown column: a list of {id, label or name, is_deactivated}, or the older map
/// from a status column's index to its text; `deactivated_labels` is a list of ids.
[[nodiscard]] std::vector<BoardLabel> parseLabels(const QJsonObject &settings);

/// Subitems without archived and deleted ones. Nothing when the item has no id.
[[nodiscard]] std::optional<BoardItem> parseItem(const QJsonObject &item);

} // namespace syncline
