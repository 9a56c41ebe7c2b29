#include "models/flighttext.h"

#include "models/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

QString FlightText::of(FlightLimit limit)
{
    switch (limit) {
    case FlightLimit::Complexity:
        return tr("complexity points of the minute");
    case FlightLimit::CallsPerMinute:
        return tr("calls of the minute");
    case FlightLimit::CallsPerDay:
        return tr("calls of the day");
    case FlightLimit::ServerTime:
        return tr("monday's own time");
    }
    Q_UNREACHABLE();
}

QString FlightText::calls(const FlightEstimate &flight)
{
    const std::optional<double> share = flight.shareOfDay();
    if (!share)
        return tr("%1 (how many a day allows is not known)", "calls").arg(Format::count(flight.calls));
    return tr("%1 (%2 of the %3 of a day; %4 are used already)", "calls")
        .arg(Format::count(flight.calls), Format::share(*share), Format::count(*flight.callsPerDay),
             Format::count(qRound64(flight.callsToday)));
}

QString FlightText::end(const FlightEstimate &flight, const QDateTime &now)
{
    if (flight.latestSeconds <= 0)
        return {};
    const QString earliest = Format::clockTime(flight.earliest(now), now);
    const QString latest = Format::clockTime(flight.latest(now), now);
    return earliest == latest ? tr("about %1", "clock time").arg(latest)
                              : tr("between %1 and %2", "clock times").arg(earliest, latest);
}

QString FlightText::duration(const FlightEstimate &flight)
{
    if (flight.latestSeconds <= 0)
        return {};
    return tr("%1 to %2", "durations")
        .arg(Format::duration(flight.earliestSeconds), Format::duration(flight.latestSeconds));
}

QString FlightText::binding(const FlightEstimate &flight)
{
    return flight.learnt ? tr("%1, by costs that were measured", "limit").arg(of(flight.binding))
                         : tr("%1, by costs that were not measured yet", "limit").arg(of(flight.binding));
}

QString FlightText::dayWarning(const FlightEstimate &flight, const QDateTime &now)
{
    if (!flight.exceedsDay)
        return {};
    const qint64 perDay = flight.callsPerDay.value_or(0);
    const qint64 left = std::max<qint64>(0, perDay - qRound64(flight.callsToday));
    const QDateTime midnight(now.toUTC().date().addDays(1), QTime(0, 0), Qt::UTC);
    const QString what = tr("This sync needs more calls than the day has left: about %1, and %2 of %3 are left.")
                             .arg(Format::count(flight.calls), Format::count(left), Format::count(perDay));
    const QString then = flight.calls - left > perDay
        ? tr("It would stand still until %1 (00:00 UTC), and again on the days after.", "clock time")
        : tr("It would stand still until %1 (00:00 UTC) and go on then.", "clock time");
    return what + u' ' + then.arg(Format::clockTime(midnight, now));
}

QString FlightText::wait(const RunStateChanged &change, const QDateTime &now)
{
    if (!change.until.isValid())
        return {};
    const QString limit = change.reason.parameters[u"limit"_s].toString();
    const QString end = Format::clockTime(change.until, now);
    return limit.isEmpty() ? tr("until %1", "clock time").arg(end)
                           : tr("until %1: %2", "clock time, what is used up").arg(end, limit);
}

QStringList FlightText::advice(const FlightEstimate &flight)
{
    QStringList texts;
    for (const Event &event : flight.advice) {
        const QString what = event.textFrom(describe(event.id).advice);
        texts.append(what.isEmpty() ? event.text() : event.text() + u". "_s + what);
    }
    return texts;
}

} // namespace syncline
