#pragma once

#include "sandbox/boardstore.h"

#include <QByteArray>

#include <optional>

namespace syncline::sandbox {

/// The boards as HTML pages for a browser; every text of a board is escaped. Use inside a transaction.
[[nodiscard]] QByteArray boardListPage(BoardStore &store);
/// Nothing when there is no such board.
[[nodiscard]] std::optional<QByteArray> boardPage(BoardStore &store, const QString &boardId);

} // namespace syncline::sandbox
