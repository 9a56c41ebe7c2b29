#pragma once

#include "domain/runrecord.h"
#include "models/statuskind.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

namespace syncline {

/// Where time went, in words and in the order and looks of the bars that show it.
class TimeText
{
    Q_DECLARE_TR_FUNCTIONS(syncline::TimeText)

public:
    enum Part { Server, Quota, Local, Idle, PartCount };
    static constexpr std::array<StatusKind, PartCount> looks{StatusKind::Running, StatusKind::CompletedWithErrors,
                                                             StatusKind::Unknown, StatusKind::Neutral};

    [[nodiscard]] static std::array<double, PartCount> secondsOf(const TimeShares &shares);
    /// monday 75.0 %; without a value: monday –
    [[nodiscard]] static QString share(Part part, std::optional<double> share);
    /// The limits that were waited for, one text each; what was not told apart among them.
    [[nodiscard]] static QStringList limits(const TimeShares &shares);
    /// All parts that there are with their times, one text each.
    [[nodiscard]] static QStringList parts(const TimeShares &shares);
};

} // namespace syncline
