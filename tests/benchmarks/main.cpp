#include "benchclient.h"
#include "benchserver.h"
#include "benchworkspace.h"
#include "scenarios.h"
#include "scriptclient.h"
#include "serverscenario.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QDir>

#include <cstdio>

using namespace syncline;
using namespace syncline::bench;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    CLI::App app("Measures what Syncline reaches. Without a command: everything, as one table.",
                 "syncline-bench");
    bool quick = false;
    std::string only;
    std::string folder = QDir::tempPath().toStdString();
    std::string json;
    app.add_flag("--quick", quick, "Small sizes");
    app.add_option("--only", only,
                   "Only scenarios whose name contains this; \"postgresql\" are only measured when they are asked for");
    app.add_option("--folder", folder, "Where workspaces are made");
    double secondsPerMinute = 1;
    app.add_option("--minute", secondsPerMinute, "Seconds that a minute takes in the runs against limits")
        ->check(CLI::PositiveNumber);
    app.add_option("--json", json, "Also write the figures to this file");

    // The parts, each a process of its own, so that their time and memory are told apart.
    CLI::App *make = app.add_subcommand("workspace", "Makes a workspace");
    WorkspaceSize size;
    make->add_option("--headers", size.headers);
    make->add_flag("--lines", size.lines);
    CLI::App *server = app.add_subcommand("serve", "Serves a board");
    std::string state;
    sandbox::SandboxOptions served;
    qint64 rowMs = 0;
    server->add_option("--state", state)->required();
    server->add_option("--time-scale", served.timeScale);
    server->add_option("--points-per-minute", served.limits.complexityPerMinute);
    server->add_option("--calls-per-minute", served.limits.callsPerMinute);
    server->add_option("--calls-per-day", served.limits.callsPerDay);
    server->add_option("--concurrent", served.limits.concurrentRequests);
    server->add_option("--row-ms", rowMs);
    server->add_option("--faults", served.randomFaults.probability);
    CLI::App *client = app.add_subcommand("client", "One sync or one plan");
    ClientOptions run;
    std::string url;
    client->add_option("--url", url)->required();
    client->add_option("--time-scale", run.timeScale);
    client->add_option("--batch", run.batchSize);
    client->add_option("--max-in-flight", run.maxInFlight);
    client->add_option("--stop-after", run.stopAfterRows);
    client->add_flag("--plan-only", run.planOnly);
    client->add_flag("--subitems", run.subitems);
    CLI::App *script = app.add_subcommand("script", "The yardstick");
    bool writeBack = false;
    script->add_option("--url", url)->required();
    script->add_flag("--write-back", writeBack);
    CLI::App *program = app.add_subcommand("command", "syncline-cli, measured from outside");
    std::string output;
    std::vector<std::string> arguments;
    program->add_option("--output", output)->required();
    program->add_option("arguments", arguments)->required();
    for (CLI::App *command : {make, client, script})
        command->add_option("--folder", folder)->required();
    CLI11_PARSE(app, argc, argv);

    if (make->parsed()) {
        const QString failure = makeWorkspace(QString::fromStdString(folder), size);
        if (!failure.isEmpty())
            std::fprintf(stderr, "%s\n", qPrintable(failure));
        return failure.isEmpty() ? 0 : 1;
    }
    if (server->parsed()) {
        served.mutationLatency = std::chrono::milliseconds(rowMs);
        served.limits.itemsPerBoard = 0;
        if (served.limits.complexityPerMinute == 0)
            served.limits.complexityPerRequest = 0;
        for (const QString &fault :
             {QStringLiteral("drop_after"), QStringLiteral("error_500_after"), QStringLiteral("locked"),
              QStringLiteral("concurrency_limit;seconds=5"), QStringLiteral("reset"), QStringLiteral("hang")})
            served.randomFaults.faults.push_back(std::get<sandbox::Fault>(sandbox::parseFault(fault)));
        return serve(QString::fromStdString(state), served);
    }
    if (client->parsed()) {
        run.folder = QString::fromStdString(folder);
        run.url = QUrl(QString::fromStdString(url));
        return runClient(run);
    }
    if (script->parsed()) {
        return runScript(QString::fromStdString(folder), QUrl(QString::fromStdString(url)), writeBack);
    }
    if (program->parsed()) {
        QStringList words;
        for (const std::string &word : arguments)
            words.append(QString::fromStdString(word));
        return runCommand(QString::fromStdString(output), words);
    }
    return measureAll({.quick = quick,
                       .only = QString::fromStdString(only),
                       .folder = QString::fromStdString(folder),
                       .jsonFile = QString::fromStdString(json),
                       .secondsPerMinute = secondsPerMinute});
}
