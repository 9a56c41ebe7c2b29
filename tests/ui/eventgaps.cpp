// Sends a demo workspace through the real engine and window, and prints how long the event loop kept people
// waiting. Figures, no verdict: they depend on the machine. usage: eventgaps syncline.toml
#include "engine.h"
#include "gui/engineworkspace.h"
#include "mainwindow.h"
#include "models/runmodel.h"
#include "theme.h"
#include "widgetprompter.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QTextStream>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

using namespace syncline;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QTextStream out(stdout);
    const Result<LoadedConfig> config = loadConfig(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (!config) {
        out << config.error().text() << Qt::endl;
        return 2;
    }
    const Result<EnvironmentSettings> settings = config->environment(config->environmentNames().constFirst());
    if (!settings) {
        out << settings.error().text() << Qt::endl;
        return 2;
    }
    applyTheme(Theme::Light);
    SystemClock clock;
    SystemIdSource ids;
    EventFanOut events(clock);
    WorkspaceInfo info;
    info.environment = settings->name;
    info.sandbox = settings->sandbox;
    info.reportsRoot = settings->reportsRoot;
    info.thresholds = settings->thresholds;
    EngineWorkspace workspace(
        std::make_unique<Engine>(*settings, QString::fromLocal8Bit(argv[1]), events, clock, ids), info,
        events);
    WidgetPrompter prompter;
    MainWindow window(workspace, prompter, clock);

    std::vector<qint64> gaps; // microseconds
    QElapsedTimer since;
    QElapsedTimer total; // of the phase
    QTimer pulse;
    pulse.setTimerType(Qt::PreciseTimer);
    pulse.setInterval(1);
    QObject::connect(&pulse, &QTimer::timeout, &window, [&] {
        gaps.push_back(since.nsecsElapsed() / 1000);
        if (gaps.back() > 50'000)
            out << gaps.back() / 1000 << u" ms at "_s << total.elapsed() << u" ms"_s << Qt::endl;
        since.restart();
    });
    const auto print = [&](const QString &phase) {
        std::ranges::sort(gaps);
        if (gaps.empty())
            return;
        const auto at = [&](double share) {
            return static_cast<double>(
                       gaps[static_cast<std::size_t>(share * static_cast<double>(gaps.size() - 1))])
                / 1000.0;
        };
        out << phase << u": "_s << gaps.size() << u" pulses, 99 % "_s << at(0.99) << u" ms, 99.9 % "_s
            << at(0.999) << u" ms, largest "_s << at(1.0) << u" ms"_s << Qt::endl;
        gaps.clear();
        total.start();
    };
    window.show();
    auto *start = window.findChild<QToolButton *>(u"start"_s);
    auto *state = window.findChild<QLabel *>(u"runState"_s);
    since.start();
    total.start();
    pulse.start();
    QObject::connect(&workspace, &Workspace::customersLoaded, start, [&, begun = false]() mutable {
        if (begun)
            return;
        begun = true;
        QTimer::singleShot(1000, start, [&] {
            print(u"opening"_s);
            start->click();
        });
    });
    QObject::connect(&workspace, &Workspace::syncEvents, state, [&](const std::vector<SyncEvent> &news) {
        for (const SyncEvent &event : news) {
            if (std::holds_alternative<RunFinished>(event))
                QTimer::singleShot(2000, state, [&] {
                    print(u"sync and two seconds after"_s);
                    QApplication::quit();
                });
        }
    });
    return QApplication::exec();
}
