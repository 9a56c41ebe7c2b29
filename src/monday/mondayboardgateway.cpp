#include "monday/mondayboardgateway.h"

#include "monday/boardparser.h"
#include "monday/graphqldocument.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Keys or ids in one query (monday-api.md 7).
constexpr qsizetype idsPerQuery = 100;

/// How often a column may change below our hands: with every refusal somebody else got on.
constexpr int mostRevisions = 5;

/// Tokens of monday have hundreds of characters; a shorter one is a word of the sandbox and no secret.
constexpr qsizetype secretLength = 16;

QByteArray bareToken(const QString &token)
{
    QString result = token.trimmed();
    if (result.startsWith("bearer "_L1, Qt::CaseInsensitive))
        result = result.sliced(7).trimmed();
    return result.toUtf8();
}

QByteArray userAgent()
{
    const QString version = QCoreApplication::applicationVersion();
    return version.isEmpty() ? "Syncline"_ba : "Syncline/" + version.toLatin1();
}

Error incomplete(const QString &operation, const QString &field, Certainty certainty)
{
    return {
        .kind = ErrorKind::SchemaMismatch,
        .certainty = certainty,
        .event = {.id = EventId::mc_050, .parameters = {{u"operation"_s, operation}, {u"field"_s, field}}}};
}

Error boardMissing(const QString &boardId)
{
    return {.kind = ErrorKind::SchemaMismatch,
            .certainty = Certainty::NotSent,
            .event = {.id = EventId::mc_051, .parameters = {{u"board"_s, boardId}}}};
}

std::optional<QJsonObject> boardIn(const QJsonObject &data, const QString &boardId)
{
    for (const QJsonArray list = data.value("boards"_L1).toArray(); const auto &board : list) {
        if (board.toObject().value("id"_L1).toVariant().toString() == boardId)
            return board.toObject();
    }
    return std::nullopt;
}

/// The list that replaces the old one: every label that is there with its id, then the new ones. Empty:
/// nothing to add.
QJsonArray grownLabels(const std::vector<BoardLabel> &present, const QStringList &wanted)
{
    QJsonArray labels;
    bool grew = false;
    for (const BoardLabel &label : present) {
        const bool wakes = label.deactivated && wanted.contains(label.text);
        grew = grew || wakes;
        labels.append(QJsonObject{{u"id"_s, label.id.toInt()},
                                  {u"label"_s, label.text},
                                  {u"is_deactivated"_s, label.deactivated && !wakes}});
    }
    QStringList added;
    for (const QString &text : wanted) {
        if (std::ranges::find(present, text, &BoardLabel::text) != present.end() || added.contains(text))
            continue;
        added.append(text);
        labels.append(QJsonObject{{u"label"_s, text}});
    }
    return grew || !added.isEmpty() ? labels : QJsonArray();
}

} // namespace

MondayBoardGateway::MondayBoardGateway(MondayOptions options, std::unique_ptr<HttpTransport> transport,
                                       RateGovernor &governor, Clock &clock, EventSink &sink)
    : m_options(std::move(options))
    , m_token(bareToken(m_options.token))
    , m_builder(m_options.boardId, m_options.subitemBoardId)
    , m_transport(std::move(transport))
    , m_governor(governor)
    , m_clock(clock)
    , m_sink(sink)
{
}

HttpRequest MondayBoardGateway::request(const QByteArray &body, const QString &idempotencyKey,
                                        std::chrono::milliseconds timeout) const
{
    HttpRequest result{.url = m_options.url,
                       .headers = {{"Content-Type", "application/json"},
                                   {"Accept", "application/json"},
                                   {"Authorization", m_token},
                                   {"API-Version", m_options.apiVersion.toLatin1()},
                                   {"User-Agent", userAgent()}},
                       .body = body,
                       .timeout = timeout};
    if (!idempotencyKey.isEmpty())
        result.headers.push_back(HttpHeader{"Idempotency-Key", idempotencyKey.toUtf8()});
    return result;
}

