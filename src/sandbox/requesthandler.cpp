#include "sandbox/requesthandler.h"

#include "sandbox/boardobjects.h"
#include "sandbox/boardpage.h"
#include "sandbox/complexity.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

/// One API request on its way.
struct RequestHandler::Call
{
    const HttpRequest &request;
    qint64 now = 0;
    qint64 number = 0; ///< of the request in the state file
    QByteArray token;
    QJsonObject variables;
    QString operationName;
    const Prepared *prepared = nullptr;
    const graphql::Operation *operation = nullptr;
    std::vector<const graphql::Selection *> fields; ///< at the root
    std::optional<Fault> fault;
    QByteArray key; ///< of the idempotency cache; empty: none
};

namespace {

constexpr qsizetype largestCachedAnswer = qsizetype{1024} * 1024; // monday-api.md 6

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject envelope(const QJsonArray &errors, qint64 number)
{
    QJsonObject body;
    if (!errors.isEmpty())
        body.insert(u"errors"_s, errors);
    body.insert(u"extensions"_s, QJsonObject{{u"request_id"_s, u"sandbox-%1"_s.arg(number)}});
    return body;
}

/// A refusal of the whole request.
HttpReply refusal(const ApiError &error, qint64 number)
{
    HttpReply reply{.status = error.status,
                    .body = compact(envelope({graphql::errorEntry(error, {}, {})}, number))};
    if (const qint64 seconds = error.details.value("retry_in_seconds"_L1).toInteger(); seconds > 0)
        reply.headers.emplaceBack("Retry-After", QByteArray::number(seconds));
    return reply;
}

ApiError badRequest(const QString &message)
{
    return {.code = u"BadRequest"_s, .message = message, .status = 400};
}

QByteArray tokenOf(const HttpRequest &request)
{
    QByteArray token = request.headers.value("authorization").trimmed();
    if (token.toLower().startsWith("bearer "))
        token = token.sliced(7).trimmed();
    return token;
}

} // namespace

RequestHandler::RequestHandler(BoardStore &store, const SandboxOptions &options, const Clock &clock,
                               FaultQueue &faults)
    : m_store(store)
    , m_options(options)
    , m_clock(clock)
    , m_faults(faults)
{
}

HttpReply RequestHandler::handle(const HttpRequest &request)
{
    const QByteArray path = request.target.split('?').first();
    if (path != "/v2")
        return page(request);
    if (request.method != "POST")
        return {.status = 405, .headers = {{"Allow", "POST"}}};
    BoardStore::Transaction transaction(m_store);
    HttpReply reply = api(request);
    const Result<void> committed = transaction.commit();
    if (committed)
        return reply;
    return refusal({.code = u"INTERNAL_SERVER_ERROR"_s, .message = committed.error().text(), .status = 500},
                   0);
}

