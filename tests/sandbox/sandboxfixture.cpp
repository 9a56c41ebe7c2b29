#include "sandboxfixture.h"

#include <QtTest>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

BoardSeed smallBoard()
{
    return {.id = u"100"_s,
            .name = u"Orders <Spring>"_s,
            .subitemBoardId = u"101"_s,
            .subitemBoardName = u"Subitems of Orders"_s,
            .columns = {{u"text_1"_s, u"Order"_s, u"text"_s, {}},
                        {u"long_1"_s, u"Notes"_s, u"long_text"_s, {}},
                        {u"num_1"_s, u"Qty"_s, u"numbers"_s, {}},
                        {u"date_1"_s, u"Due"_s, u"date"_s, {}},
                        {u"drop_1"_s, u"Season"_s, u"dropdown"_s, {u"SS26"_s, u"FA26"_s}},
                        {u"color_1"_s, u"Status"_s, u"status"_s, {u"Open"_s, u"Done"_s}},
                        {u"check_1"_s, u"Final"_s, u"checkbox"_s, {}},
                        {u"mirror_1"_s, u"Packed"_s, u"mirror"_s, {}}},
            .subitemColumns = {{u"drop_s"_s, u"Size"_s, u"dropdown"_s, {u"S"_s, u"M"_s}},
                               {u"num_s"_s, u"Qty"_s, u"numbers"_s, {}}},
            .groups = {{u"g1"_s, u"First"_s}, {u"g2"_s, u"Second"_s}},
            .items = {}};
}

QByteArray requestBody(const QString &query, const QJsonObject &variables)
{
    return QJsonDocument(QJsonObject{{u"query"_s, query}, {u"variables"_s, variables}}).toJson();
}

HandlerFixture::HandlerFixture(const QString &stateFile, const SandboxOptions &givenOptions)
    : options(givenOptions)
    , m_stateFile(stateFile)
{
    const Result<void> written = writeBoardState(stateFile, {smallBoard()}, clock.utcNow());
    if (!written)
        qFatal("%s", qPrintable(written.error().text()));
    m_store = std::move(BoardStore::open(stateFile)).value();
    m_handler = std::make_unique<RequestHandler>(*m_store, options, clock, faults);
    m_handler->setBaseUrl(u"http://127.0.0.1:1"_s);
}

HttpReply HandlerFixture::reply(const QByteArray &body, const QHash<QByteArray, QByteArray> &headers)
{
    HttpRequest request{.method = "POST", .target = "/v2", .headers = headers, .body = body};
    if (!request.headers.contains("authorization"))
        request.headers.insert("authorization", "token");
    return m_handler->handle(request);
}

QJsonObject HandlerFixture::send(const QString &query, const QJsonObject &variables,
                                 const QHash<QByteArray, QByteArray> &headers)
{
    return QJsonDocument::fromJson(reply(requestBody(query, variables), headers).body).object();
}

QJsonObject HandlerFixture::data(const QString &query, const QJsonObject &variables)
{
    const QJsonObject answer = send(query, variables);
    if (answer.contains("errors"_L1))
        QTest::qFail(qPrintable(json(answer)), __FILE__, __LINE__);
    return answer.value("data"_L1).toObject();
}

QString HandlerFixture::errorCode(const QString &query, const QJsonObject &variables)
{
    const QJsonArray errors = send(query, variables).value("errors"_L1).toArray();
    return errors.size() == 1 ? errors.first()["extensions"_L1]["code"_L1].toString()
                              : u"%1 errors"_s.arg(errors.size());
}

QString HandlerFixture::createItem(const QString &name, const QJsonObject &values)
{
    const QJsonObject answer = data(
        u"mutation($n: String!, $v: JSON) { a: create_item(board_id: 100, group_id: \"g1\", item_name: $n, "
        "column_values: $v) { id } }"_s,
        {{u"n"_s, name}, {u"v"_s, json(values)}});
    return answer["a"_L1]["id"_L1].toString();
}

BoardState HandlerFixture::state() const
{
    return BoardState::read(m_stateFile).value();
}

QByteArray headerOf(const HttpReply &reply, const QByteArray &name)
{
    for (const auto &[key, value] : reply.headers) {
        if (key == name)
            return value;
    }
    return {};
}

QString json(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace syncline::sandbox