Result<ApiResponse> MondayBoardGateway::exchange(const Operation &operation, const QByteArray &body,
                                                 const QString &idempotencyKey,
                                                 std::chrono::milliseconds timeout, const StopTokens &stop,
                                                 const QDateTime &notAfter)
{
    Result<Permit> permit = m_governor.acquire(operation, stop, m_attendant);
    if (!permit)
        return std::move(permit).error();
    if (Result<void> ready = readyToSend(notAfter); !ready) {
        permit->report({.processed = false});
        return std::move(ready).error();
    }
    const Clock::Steady start = m_clock.steadyNow();
    HttpReply reply = m_transport->execute(request(body, idempotencyKey, timeout), stop.abort);
    // By the clock of the program, which the governor uses too; the transport's own is that of the machine.
    const auto took = std::chrono::round<std::chrono::milliseconds>(m_clock.steadyNow() - start);
    // Whatever echoes the request back must not carry the token into a log or a row's reason.
    if (m_token.size() >= secretLength) {
        reply.body.replace(m_token, "***");
        reply.detail.replace(QString::fromUtf8(m_token), "***"_L1);
    }
    const QJsonObject figures{
        {u"operation"_s, operation.name},   {u"sent"_s, body.size()},
        {u"received"_s, reply.body.size()}, {u"ending"_s, nameOf(reply.ending)},
        {u"status"_s, reply.status},        {u"milliseconds"_s, static_cast<qint64>(reply.took.count())}};
    m_lastSeconds = std::chrono::duration<double>(took).count();
    RequestOutcome outcome{
        .took = took, .completed = reply.ending == Ending::Completed, .processed = reply.sent};
    ApiResponse response(std::move(reply));
    outcome.news = response.quotaNews();
    permit->report(outcome);

    Event wire{.id = EventId::mc_001, .parameters = figures, .time = m_clock.utcNow()};
    wire.parameters.insert(u"request_id"_s, response.requestId());
    m_sink.post(std::move(wire));
    noteVersion(response.apiVersion());
    return response;
}

Result<void> MondayBoardGateway::readyToSend(const QDateTime &notAfter)
{
    if (m_attendant.attend) {
        if (Result<void> attended = m_attendant.attend(); !attended)
            return attended;
    }
    if (notAfter.isValid() && m_clock.utcNow() > notAfter) {
        return Error{.kind = ErrorKind::ServerBusy,
                     .certainty = Certainty::NotSent,
                     .event = {.id = EventId::mc_057}};
    }
    return {};
}

void MondayBoardGateway::noteVersion(const QString &answered)
{
    if (answered.isEmpty())
        return;
    m_answeredVersion = answered;
    if (answered != m_options.apiVersion && !m_options.shared->versionWarned.exchange(true))
        m_sink.post({.id = EventId::mc_002,
                     .parameters = {{u"requested"_s, m_options.apiVersion}, {u"answered"_s, answered}},
                     .time = m_clock.utcNow()});
}

Result<QJsonObject> MondayBoardGateway::query(const QString &operation, const QJsonObject &variables,
                                              const StopTokens &stop, bool partial)
{
    const QByteArray body = graphQlBody(operation, graphQlDocument(operation), variables);
    const Operation read{.name = operation};
    const Result<ApiResponse> response =
        exchange(read, body, {}, m_governor.patience(read, m_options.timeout), stop);
    if (!response)
        return response.error();
    return response->data(Effect::Read, partial);
}

Result<QJsonObject> MondayBoardGateway::mutate(const QString &operation, const QJsonObject &variables,
                                               const QString &idempotencyKey, const StopTokens &stop)
{
    const QByteArray body = graphQlBody(operation, graphQlDocument(operation), variables);
    // Groups and labels are looked for before they are made again; nothing else goes this way.
    // Of groups and labels only a few are under way anyway. They take no places from rows, which wait for them.
    const Operation write{.name = operation, .effect = Effect::Write};
    const Result<ApiResponse> response =
        exchange(write, body, idempotencyKey, m_governor.patience(write, m_options.timeout), stop);
    if (!response)
        return response.error();
    return response->data(Effect::Write);
}

Result<BoardPair> MondayBoardGateway::readBoards(const StopTokens &stop)
{
    QJsonArray ids{m_options.boardId};
    if (!m_options.subitemBoardId.isEmpty())
        ids.append(m_options.subitemBoardId);
    const Result<QJsonObject> data = query(u"ReadBoards"_s, {{u"boards"_s, ids}}, stop);
    if (!data)
        return data.error();
    BoardPair pair;
    for (const auto &id : std::as_const(ids)) {
        const std::optional<QJsonObject> board = boardIn(*data, id.toString());
        if (!board)
            return boardMissing(id.toString());
        (id.toString() == m_options.boardId ? pair.items : pair.subitems) = parseBoard(*board);
    }
    return pair;
}

