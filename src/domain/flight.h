#pragma once

#include "base/event.h"

#include <QDateTime>

#include <array>
#include <optional>
#include <vector>

namespace syncline {

/// What an account may do, as far as it was told; see monday-api.md 3.1.
struct AccountLimits
{
    std::optional<qint64> pointsPerMinute; ///< of a window, which is a minute unless another width was told
    std::optional<qint64> callsPerMinute; ///< the same
    std::optional<qint64> callsPerDay;
    std::optional<qint64> concurrency; ///< requests in flight
    std::optional<qint64> pointsWindow; ///< seconds
    std::optional<qint64> callsWindow; ///< seconds

    friend bool operator==(const AccountLimits &, const AccountLimits &) = default;
};

// Of a paid account with a personal token, and of a create_item, until the account tells and the answers teach
// (monday-api.md 3.1, 3.2).
inline constexpr qint64 usualPointsPerMinute = 10'000'000;
inline constexpr qint64 usualCallsPerMinute = 1'000;
inline constexpr qint64 usualPointsPerRow = 30'000;

/// What one unit of a kind of request costs: a row of a document, or a whole query.
struct UnitCost
{
    std::optional<qint64> points; ///< complexity
    std::optional<double> seconds; ///< of the server
};

/// What earlier runs taught about the account; empty where nothing is known.
struct AccountExperience
{
    AccountLimits limits;
    double callsToday = 0; ///< our own, in UTC; a refused one counts a tenth
    UnitCost createItem;
    UnitCost updateItem;
    UnitCost createSubitem;
    UnitCost updateSubitem;
    UnitCost remove;
    UnitCost createGroup;
    UnitCost lookUp; ///< of a hundred record keys
};

/// What keeps a run from being faster.
enum class FlightLimit { Complexity, CallsPerMinute, CallsPerDay, ServerTime };
inline constexpr std::array allFlightLimits{FlightLimit::Complexity, FlightLimit::CallsPerMinute,
                                            FlightLimit::CallsPerDay, FlightLimit::ServerTime};
[[nodiscard]] QString nameOf(FlightLimit limit); ///< snake_case

/// What a run will take: requests, points, time.
struct FlightEstimate
{
    qint64 calls = 0;
    qint64 complexity = 0; ///< points
    bool learnt = false; ///< the costs were measured, of nearly all of it; false: those of the documentation
    double callsToday = 0; ///< used before it starts
    std::optional<qint64> callsPerDay;
    bool exceedsDay = false; ///< more calls than the day has left; the run would wait for 00:00 UTC
    FlightLimit binding = FlightLimit::ServerTime;
    double earliestSeconds = 0; ///< from the start; 0 when there is nothing to send
    double latestSeconds = 0;
    double rowsPerSecond = 0; ///< that the binding limit lets through in the long run; 0: not known
    std::vector<Event> advice; ///< what would make it faster

    [[nodiscard]] QDateTime earliest(const QDateTime &start) const;
    [[nodiscard]] QDateTime latest(const QDateTime &start) const;
    /// Of the day's calls; none when their number is not known.
    [[nodiscard]] std::optional<double> shareOfDay() const;
    /// How far a run of so many seconds was outside the range: 0.5 took half as long again as the latest end,
    /// -0.5 half of the earliest; 0 inside.
    [[nodiscard]] double errorOf(double seconds) const;
    /// How far calls and points were off the estimate: 0.5 half as many again, -0.5 half as many; 0 where
    /// nothing was expected.
    [[nodiscard]] double errorOfCalls(qint64 made) const;
    [[nodiscard]] double errorOfComplexity(qint64 used) const;
};

} // namespace syncline
