#include "cli/clicontext.h"

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

ExitCode Context::fail(const Error &error) const
{
    terminal.event(error.event);
    return error.kind == ErrorKind::Cancelled ? ExitCode::Stopped : ExitCode::Failed;
}

} // namespace syncline::cli
