#include "domain/runrecord.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(PlannedAction action)
{
    switch (action) {
    case PlannedAction::Create:
        return u"create"_s;
    case PlannedAction::Update:
        return u"update"_s;
    case PlannedAction::SendLines:
        return u"send_lines"_s;
    case PlannedAction::Archive:
        return u"archive"_s;
    case PlannedAction::None:
        return u"none"_s;
    case PlannedAction::Refuse:
        return u"refuse"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(BatchKind kind)
{
    switch (kind) {
    case BatchKind::Items:
        return u"items"_s;
    case BatchKind::Subitems:
        return u"subitems"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(GroupRun::Origin origin)
{
    switch (origin) {
    case GroupRun::Origin::Found:
        return u"found"_s;
    case GroupRun::Origin::Created:
        return u"created"_s;
    case GroupRun::Origin::Healed:
        return u"healed"_s;
    }
    Q_UNREACHABLE();
}

QString makeSyncId(const QUuid &uuid, const QDateTime &now)
{
    return u"SYNC-%1-%2"_s.arg(uuid.toString(QUuid::WithoutBraces).first(8).toUpper(),
                               now.toUTC().toString(u"yyyyMMdd"_s));
}

bool isSyncId(const QString &text)
{
    static const QRegularExpression form(u"^(SYNC-[0-9A-F]{8}-\\d{8}|\\d{12}-SYNC-[0-9A-F]{8})$"_s);
    return form.match(text).hasMatch();
}

bool RunSummary::isEstimateChecked() const
{
    return estimate && (state == RunState::Succeeded || state == RunState::CompletedWithErrors);
}

std::optional<double> RunSummary::estimateError() const
{
    return isEstimateChecked() ? std::optional(estimate->errorOf(secondsSinceEstimate)) : std::nullopt;
}

QuotaSeconds QuotaSeconds::scaledTo(double sum) const
{
    const double before = total();
    if (before <= 0)
        return {.other = sum};
    const double factor = sum / before;
    return {.complexity = complexity * factor,
            .callsPerMinute = callsPerMinute * factor,
            .callsPerDay = callsPerDay * factor,
            .concurrency = concurrency * factor,
            .other = other * factor};
}

QuotaSeconds operator-(const QuotaSeconds &a, const QuotaSeconds &b)
{
    return {.complexity = a.complexity - b.complexity,
            .callsPerMinute = a.callsPerMinute - b.callsPerMinute,
            .callsPerDay = a.callsPerDay - b.callsPerDay,
            .concurrency = a.concurrency - b.concurrency,
            .other = a.other - b.other};
}

QuotaSeconds operator+(const QuotaSeconds &a, const QuotaSeconds &b)
{
    return {.complexity = a.complexity + b.complexity,
            .callsPerMinute = a.callsPerMinute + b.callsPerMinute,
            .callsPerDay = a.callsPerDay + b.callsPerDay,
            .concurrency = a.concurrency + b.concurrency,
            .other = a.other + b.other};
}

Traffic operator-(const Traffic &a, const Traffic &b)
{
    return {.requests = a.requests - b.requests,
            .throttled = a.throttled - b.throttled,
            .complexityUsed = a.complexityUsed - b.complexityUsed};
}

Traffic operator+(const Traffic &a, const Traffic &b)
{
    return {.requests = a.requests + b.requests,
            .throttled = a.throttled + b.throttled,
            .complexityUsed = a.complexityUsed + b.complexityUsed};
}

TimeShares operator+(const TimeShares &a, const TimeShares &b)
{
    return {.server = a.server + b.server,
            .quota = a.quota + b.quota,
            .local = a.local + b.local,
            .idle = a.idle + b.idle,
            .quotaBy = a.quotaBy + b.quotaBy};
}

} // namespace syncline
