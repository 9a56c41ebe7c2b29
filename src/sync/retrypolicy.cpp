#include "sync/retrypolicy.h"

#include <algorithm>

namespace syncline {

namespace {

using namespace std::chrono_literals;

/// Doubles from one second to thirty, plus up to half of it (monday-api.md 2.4: "back off 1-30 s").
std::chrono::milliseconds backOff(const Error &error, int attempt, double jitter)
{
    const auto base = std::min<std::chrono::milliseconds>(1000ms * (1 << std::min(attempt - 1, 5)), 30s);
    const auto spread =
        std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(base.count()) * jitter / 2));
    return std::max(base + spread, error.retryAfter.value_or(0ms));
}

} // namespace

RetryDecision RetryPolicy::decide(const Error &error, const Attempt &attempt, double jitter)
{
    using Action = RetryDecision::Action;
    const std::chrono::milliseconds wait = backOff(error, attempt.number, jitter);
    const bool inDoubt = attempt.inDoubt || error.certainty == Certainty::Unknown;
    switch (error.kind) {
    case ErrorKind::DailyLimitExhausted:
        if (!attempt.waitsForDay)
            return {Action::StopRun};
        [[fallthrough]];
    case ErrorKind::RateLimited:
    case ErrorKind::ComplexityExhausted:
        if (!inDoubt && attempt.rows > 1 && attempt.tooDear >= maxTooDear)
            return {Action::Split};
        // Not processed, so a new key is safe, unless an earlier answer under this key was lost (contract
        // 10). The gateway waits before it sends the next one.
        return {inDoubt ? Action::ResendSame : Action::ResendNew, 0ms, false};
    case ErrorKind::ServerBusy:
    case ErrorKind::TimedOut:
    case ErrorKind::ConnectionLost:
    case ErrorKind::Unreachable:
        if (inDoubt) {
            return attempt.number < maxResends && !attempt.creates ? RetryDecision{Action::ResendSame, wait}
                                                                   : RetryDecision{Action::Verify};
        }
        return attempt.number < maxUnprocessed ? RetryDecision{Action::ResendSame, wait}
                                               : RetryDecision{Action::StopRun};
    case ErrorKind::ValidationRejected:
    case ErrorKind::NotFound:
        return {inDoubt ? Action::Verify : Action::Split};
    case ErrorKind::Cancelled:
        return {Action::GiveUp};
    case ErrorKind::Unauthorised:
    case ErrorKind::SchemaMismatch:
    case ErrorKind::BoardFull:
    case ErrorKind::WarehouseFailed:
    case ErrorKind::WarehouseAway:
    case ErrorKind::FileFailed:
    case ErrorKind::InvalidInput:
    case ErrorKind::Internal:
        return {Action::StopRun};
    }
    Q_UNREACHABLE();
}

} // namespace syncline
