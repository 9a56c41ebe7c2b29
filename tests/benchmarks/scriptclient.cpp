#include "scriptclient.h"

#include "config/workspaceconfig.h"
#include "monday/graphqldocument.h"
#include "monday/qnamtransport.h"
#include "processfigures.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>

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

struct Row
{
    QString key;
    QString name;
    QString values; ///< JSON
};

QString connectionName(int lane)
{
    return u"script-%1"_s.arg(lane);
}

QSqlDatabase openWarehouse(const QString &folder, int lane)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName(lane));
    database.setDatabaseName(QDir(folder).filePath(u"warehouse.sqlite"_s));
    database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=60000"_s);
    database.open();
    return database;
}

/// Texts and plain numbers of all orders; everything else would have to be judged first.
std::vector<Row> readRows(const QString &folder, const MappingConfig &mapping)
{
    std::vector<ColumnMapping> columns;
    QString list = u"record_uuid"_s;
    for (const ColumnMapping &column : mapping.headers) {
        if (column.targetColumnId.contains("text_"_L1) || column.targetColumnId.startsWith("numeric_"_L1)) {
            columns.push_back(column);
            list += u", \"%1\""_s.arg(column.source);
        }
    }
    std::vector<Row> rows;
    {
        const QSqlDatabase database = openWarehouse(folder, -1);
        QSqlQuery query(database);
        query.setForwardOnly(true);
        query.exec(u"SELECT %1 FROM FACT_ORDER_LIST"_s.arg(list));
        while (query.next()) {
            QJsonObject values;
            for (std::size_t column = 0; column < columns.size(); ++column) {
                const QString text = query.value(static_cast<int>(column) + 1).toString();
                bool isNumber = false;
                text.toDouble(&isNumber);
                if (!text.isEmpty()
                    && (isNumber || !columns[column].targetColumnId.startsWith("numeric_"_L1)))
                    values.insert(columns[column].targetColumnId, text);
            }
            const QString key = query.value(0).toString();
            values.insert(mapping.recordKeyColumn, key);
            rows.push_back({key, u"order "_s + key,
                            QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact))});
        }
    }
    QSqlDatabase::removeDatabase(connectionName(-1));
    return rows;
}

QByteArray bodyFor(const QString &boardId, const QString &groupId, const Row &row)
{
    return graphQlBody(
        u"One"_s, document,
        {{u"board"_s, boardId}, {u"group"_s, groupId}, {u"name"_s, row.name}, {u"values"_s, row.values}});
}

bool noteId(int lane, const Row &row, const QString &id)
{
    QSqlQuery query(QSqlDatabase::database(connectionName(lane)));
    query.prepare(
        u"UPDATE FACT_ORDER_LIST SET sync_state = 'SYNCED', monday_item_id = ? WHERE record_uuid = ?"_s);
    query.addBindValue(id);
    query.addBindValue(row.key);
    return query.exec() && query.numRowsAffected() == 1;
}

} // namespace

int runScript(const QString &folder, const QUrl &url, bool writeBack)
{
    const Result<LoadedConfig> config = loadConfig(QDir(folder).filePath(u"syncline.toml"_s));
    if (!config)
        return 2;
    const Result<EnvironmentSettings> settings = config->environment(u"demo"_s);
    if (!settings)
        return 2;
    const std::vector<Row> rows = readRows(folder, settings->mapping);
    QString groupId;
    // The transport blocks its thread, so it must not be the main one.
    std::jthread([&] { groupId = makeGroup(url, settings->boardId); }).join();
    constexpr int lanes = 10;
    std::atomic<std::size_t> next = 0;
    std::atomic<int> made = 0;
    QElapsedTimer elapsed;
    elapsed.start();
    const double cpuBefore = cpuSeconds();
    {
        std::vector<std::jthread> threads;
        for (int lane = 0; lane < lanes; ++lane) {
            threads.emplace_back([&, lane] {
                if (writeBack)
                    openWarehouse(folder, lane);
                {
                    QnamTransport transport;
                    for (std::size_t row = next++; row < rows.size(); row = next++) {
                        const HttpReply reply = transport.execute(
                            request(url, bodyFor(settings->boardId, groupId, rows[row])), {});
                        const QString id =
                            QJsonDocument::fromJson(reply.body)["data"_L1]["create_item"_L1]["id"_L1]
                                .toString();
                        if (!id.isEmpty() && (!writeBack || noteId(lane, rows[row], id)))
                            ++made;
                    }
                }
                if (writeBack)
                    QSqlDatabase::removeDatabase(connectionName(lane));
            });
        }
    }
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;
    QJsonObject figures{{u"rows"_s, made.load()},
                        {u"seconds"_s, seconds},
                        {u"rows_per_second"_s, made / seconds},
                        {u"cpu_seconds"_s, cpuSeconds() - cpuBefore},
                        {u"peak_memory"_s, peakMemory()}};
    if (made != static_cast<int>(rows.size()))
        figures.insert(u"failure"_s, u"%1 of %2 rows were made"_s.arg(made).arg(rows.size()));
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace syncline::bench
