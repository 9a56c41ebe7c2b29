#include "gui/engineworkspace.h"
#include "mainwindow.h"
#include "programlog.h"
#include "theme.h"
#include "translations.h"
#include "version.h"
#include "widgetprompter.h"
#include "workspacelocation.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QInputDialog>

using namespace syncline;
using namespace Qt::StringLiterals;

namespace {

/// What can be known of the file without touching warehouse or board.
struct Opened
{
    Result<std::unique_ptr<Engine>> engine = Error{};
    WorkspaceInfo info;
};

Result<QString> environmentOf(const LoadedConfig &config, const QString &given)
{
    Result<QString> chosen = chooseEnvironment(config, given);
    if (chosen || !given.isEmpty())
        return chosen;
    // No default among several (contract 3): the user chooses before anything is opened.
    bool accepted = false;
    const QString name = QInputDialog::getItem(nullptr, QApplication::translate("main", "Syncline"),
                                               QApplication::translate("main", "Environment to work in:"),
                                               config.environmentNames(), 0, false, &accepted);
    return accepted ? Result<QString>(name) : chosen;
}

Opened open(const QString &configFile, const QString &environment, EventFanOut &events, Clock &clock, IdSource &ids)
{
    Opened opened;
    const auto failed = [&opened](const Error &error) {
        opened.engine = error;
        opened.info.findings.push_back(error.event);
        opened.info.sendingBlocked = true;
    };
    const Result<QString> file = locateConfig(configFile);
    if (!file) {
        failed(file.error());
        return opened;
    }
    opened.info.configFile = *file;
    const Result<LoadedConfig> config = loadConfig(*file);
    if (!config) {
        failed(config.error());
        return opened;
    }
    opened.info.environments = config->environmentNames();
    const Result<QString> name = environmentOf(*config, environment);
    const Result<EnvironmentSettings> settings = name ? config->environment(*name)
                                                      : Result<EnvironmentSettings>(name.error());
    if (!settings) {
        failed(settings.error());
        return opened;
    }
    opened.info = workspaceInfo(*file, *config, *settings);
    opened.engine = std::make_unique<Engine>(*settings, *file, events, clock, ids);
    return opened;
}

Theme themeFrom(const QString &name)
{
    if (name == "light"_L1)
        return Theme::Light;
    return name == "dark"_L1 ? Theme::Dark : Theme::System;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"syncline"_s);
    QApplication::setApplicationDisplayName(u"Syncline"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(version));

    installTranslations(QLocale());

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Sends the orders of a SQL warehouse to monday.com boards."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption config(u"config"_s, QApplication::translate("main", "Configuration file (TOML)."),
                                    u"file"_s);
    const QCommandLineOption environment(
        u"environment"_s, QApplication::translate("main", "Environment of the file."), u"name"_s);
    const QCommandLineOption theme(u"theme"_s, QApplication::translate("main", "light, dark or system."), u"name"_s,
                                   u"system"_s);
    parser.addOptions({config, environment, theme});
    parser.process(application);
    applyTheme(themeFrom(parser.value(theme)));

    SystemClock clock;
    SystemIdSource ids;
    EventFanOut events(clock);
    const ProgramLog log(events);
    Opened opened = open(parser.value(config), parser.value(environment), events, clock, ids);
    EngineWorkspace workspace(std::move(opened.engine), opened.info, events);
    WidgetPrompter prompter;
    MainWindow window(workspace, prompter, clock);
    window.show();
    return QApplication::exec();
}
