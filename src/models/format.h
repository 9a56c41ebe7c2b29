#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QString>

namespace syncline {

/// Numbers and times as people read them, in the locale of the program. Times are given in UTC and shown in
/// local time.
class Format
{
    Q_DECLARE_TR_FUNCTIONS(syncline::Format)

public:
    [[nodiscard]] static QString count(qint64 value); ///< grouped: 12,345
    [[nodiscard]] static QString share(double value); ///< of 0..1: 95.3 %
    [[nodiscard]] static QString decimal(double value, int digits);
    [[nodiscard]] static QString duration(double seconds); ///< at most two units: 3 min 20 s
    [[nodiscard]] static QString dateTime(const QDateTime &utc); ///< short date and time; empty when invalid
    [[nodiscard]] static QString clockTime(const QDateTime &utc,
                                           const QDateTime &now); ///< 14:32, with the day when it is another
    [[nodiscard]] static QString age(const QDateTime &utc, const QDateTime &now); ///< 5 minutes ago
};

} // namespace syncline
