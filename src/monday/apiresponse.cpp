#include "monday/apiresponse.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace syncline {

namespace {

/// Seconds; what asks for more is a mistake of the server.
constexpr qint64 longestWait = 7 * 24 * 60 * 60;

std::optional<qint64> idOf(const QJsonValue &value)
{
    const QJsonValue id = value.toObject().value("id"_L1);
    bool good = id.isDouble();
    const qint64 number = id.isDouble() ? id.toInteger() : id.toString().toLongLong(&good);
    return good && number > 0 ? std::optional(number) : std::nullopt;
}

/// The three forms of RFC 9110 5.6.7; the day of the week says nothing.
QDateTime httpDate(const QByteArray &header)
{
    static const QRegularExpression weekday(u"^[A-Za-z]+,? "_s);
    const QString text = QString::fromLatin1(header).simplified().remove(weekday);
    for (const QString &form :
         {u"dd MMM yyyy hh:mm:ss 'GMT'"_s, u"dd-MMM-yy hh:mm:ss 'GMT'"_s, u"MMM d hh:mm:ss yyyy"_s}) {
        QDateTime time = QLocale::c().toDateTime(text, form);
        if (!time.isValid())
            continue;
        time.setTimeSpec(Qt::UTC);
        return time.date().year() < 1970 ? time.addYears(100) : time;
    }
    return {};
}

/// Seconds, or a time by the clock of the server, which its Date tells; without that the time says nothing.
std::optional<std::chrono::milliseconds> retryAfterHeader(const HttpReply &reply)
{
    const QByteArray header = reply.header("retry-after").trimmed();
    bool good = false;
    qint64 seconds = header.toInt(&good);
    if (!good) {
        const QDateTime until = httpDate(header);
        const QDateTime now = httpDate(reply.header("date"));
        seconds = until.isValid() && now.isValid() ? now.secsTo(until) : 0;
    }
    if (seconds <= 0 || seconds > longestWait)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

bool waitsForServer(ErrorKind kind)
{
    return kind == ErrorKind::RateLimited || kind == ErrorKind::ComplexityExhausted
        || kind == ErrorKind::DailyLimitExhausted || kind == ErrorKind::ServerBusy;
}

/// An answer that says something by its status only: {"message": "..."}, {"error": "..."}.
ApiError fromStatus(const QJsonObject &answer)
{
    for (const QLatin1StringView key : {"message"_L1, "error"_L1}) {
        if (const QString text = answer.value(key).toString(); !text.isEmpty())
            return {.message = shortMessage(text)};
    }
    return {.message = u"no reason given"_s};
}

Error endingError(const HttpReply &reply)
{
    const auto made = [&reply](ErrorKind kind, Certainty certainty, EventId id) {
        return Error{
            .kind = kind,
            .certainty = certainty,
            .event = {.id = id,
                      .parameters = {{u"reason"_s, reply.detail},
                                     {u"seconds"_s, static_cast<double>(reply.took.count()) / 1000}}},
            .httpStatus = reply.status};
    };
    const Certainty ifSent = reply.sent ? Certainty::Unknown : Certainty::NotSent;
    switch (reply.ending) {
    case Ending::TimedOut:
        return made(ErrorKind::TimedOut, Certainty::Unknown, EventId::mc_010);
    case Ending::Aborted:
        return made(ErrorKind::Cancelled, ifSent, EventId::mc_011);
    case Ending::ConnectionLost:
        return made(ErrorKind::ConnectionLost, Certainty::Unknown, EventId::mc_012);
    case Ending::Unreachable:
        return made(ErrorKind::Unreachable, ifSent, EventId::mc_013);
    case Ending::TlsFailed:
        return made(ErrorKind::Unreachable, ifSent, EventId::mc_014);
    case Ending::Completed:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace

ApiResponse::ApiResponse(HttpReply reply)
    : m_reply(std::move(reply))
    , m_quota(parseQuotaHeaders(m_reply.header("ratelimit-policy"), m_reply.header("ratelimit")))
{
    if (m_reply.ending != Ending::Completed)
        return;
    const QJsonDocument document = QJsonDocument::fromJson(m_reply.body);
    if (!document.isObject())
        return;
    m_answer = document.object();
    m_data = m_answer->value("data"_L1).toObject();
    m_requestId = m_answer->value("extensions"_L1).toObject().value("request_id"_L1).toString();
    m_errors = readErrors(*m_answer);
    if (m_errors.empty() && m_reply.status >= 400)
        m_errors.push_back(fromStatus(*m_answer));
}

QString ApiResponse::apiVersion() const
{
    return QString::fromLatin1(m_reply.header("api-version").trimmed());
}

Error ApiResponse::judged(const ApiError &error, ErrorScope scope) const
{
    Error result = errorFrom(error, m_reply.status, scope, m_requestId);
    if (!waitsForServer(result.kind))
        return result;
    result.event.parameters.insert(u"seconds"_s, static_cast<double>(m_reply.took.count()) / 1000);
    const auto wait = std::max({result.retryAfter.value_or(0ms), retryAfterHeader(m_reply).value_or(0ms),
                                std::chrono::milliseconds(m_quota.exhaustedFor.value_or(0s))});
    if (wait > 0ms)
        result.retryAfter = wait;
    return result;
}

Error ApiResponse::unreadable() const
{
    const int status = m_reply.status;
    const bool tellsByStatus =
        status == 401 || status == 403 || status == 408 || status == 423 || status == 429 || status >= 500;
    if (tellsByStatus)
        return judged({.message = u"no reason given"_s}, ErrorScope::WholeDocument);
    const bool notRun = status >= 300 && status < 500;
    return {.kind = notRun ? ErrorKind::SchemaMismatch : ErrorKind::ServerBusy,
            .certainty = notRun ? Certainty::Rejected : Certainty::Unknown,
            .event = {.id = EventId::mc_015,
                      .parameters = {{u"status"_s, status},
                                     {u"seconds"_s, static_cast<double>(m_reply.took.count()) / 1000},
                                     {u"bytes"_s, m_reply.body.size()},
                                     {u"type"_s,
                                      shortMessage(QString::fromLatin1(m_reply.header("content-type")))}}},
            .httpStatus = status,
            .requestId = m_requestId};
}

std::optional<Error> ApiResponse::failure() const
{
    if (m_reply.ending != Ending::Completed)
        return endingError(m_reply);
    if (!m_answer || (m_errors.empty() && m_data.isEmpty()))
        return unreadable();
    return std::nullopt;
}

Result<QJsonObject> ApiResponse::data(Effect effect, bool partial) const
{
    std::optional<Error> error = failure();
    const bool usable = m_errors.empty() || (partial && !m_data.isEmpty());
    if (!error && !usable)
        error = judged(m_errors.front(), ErrorScope::Row);
    if (!error)
        return m_data;
    if (effect == Effect::Read && error->certainty == Certainty::Unknown)
        error->certainty = Certainty::NotSent;
    return *std::move(error);
}

MutationAnswer ApiResponse::verdict(const QString &alias, ErrorScope scope) const
{
    if (const std::optional<qint64> id = idOf(m_data.value(alias)))
        return {.alias = alias, .id = id};
    const auto own = std::ranges::find(m_errors, alias, &ApiError::alias);
    if (own != m_errors.end())
        return {.alias = alias, .error = judged(*own, ErrorScope::Row)};
    const auto general =
        std::ranges::find_if(m_errors, [](const ApiError &error) { return error.alias.isEmpty(); });
    if (general != m_errors.end()) {
        Error error = judged(*general, scope);
        error.certainty = Certainty::Unknown;
        return {.alias = alias, .error = std::move(error)};
    }
    return {.alias = alias,
            .error = Error{.kind = ErrorKind::ServerBusy,
                           .certainty = Certainty::Unknown,
                           .event = {.id = EventId::mc_016, .parameters = {{u"alias"_s, alias}}},
                           .httpStatus = m_reply.status,
                           .requestId = m_requestId}};
}

Result<BatchAnswer> ApiResponse::batch(const std::vector<QString> &aliases) const
{
    if (std::optional<Error> error = failure())
        return *std::move(error);
    const ErrorScope scope = aliases.size() == 1 ? ErrorScope::Row : ErrorScope::WholeDocument;
    const bool namesAnAlias = std::ranges::any_of(aliases, [this](const QString &alias) {
        return m_data.contains(alias)
            || std::ranges::find(m_errors, alias, &ApiError::alias) != m_errors.end();
    });
    // With neither data nor an alias in an error, the first error speaks for the document. Any data at all
    // shows that the document was being run, so its aliases are judged one by one.
    if (!namesAnAlias && m_data.isEmpty())
        return judged(m_errors.front(), scope);

    BatchAnswer answer{.requestId = m_requestId,
                       .replayed = m_reply.header("idempotency-replayed").trimmed().toLower() == "true",
                       .complexity = complexity()};
    answer.mutations.reserve(aliases.size());
    for (const QString &alias : aliases)
        answer.mutations.push_back(verdict(alias, scope));
    return answer;
}

std::optional<qint64> ApiResponse::complexity() const
{
    const QJsonValue points = m_data.value("complexity"_L1).toObject().value("query"_L1);
    return points.isDouble() ? std::optional(points.toInteger()) : std::nullopt;
}

QuotaNews ApiResponse::quotaNews() const
{
    QuotaNews news{.headers = m_quota, .complexity = complexity()};
    const QJsonValue reset = m_data.value("complexity"_L1).toObject().value("reset_in_x_seconds"_L1);
    if (reset.isDouble())
        news.complexityReset = std::chrono::seconds(std::clamp<qint64>(reset.toInteger(), 0, 3600));
    const auto consider = [&news](Error error) {
        const bool trouble = waitsForServer(error.kind) || error.kind == ErrorKind::TimedOut;
        if (trouble
            && (!news.trouble || news.trouble->retryAfter.value_or(0ms) < error.retryAfter.value_or(0ms)))
            news.trouble = std::move(error);
    };
    if (std::optional<Error> error = failure())
        consider(*std::move(error));
    for (const ApiError &error : m_errors)
        consider(judged(error, ErrorScope::Row));
    return news;
}

} // namespace syncline
