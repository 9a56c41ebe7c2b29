#pragma once

#include "base/atomicfile.h"
#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "sandbox/boardstate.h"
#include "sandbox/sandboxserver.h"
#include "support/testenvironment.h"
#include "sync/valuejudge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

#include <csignal>

namespace syncline::testing {

using namespace Qt::StringLiterals;

struct Outcome
{
    int exitCode = -1;
    QByteArray output;
    QByteArray messages;
};

/// A row of the headers table with its lines that count as synced.
struct WarehouseRow
{
    QHash<QString, QVariant> values;
    QHash<QString, qint64> subitems; ///< size -> id
};

/// Runs the program itself on demo workspaces and compares the worlds afterwards.
class CommandLineTest : public TestCase
{
protected:
    QString config() const { return file(u"demo/syncline.toml"_s); }

    DemoReport makeWorkspace(int orders)
    {
        Result<DemoReport> made = makeDemo({.folder = file(u"demo"_s), .orders = orders});
        if (!made)
            qFatal("%s", qPrintable(made.error().text()));
        // The same server with the same faults, only nearer.
        const QString path = file(u"demo/sandbox.toml"_s);
        QByteArray behaviour = read(path);
        behaviour.replace("search_lag_seconds = 2.0", "search_lag_seconds = 0.3");
        behaviour.replace("request_ms = 80", "request_ms = 10")
            .replace("mutation_ms = 10", "mutation_ms = 1");
        if (Result<void> written = writeFileAtomically(path, behaviour); !written)
            qFatal("%s", qPrintable(written.error().text()));
        return *made;
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QStringList arguments(const QStringList &command) const
    {
        return QStringList{u"--config"_s, config()} + command;
    }

    Outcome run(const QStringList &command) const
    {
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), arguments(command));
        if (!process.waitForFinished(120'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    /// Starts a sync and gives it the signal after so many batches; whether it was still running then.
    bool interruptSync(int batches, int signal)
    {
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), arguments({u"sync"_s, u"--execute"_s}));
        if (!process.waitForStarted())
            return false;
        process.setReadChannel(QProcess::StandardError);
        QByteArray seen;
        while (seen.count("\nbatch ") < batches && process.waitForReadyRead(60'000))
            seen += process.readAllStandardError();
        const bool running = process.state() == QProcess::Running;
        ::kill(static_cast<pid_t>(process.processId()), signal);
        process.waitForFinished(60'000);
        m_interruptedExit = process.exitStatus() == QProcess::CrashExit ? -1 : process.exitCode();
        return running;
    }

    /// Runs the program on a terminal of its own with the answer typed, everything that it says in one.
    Outcome runOnTerminal(const QStringList &command, const QByteArray &answer) const
    {
        QStringList words{QStringLiteral(SYNCLINE_CLI)};
        for (const QString &argument : arguments(command))
            words.append(u"'"_s + argument + u"'"_s);
        QProcess process;
        process.start(u"script"_s,
                      {u"--quiet"_s, u"--return"_s, u"--command"_s, words.join(u' '), u"/dev/null"_s});
        if (!process.waitForStarted())
            return {};
        QByteArray seen;
        while (!seen.contains("[y/N]") && process.waitForReadyRead(60'000))
            seen += process.readAll();
        process.write(answer);
        if (!process.waitForFinished(120'000))
            return {};
        return {process.exitCode(), seen + process.readAll(), {}};
    }

    void sql(const QStringList &statements) const
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"change"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            if (!database.open())
                qFatal("%s", qPrintable(database.lastError().text()));
            for (const QString &statement : statements) {
                QSqlQuery query(database);
                if (!query.exec(statement))
                    qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
            }
        }
        QSqlDatabase::removeDatabase(u"change"_s);
    }

    QStringList ownTables() const
    {
        QStringList names;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"tables"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            if (!database.open())
                qFatal("%s", qPrintable(database.lastError().text()));
            QSqlQuery query(
                u"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'SYNCLINE_%'"_s,
                database);
            while (query.next())
                names.append(query.value(0).toString());
        }
        QSqlDatabase::removeDatabase(u"tables"_s);
        return names;
    }

    void dropOwnTables() const
    {
        QStringList statements;
        for (const QString &table : ownTables())
            statements.append(u"DROP TABLE \"%1\""_s.arg(table));
        QVERIFY(!statements.isEmpty());
        sql(statements);
    }

    WarehouseRow firstRow(const QString &state, bool withItem) const
    {
        for (const WarehouseRow &row : warehouse()) {
            if (row.values[u"sync_state"_s] == state
                && (row.values[u"monday_item_id"_s].toLongLong() != 0) == withItem)
                return row;
        }
        qFatal("no row in state %s", qPrintable(state));
    }

    WarehouseRow rowOf(const QString &key) const
    {
        for (const WarehouseRow &row : warehouse()) {
            if (row.values[u"record_uuid"_s] == key)
                return row;
        }
        qFatal("no row %s", qPrintable(key));
    }

    /// Somebody throws the item away on the board, and the order changes afterwards.
    void loseItem(const WarehouseRow &row) const
    {
        SystemClock clock;
        sandbox::SandboxServer server(file(u"demo/sandbox.sqlite"_s), {}, clock);
        const Result<sandbox::SandboxAddress> address = server.start();
        QVERIFY(address);
        QNetworkAccessManager network;
        QNetworkRequest request(address->url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setRawHeader("Authorization", "sandbox");
        request.setRawHeader("API-Version", "2026-10");
        const QJsonObject body{{u"query"_s,
                                QString(u"mutation { delete_item(item_id: "_s
                                        + row.values[u"monday_item_id"_s].toString() + u") { id } }"_s)}};
        const std::unique_ptr<QNetworkReply> reply(network.post(request, QJsonDocument(body).toJson()));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QVERIFY(finished.wait());
        const QByteArray answer = reply->readAll();
        QVERIFY2(answer.contains("delete_item") && !answer.contains("errors"), answer.constData());
        sql({u"UPDATE FACT_ORDER_LIST SET sync_state = 'PENDING', action_type = 'UPDATE', \"CUSTOMER STYLE\" "
             u"= "
             "'CHANGED BY HAND' WHERE record_uuid = '%1'"_s.arg(row.values[u"record_uuid"_s].toString())});
    }

    std::vector<WarehouseRow> warehouse() const
    {
        std::vector<WarehouseRow> rows;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"check"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            if (!database.open())
                qFatal("%s", qPrintable(database.lastError().text()));
            QSqlQuery headers(u"SELECT * FROM FACT_ORDER_LIST"_s, database);
            while (headers.next()) {
                WarehouseRow row;
                for (int column = 0; column < headers.record().count(); ++column)
                    row.values.insert(headers.record().fieldName(column), headers.value(column));
                rows.push_back(row);
            }
            QHash<QString, std::size_t> byKey;
            for (std::size_t i = 0; i < rows.size(); ++i)
                byKey.insert(rows[i].values[u"record_uuid"_s].toString(), i);
            QSqlQuery lines(u"SELECT record_uuid, size_code, monday_subitem_id FROM ORDER_LIST_LINES "
                            "WHERE monday_subitem_id IS NOT NULL"_s,
                            database);
            while (lines.next()) {
                rows[byKey.value(lines.value(0).toString())].subitems.insert(lines.value(1).toString(),
                                                                             lines.value(2).toLongLong());
            }
        }
        QSqlDatabase::removeDatabase(u"check"_s);
        return rows;
    }

    /// What differs between warehouse and board; empty when every synced row is there once, with all its
    /// values, its group and its subitems, and nothing else is.
    QStringList differences() const
    {
        const Result<LoadedConfig> loaded = loadConfig(config());
        const EnvironmentSettings settings = *loaded->environment(u"demo"_s);
        const Result<sandbox::BoardState> state = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        const sandbox::SeenBoard *board = state->board(settings.boardId);
        QStringList all;
        int items = 0;
        qsizetype subitems = 0;
        for (const WarehouseRow &row : warehouse()) {
            const QString key = row.values[u"record_uuid"_s].toString();
            const QString number = row.values[u"AAG ORDER NUMBER"_s].toString();
            const auto twins = board->itemsWith(settings.mapping.recordKeyColumn, key);
            const QString syncState = row.values[u"sync_state"_s].toString();
            const qint64 itemId = row.values[u"monday_item_id"_s].toLongLong();
            if (itemId == 0) {
                if (!twins.empty())
                    all.append(u"%1 is on the board in state %2"_s.arg(number, syncState));
                continue;
            }
            ++items;
            subitems += row.subitems.size();
            if (twins.size() != 1 || twins.front()->id != itemId) {
                all.append(u"%1 is on the board %2 times"_s.arg(number).arg(twins.size()));
                continue;
            }
            if (syncState == "SYNCED"_L1)
                compare(settings, row, *twins.front(), all);
        }
        if (board->activeItems() != items)
            all.append(u"%1 items, %2 synced rows"_s.arg(board->activeItems()).arg(items));
        if (board->activeSubitems() != subitems)
            all.append(u"%1 subitems, %2 synced lines"_s.arg(board->activeSubitems()).arg(subitems));
        QSet<QString> titles;
        for (const auto &group : board->definition.groups) {
            if (titles.contains(foldedTitle(group.title)))
                all.append(u"two groups %1"_s.arg(group.title));
            titles.insert(foldedTitle(group.title));
        }
        return all;
    }

    static void compare(const EnvironmentSettings &settings, const WarehouseRow &row,
                        const sandbox::SeenItem &item, QStringList &all)
    {
        const QString number = row.values[u"AAG ORDER NUMBER"_s].toString();
        QHash<QString, QString> expected; // first non-empty source of each column
        for (const ColumnMapping &line : settings.mapping.headers) {
            const QString text = plainText(row.values.value(line.source));
            if (!text.isEmpty() && !expected.contains(line.targetColumnId)) {
                const bool isNumber = line.targetColumnId.startsWith("numeric_"_L1);
                expected.insert(line.targetColumnId, isNumber ? canonicalNumber(text).value_or(text) : text);
            }
        }
        for (auto value = expected.constBegin(); value != expected.constEnd(); ++value) {
            if (foldedTitle(item.texts.value(value.key())) != foldedTitle(*value)) {
                all.append(u"%1 %2: “%3” instead of “%4”"_s.arg(number, value.key(),
                                                                item.texts.value(value.key()), *value));
            }
        }
        for (auto size = row.subitems.constBegin(); size != row.subitems.constEnd(); ++size) {
            const auto found = std::ranges::find(item.subitems, *size, &sandbox::SeenItem::id);
            if (found == item.subitems.end() || found->name != u"Size "_s + size.key())
                all.append(u"%1 has no subitem of size %2"_s.arg(number, size.key()));
        }
        const QString group = row.values[u"group_name"_s].toString();
        if (!group.isEmpty() && foldedTitle(group) != foldedTitle(item.groupTitle))
            all.append(u"%1 is in the group %2"_s.arg(number, item.groupTitle));
    }

    int m_interruptedExit = 0;
};

} // namespace syncline::testing
