#pragma once

#include "sandbox/apierror.h"
#include "sandbox/boardstore.h"
#include "sandbox/sandboxoptions.h"

#include <QByteArray>

#include <optional>

namespace syncline::sandbox {

/// The complexity of one document, as the field `complexity` shows it.
struct ComplexityFigures
{
    qint64 before = 0;
    qint64 query = 0;
    qint64 after = 0;
    qint64 secondsToReset = 0;
};

/// The limits of the account for one request, counted in the state file (monday-api.md 3.1). A window opens
/// with its first call and is over a minute later; the day ends at 00:00 UTC. Use inside a transaction.
class Limits
{
public:
    Limits(const LimitOptions &options, BoardStore &store, qint64 now);

    /// Counts the call; `dayWeight` is what it takes from the daily calls when it is let in, a refused one
    /// takes 0.1.
    [[nodiscard]] std::optional<ApiError> admitCall(double dayWeight);
    /// Takes the points from the minute's budget.
    [[nodiscard]] Outcome<ComplexityFigures> spend(qint64 points);

    [[nodiscard]] QByteArray policyHeader() const;
    [[nodiscard]] QByteArray rateLimitHeader();

    /// The refusals on the wire (monday-api.md 2.5), also for faults.
    [[nodiscard]] static ApiError minuteLimit(qint64 seconds);
    [[nodiscard]] static ApiError concurrencyLimit(qint64 seconds);
    [[nodiscard]] static ApiError dailyLimit(qint64 seconds);
    [[nodiscard]] static ApiError complexityLimit(qint64 seconds);

private:
    [[nodiscard]] LimitWindow minuteWindow(const QString &name);
    [[nodiscard]] LimitWindow dayWindow();
    [[nodiscard]] qint64 secondsLeft(const LimitWindow &window, qint64 length) const;

    const LimitOptions &m_options;
    BoardStore &m_store;
    qint64 m_now;
};

} // namespace syncline::sandbox
