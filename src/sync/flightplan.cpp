#include "sync/flightplan.h"

#include "sync/batchsizer.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Until the account tells and the runs teach (monday-api.md 3.1, 3.2; contract 9); of points, see BatchSizer.
constexpr qint64 usualLookUpPoints = 3'000;
constexpr double usualSecondsPerRow = 1.5;
constexpr double usualSecondsPerQuery = 0.5;
/// What was not measured may take so much longer, or so much less.
constexpr double doubt = 2;
/// An estimate of which so much was not measured counts as measured: what is rare does not decide.
constexpr double guessed = 0.1;
/// What was measured varies by as much from day to day.
constexpr double spread = 1.15;
/// Until all places in flight are taken: each answered request adds one.
constexpr double roundsToFullFlight = 3;
constexpr double minute = 60;
constexpr double day = 24 * 60 * 60;

/// Requests of one kind.
struct Part
{
    qint64 units = 0;
    qint64 calls = 0;
    UnitCost cost;
    qint64 usualPoints = usualPointsPerRow;
    double usualSeconds = usualSecondsPerRow;

    [[nodiscard]] qint64 points() const { return units * cost.points.value_or(usualPoints); }
    [[nodiscard]] double seconds() const
    {
        return static_cast<double>(units) * cost.seconds.value_or(usualSeconds);
    }
};

/// A budget that is full at the start and again a window later.
struct Budget
{
    qint64 quota = 1;
    double window = minute; ///< seconds

    [[nodiscard]] double secondsFor(qint64 amount) const
    {
        return amount > 0 ? static_cast<double>((amount - 1) / quota) * window : 0;
    }
    [[nodiscard]] double perSecond() const { return static_cast<double>(quota) / window; }
};

Budget budgetOf(const std::optional<qint64> &quota, qint64 usual, const std::optional<qint64> &window)
{
    return {.quota = std::max<qint64>(1, quota.value_or(usual)),
            .window = window ? static_cast<double>(std::max<qint64>(1, *window)) : minute};
}

double secondsOfDays(double calls, double today, double perDay, const QDateTime &now)
{
    const double beyond = calls - std::max(0.0, perDay - today);
    if (beyond <= 0)
        return 0;
    const QDateTime midnight(now.toUTC().date().addDays(1), QTime(0, 0), Qt::UTC);
    return static_cast<double>(now.msecsTo(midnight)) / 1000 + std::floor((beyond - 1) / perDay) * day;
}

/// What the limit lets through when its budget is used evenly.
double rowsPerSecond(FlightLimit binding, double rows, const FlightEstimate &estimate, const Budget &points,
                     const Budget &calls, double serverSeconds)
{
    switch (binding) {
    case FlightLimit::Complexity:
        return rows * points.perSecond() / static_cast<double>(estimate.complexity);
    case FlightLimit::CallsPerMinute:
        return rows * calls.perSecond() / static_cast<double>(estimate.calls);
    case FlightLimit::CallsPerDay:
        return rows * static_cast<double>(estimate.callsPerDay.value_or(0)) / day / static_cast<double>(estimate.calls);
    case FlightLimit::ServerTime:
        return serverSeconds > 0 ? rows / serverSeconds : 0;
    }
    Q_UNREACHABLE();
}

Event advice(EventId id, const QJsonObject &parameters)
{
    return {id, parameters, {}};
}

void addAdvice(FlightEstimate &estimate, const FlightWork &work, const ApiSettings &settings,
               double serverSeconds)
{
    const qint64 subitems = work.subitemsToCreate + work.subitemsToUpdate + work.subitemsToRemove;
    if (estimate.exceedsDay) {
        estimate.advice.push_back(advice(
            EventId::pl_030,
            {{u"calls"_s, estimate.calls},
             {u"left"_s,
              std::max<qint64>(0, estimate.callsPerDay.value_or(0) - std::llround(estimate.callsToday))},
             {u"limit"_s, estimate.callsPerDay.value_or(0)}}));
    }
    switch (estimate.binding) {
    case FlightLimit::Complexity:
        estimate.advice.push_back(advice(EventId::pl_031, {{u"points"_s, estimate.complexity}}));
        break;
    case FlightLimit::ServerTime:
        if (serverSeconds > minute)
            estimate.advice.push_back(advice(EventId::pl_032, {{u"in_flight"_s, settings.maxInFlight}}));
        break;
    case FlightLimit::CallsPerMinute:
    case FlightLimit::CallsPerDay:
        estimate.advice.push_back(advice(EventId::pl_033, {{u"calls"_s, estimate.calls}}));
        break;
    }
    if (subitems > work.itemsToCreate + work.itemsToUpdate && estimate.latestSeconds > minute)
        estimate.advice.push_back(advice(EventId::pl_034, {{u"subitems"_s, subitems}}));
}

} // namespace

