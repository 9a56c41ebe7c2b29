#include "base/error.h"

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::RateLimited:
        return u"rate_limited"_s;
    case ErrorKind::ComplexityExhausted:
        return u"complexity_exhausted"_s;
    case ErrorKind::DailyLimitExhausted:
        return u"daily_limit_exhausted"_s;
    case ErrorKind::ServerBusy:
        return u"server_busy"_s;
    case ErrorKind::Unreachable:
        return u"unreachable"_s;
    case ErrorKind::TimedOut:
        return u"timed_out"_s;
    case ErrorKind::ConnectionLost:
        return u"connection_lost"_s;
    case ErrorKind::ValidationRejected:
        return u"validation_rejected"_s;
    case ErrorKind::NotFound:
        return u"not_found"_s;
    case ErrorKind::Unauthorised:
        return u"unauthorised"_s;
    case ErrorKind::SchemaMismatch:
        return u"schema_mismatch"_s;
    case ErrorKind::BoardFull:
        return u"board_full"_s;
    case ErrorKind::WarehouseFailed:
        return u"warehouse_failed"_s;
    case ErrorKind::WarehouseAway:
        return u"warehouse_away"_s;
    case ErrorKind::FileFailed:
        return u"file_failed"_s;
    case ErrorKind::InvalidInput:
        return u"invalid_input"_s;
    case ErrorKind::Cancelled:
        return u"cancelled"_s;
    case ErrorKind::Internal:
        return u"internal"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(Certainty certainty)
{
    switch (certainty) {
    case Certainty::NotSent:
        return u"not_sent"_s;
    case Certainty::Rejected:
        return u"rejected"_s;
    case Certainty::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE();
}

} // namespace syncline
