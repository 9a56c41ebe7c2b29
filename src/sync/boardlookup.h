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

/// By which columns of the board an order's item is recognised.
struct IdentityColumns
{
    QString recordKey; ///< empty: the board has none
    QString orderNumber; ///< the way out without a record key; empty: none either
};
[[nodiscard]] IdentityColumns identityColumns(const MappingConfig &mapping, const BoardSchema &items);

/// An order whose item is looked for, as it was sent.
struct SoughtItem
{
    RecordKey key;
    QString orderNumber;
    QString name; ///< of the item
    QString groupId; ///< where it would be
};

/// What the board has of an order.
struct Sighting
{
    std::set<qint64> items; ///< that can be its item
    bool ambiguous = false; ///< more than one order or item comes into question, or there is no way to tell

    [[nodiscard]] bool isAbsent() const { return items.empty() && !ambiguous; }
    [[nodiscard]] bool isCertain() const { return items.size() == 1 && !ambiguous; }
};
using Sightings = QHash<RecordKey, Sighting>;

/// Finds out what became of rows whose answer was lost, when a request may still be at work on the server
/// (contract 5, third lock). Waits for the search lag first. Blocks; `wait` ends every wait, `abort` a
/// request, with Cancelled.
class BoardLookUp
{
public:
    BoardLookUp(SyncEnvironment &environment, LanePorts &ports, const IdentityColumns &columns,
                const std::stop_token &wait, const std::stop_token &abort)
        : m_environment(environment)
        , m_ports(ports)
        , m_columns(columns)
        , m_stop{wait, abort}
    {
    }

    /// One sighting per order. Absent is what was missing twice, with the lag between. Without a record key
    /// column, an item counts that has order number, name and group and is no other order's; when several
    /// orders or items come into question, none is chosen.
    [[nodiscard]] Result<Sightings> items(const std::vector<SoughtItem> &orders);
    /// The items with their subitems, by id.
    [[nodiscard]] Result<QHash<qint64, BoardItem>> itemsById(const std::vector<qint64> &ids);

private:
    [[nodiscard]] Result<std::vector<BoardItem>> search(const QString &columnId, const QStringList &texts);
    [[nodiscard]] Result<void> byRecordKey(const std::vector<SoughtItem> &orders, Sightings &found);
    [[nodiscard]] Result<void> byOrderNumber(const std::vector<SoughtItem> &orders,
                                             const std::vector<SoughtItem> &all, Sightings &found);
    [[nodiscard]] Result<bool> hasRival(const SoughtItem &order);

    SyncEnvironment &m_environment;
    LanePorts &m_ports;
    const IdentityColumns m_columns;
    const StopTokens m_stop;
};

/// The id of the subitem of this name; empty when the item has none.
[[nodiscard]] std::optional<qint64> subitemNamed(const BoardItem &item, const QString &name);

} // namespace syncline
