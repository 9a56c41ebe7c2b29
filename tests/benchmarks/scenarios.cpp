#include "scenarios.h"

#include "benchworkspace.h"
#include "serverprocess.h"
#include "serverscenario.h"
#include "windowscenario.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>
#include <QProcess>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QThread>

#include <cstdio>
#include <functional>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

constexpr int hour = 3'600'000; // milliseconds
/// monday's time for one row (contract 9).
constexpr int rowLatency = 1500;
constexpr double pointsPerRow = 30'000;

// monday-api.md 3.1.
const Account enterprise{u"enterprise"_s, 10'000'000, 5'000, 25'000, 250};
const Account trial{u"trial"_s, 1'000'000, 1'000, 1'000, 40};
const Account unlimited = withoutLimits();

struct Scenario
{
    QString name;
    QString kind; ///< throughput, client, planning, script
    WorkspaceSize size;
    Account account;
    int stopAfterRows = 0;
    double faults = 0;
    bool lines = false;
    bool writeBack = false; ///< of the script
};

QString program()
{
    return QCoreApplication::applicationFilePath();
}

QJsonObject runChild(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program(), arguments);
    process.waitForFinished(12 * hour);
    return lastObject(process.readAllStandardOutput());
}

double number(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toDouble();
}

/// Shares of the limits that were used while rows were sent.
void addShares(QJsonObject &figures, const Scenario &scenario)
{
    const double minutes = number(figures, "sending_seconds"_L1) / 60;
    const auto points = static_cast<double>(scenario.account.pointsPerMinute);
    if (minutes <= 0 || points <= 0)
        return;
    const double work = number(figures, "rows"_L1) + number(figures, "groups"_L1);
    figures.insert(u"share_of_limit"_s, work * pointsPerRow / points / minutes);
    const double requests = number(figures, "requests"_L1);
    figures.insert(u"refused_per_1000"_s,
                   requests > 0 ? 1000 * number(figures, "throttled"_L1) / requests : 0);
}

QJsonObject measure(const Scenario &scenario, const QString &folder, double fastTime)
{
    QJsonObject head{{u"name"_s, scenario.name},
                     {u"kind"_s, scenario.kind},
                     {u"headers"_s, scenario.size.headers},
                     {u"account"_s, scenario.account.name}};
    if (const QString failure = makeWorkspace(folder, scenario.size); !failure.isEmpty()) {
        head.insert(u"failure"_s, failure);
        return head;
    }
    const double timeScale = scenario.kind == "throughput"_L1 ? fastTime : 1;
    ServerProcess server({.stateFile = QDir(folder).filePath(u"sandbox.sqlite"_s),
                          .account = scenario.account,
                          .rowMs = scenario.kind == "throughput"_L1 ? rowLatency : 0,
                          .faults = scenario.faults,
                          .timeScale = timeScale});
    QJsonObject figures;
    if (scenario.kind == "script"_L1) {
        QStringList arguments{u"script"_s, u"--folder"_s, folder, u"--url"_s, server.url()};
        if (scenario.writeBack)
            arguments.append(u"--write-back"_s);
        figures = runChild(arguments);
    } else {
        QStringList arguments{u"client"_s,
                              u"--folder"_s,
                              folder,
                              u"--url"_s,
                              server.url(),
                              u"--time-scale"_s,
                              QString::number(timeScale),
                              u"--stop-after"_s,
                              QString::number(scenario.stopAfterRows)};
        if (scenario.kind == "planning"_L1)
            arguments.append(u"--plan-only"_s);
        if (scenario.lines)
            arguments.append(u"--subitems"_s);
        figures = runChild(arguments);
    }
    const QJsonObject served = server.finish();
    figures.insert(u"server_cpu_seconds"_s, served.value("cpu_seconds"_L1));
    figures.insert(u"server_created"_s, served.value("created"_L1));
    const double rows = number(figures, "rows"_L1);
    if (rows > 0) {
        const double cpu = figures.contains(u"cpu_sending_seconds"_s)
            ? number(figures, "cpu_sending_seconds"_L1)
            : number(figures, "cpu_seconds"_L1);
        figures.insert(u"cpu_seconds_per_1000"_s, 1000 * cpu / rows);
        figures.insert(u"server_cpu_seconds_per_1000"_s,
                       1000 * number(figures, "server_cpu_seconds"_L1) / rows);
    }
    addShares(figures, scenario);
    for (auto entry = head.constBegin(); entry != head.constEnd(); ++entry)
        figures.insert(entry.key(), entry.value());
    return figures;
}

