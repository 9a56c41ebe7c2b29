#pragma once

#include <QString>

namespace syncline::bench {

/// Orders that wait in a workspace made for measuring.
struct WorkspaceSize
{
    int headers = 7405;
    int customers = 34;
    int groups = 127; ///< none of them on the board
    bool lines = false; ///< with their sizes, about four per order
};

/// Writes a workspace into an empty or new folder: the demo's configuration and board, and exactly the wanted
/// orders, all waiting, none faulty. Large sizes are multiplied within the database. The failure; empty:
/// none.
[[nodiscard]] QString makeWorkspace(const QString &folder, const WorkspaceSize &size);

} // namespace syncline::bench
