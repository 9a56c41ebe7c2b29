#include "scriptclient.h"

#include "monday/graphqldocument.h"
#include "monday/qnamtransport.h"
#include "processfigures.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

const QString document =
    u"mutation One($board: ID!, $group: String!, $name: String!, $values: JSON!) {\n"
    "  create_item(board_id: $board, group_id: $group, item_name: $name, column_values: $values) "
    "{ id }\n}\n"_s;

HttpRequest request(const QUrl &url, const QByteArray &body)
{
    return {.url = url,
            .headers = {{"Content-Type", "application/json"},
                        {"Authorization", "sandbox"},
                        {"API-Version", "2026-10"}},
            .body = body};
}

/// The id of a new group for the rows.
QString makeGroup(const QUrl &url, const QString &boardId)
{
    const HttpReply reply = QnamTransport().execute(
        request(url,
                graphQlBody(
                    u"Group"_s,
                    u"mutation Group($board: ID!) { create_group(board_id: $board, group_name: \"BENCH\") "
                    "{ id } }"_s,
                    {{u"board"_s, boardId}})),
        {});
    return QJsonDocument::fromJson(reply.body)["data"_L1]["create_group"_L1]["id"_L1].toString();
}

QByteArray bodyFor(const QString &boardId, const QString &groupId, int row)
{
    const QString values =
        u"{\"text_mkr5wya6\":\"ORDER %1\",\"text_mkr5ej2x\":\"PO %1\",\"numeric_mktb1d19\":\"12\"}"_s.arg(
            row);
    return graphQlBody(u"One"_s, document,
                       {{u"board"_s, boardId},
                        {u"group"_s, groupId},
                        {u"name"_s, u"row %1"_s.arg(row)},
                        {u"values"_s, values}});
}

} // namespace

int runScript(const QUrl &url, const QString &boardId, int rows, int lanes)
{
    QString groupId;
    // The transport blocks its thread, so it must not be the main one.
    std::jthread([&] { groupId = makeGroup(url, boardId); }).join();
    std::atomic<int> next = 0;
    std::atomic<int> made = 0;
    QElapsedTimer elapsed;
    elapsed.start();
    {
        std::vector<std::jthread> threads;
        for (int lane = 0; lane < lanes; ++lane) {
            threads.emplace_back([&] {
                QnamTransport transport;
                for (int row = next++; row < rows; row = next++) {
                    const HttpReply reply =
                        transport.execute(request(url, bodyFor(boardId, groupId, row)), {});
                    made += reply.status == 200 && reply.body.contains("\"id\"") ? 1 : 0;
                }
            });
        }
    }
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;
    const QJsonObject figures{{u"rows"_s, made.load()},
                              {u"seconds"_s, seconds},
                              {u"rows_per_second"_s, made / seconds},
                              {u"cpu_seconds"_s, cpuSeconds()},
                              {u"peak_memory"_s, peakMemory()}};
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return made == rows ? 0 : 1;
}

} // namespace syncline::bench
