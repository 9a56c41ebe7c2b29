#include "realwindow.h"

#include "config/workspaceconfig.h"

#include <QAction>

namespace syncline::bench {

Result<std::unique_ptr<RealWindow>> RealWindow::open(const QString &configFile, Prompter &prompter,
                                                     const std::function<void(EnvironmentSettings &)> &adjust)
{
    const Result<LoadedConfig> config = loadConfig(configFile);
    if (!config)
        return config.error();
    Result<EnvironmentSettings> settings = config->environment(config->environmentNames().constFirst());
    if (!settings)
        return std::move(settings).error();
    if (adjust)
        adjust(*settings);
    std::unique_ptr<RealWindow> real(new RealWindow);
    const WorkspaceInfo info = workspaceInfo(configFile, *config, *settings);
    real->m_workspace = std::make_unique<EngineWorkspace>(
        std::make_unique<Engine>(*settings, configFile, real->m_events, real->m_clock, real->m_ids), info,
        real->m_events);
    real->m_window = std::make_unique<MainWindow>(*real->m_workspace, prompter, real->m_clock);
    QObject::connect(real->m_workspace.get(), &Workspace::syncEvents, real->m_window.get(),
                     [self = real.get()](const std::vector<SyncEvent> &news) {
                         for (const SyncEvent &event : news)
                             self->m_finished = self->m_finished || std::holds_alternative<RunFinished>(event);
                     });
    return real;
}

void RealWindow::trigger(const QKeySequence &key)
{
    for (QAction *action : m_window->actions()) {
        if (action->shortcuts().contains(key)) {
            action->trigger();
            return;
        }
    }
    qFatal("no action has the key %s", qPrintable(key.toString()));
}

} // namespace syncline::bench
