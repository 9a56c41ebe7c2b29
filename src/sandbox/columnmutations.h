#pragma once

#include "sandbox/boardobjects.h"

namespace syncline::sandbox {

/// Of items and groups (monday-api.md 3.3).
inline constexpr qsizetype longestTitle = 255;

[[nodiscard]] graphql::FieldResult createColumn(ExecutionContext &context, const QJsonObject &arguments);
[[nodiscard]] graphql::FieldResult updateDropdownColumn(ExecutionContext &context,
                                                        const QJsonObject &arguments);

// What mutations of columns and of groups have in common

[[nodiscard]] ApiError invalidArgument(const QString &message);
[[nodiscard]] std::optional<ApiError> checkTitle(const QString &title);
/// A part of an id that is never given twice.
[[nodiscard]] QString freshId(BoardStore &store);

} // namespace syncline::sandbox
