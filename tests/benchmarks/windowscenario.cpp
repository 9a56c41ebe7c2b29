#include "windowscenario.h"

#include "benchworkspace.h"
#include "serverprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>

#include <functional>

using namespace Qt::StringLiterals;

namespace syncline::bench {

namespace {

constexpr int patienceMs = 12 * 3'600'000;

class WindowProcess
{
public:
    WindowProcess(const QString &folder, const QString &url, const std::function<void(const QJsonObject &)> &tell)
        : m_folder(folder)
        , m_url(url)
        , m_tell(tell)
    {
    }

    /// Tells the figures of each line; false after a failure, which is told, too.
    bool run(const QStringList &arguments)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!environment.contains(u"QT_QPA_PLATFORM"_s))
            environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QDir(QCoreApplication::applicationDirPath()).filePath(u"syncline-window-bench"_s),
                      QStringList{u"--config"_s, QDir(m_folder).filePath(u"syncline.toml"_s), u"--url"_s, m_url}
                          + arguments);
        while (process.waitForReadyRead(patienceMs)) {
            while (process.canReadLine())
                m_tell(lastObject(process.readLine()));
        }
        process.waitForFinished(patienceMs);
        const bool good = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        if (!good) {
            m_tell({{u"name"_s, u"window"_s},
                    {u"kind"_s, u"window"_s},
                    {u"failure"_s, u"syncline-window-bench: %1"_s.arg(process.errorString())}});
        }
        return good;
    }

private:
    const QString m_folder;
    const QString m_url;
    const std::function<void(const QJsonObject &)> &m_tell;
};

/// Makes a workspace and lets `measure` use it with its board served. An answer for each of the figures.
void onWorkspace(const QString &folder, int orders, const std::function<void(const QJsonObject &)> &tell,
                 const std::function<void(WindowProcess &)> &measure)
{
    if (const QString failure = makeWorkspace(folder, {.headers = orders}); !failure.isEmpty()) {
        tell({{u"name"_s, u"window"_s}, {u"kind"_s, u"window"_s}, {u"failure"_s, failure}});
        return;
    }
    ServerProcess server({.stateFile = QDir(folder).filePath(u"sandbox.sqlite"_s), .account = withoutLimits()});
    WindowProcess window(folder, server.url(), tell);
    measure(window);
    static_cast<void>(server.finish());
}

} // namespace

void measureWindow(int orders, int syncs, const QString &folder, const std::function<void(const QJsonObject &)> &tell)
{
    onWorkspace(QDir(folder).filePath(u"orders"_s), orders, tell, [orders](WindowProcess &window) {
        window.run({u"--orders"_s, QString::number(orders)});
    });
    onWorkspace(QDir(folder).filePath(u"history"_s), 200, tell, [syncs](WindowProcess &window) {
        if (window.run({u"--first-sync"_s}))
            window.run({u"--history"_s, QString::number(syncs)});
    });
}

} // namespace syncline::bench
