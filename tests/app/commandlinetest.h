#pragma once

#include "base/atomicfile.h"
#include "sandbox/sandboxserver.h"
#include "support/demoworld.h"
#include "support/testenvironment.h"
#include "support/warehousebuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>

#include <memory>
#include <optional>

namespace syncline::testing {

using namespace Qt::StringLiterals;

/// Runs the program itself on a demo workspace and compares the worlds afterwards.
class CommandLineTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const QString missing = missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

protected:
    DemoReport makeWorkspace(int orders)
    {
        m_world.emplace(file(u"demo"_s));
        return m_world->make(orders);
    }

    QString config() const { return m_world->config(); }
    static QByteArray read(const QString &path) { return contentOf(path); }

    CliOutcome run(const QStringList &command) const { return m_world->run(command); }
    QStringList differences() const { return m_world->differences(); }

    /// Gives a sync of everything the signal after so many batches.
    Interruption interruptSync(int batches, int signal) const
    {
        return m_world->interrupt({u"sync"_s, u"--execute"_s},
                                  {.kind = KillPoint::Kind::Batches, .count = batches, .signal = signal});
    }

    /// Runs the program on a terminal of its own with the answer typed, everything that it says in one.
    CliOutcome runOnTerminal(const QStringList &command, const QByteArray &answer) const
    {
        QStringList words{QStringLiteral(SYNCLINE_CLI)};
        for (const QString &argument : QStringList{u"--config"_s, m_world->config()} + command)
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

    void sql(const QString &statement) const { m_world->sql(statement); }

    QStringList ownTables() const
    {
        return m_world->tables().filter(QRegularExpression(u"^syncline_"_s, QRegularExpression::CaseInsensitiveOption));
    }

    void dropOwnTables() const
    {
        QVERIFY(!ownTables().isEmpty());
        for (const QString &table : ownTables())
            sql(u"DROP TABLE \"%1\""_s.arg(table));
    }

    DemoRow firstRow(const QString &state, bool withItem) const
    {
        for (const DemoRow &row : m_world->warehouse()) {
            if (row.values[u"sync_state"_s] == state
                && (row.values[u"monday_item_id"_s].toLongLong() != 0) == withItem)
                return row;
        }
        qFatal("no row in state %s", qPrintable(state));
    }

    DemoRow rowOf(const QString &key) const
    {
        for (const DemoRow &row : m_world->warehouse()) {
            if (row.values[u"record_uuid"_s] == key)
                return row;
        }
        qFatal("no row %s", qPrintable(key));
    }

    /// Somebody throws the item away on the board, and the order changes afterwards.
    void loseItem(const DemoRow &row) const
    {
        SystemClock clock;
        sandbox::SandboxServer server(m_world->file(u"sandbox.sqlite"_s), {}, clock);
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
        sql(u"UPDATE FACT_ORDER_LIST SET sync_state = 'PENDING', action_type = 'UPDATE', \"CUSTOMER STYLE\" = "
            "'CHANGED BY HAND' WHERE record_uuid = '%1'"_s.arg(row.values[u"record_uuid"_s].toString()));
    }

    std::optional<DemoWorld> m_world;
};

} // namespace syncline::testing
