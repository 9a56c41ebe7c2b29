#pragma once

#include "base/event.h"

#include <QString>

#include <chrono>
#include <optional>

namespace syncline {

/// What went wrong, as far as a decision depends on it. RetryPolicy and the window switch over it without a
/// default.
enum class ErrorKind {
    RateLimited, ///< minute, concurrency, IP or field limit; wait as told
    ComplexityExhausted, ///< complexity budget of the minute; wait as told
    DailyLimitExhausted, ///< no calls left today
    ServerBusy, ///< 423, 5xx, "temporarily blocked"
    Unreachable, ///< no connection was made
    TimedOut, ///< connection made, no complete answer in time
    ConnectionLost, ///< connection cut before the answer was complete
    ValidationRejected, ///< monday refused this row's values
    NotFound, ///< item, group or board is gone
    Unauthorised, ///< token missing, wrong, or without the permission
    SchemaMismatch, ///< board, columns, tables or API version are not what the configuration says
    BoardFull, ///< items_limit of the board reached
    WarehouseFailed, ///< SQL error
    WarehouseAway, ///< locked, out of reach or its link cut; the same call can succeed later
    FileFailed, ///< disk full, no permission, unreadable
    InvalidInput, ///< configuration or command line
    Cancelled, ///< the user stopped it
    Internal, ///< a broken promise of our own code
};

/// Whether the effect may have happened. Decides if a second attempt could make a duplicate.
enum class Certainty {
    NotSent, ///< nothing left this machine, or the server said that it did not process it
    Rejected, ///< the server said no
    Unknown, ///< sent, no answer known
};

/// A failure as a value: what the log, the row and the retry decision need.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    Certainty certainty = Certainty::NotSent;
    Event event; ///< id, parameters; its text is the English reason
    int httpStatus = 0; ///< 0: none
    QString code; ///< monday's own code, as sent
    QString requestId; ///< monday's request id, for their support
    QString columnId; ///< board column the server complained about
    std::optional<std::chrono::milliseconds> retryAfter; ///< wait that the server asked for

    [[nodiscard]] QString text() const { return event.text(); }
};

[[nodiscard]] QString nameOf(ErrorKind kind);
[[nodiscard]] QString nameOf(Certainty certainty);

} // namespace syncline
