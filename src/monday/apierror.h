#pragma once

#include "base/error.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace syncline {

/// What one error of monday means, whatever its spelling (monday-api.md 2.3, 2.4).
enum class ErrorMeaning {
    Complexity,
    MinuteRate,
    Concurrency,
    Daily,
    IpRate,
    FieldLimit, ///< too many uses of one field or resource of a board
    Locked, ///< 423
    Blocked, ///< API_TEMPORARILY_BLOCKED
    ServerFault, ///< 5xx
    IdempotencyConflict,
    Authentication,
    Permission,
    Value, ///< the row's values do not fit
    ColumnGone, ///< unknown column id
    BoardGone, ///< unknown board id, or no access
    NotFound, ///< item or group
    BoardFull,
    Document, ///< GraphQL text does not fit this API version
    BadRequest, ///< malformed body
    Revision, ///< someone else changed the column
    Cursor,
    Other,
};

/// One entry of errors[], a string of it, or the flat form of old versions.
struct ApiError
{
    QString code; ///< as sent
    QString message; ///< shortened, see shortMessage()
    QString alias; ///< path[0]; empty when the error is about the whole document
    int status = 0; ///< status_code of the error; 0: none
    QString columnId;
    QString columnTitle;
    QString columnValue; ///< what was refused, for people and shortened; empty: not told
    std::optional<std::chrono::milliseconds> retryAfter;
};

/// What an error is about, to judge its certainty.
enum class ErrorScope {
    Row, ///< an alias of its own, or a document with one mutation
    WholeDocument, ///< no alias named, several mutations asked
};

/// Meaning by code, else by status, else by message.
[[nodiscard]] ErrorMeaning meaningOf(const QString &code, int status, const QString &message);

/// monday's words without the list of all labels and without line breaks, at most 500 characters.
[[nodiscard]] QString shortMessage(const QString &message);

/// The value of error_data, or of JSON text in it, without names of members and brackets, at most 100
/// characters: `{"labels":["A","B"]}` is `A, B`.
[[nodiscard]] QString shownValue(const QJsonValue &value);

/// All errors of an answer in the order of monday-api.md 2.2: objects, strings, or the flat form.
[[nodiscard]] std::vector<ApiError> readErrors(const QJsonObject &answer);

/// The failure as the engine knows it, with monday's words and, where these lack it, the refused value.
/// `status` is the larger of the HTTP status and the error's own.
// clang-format off
///
/// | meaning                                     | kind                            | Row      | WholeDocument |
/// | ------------------------------------------- | ------------------------------- | -------- | ------------- |
/// | complexity                                  | ComplexityExhausted             | NotSent  | NotSent       |
/// | minute, concurrency, IP limit               | RateLimited                     | NotSent  | NotSent       |
/// | daily limit                                 | DailyLimitExhausted             | NotSent  | NotSent       |
/// | authentication                              | Unauthorised                    | NotSent  | NotSent       |
/// | field limit                                 | RateLimited                     | NotSent  | see below     |
/// | board locked, API blocked                   | ServerBusy                      | NotSent  | see below     |
/// | permission                                  | Unauthorised                    | NotSent  | see below     |
/// | server fault (5xx)                          | ServerBusy                      | Unknown  | Unknown       |
/// | idempotency conflict: first one still runs  | ServerBusy                      | Unknown  | Unknown       |
/// | value; permission for a column; any other   | ValidationRejected              | Rejected | Unknown       |
/// | item or group not found                     | NotFound                        | Rejected | Unknown       |
/// | board full                                  | BoardFull                       | Rejected | Unknown       |
/// | column or board unknown                     | SchemaMismatch                  | Rejected | Unknown       |
/// | document or API version not understood      | SchemaMismatch                  | Rejected | Rejected      |
/// | malformed request                           | Internal                        | Rejected | Rejected      |
/// | revision; cursor                            | ValidationRejected; ServerBusy  | Rejected | Rejected      |
///
// clang-format on
/// A whole document is Unknown where the mutations before the failing one may have been carried out
/// (monday-api.md 2.6). "See below": NotSent when an HTTP status of 4xx says so, which monday gives instead
/// of running the document (2.1); Unknown inside HTTP 200.
[[nodiscard]] Error errorFrom(const ApiError &source, int httpStatus, ErrorScope scope,
                              const QString &requestId);

/// True for the codes that say "fewer at once", for the governor.
[[nodiscard]] bool asksForFewerInFlight(const Error &error);
/// True for the one of them that counts the requests of the account, not those to a board.
[[nodiscard]] bool countsAllInFlight(const Error &error);

} // namespace syncline
