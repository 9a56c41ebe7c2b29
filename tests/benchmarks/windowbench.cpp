// What whoever sits before the window notices, measured on the real engine and window (contract 9). Figures, one JSON
// object per line; the parent process (windowscenario.cpp) makes the workspace and the server.
#include "gapmeter.h"
#include "models/reportfilemodel.h"
#include "pages/historypage.h"
#include "processfigures.h"
#include "realwindow.h"
#include "reports/syncfolder.h"
#include "scriptedprompter.h"
#include "theme.h"
#include "translations.h"
#include "widgets/datatable.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>

#include <cstdio>

using namespace syncline;
using namespace syncline::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 3'600'000;
constexpr int logLines = 1'000'000;
constexpr int scrollSteps = 200;

/// Runs the event loop until the condition holds; ends the program when that takes too long.
void waitFor(const char *what, const std::function<bool()> &condition)
{
    QElapsedTimer waited;
    waited.start();
    while (!condition()) {
        if (waited.hasExpired(patienceMs))
            qFatal("%s did not come", what);
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

void print(const QString &name, QJsonObject figures)
{
    figures.insert(u"name"_s, QString(u"window, "_s + name));
    figures.insert(u"kind"_s, u"window"_s);
    figures.insert(u"peak_memory"_s, peakMemory());
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

template<typename T>
T &part(RealWindow &real, const QString &name)
{
    T *found = real.window().findChild<T *>(name);
    if (!found)
        qFatal("the window has no %s", qPrintable(name));
    return *found;
}

int rowsOf(const QAbstractItemView &view)
{
    return view.model() ? view.model()->rowCount() : 0;
}

void openFile(RealWindow &real, const QString &path)
{
    auto &files = part<QListView>(real, u"filesList"_s);
    const auto find = [&] {
        return files.model()->match(files.model()->index(0, 0), ReportFileModel::PathRole, path, 1, Qt::MatchExactly);
    };
    waitFor("the list of files", [&] { return !find().isEmpty(); });
    files.setCurrentIndex(find().constFirst());
}

/// From the top to the end in steps, each of them painted.
void scrollThrough(QTableView &table)
{
    QScrollBar *bar = table.verticalScrollBar();
    for (int step = 0; step <= scrollSteps; ++step) {
        bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * step / scrollSteps));
        table.viewport()->repaint();
        QCoreApplication::processEvents();
    }
}

/// Opens a file of records in the history, scrolls through it and searches in it.
void measureRecords(RealWindow &real, const QString &name, const QString &path, int records, const QString &sought)
{
    // The reports of the last sync have a viewer, too.
    auto &page = *real.window().findChild<HistoryPage *>();
    auto &table = *page.findChild<DataTable *>(u"recordsTable"_s);
    auto &find = *page.findChild<QLineEdit *>(u"reportFind"_s);
    GapMeter meter;
    meter.begin();
    openFile(real, path);
    waitFor("the file", [&] { return table.isVisible() && rowsOf(table) == records; });
    QJsonObject opened = meter.end();
    opened.insert(u"rows"_s, rowsOf(table));
    print(name + u" opens"_s, opened);

    meter.begin();
    scrollThrough(table);
    print(name + u" scrolls"_s, meter.end());

    meter.begin();
    find.setText(sought);
    waitFor("the hits", [&] { return rowsOf(table) < records; });
    QJsonObject searched = meter.end();
    searched.insert(u"rows"_s, rowsOf(table));
    print(name + u" searches"_s, searched);
    find.clear();
    waitFor("all records", [&] { return rowsOf(table) == records; });
}

/// Repeats the lines of a log until it has a million.
int lengthen(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    const QByteArray lines = file.readAll();
    const auto each = static_cast<int>(lines.count('\n'));
    int all = each;
    for (; all < logLines; all += each)
        file.write(lines);
    return all;
}

void sync(RealWindow &real)
{
    real.trigger(QKeySequence(int(Qt::CTRL) | int(Qt::Key_Return)));
    waitFor("the end of the sync", [&] { return real.hasFinished(); });
}

void measurePlan(RealWindow &real)
{
    bool shown = false;
    const QMetaObject::Connection connection =
        QObject::connect(&real.workspace(), &Workspace::planReady, &real.window(), [&shown] { shown = true; });
    GapMeter meter;
    meter.begin();
    real.trigger(QKeySequence(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_Return)));
    waitFor("the plan", [&] { return shown; });
    QCoreApplication::processEvents(); // it is drawn
    QCoreApplication::processEvents();
    print(u"dry run"_s, meter.end());
    QObject::disconnect(connection);
}

void measureSync(RealWindow &real)
{
    GapMeter meter;
    meter.begin();
    sync(real);
    print(u"a whole sync at full speed"_s, meter.end());
}

