#pragma once

#include "domain/syncevent.h"

#include <QCoreApplication>
#include <QStringList>

namespace syncline {

/// An estimate in words, the same in the window and on the command line. Numbers in the locale of the
/// program, times in local time.
class FlightText
{
    Q_DECLARE_TR_FUNCTIONS(syncline::FlightText)

public:
    [[nodiscard]] static QString of(FlightLimit limit);
    /// 153 (0.6 % of the 25,000 of a day; 3 are used already)
    [[nodiscard]] static QString calls(const FlightEstimate &flight);
    /// between 14:32:10 and 14:40:00; empty when there is nothing to send
    [[nodiscard]] static QString end(const FlightEstimate &flight, const QDateTime &now);
    /// 2 min 10 s to 10 min
    [[nodiscard]] static QString duration(const FlightEstimate &flight);
    /// complexity points of the minute, by costs that were measured
    [[nodiscard]] static QString binding(const FlightEstimate &flight);
    /// That the day's calls will not do, and what comes of it; empty when they will.
    [[nodiscard]] static QString dayWarning(const FlightEstimate &flight, const QDateTime &now);
    /// until 14:05: the complexity points of this minute are used up; empty when the end of the wait is not known
    [[nodiscard]] static QString wait(const RunStateChanged &change, const QDateTime &now);
    /// What would make it faster, one text each.
    [[nodiscard]] static QStringList advice(const FlightEstimate &flight);
};

} // namespace syncline
