#pragma once

#include "sync/mappingcheck.h"
#include "sync/rowplanner.h"
#include "sync/syncports.h"

#include <functional>
#include <set>

namespace syncline {

/// The customers that a request means, by name: the named ones, those of the chosen orders, or all that have rows
/// for it. A named one that the warehouse does not know is an InvalidInput error that offers the nearest names;
/// chosen orders that it does not know are nobody's.
[[nodiscard]] Result<QStringList> chooseCustomers(OrderWarehouse &warehouse, const SyncRequest &request);

/// Reads what is needed to plan: the boards, and whether they and the tables fit the mapping.
struct BoardReading
{
    BoardPair boards;
    std::vector<MappingFinding> findings; ///< of the warehouse and of the mapping
    [[nodiscard]] bool blocksSending() const;
};
[[nodiscard]] Result<BoardReading> readBoards(SyncEnvironment &environment, LanePorts &ports,
                                              const StopTokens &stop);

/// Plans every row that the request takes of one customer, in the order of sending. Ends early when stopped
/// (Cancelled) or when `visit` fails.
[[nodiscard]] Result<void> planCustomer(OrderWarehouse &warehouse, RowPlanner &planner,
                                        const QString &customer, const SyncRequest &request,
                                        const StopTokens &stop,
                                        const std::function<Result<void>(RowPlan)> &visit);

/// Why a row is not sent whose record key several items carry.
[[nodiscard]] Event severalItems(const RecordKey &key, const std::set<qint64> &items);

/// Why a row in doubt stays unknown: `items` could be its item, or the board has no column to look in.
[[nodiscard]] Event cannotBeTold(const RecordKey &key, const std::set<qint64> &items);

/// The error that an interrupted look ends with.
[[nodiscard]] Error stoppedByUser();

} // namespace syncline
