#pragma once

#include "domain/flight.h"
#include "domain/runrecord.h"
#include "domain/settings.h"

namespace syncline {

/// What a run has to do, counted by the plan.
struct FlightWork
{
    qint64 boardReadings = 1; ///< before everything else; 0 once it was done
    qint64 groups = 0; ///< to make
    qint64 labelColumns = 0; ///< columns that get labels, two calls each
    qint64 itemsToCreate = 0;
    qint64 itemsToUpdate = 0;
    qint64 itemsToMove = 0; ///< besides their update
    qint64 subitemsToCreate = 0;
    qint64 subitemsToUpdate = 0;
    qint64 subitemsToRemove = 0;
    qint64 itemBatches = 0; ///< documents
    qint64 subitemBatches = 0;
    qint64 lookUps = 0; ///< queries for record keys or subitems
};

/// Calls, points, the binding limit and the time of a run. Pure. `now` is of UTC: the calls of a day end at
/// midnight.
///
/// The earliest end takes each limit for itself, as if nothing else stood in the way, and the latest of
/// these; the latest end adds the start, the groups that are made one after the other, and the uncertainty of
/// what was not measured.
[[nodiscard]] FlightEstimate estimateFlight(const FlightWork &work, const AccountExperience &known,
                                            const ApiSettings &settings, const QDateTime &now);

/// Rows in a document of items or subitems that the plan reckons with in the long run.
[[nodiscard]] int expectedBatchSize(BatchKind kind, const AccountExperience &known,
                                    const ApiSettings &settings);

} // namespace syncline
