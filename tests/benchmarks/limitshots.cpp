// Pictures of a real sync at the limit of an account: `limitshots FOLDER [SECONDS]`. The demo is sent to a sandbox with
// monday's documented limits and 1.5 s per row; after SECONDS (240) the window is taken in both themes and two sizes, then
// the sync is stopped, and its end and a dry run are taken. For people who judge how it looks.
#include "demo/demo.h"
#include "realwindow.h"
#include "scriptedprompter.h"
#include "theme.h"
#include "translations.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

using namespace syncline;
using namespace syncline::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr auto limits = R"(search_lag_seconds = 2.0

[limits]
complexity_per_minute = 10000000
complexity_per_mutation = 30000

[latency]
request_ms = 80
mutation_ms = 1500
)";

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// A demo whose board needs 1.5 s per row: ten requests at once are a little faster than the account allows.
Result<DemoReport> makeWorkspace(const QString &folder)
{
    Result<DemoReport> made = makeDemo({.folder = folder, .orders = 1500});
    if (!made)
        return made;
    QFile config(made->configFile);
    if (!config.open(QIODevice::ReadOnly))
        return Error{.kind = ErrorKind::FileFailed};
    QByteArray text = config.readAll();
    config.close();
    text.replace("max_in_flight = 8", "max_in_flight = 10");
    if (!write(made->configFile, text) || !write(QDir(folder).filePath(u"sandbox.toml"_s), limits))
        return Error{.kind = ErrorKind::FileFailed};
    return made;
}

void shoot(QWidget &window, const QString &folder, const QString &name)
{
    for (const QSize size : {QSize(1280, 800), QSize(1024, 768)}) {
        window.resize(size);
        for (const auto &[theme, themeName] : {std::pair(Theme::Light, u"light"_s), std::pair(Theme::Dark, u"dark"_s)}) {
            applyTheme(theme);
            // Curves are drawn some times a second.
            QTest::qWait(700);
            window.grab().save(QDir(folder).filePath(u"%1-%2-%3.png"_s.arg(name, QString::number(size.width()), themeName)));
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
    QTextStream out(stdout);
    const QString folder = application.arguments().value(1, u"limitshots"_s);
    const int seconds = application.arguments().value(2, u"240"_s).toInt();
    const QTemporaryDir place;
    const Result<DemoReport> made = QDir().mkpath(folder) ? makeWorkspace(place.filePath(u"demo"_s))
                                                          : Error{.kind = ErrorKind::FileFailed};
    applyTheme(Theme::Light);
    testing::ScriptedPrompter prompter;
    const Result<std::unique_ptr<RealWindow>> opened =
        made ? RealWindow::open(made->configFile, prompter) : Result<std::unique_ptr<RealWindow>>(made.error());
    if (!opened) {
        out << opened.error().text() << Qt::endl;
        return 2;
    }
    RealWindow &real = **opened;
    MainWindow &window = real.window();
    window.show();
    QTest::qWait(2000);
    real.trigger(QKeySequence(u"Ctrl+Return"_s));
    QTest::qWait(seconds * 1000);
    shoot(window, folder, u"running"_s);
    real.trigger(QKeySequence(u"Ctrl+."_s));
    if (!QTest::qWaitFor([&real] { return real.hasFinished(); }, 120'000)) {
        out << u"the sync did not end"_s << Qt::endl;
        return 1;
    }
    QTest::qWait(2000);
    shoot(window, folder, u"ended"_s);
    real.trigger(QKeySequence(u"Ctrl+Shift+Return"_s));
    QTest::qWait(5000);
    shoot(window, folder, u"plan"_s);
    return 0;
}