int expectedBatchSize(BatchKind kind, const AccountExperience &known, const ApiSettings &settings)
{
    const UnitCost &cost = kind == BatchKind::Items ? known.createItem : known.createSubitem;
    return BatchSizer::settledSize(settings.itemBatchSize, cost.seconds.value_or(usualSecondsPerRow),
                                   BatchSizer::mostRows(kind, known), settings.timeout);
}

FlightEstimate estimateFlight(const FlightWork &work, const AccountExperience &known,
                              const ApiSettings &settings, const QDateTime &now)
{
    const Part groups{.units = work.groups, .calls = work.groups, .cost = known.createGroup};
    const std::vector<Part> parts{
        {.units = work.itemsToCreate, .calls = work.itemBatches, .cost = known.createItem},
        {.units = work.itemsToUpdate + work.itemsToMove, .cost = known.updateItem},
        {.units = work.subitemsToCreate, .calls = work.subitemBatches, .cost = known.createSubitem},
        {.units = work.subitemsToUpdate, .cost = known.updateSubitem},
        {.units = work.subitemsToRemove, .cost = known.remove},
        {.units = work.labelColumns, .calls = 2 * work.labelColumns, .cost = known.createGroup},
        {.units = work.lookUps,
         .calls = work.lookUps,
         .cost = known.lookUp,
         .usualPoints = usualLookUpPoints,
         .usualSeconds = usualSecondsPerQuery},
        groups,
    };
    FlightEstimate estimate{
        .calls = work.boardReadings, .callsToday = known.callsToday, .callsPerDay = known.limits.callsPerDay};
    double serverSeconds = 0;
    double doubtfulSeconds = 0;
    qint64 doubtfulPoints = 0;
    for (const Part &part : parts) {
        estimate.calls += part.calls;
        estimate.complexity += part.points();
        serverSeconds += part.seconds();
        doubtfulSeconds += part.cost.seconds ? 0 : part.seconds();
        doubtfulPoints += part.cost.points ? 0 : part.points();
    }
    estimate.learnt = doubtfulSeconds <= guessed * serverSeconds
        && static_cast<double>(doubtfulPoints) <= guessed * static_cast<double>(estimate.complexity);
    if (estimate.complexity == 0)
        return estimate;

    const double inFlight =
        std::max(1.0,
                 static_cast<double>(std::min<qint64>(
                     settings.maxInFlight, known.limits.concurrency.value_or(settings.maxInFlight))));
    const Budget points =
        budgetOf(known.limits.pointsPerMinute, usualPointsPerMinute, known.limits.pointsWindow);
    const Budget requests =
        budgetOf(known.limits.callsPerMinute, usualCallsPerMinute, known.limits.callsWindow);
    const double calls = static_cast<double>(estimate.calls);
    const std::vector<std::pair<FlightLimit, double>> limits{
        {FlightLimit::ServerTime, serverSeconds / inFlight},
        {FlightLimit::Complexity, points.secondsFor(estimate.complexity)},
        {FlightLimit::CallsPerMinute, requests.secondsFor(estimate.calls)},
        {FlightLimit::CallsPerDay,
         estimate.callsPerDay
             ? secondsOfDays(calls, estimate.callsToday, static_cast<double>(*estimate.callsPerDay), now)
             : 0}};
    const auto slowest = std::ranges::max_element(limits, {}, &std::pair<FlightLimit, double>::second);
    estimate.binding = slowest->first;
    estimate.exceedsDay = limits.back().second > 0;
    const qint64 rows = work.itemsToCreate + work.itemsToUpdate + work.subitemsToCreate + work.subitemsToUpdate
        + work.subitemsToRemove;
    estimate.rowsPerSecond = rowsPerSecond(estimate.binding, static_cast<double>(rows), estimate, points,
                                           requests, serverSeconds / inFlight);
    const double certainSeconds = (serverSeconds - doubtfulSeconds) / spread + doubtfulSeconds / doubt;
    estimate.earliestSeconds =
        std::max({certainSeconds / inFlight, limits[1].second, limits[2].second, limits[3].second});
    const double slow =
        std::max({((serverSeconds - doubtfulSeconds) * spread + doubtfulSeconds * doubt) / inFlight,
                  limits[1].second * spread, limits[2].second * spread, limits[3].second});
    const double secondsPerRow = known.createItem.seconds.value_or(usualSecondsPerRow * doubt);
    const int batch = expectedBatchSize(BatchKind::Items, known, settings);
    estimate.latestSeconds = slow + roundsToFullFlight * batch * secondsPerRow + groups.seconds() * spread;
    addAdvice(estimate, work, settings, serverSeconds / inFlight);
    return estimate;
}

} // namespace syncline
