#include "models/format.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

QString Format::count(qint64 value)
{
    return QLocale().toString(value);
}

QString Format::share(double value)
{
    // Rounds down, so that 100 % means every row.
    return tr("%1 %", "percentage").arg(QLocale().toString(std::floor(value * 1000.0) / 10.0, 'f', 1));
}

QString Format::decimal(double value, int digits)
{
    return QLocale().toString(value, 'f', digits);
}

QString Format::duration(double seconds)
{
    if (seconds < 0)
        seconds = 0;
    if (seconds < 9.95)
        return tr("%1 s").arg(decimal(seconds, 1));
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    if (whole < 3600)
        return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    if (whole < 86'400)
        return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
    return tr("%1 d %2 h").arg(whole / 86'400).arg(whole % 86'400 / 3600);
}

QString Format::dateTime(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat) : QString();
}

QString Format::clockTime(const QDateTime &utc, const QDateTime &now)
{
    const QDateTime local = utc.toLocalTime();
    const QString time = QLocale().toString(local.time(), QLocale::ShortFormat);
    if (local.date() == now.toLocalTime().date())
        return time;
    return tr("%1 %2", "weekday and time").arg(QLocale().toString(local.date(), u"ddd"_s), time);
}

QString Format::age(const QDateTime &utc, const QDateTime &now)
{
    const qint64 seconds = std::max<qint64>(0, utc.secsTo(now));
    if (seconds < 60)
        return tr("just now");
    if (seconds < 3600)
        return tr("%n minute(s) ago", nullptr, static_cast<int>(seconds / 60));
    if (seconds < 86'400)
        return tr("%n hour(s) ago", nullptr, static_cast<int>(seconds / 3600));
    return tr("%n day(s) ago", nullptr, static_cast<int>(seconds / 86'400));
}

} // namespace syncline
