#include "cli/commands.h"
#include "cli/interrupt.h"
#include "config/systemkeychain.h"
#include "demo/demo.h"
#include "sandbox/sandboxoptions.h"
#include "sandbox/sandboxserver.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

Result<DemoServer> serverOf(const DemoCommandOptions &options)
{
    DemoServer server{.database = {.key = u"demo"_s,
                                   .driver = DatabaseDriver::PostgreSql,
                                   .path = {},
                                   .host = QString::fromStdString(options.host),
                                   .port = options.port,
                                   .database = QString::fromStdString(options.database),
                                   .schema = QString::fromStdString(options.schema),
                                   .user = QString::fromStdString(options.user),
                                   .encrypt = !options.unencrypted},
                      .password = {}};
    SystemKeychain keychain;
    Result<QString> password = Secrets(keychain).databasePassword(server.database.key);
    if (!password)
        return std::move(password).error();
    server.password = *std::move(password);
    return server;
}

} // namespace

ExitCode runDemo(Context &context, const DemoCommandOptions &options)
{
    DemoOptions wanted{.folder = QString::fromStdString(options.folder),
                       .orders = options.orders,
                       .customers = options.customers,
                       .seed = options.seed};
    if (options.driver == "postgresql") {
        Result<DemoServer> server = serverOf(options);
        if (!server)
            return context.fail(server.error());
        wanted.server = *std::move(server);
    }
    const Result<DemoReport> made = makeDemo(wanted);
    if (!made)
        return context.fail(made.error());
    context.terminal.result(u"%1 orders, %2 of them waiting, %3 lines; the board has %4 items in %5 groups"_s.arg(
        QString::number(made->orders), QString::number(made->waiting), QString::number(made->lines),
        QString::number(made->onBoard), QString::number(made->groupsOnBoard)));
    TextTable table({u"planted"_s, u"order"_s, u"customer"_s, u"a sync makes of it"_s});
    for (const PlantedFault &fault : made->faults)
        table.add({nameOf(fault.fault), fault.orderNumber, fault.customer, fault.expectation});
    context.terminal.result(table.toString());
    context.terminal.result(made->configFile);
    return ExitCode::Success;
}

ExitCode runSandbox(Context &context, const SandboxCommandOptions &options)
{
    sandbox::SandboxOptions behaviour;
    if (!options.limitsFile.empty()) {
        Result<sandbox::SandboxOptions> loaded =
            sandbox::loadSandboxOptions(QString::fromStdString(options.limitsFile));
        if (!loaded)
            return context.fail(loaded.error());
        behaviour = std::move(loaded).value();
    }
    sandbox::SandboxServer server(QString::fromStdString(options.stateFile), behaviour, context.clock);
    const Result<sandbox::SandboxAddress> address = server.start(static_cast<quint16>(options.port));
    if (!address)
        return context.fail(address.error());
    context.terminal.result(address->url.toString());
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::pressed, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    return ExitCode::Success;
}

} // namespace syncline::cli