Result<std::vector<BoardGroup>> MondayBoardGateway::readGroups(const StopTokens &stop)
{
    const Result<QJsonObject> data =
        query(u"ReadGroups"_s, {{u"boards"_s, QJsonArray{m_options.boardId}}}, stop);
    if (!data)
        return data.error();
    const std::optional<QJsonObject> board = boardIn(*data, m_options.boardId);
    if (!board)
        return boardMissing(m_options.boardId);
    return parseGroups(*board);
}

Result<BoardGroup> MondayBoardGateway::createGroup(const QString &title, const QString &idempotencyKey,
                                                   const StopTokens &stop)
{
    const QString operation = u"CreateGroup"_s;
    const Result<QJsonObject> data =
        mutate(operation, {{u"board"_s, m_options.boardId}, {u"title"_s, title}}, idempotencyKey, stop);
    if (!data)
        return data.error();
    const QJsonObject group = data->value("create_group"_L1).toObject();
    const QString id = group.value("id"_L1).toString();
    if (id.isEmpty())
        return incomplete(operation, u"create_group.id"_s, Certainty::Unknown);
    return BoardGroup{.id = id, .title = group.value("title"_L1).toString(title)};
}

Result<QJsonObject> MondayBoardGateway::readColumn(const QString &boardId, const QString &columnId,
                                                   const StopTokens &stop)
{
    const Result<QJsonObject> data = query(
        u"ReadColumn"_s, {{u"boards"_s, QJsonArray{boardId}}, {u"columns"_s, QJsonArray{columnId}}}, stop);
    if (!data)
        return data.error();
    const std::optional<QJsonObject> board = boardIn(*data, boardId);
    if (!board)
        return boardMissing(boardId);
    for (const QJsonArray list = board->value("columns"_L1).toArray(); const auto &column : list) {
        if (column.toObject().value("id"_L1).toString() == columnId)
            return column.toObject();
    }
    return Error{
        .kind = ErrorKind::SchemaMismatch,
        .certainty = Certainty::NotSent,
        .event = {.id = EventId::mc_052, .parameters = {{u"column"_s, columnId}, {u"board"_s, boardId}}},
        .columnId = columnId};
}

Result<BoardColumn> MondayBoardGateway::addLabels(const QString &columnId, bool onSubitems,
                                                  const QStringList &labels, const StopTokens &stop)
{
    const QString &boardId = onSubitems ? m_options.subitemBoardId : m_options.boardId;
    for (int attempt = 1;; ++attempt) {
        Result<BoardColumn> column = addLabelsOnce(boardId, columnId, labels, stop);
        // Somebody else changed the column between our reading and our writing.
        const bool changed = !column && meaningOf(column.error().code, 0, {}) == ErrorMeaning::Revision;
        if (!changed || attempt == mostRevisions)
            return column;
    }
}

