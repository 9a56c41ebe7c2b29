#include "monday/apierror.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace syncline {

namespace {

constexpr qsizetype messageLimit = 500;
constexpr qsizetype valueLimit = 100;

QString normalised(const QString &code)
{
    QString result;
    for (const QChar c : code) {
        if (c.isLetterOrNumber())
            result += c.toLower();
    }
    for (const QLatin1StringView suffix : {"exception"_L1, "error"_L1}) {
        if (result.size() > suffix.size() && result.endsWith(suffix))
            result.chop(suffix.size());
    }
    return result;
}

const QHash<QString, ErrorMeaning> &meanings()
{
    using enum ErrorMeaning;
    static const QHash<QString, ErrorMeaning> table{
        {u"complexitybudgetexhausted"_s, Complexity},
        {u"complexity"_s, Complexity},
        {u"minuteratelimitexceeded"_s, MinuteRate},
        {u"minutelimitrateexceeded"_s, MinuteRate},
        {u"ratelimitexceeded"_s, MinuteRate},
        {u"maxconcurrencyexceeded"_s, Concurrency},
        {u"concurrencylimitexceeded"_s, Concurrency},
        {u"dailylimitexceeded"_s, Daily},
        {u"ipratelimitexceeded"_s, IpRate},
        {u"fieldlimitexceeded"_s, FieldLimit},
        {u"fieldminuteratelimitexceeded"_s, FieldLimit},
        {u"toomanyrequests"_s, FieldLimit},
        {u"resourcelocked"_s, Locked},
        {u"apitemporarilyblocked"_s, Blocked},
        {u"internalserver"_s, ServerFault},
        {u"idempotencyconflict"_s, IdempotencyConflict},
        {u"unauthorized"_s, Authentication},
        {u"notauthenticated"_s, Authentication},
        {u"userunauthorized"_s, Permission},
        {u"useraccessdenied"_s, Permission},
        {u"missingrequiredpermissions"_s, Permission},
        {u"columnvalue"_s, Value},
        {u"correctedvalue"_s, Value},
        {u"invaliduserid"_s, Value},
        {u"invalidargument"_s, Value},
        {u"itemnametoolong"_s, Value},
        {u"jsonparse"_s, Value},
        {u"recordinvalid"_s, Value},
        {u"deletelastgroup"_s, Value},
        {u"invalidcolumnid"_s, ColumnGone},
        {u"invalidboardid"_s, BoardGone},
        {u"resourcenotfound"_s, NotFound},
        {u"itemslimitation"_s, BoardFull},
        {u"parse"_s, Document},
        {u"graphqlparse"_s, Document},
        {u"graphqlparsefailed"_s, Document},
        {u"graphqlvalidation"_s, Document},
        {u"graphqlvalidationfailed"_s, Document},
        {u"undefinedfield"_s, Document},
        {u"argumentliteralsincompatible"_s, Document},
        {u"missingrequiredarguments"_s, Document},
        {u"invalidversion"_s, Document},
        {u"badrequest"_s, BadRequest},
        {u"revisionmismatch"_s, Revision},
        {u"cursor"_s, Cursor},
        {u"cursorexpired"_s, Cursor},
    };
    return table;
}

std::optional<ErrorMeaning> meaningOfMessage(const QString &message)
{
    struct Hint
    {
        QLatin1StringView words;
        ErrorMeaning meaning;
    };
    // Messages that come without a code (monday-api.md 2.2, 2.4).
    static constexpr Hint hints[] = {
        {"complexity budget exhausted"_L1, ErrorMeaning::Complexity},
        {"daily limit exceeded"_L1, ErrorMeaning::Daily},
        {"concurrency limit exceeded"_L1, ErrorMeaning::Concurrency},
        {"too many concurrent requests"_L1, ErrorMeaning::Concurrency},
        {"rate limit exceeded"_L1, ErrorMeaning::MinuteRate},
        {"limit rate exceeded"_L1, ErrorMeaning::MinuteRate},
        {"call limit exceeded"_L1, ErrorMeaning::MinuteRate},
        {"resource is currently locked"_L1, ErrorMeaning::Locked},
        {"not authenticated"_L1, ErrorMeaning::Authentication},
        {"your ip is restricted"_L1, ErrorMeaning::Authentication},
        {"internal server error"_L1, ErrorMeaning::ServerFault},
        {"group not found"_L1, ErrorMeaning::NotFound},
    };
    const auto found = std::ranges::find_if(
        hints, [&message](const Hint &hint) { return message.contains(hint.words, Qt::CaseInsensitive); });
    return found == std::ranges::end(hints) ? std::nullopt : std::optional(found->meaning);
}

std::optional<ErrorMeaning> meaningOfStatus(int status)
{
    using enum ErrorMeaning;
    if (status >= 500)
        return ServerFault;
    switch (status) {
    case 400:
    case 405:
    case 413:
    case 415:
        return BadRequest;
    case 401:
        return Authentication;
    case 403:
        return Permission;
    case 404:
        return NotFound;
    case 408:
        return ServerFault;
    case 409:
        return IdempotencyConflict;
    case 422:
        return Value;
    case 423:
        return Locked;
    case 429:
        return MinuteRate;
    default:
        return std::nullopt;
    }
}

/// Seconds as a number or as digits; nothing for anything else and for negative ones.
std::optional<std::chrono::milliseconds> secondsIn(const QJsonValue &value)
{
    const double number = value.isString() ? value.toString().toDouble() : value.toDouble(-1);
    if (!(number > 0) || number > 86'400.0 * 7)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<qint64>(std::ceil(number * 1000)));
}

void raise(std::optional<std::chrono::milliseconds> &wait, std::optional<std::chrono::milliseconds> other)
{
    if (other)
        wait = std::max(wait.value_or(0ms), *other);
}

std::optional<std::chrono::milliseconds> secondsInMessage(const QString &message)
{
    static const QRegularExpression form(u"reset in (\\d{1,6}) second"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(message);
    return match.hasMatch() ? secondsIn(match.captured(1)) : std::nullopt;
}

QString shortened(const QString &text, qsizetype limit)
{
    QString result = text.simplified();
    if (result.size() <= limit)
        return result;
    result.truncate(limit - 1);
    if (result.back().isHighSurrogate())
        result.chop(1);
    return result + u'…';
}

void collectTexts(const QJsonValue &value, QStringList &parts)
{
    if (value.isObject()) {
        for (const QJsonObject object = value.toObject(); const auto &member : object)
            collectTexts(member, parts);
    } else if (value.isArray()) {
        for (const QJsonArray list = value.toArray(); const auto &entry : list)
            collectTexts(entry, parts);
    } else if (const QString text = value.toVariant().toString(); !text.isEmpty()) {
        parts.append(text);
    }
}

void readErrorData(ApiError &error, const QJsonObject &data)
{
    error.columnId = data.value("column_id"_L1).toString();
    error.columnTitle = data.value("column_name"_L1).toString();
    error.columnValue = shownValue(data.value("column_value"_L1));
    raise(error.retryAfter, secondsIn(data.value("retry_in_seconds"_L1)));
}

ApiError fromObject(const QJsonObject &object)
{
    const QJsonObject extensions = object.value("extensions"_L1).toObject();
    const QString message = object.value("message"_L1).toString();
    ApiError error{.code = extensions.value("code"_L1).toString(),
                   .message = shortMessage(message),
                   .alias = object.value("path"_L1).toArray().first().toString(),
                   .status = extensions.value("status_code"_L1).toInt()};
    raise(error.retryAfter, secondsIn(extensions.value("retry_in_seconds"_L1)));
    const QJsonValue milliseconds = extensions.value("retryAfterMs"_L1);
    if (milliseconds.isDouble())
        raise(error.retryAfter, secondsIn(milliseconds.toDouble() / 1000));
    raise(error.retryAfter, secondsInMessage(message));
    readErrorData(error, extensions.value("error_data"_L1).toObject());
    return error;
}

ApiError fromFlat(const QJsonObject &answer)
{
    const QString message = answer.value("error_message"_L1).toString();
    ApiError error{.code = answer.value("error_code"_L1).toString(),
                   .message = shortMessage(message),
                   .status = answer.value("status_code"_L1).toInt()};
    raise(error.retryAfter, secondsInMessage(message));
    readErrorData(error, answer.value("error_data"_L1).toObject());
    return error;
}

/// Not every refusal repeats what it refuses: that of a status column tells only what else there is.
bool lacksItsValue(const ApiError &error)
{
    if (error.columnValue.isEmpty())
        return false;
    const QRegularExpression whole(u"(?<!\\w)"_s + QRegularExpression::escape(error.columnValue)
                                       + u"(?!\\w)"_s,
                                   QRegularExpression::UseUnicodePropertiesOption);
    return !error.message.contains(whole);
}

struct Judgement
{
    ErrorKind kind;
    Certainty row;
    Certainty document;
    EventId event;
};

/// The table of errorFrom(); `fromTransport`: told by an HTTP status of 4xx, that is instead of running the
/// document.
Judgement judgementOf(ErrorMeaning meaning, bool fromTransport, const ApiError &source)
{
    const bool hasColumn = !source.columnId.isEmpty();
    using enum ErrorKind;
    using enum Certainty;
    const Certainty midway = fromTransport ? NotSent : Unknown;
    switch (meaning) {
    case ErrorMeaning::Complexity:
        return {ComplexityExhausted, NotSent, NotSent, EventId::mc_020};
    case ErrorMeaning::MinuteRate:
    case ErrorMeaning::Concurrency:
    case ErrorMeaning::IpRate:
        return {RateLimited, NotSent, NotSent, EventId::mc_021};
    case ErrorMeaning::Daily:
        return {DailyLimitExhausted, NotSent, NotSent, EventId::mc_022};
    case ErrorMeaning::FieldLimit:
        return {RateLimited, NotSent, midway, EventId::mc_023};
    case ErrorMeaning::Locked:
        return {ServerBusy, NotSent, midway, EventId::mc_024};
    case ErrorMeaning::Blocked:
        return {ServerBusy, NotSent, midway, EventId::mc_025};
    case ErrorMeaning::ServerFault:
        return {ServerBusy, Unknown, Unknown, EventId::mc_026};
    case ErrorMeaning::IdempotencyConflict:
        return {ServerBusy, Unknown, Unknown, EventId::mc_027};
    case ErrorMeaning::Authentication:
        return {Unauthorised, NotSent, NotSent, EventId::mc_028};
    case ErrorMeaning::Permission:
        if (hasColumn)
            return {ValidationRejected, Rejected, Unknown, EventId::mc_029};
        return {Unauthorised, NotSent, midway, EventId::mc_030};
    case ErrorMeaning::Value:
    case ErrorMeaning::Other:
        if (hasColumn && lacksItsValue(source))
            return {ValidationRejected, Rejected, Unknown, EventId::mc_041};
        if (hasColumn)
            return {ValidationRejected, Rejected, Unknown, EventId::mc_031};
        return {ValidationRejected, Rejected, Unknown, EventId::mc_032};
    case ErrorMeaning::ColumnGone:
        return {SchemaMismatch, Rejected, Unknown, EventId::mc_033};
    case ErrorMeaning::BoardGone:
        return {SchemaMismatch, Rejected, Unknown, EventId::mc_034};
    case ErrorMeaning::NotFound:
        return {NotFound, Rejected, Unknown, EventId::mc_035};
    case ErrorMeaning::BoardFull:
        return {BoardFull, Rejected, Unknown, EventId::mc_036};
    case ErrorMeaning::Document:
        return {SchemaMismatch, Rejected, Rejected, EventId::mc_037};
    case ErrorMeaning::BadRequest:
        return {Internal, Rejected, Rejected, EventId::mc_038};
    case ErrorMeaning::Revision:
        return {ValidationRejected, Rejected, Rejected, EventId::mc_039};
    case ErrorMeaning::Cursor:
        return {ServerBusy, Rejected, Rejected, EventId::mc_040};
    }
    Q_UNREACHABLE();
}

bool isAboutLimits(ErrorKind kind)
{
    return kind == ErrorKind::RateLimited || kind == ErrorKind::ComplexityExhausted
        || kind == ErrorKind::DailyLimitExhausted || kind == ErrorKind::ServerBusy;
}

} // namespace

ErrorMeaning meaningOf(const QString &code, int status, const QString &message)
{
    const QString form = normalised(code);
    const auto known = meanings().constFind(form);
    if (known != meanings().constEnd())
        return *known;
    if (const std::optional<ErrorMeaning> meaning = meaningOfMessage(message))
        return *meaning;
    return meaningOfStatus(status).value_or(ErrorMeaning::Other);
}

QString shortMessage(const QString &message)
{
    static const QRegularExpression labelList(u"[,;.]?\\s*possible [a-z ]+ are\\s*:.*$"_s,
                                              QRegularExpression::CaseInsensitiveOption
                                                  | QRegularExpression::DotMatchesEverythingOption);
    QString result = message;
    result.remove(labelList);
    return shortened(result, messageLimit);
}

QString shownValue(const QJsonValue &value)
{
    const QJsonDocument document = QJsonDocument::fromJson(value.toString().toUtf8());
    QStringList parts;
    if (document.isArray())
        collectTexts(document.array(), parts);
    else if (document.isObject())
        collectTexts(document.object(), parts);
    else
        collectTexts(value, parts);
    return shortened(parts.join(u", "_s), valueLimit);
}

std::vector<ApiError> readErrors(const QJsonObject &answer)
{
    std::vector<ApiError> result;
    const QJsonValue errors = answer.value("errors"_L1);
    for (const QJsonArray list = errors.toArray(); const auto &error : list) {
        if (error.isObject())
            result.push_back(fromObject(error.toObject()));
        else
            result.push_back(ApiError{.message = shortMessage(error.toString()),
                                      .retryAfter = secondsInMessage(error.toString())});
    }
    const bool hasFlat = answer.contains("error_code"_L1) || answer.contains("error_message"_L1);
    if (hasFlat || (!result.empty() && answer.contains("status_code"_L1))) {
        const ApiError flat = fromFlat(answer);
        if (result.empty())
            result.push_back(flat);
        // The hybrid form of 2024-10, and strings with a status beside them.
        for (ApiError &error : result) {
            if (error.code.isEmpty())
                error.code = flat.code;
            if (error.message.isEmpty())
                error.message = flat.message;
            if (error.columnId.isEmpty()) {
                error.columnId = flat.columnId;
                error.columnTitle = flat.columnTitle;
                error.columnValue = flat.columnValue;
            }
            error.status = std::max(error.status, flat.status);
            raise(error.retryAfter, flat.retryAfter);
        }
    }
    return result;
}

Error errorFrom(const ApiError &source, int httpStatus, ErrorScope scope, const QString &requestId)
{
    const int status = std::max(httpStatus, source.status);
    const ErrorMeaning meaning = meaningOf(source.code, status, source.message);
    const bool fromTransport = httpStatus >= 400 && httpStatus < 500;
    const Judgement judgement = judgementOf(meaning, fromTransport, source);
    const QString column = source.columnTitle.isEmpty() ? source.columnId : source.columnTitle;
    Error error{
        .kind = judgement.kind,
        .certainty = scope == ErrorScope::Row ? judgement.row : judgement.document,
        .event = {.id = judgement.event,
                  .parameters = {{u"message"_s, source.message.isEmpty() ? source.code : source.message},
                                 {u"column"_s, column},
                                 {u"value"_s, source.columnValue},
                                 {u"code"_s, source.code},
                                 {u"status"_s, status}}},
        .httpStatus = status,
        .code = source.code,
        .requestId = requestId,
        .columnId = source.columnId};
    if (isAboutLimits(judgement.kind))
        error.retryAfter = source.retryAfter;
    // "Wait minutes" (monday-api.md 2.4), and it seldom says how many.
    if (meaning == ErrorMeaning::Blocked)
        error.retryAfter = std::max<std::chrono::milliseconds>(error.retryAfter.value_or(0ms), 60s);
    return error;
}

namespace {

ErrorMeaning meaningOfError(const Error &error)
{
    return meaningOf(error.code, error.httpStatus, error.event.parameters.value("message"_L1).toString());
}

} // namespace

bool countsAllInFlight(const Error &error)
{
    return meaningOfError(error) == ErrorMeaning::Concurrency;
}

bool asksForFewerInFlight(const Error &error)
{
    const ErrorMeaning meaning = meaningOfError(error);
    return meaning == ErrorMeaning::Concurrency || meaning == ErrorMeaning::Locked
        || meaning == ErrorMeaning::FieldLimit;
}

} // namespace syncline