void measureLists(RealWindow &real, const QString &reportsRoot, int orders)
{
    real.trigger(QKeySequence(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_H)));
    auto &history = part<DataTable>(real, u"historyTable"_s);
    waitFor("the history", [&] { return rowsOf(history) > 0 && history.currentIndex().isValid(); });
    const QStringList syncs = QDir(reportsRoot).entryList({u"SYNC-*"_s}, QDir::Dirs);
    const SyncFolder folder(reportsRoot, syncs.constFirst());
    measureRecords(real, u"table of %L1 rows"_s.arg(orders), folder.rowsCsv(), orders, u"7 RANGE 1"_s);
    const int lines = lengthen(folder.eventsLog());
    measureRecords(real, u"log of %L1 lines"_s.arg(lines), folder.eventsLog(), lines, u"se-002"_s);
}

/// Copies of the one sync that the workspace has, each under an id of its own.
void multiplySyncs(const QString &reportsRoot, int syncs)
{
    const QString first = QDir(reportsRoot).entryList({u"SYNC-*"_s}, QDir::Dirs).value(0);
    QFile file(SyncFolder(reportsRoot, first).runJson());
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    const QByteArray content = file.readAll();
    for (int sync = 1; sync < syncs; ++sync) {
        const QString id = u"SYNC-%1-20261129"_s.arg(sync, 8, 16, QChar(u'0')).toUpper();
        const SyncFolder folder(reportsRoot, id);
        QFile copy(folder.runJson());
        QDir().mkpath(QFileInfo(copy).absolutePath());
        if (!copy.open(QIODevice::WriteOnly)
            || copy.write(QByteArray(content).replace(first.toUtf8(), id.toUtf8())) < 0)
            qFatal("%s: %s", qPrintable(copy.fileName()), qPrintable(copy.errorString()));
    }
}

void measureHistory(RealWindow &real, int syncs)
{
    auto &history = part<DataTable>(real, u"historyTable"_s);
    GapMeter meter;
    meter.begin();
    real.trigger(QKeySequence(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_H)));
    waitFor("the history", [&] { return rowsOf(history) == syncs; });
    QJsonObject figures = meter.end();
    figures.insert(u"rows"_s, rowsOf(history));
    print(u"%L1 syncs listed"_s.arg(syncs), figures);
}

} // namespace

int main(int argc, char **argv)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption config(u"config"_s, u"Configuration file."_s, u"file"_s);
    const QCommandLineOption url(u"url"_s, u"The board."_s, u"url"_s);
    const QCommandLineOption orders(u"orders"_s, u"That wait."_s, u"number"_s);
    const QCommandLineOption firstSync(u"first-sync"_s, u"Only makes a sync."_s);
    const QCommandLineOption history(u"history"_s, u"Only makes so many syncs of one and lists them."_s, u"number"_s);
    parser.addOptions({config, url, orders, firstSync, history});
    parser.process(application);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    installTranslations(QLocale());
    applyTheme(Theme::Light);
    qputenv("MONDAY_API_KEY", "sandbox");

    testing::ScriptedPrompter prompter;
    QString reportsRoot;
    const Result<std::unique_ptr<RealWindow>> opened =
        RealWindow::open(parser.value(config), prompter, [&](EnvironmentSettings &settings) {
            settings.sandbox = false;
            settings.api.url = QUrl(parser.value(url));
            settings.api.maxInFlight = ApiSettings().maxInFlight;
            settings.api.itemBatchSize = ApiSettings().itemBatchSize;
            reportsRoot = settings.reportsRoot;
            if (parser.isSet(history))
                multiplySyncs(reportsRoot, parser.value(history).toInt());
        });
    if (!opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().text()));
        return 2;
    }
    RealWindow &real = **opened;
    real.window().show();
    GapMeter meter; // before that there was no loop
    meter.begin();
    auto &customers = part<DataTable>(real, u"customersTable"_s);
    waitFor("the customers", [&] { return rowsOf(customers) > 0 && customers.isVisible(); });
    customers.viewport()->repaint();
    if (parser.isSet(firstSync)) {
        sync(real);
        return 0;
    }
    if (parser.isSet(history)) {
        measureHistory(real, parser.value(history).toInt());
        return 0;
    }
    QJsonObject opening = meter.end();
    opening.insert(u"real_seconds"_s, static_cast<double>(sinceStart.nsecsElapsed()) / 1e9);
    opening.insert(u"rows"_s, rowsOf(customers));
    print(u"opens on %L1 orders"_s.arg(parser.value(orders).toInt()), opening);
    measurePlan(real);
    measureSync(real);
    measureLists(real, reportsRoot, parser.value(orders).toInt());
    return 0;
}
