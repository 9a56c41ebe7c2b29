#include "text/errortext.h"

namespace syncline {

QString ErrorText::title(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::RateLimited:
        return tr("monday.com asks to slow down");
    case ErrorKind::ComplexityExhausted:
        return tr("The complexity budget of this minute is used up");
    case ErrorKind::DailyLimitExhausted:
        return tr("No calls are left today");
    case ErrorKind::ServerBusy:
        return tr("The server is busy");
    case ErrorKind::Unreachable:
        return tr("The server cannot be reached");
    case ErrorKind::TimedOut:
        return tr("The server did not answer in time");
    case ErrorKind::ConnectionLost:
        return tr("The connection was lost");
    case ErrorKind::ValidationRejected:
        return tr("monday.com did not accept a value");
    case ErrorKind::NotFound:
        return tr("Something is gone from the board");
    case ErrorKind::Unauthorised:
        return tr("The token is missing or has no permission");
    case ErrorKind::SchemaMismatch:
        return tr("The configuration does not fit the board or the warehouse");
    case ErrorKind::BoardFull:
        return tr("The board is full");
    case ErrorKind::WarehouseFailed:
        return tr("The warehouse could not be read");
    case ErrorKind::WarehouseAway:
        return tr("The warehouse is locked or out of reach");
    case ErrorKind::FileFailed:
        return tr("A file could not be read or written");
    case ErrorKind::InvalidInput:
        return tr("The configuration is not complete");
    case ErrorKind::Cancelled:
        return tr("Stopped");
    case ErrorKind::Internal:
        return tr("An unexpected fault inside the program");
    }
    Q_UNREACHABLE();
}

} // namespace syncline
