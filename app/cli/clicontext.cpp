#include "cli/clicontext.h"

#include "cli/worker.h"
#include "workspacelocation.h"

using namespace Qt::StringLiterals;

namespace syncline::cli {

Result<std::unique_ptr<Engine>> Context::openEngine(const GlobalOptions &options)
{
    Result<QString> file = locateConfig(QString::fromStdString(options.configFile));
    if (!file)
        return std::move(file).error();
    Result<LoadedConfig> config = loadConfig(*file);
    if (!config)
        return std::move(config).error();
    Result<QString> environment = chooseEnvironment(*config, QString::fromStdString(options.environment));
    if (!environment)
        return std::move(environment).error();
    Result<EnvironmentSettings> settings = config->environment(*environment);
    if (!settings)
        return std::move(settings).error();
    for (const ConfigDiagnostic &diagnostic : config->diagnostics(*environment))
        terminal.event(diagnostic.event);
    m_sendingBlocked = config->blocksSending(*environment);
    return std::make_unique<Engine>(*settings, *file, events, clock, ids);
}

Result<void> Context::agreeToProduction(const Engine &engine, bool yes)
{
    const EnvironmentSettings &settings = engine.settings();
    if (!settings.production || yes
        || terminal.confirm(
            u"This sends orders to the PRODUCTION board %1. Go on? [y/N]"_s.arg(settings.boardId))) {
        return {};
    }
    return Error{.kind = ErrorKind::InvalidInput, .event = {.id = EventId::cl_003}};
}

Result<void> Context::provideTables(Engine &engine, bool yes)
{
    const Result<QStringList> statements = onWorker([&engine] { return engine.pendingMigrations(); });
    if (!statements)
        return statements.error();
    if (statements->isEmpty())
        return {};
    const QString script = u'\n' + statements->join(u";\n\n"_s) + u';';
    const bool agreed = yes
        || terminal.confirm(QString(u"Syncline needs tables of its own in the warehouse %1:\n"_s.arg(
                                        engine.settings().database.key)
                                    + script + u"\n\nMake them? [y/N]"));
    if (!agreed) {
        return Error{.kind = ErrorKind::InvalidInput,
                     .event = {.id = EventId::cl_007, .parameters = {{u"statements"_s, script}}}};
    }
    if (Result<void> made = onWorker([&engine] { return engine.migrate(); }); !made)
        return made;
    terminal.message(u"made Syncline's own tables in the warehouse"_s);
    return {};
}

ExitCode Context::fail(const Error &error) const
{
    terminal.event(error.event);
    return error.kind == ErrorKind::Cancelled ? ExitCode::Stopped : ExitCode::Failed;
}

} // namespace syncline::cli
