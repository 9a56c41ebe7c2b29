#include "models/timetext.h"

#include "models/format.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Less is rounding.
constexpr double noticeable = 0.05;

} // namespace

std::array<double, TimeText::PartCount> TimeText::secondsOf(const TimeShares &shares)
{
    return {shares.server, shares.quota, shares.local, shares.idle};
}

QString TimeText::share(Part part, std::optional<double> share)
{
    const QString text = share ? Format::share(*share) : u"\u2013"_s;
    switch (part) {
    case Server:
        return tr("monday %1").arg(text);
    case Quota:
        return tr("quota %1").arg(text);
    case Local:
        return tr("this computer %1").arg(text);
    case Idle:
    case PartCount:
        break;
    }
    return tr("idle %1").arg(text);
}

QStringList TimeText::limits(const TimeShares &shares)
{
    const QuotaSeconds &by = shares.quotaBy;
    QStringList texts;
    for (const auto &[text, seconds] : {std::pair(tr("complexity points of the minute: %1"), by.complexity),
                                        std::pair(tr("calls of the minute: %1"), by.callsPerMinute),
                                        std::pair(tr("calls of the day: %1"), by.callsPerDay),
                                        std::pair(tr("requests at once: %1"), by.concurrency),
                                        std::pair(tr("other limits: %1"), by.other),
                                        std::pair(tr("not told apart yet: %1"), shares.quota - by.total())}) {
        if (seconds >= noticeable)
            texts.append(text.arg(Format::duration(seconds)));
    }
    return texts;
}

QStringList TimeText::parts(const TimeShares &shares)
{
    const double total = shares.total();
    QStringList texts;
    const std::array<double, PartCount> seconds = secondsOf(shares);
    for (std::size_t i = 0; i < PartCount; ++i) {
        if (seconds[i] >= noticeable)
            texts.append(tr("%1, %2", "share, duration")
                             .arg(share(static_cast<Part>(i), seconds[i] / total), Format::duration(seconds[i])));
        if (i != Quota)
            continue;
        for (const QString &limit : limits(shares))
            texts.append(tr("of these, %1", "limit and duration").arg(limit));
    }
    return texts;
}

} // namespace syncline