Result<BoardColumn> MondayBoardGateway::addLabelsOnce(const QString &boardId, const QString &columnId,
                                                      const QStringList &labels, const StopTokens &stop)
{
    const Result<QJsonObject> read = readColumn(boardId, columnId, stop);
    if (!read)
        return read.error();
    BoardColumn column = parseColumn(*read);
    if (column.type != ColumnType::Dropdown)
        return Error{.kind = ErrorKind::InvalidInput,
                     .certainty = Certainty::NotSent,
                     .event = {.id = EventId::mc_053,
                               .parameters = {{u"column"_s, column.title}, {u"type"_s, column.typeName}}},
                     .columnId = columnId};
    const QJsonArray grown = grownLabels(column.labels, labels);
    if (grown.isEmpty())
        return column;
    if (static_cast<std::size_t>(grown.size()) > boardlimits::dropdownLabels)
        return Error{
            .kind = ErrorKind::InvalidInput,
            .certainty = Certainty::NotSent,
            .event = {.id = EventId::mc_054,
                      .parameters = {{u"column"_s, column.title},
                                     {u"present"_s, static_cast<qint64>(column.labels.size())},
                                     {u"wanted"_s, grown.size()},
                                     {u"limit"_s, static_cast<qint64>(boardlimits::dropdownLabels)}}},
            .columnId = columnId};

    QJsonObject settings{{u"labels"_s, grown}};
    const QJsonObject present = columnSettings(read->value("settings"_L1));
    for (const QString &key : {u"limit_select"_s, u"label_limit_count"_s}) {
        if (const QJsonValue value = present.value(key); !value.isNull() && !value.isUndefined())
            settings.insert(key, value);
    }
    const QJsonObject variables{{u"board"_s, boardId},
                                {u"column"_s, columnId},
                                {u"revision"_s, column.revision},
                                {u"settings"_s, settings}};
    // The same change of the same revision is the same request, so its content is its key.
    const QString operation = u"UpdateDropdownLabels"_s;
    const QByteArray content = graphQlBody(operation, {}, variables);
    const QString key =
        QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    const Result<QJsonObject> data = mutate(operation, variables, key, stop);
    if (!data)
        return data.error();
    const QJsonObject updated = data->value("update_dropdown_column"_L1).toObject();
    if (updated.value("id"_L1).toString() != columnId)
        return incomplete(operation, u"update_dropdown_column.id"_s, Certainty::Unknown);
    return parseColumn(updated);
}

Result<BoardColumn> MondayBoardGateway::createTextColumn(const QString &columnId, const QString &title,
                                                         const StopTokens &stop)
{
    // No key of idempotency: a board has a column id only once, so a second request is refused.
    const QString operation = u"CreateTextColumn"_s;
    const Result<QJsonObject> data = mutate(
        operation, {{u"board"_s, m_options.boardId}, {u"column"_s, columnId}, {u"title"_s, title}}, {}, stop);
    if (!data)
        return data.error();
    const QJsonObject column = data->value("create_column"_L1).toObject();
    if (column.value("id"_L1).toString() != columnId)
        return incomplete(operation, u"create_column.id"_s, Certainty::Unknown);
    return parseColumn(column);
}

EncodedBatch MondayBoardGateway::encode(const std::vector<BoardMutation> &mutations,
                                        const QString &idempotencyKey) const
{
    MutationDocument document = m_builder.build(mutations);
    return {.body = graphQlBody(document.operation, document.text, document.variables),
            .idempotencyKey = idempotencyKey,
            .aliases = std::move(document.aliases)};
}

Result<BatchAnswer> MondayBoardGateway::send(const EncodedBatch &batch, const StopTokens &stop)
{
    const QString name = operationOfBody(batch.body);
    const Operation operation{.name = name,
                              .units = static_cast<int>(batch.aliases.size()),
                              .effect = Effect::Write,
                              .board = isOnSubitems(name) ? TargetBoard::Subitems : TargetBoard::Items,
                              .carriesRows = true};
    const Result<ApiResponse> response =
        exchange(operation, batch.body, batch.idempotencyKey, m_options.timeout, stop, batch.notAfter);
    if (!response)
        return response.error();
    Result<BatchAnswer> answer = response->batch(batch.aliases);
    if (answer)
        answer->seconds = m_lastSeconds;
    return answer;
}

Result<std::vector<BoardItem>>
MondayBoardGateway::findByText(const QString &columnId, const QStringList &texts, const StopTokens &stop)
{
    if (columnId.isEmpty())
        return Error{.kind = ErrorKind::InvalidInput,
                     .certainty = Certainty::NotSent,
                     .event = {.id = EventId::mc_055, .parameters = {{u"board"_s, m_options.boardId}}}};
    // An empty text would find every item whose column is empty.
    QStringList wanted = texts;
    wanted.removeAll(QString());
    wanted.removeDuplicates();
    std::vector<BoardItem> found;
    for (qsizetype start = 0; start < wanted.size(); start += idsPerQuery) {
        const QStringList chunk = wanted.mid(start, idsPerQuery);
        Result<std::vector<BoardItem>> pages = findPages(columnId, chunk, stop);
        // A cursor lives an hour; a wait for quota between two pages can outlast it.
        if (!pages && meaningOf(pages.error().code, 0, {}) == ErrorMeaning::Cursor)
            pages = findPages(columnId, chunk, stop);
        if (!pages)
            return std::move(pages).error();
        std::ranges::move(*pages, std::back_inserter(found));
    }
    // Texts that differ in case only find the same item in two chunks, as does a board that changes between
    // two pages.
    QSet<qint64> seen;
    std::erase_if(found, [&seen](const BoardItem &item) {
        const bool again = seen.contains(item.id);
        seen.insert(item.id);
        return again;
    });
    return found;
}

