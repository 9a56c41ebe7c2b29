#pragma once

#include "sync/syncports.h"

#include <QHash>

#include <algorithm>
#include <set>

namespace syncline {

/// Calls `visit` with at most a hundred at a time: ids per items query and keys per look-up (monday-api.md
/// 7).
template<typename T, typename Visit>
Result<void> forEachHundred(const std::vector<T> &all, Visit &&visit)
{
    constexpr std::size_t hundred = 100;
    for (std::size_t start = 0; start < all.size(); start += hundred) {
        const auto end = std::min(start + hundred, all.size());
        const std::vector<T> chunk(all.begin() + static_cast<std::ptrdiff_t>(start),
                                   all.begin() + static_cast<std::ptrdiff_t>(end));
        if (Result<void> visited = visit(chunk); !visited)
            return visited;
    }
    return {};
}

/// Finds out what became of rows whose answer was lost, when a request may still be at work on the server
/// (contract 5, third lock). Waits for the search lag first. Blocks; `wait` ends every wait, `abort` a
/// request, with Cancelled.
class BoardLookUp
{
public:
    BoardLookUp(SyncEnvironment &environment, BoardGateway &gateway, const std::stop_token &wait,
                const std::stop_token &abort)
        : m_environment(environment)
        , m_gateway(gateway)
        , m_stop{wait, abort}
    {
    }

    /// Ids of the items with these record keys. A key that is not in the result was missing twice, with the
    /// lag between, and so is not on the board.
    [[nodiscard]] Result<QHash<RecordKey, std::set<qint64>>> itemsWith(const std::vector<RecordKey> &keys);
    /// The items with their subitems, by id.
    [[nodiscard]] Result<QHash<qint64, BoardItem>> itemsById(const std::vector<qint64> &ids);

private:
    SyncEnvironment &m_environment;
    BoardGateway &m_gateway;
    const StopTokens m_stop;
};

/// The id of the subitem of this name; empty when the item has none.
[[nodiscard]] std::optional<qint64> subitemNamed(const BoardItem &item, const QString &name);

} // namespace syncline