/// Where time runs faster, the disk would be sixty times slower than the rest of the world; such runs use
/// memory.
QString folderFor(const Scenario &scenario, const BenchOptions &options)
{
    const QString memory = u"/dev/shm"_s;
    return scenario.kind == "throughput"_L1 && QFileInfo(memory).isWritable() ? memory : options.folder;
}

std::vector<Scenario> allScenarios(bool quick)
{
    std::vector<Scenario> all;
    const auto throughput = [&all](const QString &name, int headers, const Account &account,
                                   double faults = 0) {
        all.push_back({.name = name,
                       .kind = u"throughput"_s,
                       .size = {.headers = headers},
                       .account = account,
                       .faults = faults});
    };
    throughput(u"limits, tenth"_s, 740, enterprise);
    if (!quick)
        throughput(u"limits"_s, 7'405, enterprise);
    throughput(u"limits, 5 % faults"_s, quick ? 740 : 7'405, enterprise, 0.05);
    throughput(u"limits, trial account"_s, quick ? 74 : 740, trial);
    if (!quick)
        throughput(u"limits, tenfold"_s, 74'050, enterprise);
    const std::vector<int> sizes =
        quick ? std::vector{2'000, 20'000} : std::vector{10'000, 100'000, 1'000'000};
    for (const bool writeBack : {false, true}) {
        all.push_back({.name = writeBack ? u"script, 10 in flight"_s : u"script, sending only"_s,
                       .kind = u"script"_s,
                       .size = {.headers = quick ? 500 : 3'000},
                       .account = unlimited,
                       .writeBack = writeBack});
    }
    for (const int headers : sizes) {
        const QString rows = QLocale::c().toString(headers);
        // The rate does not depend on how many still wait; a million would take as long as all the rest.
        const int stopAfter = std::min(headers, quick ? 4'000 : 50'000);
        all.push_back({.name = u"client, "_s + rows,
                       .kind = u"client"_s,
                       .size = {.headers = headers},
                       .account = unlimited,
                       .stopAfterRows = stopAfter < headers ? stopAfter : 0});
    }
    all.push_back({.name = u"client, with lines"_s,
                   .kind = u"client"_s,
                   .size = {.headers = quick ? 500 : 5'000, .lines = true},
                   .account = unlimited,
                   .lines = true});
    for (const int headers : sizes) {
        all.push_back({.name = u"planning, "_s + QLocale::c().toString(headers),
                       .kind = u"planning"_s,
                       .size = {.headers = headers, .lines = true},
                       .account = unlimited,
                       .lines = true});
    }
    return all;
}

QString machine()
{
    QString processor = QSysInfo::currentCpuArchitecture();
    QFile file(u"/proc/cpuinfo"_s);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("model name")) {
                processor = QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
                break;
            }
        }
    }
    return u"%1 x %2, %3"_s.arg(QString::number(QThread::idealThreadCount()), processor,
                                QSysInfo::prettyProductName());
}

const std::vector<std::pair<const char *, std::function<QString(const QJsonObject &)>>> &columns()
{
    const auto cell = [](const char *key, int decimals, double factor = 1) {
        return [key, decimals, factor](const QJsonObject &row) {
            const QJsonValue value = row.value(QLatin1StringView(key));
            return value.isDouble() ? QString::number(value.toDouble() * factor, 'f', decimals) : QString();
        };
    };
    static const std::vector<std::pair<const char *, std::function<QString(const QJsonObject &)>>> all{
        {"rows", cell("rows", 0)},
        {"rows/s", cell("rows_per_second", 1)},
        {"% of limit", cell("share_of_limit", 1, 100)},
        {"refused/1000", cell("refused_per_1000", 2)},
        {"requests", cell("requests", 0)},
        {"plan s",
         [](const QJsonObject &row) {
             const bool planning = row.value("kind"_L1) == "planning"_L1;
             const QJsonValue value = row.value(planning ? "real_seconds"_L1 : "planning_seconds"_L1);
             return value.isDouble() ? QString::number(value.toDouble(), 'f', 1) : QString();
         }},
        {"all s",
         [](const QJsonObject &row) {
             const QString kind = row.value("kind"_L1).toString();
             return kind == "program"_L1 || kind == "window"_L1
                 ? QString::number(row.value("real_seconds"_L1).toDouble(), 'f', 2)
                 : QString();
         }},
        {"gap 99.9 % ms", cell("gap_999_ms", 1)},
        {"largest gap ms", cell("largest_gap_ms", 1)},
        {"CPU s/1000", cell("cpu_seconds_per_1000", 3)},
        {"server CPU s/1000", cell("server_cpu_seconds_per_1000", 3)},
        {"peak MB", cell("peak_memory", 0, 1.0 / 1024 / 1024)},
        {"problem", [](const QJsonObject &row) { return row.value("failure"_L1).toString(); }},
    };
    return all;
}

void printRow(const QString &name, const std::function<QString(std::size_t)> &cell)
{
    QString line = u"| "_s + name.leftJustified(44) + u" |"_s;
    for (std::size_t column = 0; column < columns().size(); ++column)
        line += u' ' + cell(column).rightJustified(static_cast<int>(std::strlen(columns()[column].first)))
            + u" |"_s;
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

} // namespace

int measureAll(const BenchOptions &options)
{
    QJsonArray results;
    bool good = true;
    std::printf("%s, %s\n", qPrintable(machine()),
                qPrintable(QDateTime::currentDateTimeUtc().toString(Qt::ISODate)));
    printRow(u"measured"_s, [](std::size_t column) { return QString::fromLatin1(columns()[column].first); });
    printRow(u"---"_s, [](std::size_t) { return u"---:"_s; });
    const auto tell = [&](const QJsonObject &figures) {
        printRow(figures.value("name"_L1).toString(),
                 [&figures](std::size_t column) { return columns()[column].second(figures); });
        good = good && figures.value("failure"_L1).toString().isEmpty();
        results.append(figures);
    };
    for (const Scenario &scenario : allScenarios(options.quick)) {
        if (!scenario.name.contains(options.only))
            continue;
        const QTemporaryDir folder(folderFor(scenario, options) + u"/syncline-bench-XXXXXX"_s);
        const QJsonObject figures =
            measure(scenario, folder.filePath(u"workspace"_s), 60 / options.secondsPerMinute);
        tell(figures);
    }
    const bool hasWindow =
        QFileInfo::exists(QDir(QCoreApplication::applicationDirPath()).filePath(u"syncline-window-bench"_s));
    if (hasWindow && u"window"_s.contains(options.only)) {
        const QTemporaryDir folder(options.folder + u"/syncline-bench-XXXXXX"_s);
        measureWindow(options.quick ? 5'000 : 100'000, options.quick ? 1'000 : 10'000, folder.path(), tell);
    }
    // By its name only: it takes a server of its own, and long.
    if (options.only == "postgresql"_L1) {
        const QTemporaryDir folder(options.folder + u"/syncline-bench-XXXXXX"_s);
        measureOnServer(options.quick ? 20'000 : 1'000'000, folder.filePath(u"workspace"_s), tell);
    }
    if (!options.jsonFile.isEmpty()) {
        QFile file(options.jsonFile);
        const QJsonObject all{{u"schema"_s, 1},
                              {u"machine"_s, machine()},
                              {u"measured_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
                              {u"quick"_s, options.quick},
                              {u"results"_s, results}};
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(all).toJson()) < 0) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(options.jsonFile), qPrintable(file.errorString()));
            good = false;
        }
    }
    return good ? 0 : 1;
}

} // namespace syncline::bench