HttpReply RequestHandler::page(const HttpRequest &request)
{
    if (request.method != "GET")
        return {.status = 405, .headers = {{"Allow", "GET"}}};
    BoardStore::Transaction transaction(m_store);
    const QString path =
        QString::fromUtf8(QByteArray::fromPercentEncoding(request.target.split('?').first()));
    const std::optional<QByteArray> html =
        path == "/"_L1 ? boardListPage(m_store) : boardPage(m_store, path.section(u"/boards/"_s, 1));
    if (!html)
        return {
            .status = 404, .contentType = "text/plain; charset=utf-8", .body = "There is no such page.\n"};
    HttpReply reply{.contentType = "text/html; charset=utf-8", .body = *html};
    // The page shows what customers wrote; it must not be able to load or run anything.
    reply.headers.emplaceBack("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    return reply;
}

HttpReply RequestHandler::api(const HttpRequest &request)
{
    m_store.count(u"requests"_s);
    Call call{.request = request,
              .now = m_clock.utcNow().toMSecsSinceEpoch(),
              .number = m_store.counter(u"requests"_s),
              .token = tokenOf(request)};
    HttpReply reply = answer(call);
    Limits limits(m_options.limits, m_store, call.now);
    reply.headers.emplaceBack("API-Version", m_options.apiVersion.toLatin1());
    reply.headers.emplaceBack("RateLimit-Policy", limits.policyHeader());
    reply.headers.emplaceBack("RateLimit", limits.rateLimitHeader());
    return reply;
}

HttpReply RequestHandler::answer(Call &call)
{
    const bool knownToken = m_options.token.isEmpty() ? !call.token.isEmpty() && call.token != "wrong"
                                                      : call.token == m_options.token.toUtf8();
    if (!knownToken) {
        return refusal({.code = u"Unauthorized"_s, .message = u"Not Authenticated"_s, .status = 401},
                       call.number);
    }
    static const QRegularExpression versionForm(u"^(\\d{4}-\\d{2}|dev)?$"_s);
    if (!versionForm.match(QString::fromLatin1(call.request.headers.value("api-version"))).hasMatch()) {
        return refusal(
            {.code = u"InvalidVersionException"_s, .message = u"The API-Version header is malformed"_s},
            call.number);
    }
    const QJsonDocument body = QJsonDocument::fromJson(call.request.body);
    const QJsonValue variables = body["variables"_L1];
    if (!body.isObject() || !body["query"_L1].isString())
        return refusal(badRequest(u"The body is not a JSON object with a query"_s), call.number);
    if (!variables.isObject() && !variables.isNull() && !variables.isUndefined())
        return refusal(badRequest(u"variables must be a JSON object"_s), call.number);
    call.variables = variables.toObject();
    call.operationName = body["operationName"_L1].toString();
    call.prepared = &prepare(body["query"_L1].toString());
    readOperations(call);
    if (const std::optional<ApiError> error = chooseFault(call))
        return refusal(*error, call.number);
    if (const std::optional<HttpReply> fault = faultBeforeApplying(call))
        return *fault;
    const bool isProbe = call.operation && call.fields.empty();
    Limits limits(m_options.limits, m_store, call.now);
    if (const std::optional<ApiError> error = limits.admitCall(isProbe ? 0.1 : 1)) {
        m_store.count(u"throttled"_s);
        return refusal(*error, call.number);
    }
    if (std::optional<HttpReply> kept = replay(call)) {
        if (call.fault)
            applyDelivery(*call.fault, *kept);
        return *std::move(kept);
    }
    HttpReply reply = execute(call);
    if (call.fault)
        applyDelivery(*call.fault, reply);
    return reply;
}

const RequestHandler::Prepared &RequestHandler::prepare(const QString &text)
{
    if (const Prepared *known = m_prepared.object(text))
        return *known;
    auto prepared = std::make_unique<Prepared>();
    auto parsed = graphql::parseDocument(text);
    if (const graphql::SyntaxError *error = std::get_if<graphql::SyntaxError>(&parsed)) {
        prepared->problems.push_back({u"parseError"_s, error->message, error->location});
    } else {
        prepared->document = std::get<graphql::Document>(std::move(parsed));
        for (const graphql::Operation &operation : prepared->document->operations) {
            for (const graphql::Problem &problem :
                 graphql::validate(*prepared->document, operation, graphql::sandboxSchema())) {
                prepared->problems.push_back(problem);
            }
        }
    }
    const Prepared &result = *prepared;
    m_prepared.insert(text, prepared.release());
    return result;
}

void RequestHandler::readOperations(Call &call) const
{
    if (!call.prepared->problems.empty())
        return;
    call.operation = call.prepared->document->operation(call.operationName);
    if (!call.operation)
        return;
    call.fields = rootFields(*call.prepared->document, *call.operation);
    const QByteArray key = call.request.headers.value("idempotency-key");
    if (call.operation->kind == graphql::Operation::Kind::Mutation && !key.isEmpty())
        call.key = QCryptographicHash::hash(QByteArray(call.token + '\n' + key), QCryptographicHash::Sha256);
}

std::optional<ApiError> RequestHandler::chooseFault(Call &call)
{
    QStringList operations{u"request"_s};
    if (call.operation && call.operation->kind == graphql::Operation::Kind::Mutation && !call.fields.empty())
        operations.append(u"mutation"_s);
    for (const graphql::Selection *field : call.fields) {
        if (!operations.contains(field->name))
            operations.append(field->name);
    }
    for (const QString &operation : std::as_const(operations))
        m_store.count(u"seen."_s + operation);

    const QByteArray header = call.request.headers.value("x-sandbox-fault");
    if (!header.isEmpty()) {
        const auto parsed = parseFault(QString::fromUtf8(header));
        if (const QString *reason = std::get_if<QString>(&parsed))
            return badRequest(u"X-Sandbox-Fault: %1"_s.arg(*reason));
        call.fault = std::get<Fault>(parsed);
        return std::nullopt;
    }
    call.fault = m_faults.take(operations);
    for (const ScheduledFault &scheduled : m_options.schedule) {
        if (call.fault || !operations.contains(scheduled.on)
            || m_store.counter(u"seen."_s + scheduled.on) != scheduled.request) {
            continue;
        }
        const QString name =
            u"%1 %2 %3"_s.arg(scheduled.on).arg(scheduled.request).arg(nameOf(scheduled.fault.kind));
        if (m_store.markFaultPlayed(name))
            call.fault = scheduled.fault;
    }
    if (!call.fault)
        call.fault = randomFault(call.number);
    return std::nullopt;
}

std::optional<Fault> RequestHandler::randomFault(qint64 request) const
{
    const RandomFaults &random = m_options.randomFaults;
    if (random.faults.empty() || random.probability <= 0)
        return std::nullopt;
    std::seed_seq seed{static_cast<quint32>(random.seed), static_cast<quint32>(random.seed >> 32),
                       static_cast<quint32>(request)};
    std::mt19937 engine(seed);
    const double chance = static_cast<double>(engine()) / static_cast<double>(std::mt19937::max());
    if (chance >= random.probability)
        return std::nullopt;
    return random.faults.at(engine() % random.faults.size());
}

std::optional<HttpReply> RequestHandler::faultBeforeApplying(const Call &call) const
{
    if (!call.fault || call.fault->isApplied())
        return std::nullopt;
    const Fault &fault = *call.fault;
    m_store.count(u"fault."_s + nameOf(fault.kind));
    const auto seconds = [&](int usual) { return fault.seconds.value_or(usual); };
    const auto everyField = [&](const ApiError &error) {
        QJsonArray errors;
        QJsonObject data;
        for (const graphql::Selection *field : call.fields) {
            data.insert(field->responseKey(), QJsonValue::Null);
            errors.append(graphql::errorEntry(error, {field->responseKey()}, field->location));
        }
        QJsonObject body = envelope(errors, call.number);
        body.insert(u"data"_s, data);
        return HttpReply{.body = compact(body)};
    };
    switch (fault.kind) {
    case FaultKind::DropBefore:
        return HttpReply{.delivery = HttpReply::Delivery::Drop};
    case FaultKind::Hang:
        return HttpReply{.delivery = HttpReply::Delivery::Never};
    case FaultKind::Reset:
        return HttpReply{.delivery = HttpReply::Delivery::Reset};
    case FaultKind::MinuteLimit:
        return refusal(Limits::minuteLimit(seconds(58)), call.number);
    case FaultKind::ConcurrencyLimit:
        return refusal(Limits::concurrencyLimit(seconds(15)), call.number);
    case FaultKind::ComplexityLimit:
        return refusal(Limits::complexityLimit(seconds(22)), call.number);
    case FaultKind::DailyLimit:
        return refusal(Limits::dailyLimit(seconds(3599)), call.number);
    case FaultKind::Locked:
        return refusal(
            {.code = u"ResourceLocked"_s, .message = u"Resource is currently locked"_s, .status = 423},
            call.number);
    case FaultKind::BadGateway:
        return HttpReply{.status = 502,
                         .contentType = "text/html",
                         .body = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad "
                                 "Gateway</h1></body></html>\n"};
    case FaultKind::Throttled200:
        return everyField({.code = u"tooManyRequests"_s,
                           .message = u"Rate limit exceeded for board-columns"_s,
                           .status = 400,
                           .details = {{u"service"_s, u"data-structure"_s}}});
    case FaultKind::FieldLimit200:
        return everyField({.code = u"FIELD_LIMIT_EXCEEDED"_s,
                           .message = u"Too many concurrent uses of this field"_s,
                           .status = 429,
                           .data = {{u"entity"_s, u"boards"_s}},
                           .details = {{u"retry_in_seconds"_s, seconds(15)}}});
    case FaultKind::LegacyFlat: {
        const QString message =
            u"Complexity budget exhausted, query cost 30001 budget remaining 19986 out of 1000000 "
            "reset in %1 seconds"_s.arg(seconds(22));
        return HttpReply{.body = compact({{u"error_code"_s, u"ComplexityException"_s},
                                          {u"error_message"_s, message},
                                          {u"status_code"_s, 429},
                                          {u"error_data"_s, QJsonObject()},
                                          {u"account_id"_s, 1}})};
    }
    case FaultKind::Delay:
    case FaultKind::DropAfter:
    case FaultKind::CutBody:
    case FaultKind::SlowBytes:
    case FaultKind::ErrorAfter:
    case FaultKind::LabelVanished:
    case FaultKind::GroupVanished:
    case FaultKind::SilentColumn:
        break;
    }
    return std::nullopt;
}

void RequestHandler::applyDelivery(const Fault &fault, HttpReply &reply) const
{
    m_store.count(u"fault."_s + nameOf(fault.kind));
    switch (fault.kind) {
    case FaultKind::Hang:
        reply.delivery = HttpReply::Delivery::Never;
        return;
    case FaultKind::DropAfter:
        reply.delivery = HttpReply::Delivery::Drop;
        return;
    case FaultKind::Reset:
        reply.delivery = HttpReply::Delivery::Reset;
        return;
    case FaultKind::Delay:
        reply.delay += real(std::chrono::milliseconds(fault.milliseconds.value_or(5000)));
        return;
    case FaultKind::CutBody:
        reply.delivery = HttpReply::Delivery::Cut;
        reply.bytes = std::min<qsizetype>(fault.bytes.value_or(static_cast<int>(reply.body.size() / 2)),
                                          reply.body.size() - 1);
        return;
    case FaultKind::SlowBytes:
        reply.delivery = HttpReply::Delivery::Pieces;
        reply.pause = real(std::chrono::milliseconds(fault.milliseconds.value_or(20)));
        return;
    case FaultKind::ErrorAfter: {
        const ApiError error{
            .code = u"INTERNAL_SERVER_ERROR"_s, .message = u"Internal server error"_s, .status = 500};
        HttpReply failure = refusal(error, 0);
        reply.status = failure.status;
        reply.body = failure.body;
        return;
    }
    default:
        return; // was played inside a mutation or not at all
    }
}

std::optional<HttpReply> RequestHandler::replay(const Call &call)
{
    if (call.key.isEmpty())
        return std::nullopt;
    const std::optional<CachedAnswer> kept = m_store.cachedAnswer(call.key, call.now);
    if (!kept)
        return std::nullopt;
    if (kept->bodyHash != QCryptographicHash::hash(call.request.body, QCryptographicHash::Sha256)) {
        return refusal({.code = u"IDEMPOTENCY_KEY_REUSED"_s,
                        .message = u"This Idempotency-Key was used with another request"_s,
                        .status = 400},
                       call.number);
    }
    if (call.now < kept->readyAt) {
        const qint64 seconds = (kept->readyAt - call.now + 999) / 1000;
        return refusal({.code = u"IDEMPOTENCY_CONFLICT"_s,
                        .message = u"A request with this Idempotency-Key is still running"_s,
                        .status = 409,
                        .details = {{u"retry_in_seconds"_s, seconds}}},
                       call.number);
    }
    m_store.count(u"replayed"_s);
    return HttpReply{.headers = {{"Idempotency-Replayed", "true"}},
                     .body = kept->answer,
                     .delay = real(m_options.requestLatency)};
}

HttpReply RequestHandler::execute(Call &call)
{
    if (!call.operation) {
        QJsonArray errors;
        for (const graphql::Problem &problem : call.prepared->problems) {
            errors.append(graphql::errorEntry({.code = problem.code, .message = problem.message}, {},
                                              problem.location));
        }
        if (errors.isEmpty()) {
            errors.append(graphql::errorEntry(
                {.code = u"operationNotFound"_s, .message = u"The document has no operation of this name"_s},
                {}, {}));
        }
        return {.body = compact(envelope(errors, call.number))};
    }
    const graphql::Document &document = *call.prepared->document;
    const graphql::Schema &schema = graphql::sandboxSchema();
    const Outcome<QJsonObject> variables = graphql::coerceVariables(*call.operation, call.variables, schema);
    if (const ApiError *error = std::get_if<ApiError>(&variables))
        return refusal(*error, call.number);
    const QJsonObject &values = std::get<QJsonObject>(variables);
    Limits limits(m_options.limits, m_store, call.now);
    const Outcome<ComplexityFigures> spent =
        limits.spend(complexityOf(document, *call.operation, values, m_options.limits.complexityPerMutation));
    if (const ApiError *error = std::get_if<ApiError>(&spent)) {
        m_store.count(u"throttled"_s);
        return refusal(*error, call.number);
    }
    ExecutionContext context{.store = m_store,
                             .options = m_options,
                             .baseUrl = m_baseUrl,
                             .now = call.now,
                             .complexity = std::get<ComplexityFigures>(spent),
                             .fault = call.fault};
    const bool isMutation = call.operation->kind == graphql::Operation::Kind::Mutation;
    const graphql::NodePtr root = isMutation ? mutationRoot(context) : queryRoot(context);
    const graphql::ExecutionAnswer result =
        graphql::execute(document, *call.operation, values, *root, schema);
    QJsonObject body = envelope(result.errors, call.number);
    body.insert(u"data"_s, result.data);

    const qint64 mutations = isMutation ? std::ssize(call.fields) : 0;
    const std::chrono::milliseconds latency =
        m_options.requestLatency + m_options.mutationLatency * mutations;
    HttpReply reply{.body = compact(body), .delay = real(latency)};
    const qint64 readyAt = call.now + latency.count();
    if (latency.count() > 0 && m_options.limits.concurrentRequests > 0)
        m_store.addRunningRequest(readyAt);
    if (!call.key.isEmpty() && reply.body.size() <= largestCachedAnswer) {
        m_store.saveAnswer(
            call.key,
            {.bodyHash = QCryptographicHash::hash(call.request.body, QCryptographicHash::Sha256),
             .answer = reply.body,
             .readyAt = readyAt,
             .expiresAt = readyAt + m_options.idempotencyTime.count()});
    }
    return reply;
}

std::chrono::milliseconds RequestHandler::real(std::chrono::milliseconds scaled) const
{
    return std::chrono::milliseconds(qRound64(static_cast<double>(scaled.count()) / m_options.timeScale));
}

} // namespace syncline::sandbox
