#include "serverscenario.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <cstdio>
#include <optional>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

constexpr int patienceMs = 12 * 3'600'000;
/// Orders that the sync sends: the demo's board keeps monday's limits, so more of them only take longer.
constexpr int ordersToSend = 500;

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

class OnServer
{
public:
    OnServer(const QStringList &server, const QString &folder)
        : m_server(server)
        , m_folder(folder)
        , m_schema(u"bench %1"_s.arg(QCoreApplication::applicationPid()))
    {
        // The program demands one; this server trusts everybody.
        qputenv("SYNCLINE_DB_PASSWORD_DEMO", "trusted");
    }

    ~OnServer()
    {
        const QString name = u"bench"_s;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, name);
            database.setHostName(m_server.at(0));
            database.setPort(m_server.at(1).toInt());
            database.setUserName(m_server.at(2));
            database.setDatabaseName(u"postgres"_s);
            if (database.open()) {
                QSqlQuery query(database);
                query.exec(u"SET client_min_messages TO warning"_s);
                query.exec(u"DROP SCHEMA IF EXISTS \"%1\" CASCADE"_s.arg(m_schema));
            }
        }
        QSqlDatabase::removeDatabase(name);
    }
    Q_DISABLE_COPY_MOVE(OnServer)

    [[nodiscard]] QJsonObject makeDemo(int orders)
    {
        return command({u"demo"_s, u"--to"_s, m_folder, u"--orders"_s, QString::number(orders), u"--driver"_s,
                        u"postgresql"_s, u"--host"_s, m_server.at(0), u"--port"_s, m_server.at(1),
                        u"--user"_s, m_server.at(2), u"--database"_s, u"postgres"_s, u"--schema"_s, m_schema,
                        u"--unencrypted"_s});
    }

    /// A command on the demo.
    [[nodiscard]] QJsonObject run(const QStringList &arguments)
    {
        return command(QStringList{u"--config"_s, QDir(m_folder).filePath(u"syncline.toml"_s)} + arguments);
    }

    /// What the last command printed.
    [[nodiscard]] QJsonDocument output() const
    {
        QFile file(outputFile());
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
    }

private:
    [[nodiscard]] QString outputFile() const { return m_folder + u".output"_s; }

    [[nodiscard]] QJsonObject command(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      QStringList{u"command"_s, u"--output"_s, outputFile(), u"--"_s} + arguments);
        process.waitForFinished(patienceMs);
        return QJsonDocument::fromJson(process.readAllStandardOutput().trimmed()).object();
    }

    const QStringList m_server;
    const QString m_folder;
    const QString m_schema;
};

QString withMostWaiting(const QJsonArray &customers, qint64 &waiting)
{
    QString name;
    qint64 most = -1;
    for (const auto &value : customers) {
        const qint64 pending = value[u"pending"_s].toInteger();
        waiting += pending;
        if (pending > most) {
            most = pending;
            name = value[u"name"_s].toString();
        }
    }
    return name;
}

} // namespace

void measureOnServer(int orders, const QString &folder, const std::function<void(const QJsonObject &)> &tell)
{
    const QString size = QLocale::c().toString(orders);
    const auto told = [&](const QString &what, QJsonObject figures, qint64 rows, bool isRate) {
        figures.insert(u"name"_s, QString(u"postgresql, "_s + what));
        figures.insert(u"kind"_s, u"program"_s);
        figures.insert(u"headers"_s, orders);
        const double seconds = figures.value("real_seconds"_L1).toDouble();
        // 1: rows failed, as some of a demo have to.
        const int exitCode = figures.value("exit_code"_L1).toInt(-1);
        if (exitCode != 0 && exitCode != 1)
            figures.insert(u"failure"_s, u"ended with %1"_s.arg(exitCode));
        figures.insert(u"rows"_s, rows);
        if (isRate && rows > 0 && seconds > 0) {
            figures.insert(u"rows_per_second"_s, static_cast<double>(rows) / seconds);
            figures.insert(u"cpu_seconds_per_1000"_s,
                           1000 * figures.value("cpu_seconds"_L1).toDouble() / static_cast<double>(rows));
        }
        tell(figures);
        return !figures.contains(u"failure"_s);
    };
    const QStringList server = qEnvironmentVariable("SYNCLINE_TEST_POSTGRESQL").split(u' ');
    if (server.size() != 3) {
        tell({{u"name"_s, u"postgresql"_s},
              {u"failure"_s, u"SYNCLINE_TEST_POSTGRESQL names no server; tests/bench starts one"_s}});
        return;
    }
    OnServer world(server, folder);
    if (!told(u"demo of "_s + size, world.makeDemo(orders), orders, true))
        return;
    const QJsonObject customers = world.run({u"customers"_s, u"--json"_s});
    qint64 waiting = 0;
    const QString customer = withMostWaiting(world.output().array(), waiting);
    if (!told(u"customers"_s, customers, waiting, false))
        return;
    const QJsonObject plan = world.run({u"plan"_s, u"--customer"_s, customer, u"--json"_s});
    const qint64 planned = world.output().object().value("ledger"_L1)[u"planned"_s].toInteger();
    if (!told(u"plan of one"_s, plan, planned, true))
        return;
    const QString runFile = folder + u".run.json"_s;
    const QJsonObject sync =
        world.run({u"sync"_s, u"--execute"_s, u"--yes"_s, u"--customer"_s, customer, u"--limit"_s,
                   QString::number(ordersToSend), u"--output-json"_s, runFile});
    QFile run(runFile);
    const QJsonObject summary =
        run.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(run.readAll()).object() : QJsonObject();
    told(u"sync of %1"_s.arg(ordersToSend), sync, summary.value("ledger"_L1)[u"planned"_s].toInteger(), true);
}

int runCommand(const QString &outputFile, const QStringList &arguments)
{
    QProcess process;
    process.setStandardOutputFile(outputFile);
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.setStandardErrorFile(QString(outputFile + u".messages"_s));
    QElapsedTimer elapsed;
    elapsed.start();
    process.start(QStringLiteral(SYNCLINE_CLI), arguments);
    const bool ended = process.waitForFinished(patienceMs) && process.exitStatus() == QProcess::NormalExit;
    const double seconds = static_cast<double>(elapsed.nsecsElapsed()) / 1e9;
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const QJsonObject figures{{u"exit_code"_s, ended ? process.exitCode() : -1},
                              {u"real_seconds"_s, seconds},
                              {u"cpu_seconds"_s, secondsOf(used.ru_utime) + secondsOf(used.ru_stime)},
                              {u"peak_memory"_s, static_cast<qint64>(used.ru_maxrss) * 1024}};
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return ended ? 0 : 1;
}

} // namespace syncline::bench
