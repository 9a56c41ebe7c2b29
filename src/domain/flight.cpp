#include "domain/flight.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(FlightLimit limit)
{
    switch (limit) {
    case FlightLimit::Complexity:
        return u"complexity"_s;
    case FlightLimit::CallsPerMinute:
        return u"calls_per_minute"_s;
    case FlightLimit::CallsPerDay:
        return u"calls_per_day"_s;
    case FlightLimit::ServerTime:
        return u"server_time"_s;
    }
    Q_UNREACHABLE();
}

QDateTime FlightEstimate::earliest(const QDateTime &start) const
{
    return start.addMSecs(std::llround(earliestSeconds * 1000));
}

QDateTime FlightEstimate::latest(const QDateTime &start) const
{
    return start.addMSecs(std::llround(latestSeconds * 1000));
}

std::optional<double> FlightEstimate::shareOfDay() const
{
    if (!callsPerDay || *callsPerDay <= 0)
        return std::nullopt;
    return static_cast<double>(calls) / static_cast<double>(*callsPerDay);
}

double FlightEstimate::errorOf(double seconds) const
{
    if (latestSeconds <= 0)
        return 0;
    if (seconds > latestSeconds)
        return seconds / latestSeconds - 1;
    return seconds < earliestSeconds ? seconds / earliestSeconds - 1 : 0;
}

namespace {

double deviation(qint64 actual, qint64 expected)
{
    return expected > 0 ? static_cast<double>(actual) / static_cast<double>(expected) - 1 : 0;
}

} // namespace

double FlightEstimate::errorOfCalls(qint64 made) const
{
    return deviation(made, calls);
}

double FlightEstimate::errorOfComplexity(qint64 used) const
{
    return deviation(used, complexity);
}

} // namespace syncline
