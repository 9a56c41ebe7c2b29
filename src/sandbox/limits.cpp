#include "sandbox/limits.h"

#include <QByteArrayList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 dayMs = 86'400'000;
constexpr double throttledCallWeight = 0.1; // monday-api.md 3.1

QString callsName()
{
    return u"calls"_s;
}

QString complexityName()
{
    return u"complexity"_s;
}

QString dayName()
{
    return u"day"_s;
}

qint64 ceilSeconds(qint64 milliseconds)
{
    return std::max<qint64>(1, (milliseconds + 999) / 1000);
}

ApiError throttled(const QString &code, const QString &message, qint64 seconds)
{
    return {.code = code, .message = message, .status = 429, .details = {{u"retry_in_seconds"_s, seconds}}};
}

} // namespace

Limits::Limits(const LimitOptions &options, BoardStore &store, qint64 now)
    : m_options(options)
    , m_store(store)
    , m_now(now)
{
}

ApiError Limits::minuteLimit(qint64 seconds)
{
    return throttled(u"MINUTE_RATE_LIMIT_EXCEEDED"_s, u"Minute rate limit exceeded"_s, seconds);
}

ApiError Limits::concurrencyLimit(qint64 seconds)
{
    return throttled(u"MAX_CONCURRENCY_EXCEEDED"_s, u"Too many concurrent requests"_s, seconds);
}

ApiError Limits::dailyLimit(qint64 seconds)
{
    return throttled(u"DAILY_LIMIT_EXCEEDED"_s, u"Daily limit exceeded"_s, seconds);
}

ApiError Limits::complexityLimit(qint64 seconds)
{
    return throttled(u"COMPLEXITY_BUDGET_EXHAUSTED"_s, u"Complexity budget exhausted"_s, seconds);
}

qint64 Limits::secondsLeft(const LimitWindow &window, qint64 length) const
{
    return ceilSeconds(window.startedAt + length - m_now);
}

LimitWindow Limits::minuteWindow(const QString &name)
{
    const LimitWindow window = m_store.limitWindow(name);
    // A window from the future is a leaving of another time scale.
    const bool isOpen = window.startedAt <= m_now && m_now < window.startedAt + minuteMs;
    return isOpen ? window : LimitWindow{m_now, 0};
}

LimitWindow Limits::dayWindow()
{
    const qint64 dayStart = m_now - m_now % dayMs;
    const LimitWindow window = m_store.limitWindow(dayName());
    return window.startedAt == dayStart ? window : LimitWindow{dayStart, 0};
}

std::optional<ApiError> Limits::admitCall(double dayWeight)
{
    LimitWindow day = dayWindow();
    LimitWindow minute = minuteWindow(callsName());
    std::optional<ApiError> refusal;
    if (m_options.callsPerDay > 0 && day.used + dayWeight > static_cast<double>(m_options.callsPerDay) + 1e-6)
        refusal = dailyLimit(secondsLeft(day, dayMs));
    if (!refusal && m_options.callsPerMinute > 0
        && minute.used + 1 > static_cast<double>(m_options.callsPerMinute)) {
        refusal = minuteLimit(secondsLeft(minute, minuteMs));
    }
    if (!refusal && m_options.concurrentRequests > 0) {
        const RunningRequests running = m_store.runningRequests(m_now);
        if (running.count >= m_options.concurrentRequests)
            refusal = concurrencyLimit(ceilSeconds(running.firstEndsAt - m_now));
    }
    if (!refusal && m_options.callsPerMinute > 0) {
        minute.used += 1;
        m_store.saveLimitWindow(callsName(), minute);
    }
    if (m_options.callsPerDay > 0) {
        day.used += refusal ? throttledCallWeight : dayWeight;
        m_store.saveLimitWindow(dayName(), day);
    }
    return refusal;
}

Outcome<ComplexityFigures> Limits::spend(qint64 points)
{
    if (m_options.complexityPerRequest > 0 && points > m_options.complexityPerRequest) {
        return ApiError{
            .code = u"maxComplexityExceeded"_s,
            .message = u"Query has complexity of %1, which exceeds max complexity of %2"_s.arg(points).arg(
                m_options.complexityPerRequest)};
    }
    if (m_options.complexityPerMinute <= 0)
        return ComplexityFigures{.before = 10'000'000, .query = points, .after = 10'000'000 - points};
    LimitWindow window = minuteWindow(complexityName());
    const qint64 before = m_options.complexityPerMinute - std::llround(window.used);
    if (points > before)
        return complexityLimit(secondsLeft(window, minuteMs));
    window.used += static_cast<double>(points);
    m_store.saveLimitWindow(complexityName(), window);
    return ComplexityFigures{.before = before,
                             .query = points,
                             .after = before - points,
                             .secondsToReset = secondsLeft(window, minuteMs)};
}

QByteArray Limits::policyHeader() const
{
    QByteArrayList parts;
    if (m_options.callsPerMinute > 0)
        parts.append("\"minuteRate\";q=" + QByteArray::number(m_options.callsPerMinute) + ";w=60");
    if (m_options.concurrentRequests > 0) {
        parts.append("\"concurrency\";q=" + QByteArray::number(m_options.concurrentRequests)
                     + ";qu=\"concurrent-requests\"");
    }
    if (m_options.complexityPerMinute > 0) {
        parts.append("\"complexityMinute\";q=" + QByteArray::number(m_options.complexityPerMinute)
                     + ";w=60;qu=\"content-bytes\"");
    }
    return parts.join(", ");
}

QByteArray Limits::rateLimitHeader()
{
    QByteArrayList parts;
    const auto add = [&](const char *name, qint64 left, const LimitWindow &window, bool withReset) {
        QByteArray part = QByteArray("\"") + name + "\";r=" + QByteArray::number(std::max<qint64>(0, left));
        if (withReset || left < 1)
            part += ";t=" + QByteArray::number(secondsLeft(window, minuteMs));
        parts.append(part);
    };
    if (m_options.callsPerMinute > 0) {
        const LimitWindow window = minuteWindow(callsName());
        add("minuteRate", m_options.callsPerMinute - std::llround(window.used), window, false);
    }
    if (m_options.concurrentRequests > 0) {
        const qint64 left = m_options.concurrentRequests - m_store.runningRequests(m_now).count;
        parts.append("\"concurrency\";r=" + QByteArray::number(std::max<qint64>(0, left)));
    }
    if (m_options.complexityPerMinute > 0) {
        const LimitWindow window = minuteWindow(complexityName());
        add("complexityMinute", m_options.complexityPerMinute - std::llround(window.used), window, true);
    }
    return parts.join(", ");
}

} // namespace syncline::sandbox