Result<std::vector<BoardItem>> MondayBoardGateway::findPages(const QString &columnId,
                                                             const QStringList &texts, const StopTokens &stop)
{
    const QJsonArray shown{columnId};
    QString operation = u"FindItems"_s;
    QString field = u"items_page_by_column_values"_s;
    QJsonObject variables{{u"board"_s, m_options.boardId},
                          {u"column"_s, columnId},
                          {u"texts"_s, QJsonArray::fromStringList(texts)},
                          {u"shown"_s, shown}};
    std::vector<BoardItem> found;
    for (;;) {
        const Result<QJsonObject> data = query(operation, variables, stop);
        if (!data)
            return data.error();
        const QJsonValue page = data->value(field);
        // Without the page nobody knows whether the items are there, and "none" would make duplicates.
        if (!page.isObject() || !page.toObject().value("items"_L1).isArray())
            return incomplete(operation, field, Certainty::NotSent);
        for (const QJsonArray list = page.toObject().value("items"_L1).toArray(); const auto &value : list) {
            std::optional<BoardItem> item = parseItem(value.toObject());
            if (!item)
                return incomplete(operation, u"items.id"_s, Certainty::NotSent);
            // What was archived a moment ago may still be found.
            if (item->active)
                found.push_back(*std::move(item));
        }
        const QString cursor = page.toObject().value("cursor"_L1).toString();
        if (cursor.isEmpty())
            return found;
        operation = u"NextItems"_s;
        field = u"next_items_page"_s;
        variables = {{u"cursor"_s, cursor}, {u"shown"_s, shown}};
    }
}

Result<std::vector<BoardItem>> MondayBoardGateway::itemsById(const std::vector<qint64> &ids,
                                                             const StopTokens &stop)
{
    const QString operation = u"ItemsById"_s;
    std::vector<BoardItem> result;
    QJsonArray chunk;
    for (std::size_t index = 0; index < ids.size(); ++index) {
        chunk.append(QString::number(ids[index]));
        if (chunk.size() < idsPerQuery && index + 1 < ids.size())
            continue;
        const Result<QJsonObject> data = query(operation, {{u"items"_s, chunk}}, stop);
        if (!data)
            return data.error();
        const QJsonValue items = data->value("items"_L1);
        if (!items.isArray())
            return incomplete(operation, u"items"_s, Certainty::NotSent);
        for (const QJsonArray list = items.toArray(); const auto &value : list) {
            std::optional<BoardItem> item = parseItem(value.toObject());
            if (item)
                result.push_back(*std::move(item));
        }
        chunk = {};
    }
    return result;
}

Result<AccountInfo> MondayBoardGateway::account(const StopTokens &stop)
{
    const QString operation = u"ReadAccount"_s;
    // Some plans and tokens may not see every part of it.
    const Result<QJsonObject> data = query(operation, {}, stop, true);
    if (!data)
        return data.error();
    const QJsonObject me = data->value("me"_L1).toObject();
    if (me.isEmpty())
        return incomplete(operation, u"me"_s, Certainty::NotSent);
    const QJsonObject account = me.value("account"_L1).toObject();
    AccountInfo info{.user = me.value("name"_L1).toString(),
                     .account = account.value("name"_L1).toString(account.value("slug"_L1).toString()),
                     .tier = account.value("tier"_L1).toString(),
                     .apiVersion = m_answeredVersion.isEmpty()
                         ? data->value("version"_L1).toObject().value("value"_L1).toString()
                         : m_answeredVersion};
    const QJsonValue perDay =
        data->value("platform_api"_L1).toObject().value("daily_limit"_L1).toObject().value("total"_L1);
    if (perDay.isDouble())
        info.callsPerDay = perDay.toInteger();
    m_governor.learnCallsPerDay(info.callsPerDay);
    return info;
}

} // namespace syncline
