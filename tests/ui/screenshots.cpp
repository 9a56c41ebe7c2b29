// Writes pictures of the window in its states to a folder: `screenshots FOLDER`. For people who judge how it
// looks.

#include "demoscriptworkspace.h"
#include "dialogs/flightdialog.h"
#include "dialogs/refreshdialog.h"
#include "dialogs/settingsdialog.h"
#include "dialogs/tablesdialog.h"
#include "mainwindow.h"
#include "models/rowtablemodel.h"
#include "scriptedprompter.h"
#include "theme.h"
#include "translations.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

class Photographer
{
public:
    Photographer(QString folder, QString theme)
        : m_folder(std::move(folder))
        , m_theme(std::move(theme))
    {
    }

    void shoot(QWidget &window, const QString &name) const
    {
        QTest::qWait(150);
        window.grab().save(QDir(m_folder).filePath(u"%1-%2.png"_s.arg(name, m_theme)));
    }

private:
    QString m_folder;
    QString m_theme;
};

void trigger(const QWidget &window, const QKeySequence &key)
{
    for (QAction *action : window.actions()) {
        if (action->shortcuts().contains(key))
            action->trigger();
    }
}

/// The connection half checked and with problems, a refresh before it is written.
void shootDialogs(const Photographer &photographer, MainWindow &window, DemoScriptWorkspace &workspace)
{
    for (const CheckStep step : allCheckSteps)
        workspace.checks.push_back(checked(step, {{EventId::cc_014, {}, {}}}));
    workspace.checks[6] =
        checked(CheckStep::Permissions, {{EventId::cc_016, {{u"reason"_s, u"permission denied for table ORDERS"_s}}, {}}});
    workspace.checks[8] = failed(CheckStep::Token, {EventId::mc_028, {{u"message"_s, u"Not Authenticated"_s}}, {}});
    for (std::size_t i = 9; i < allCheckSteps.size(); ++i)
        workspace.checks[i] = skipped(allCheckSteps[i], {EventId::cc_030, {{u"step"_s, u"token"_s}}, {}});
    trigger(window, QKeySequence(u"Ctrl+Shift+T"_s));
    auto *settings = window.findChild<SettingsDialog *>();
    photographer.shoot(*settings, u"c-connection"_s);
    settings->close();

    RefreshCounts counts;
    for (const CustomerCounts &customer : workspace.customers) {
        RefreshCustomer row{.name = customer.name};
        row.counts.added = customer.pending % 7;
        row.counts.changed = customer.pending % 5;
        row.counts.cancelled = customer.pending % 2;
        row.counts.skipped = customer.failed % 3;
        row.counts.unchanged = customer.synced;
        row.counts.linesAdded = 6 * row.counts.added;
        row.counts.linesChanged = 2 * row.counts.changed;
        row.counts.onlyInHeaders = customer.failed % 2;
        counts += row.counts;
        workspace.refresh.customers.push_back(row);
    }
    workspace.refresh.total = counts;
    workspace.refresh.skipped = {{.event = EventId::rf_016, .customer = {}, .sample = u"Order 7 is skipped: it has no customer"_s, .rows = 1}};
    trigger(window, QKeySequence(u"Shift+F5"_s));
    auto *refresh = window.findChild<RefreshDialog *>();
    photographer.shoot(*refresh, u"d-refresh"_s);
    const auto again = [&](const QString &name) {
        refresh->findChild<QPushButton *>(u"lookAgain"_s)->click();
        photographer.shoot(*refresh, name);
    };

    RefreshReport &report = workspace.refresh;
    const RefreshReport usual = report;
    report.sizesGone = {u"XXL"_s, u"3XL"_s};
    report.findings = {{EventId::rf_005,
                        {{u"table"_s, u"swp_ORDER_LIST_SYNC"_s}, {u"sizes"_s, QJsonArray{u"XXL"_s, u"3XL"_s}}},
                        {}}};
    for (int customer : {1, 3, 4}) {
        RefreshCounts &kept = report.customers[static_cast<std::size_t>(customer)].counts;
        kept.keepingSizes = 3 * customer;
        kept.linesKept = 5 * customer;
        report.total.keepingSizes += kept.keepingSizes;
        report.total.linesKept += kept.linesKept;
        report.kept.push_back({.customer = report.customers[static_cast<std::size_t>(customer)].name,
                               .sizes = report.sizesGone,
                               .orders = kept.keepingSizes,
                               .lines = kept.linesKept});
    }
    again(u"d-refresh-sizes"_s);
    auto *tabs = refresh->findChild<QTabWidget *>();
    for (int tab = 1; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        photographer.shoot(*refresh, u"d-refresh-tab%1"_s.arg(tab));
    }
    tabs->setCurrentIndex(0);
    report.total.linesRemoved = report.total.linesKept;
    report.total.keepingSizes = 0;
    report.total.linesKept = 0;
    for (RefreshCustomer &customer : report.customers) {
        customer.counts.linesRemoved = std::exchange(customer.counts.linesKept, 0);
        customer.counts.keepingSizes = 0;
    }
    report.kept.clear();
    report.findings.front().id = EventId::rf_004;
    refresh->findChild<QCheckBox *>(u"sizesGone"_s)->click();
    photographer.shoot(*refresh, u"d-refresh-agreed"_s);
    refresh->findChild<QPushButton *>(u"writeRefresh"_s)->click();
    photographer.shoot(*refresh, u"d-refresh-written"_s);

    report = {};
    report.customers = usual.customers;
    for (RefreshCustomer &customer : report.customers) {
        customer.counts = {.unchanged = customer.counts.unchanged};
        report.total += customer.counts;
    }
    again(u"d-refresh-nothing"_s);
    report = {};
    report.total.onlyInHeaders = 1'482;
    report.findings = {{EventId::rf_006, {{u"table"_s, u"swp_ORDER_LIST_SYNC"_s}}, {}}};
    again(u"d-refresh-empty"_s);
    report = usual;
    refresh->close();
    QTest::qWait(50);
}

void takeAll(const QString &folder, Theme theme, const QString &themeName, QSize size)
{
    applyTheme(theme);
    const Photographer photographer(folder, themeName);
    QTemporaryDir reports;
    FakeClock clock;
    ScriptedPrompter prompter;
    DemoScriptWorkspace workspace(clock);
    workspace.facts.reportsRoot = reports.path();
    workspace.facts.sourceTable = u"swp_ORDER_LIST_SYNC"_s;
    workspace.facts.hasSource = true;
    workspace.itemsGone = true;
    MainWindow window(workspace, prompter, clock);
    window.resize(size);
    window.show();
    photographer.shoot(window, u"1-before"_s);
    FlightDialog flight({.plan = std::make_shared<const PlanReport>(workspace.planFor({})),
                         .board = u"Customer Master Schedule"_s,
                         .now = clock.utcNow()},
                        &window);
    flight.setAttribute(Qt::WA_DeleteOnClose, false);
    flight.show();
    photographer.shoot(flight, u"b-flight"_s);
    flight.close();

    trigger(window, QKeySequence(u"Ctrl+Shift+Return"_s));
    QTest::qWait(100);
    photographer.shoot(window, u"2-plan"_s);

    trigger(window, QKeySequence(u"Ctrl+Return"_s));
    if (!QTest::qWaitFor([&workspace] { return workspace.hasBatches(); }, 30'000))
        return;
    workspace.runBatches(119);
    // Curves are drawn some times a second.
    QTest::qWait(300);
    workspace.runBatches(1);
    photographer.shoot(window, u"3-running"_s);
    trigger(window, QKeySequence(u"Ctrl+2"_s));
    photographer.shoot(window, u"4-batches"_s);
    workspace.runBatches(100'000);
    workspace.finish(RunState::CompletedWithErrors);
    trigger(window, QKeySequence(u"Ctrl+1"_s));
    photographer.shoot(window, u"5-finished"_s);
    trigger(window, QKeySequence(Qt::Key_F8));
    photographer.shoot(window, u"6-failures"_s);
    auto *failures = window.findChild<QTableView *>(u"failedTable"_s);
    failures->clearSelection();
    for (int row = 0; row < failures->model()->rowCount(); ++row) {
        if (failures->model()->index(row, RowTableModel::EventName).data() == u"se-072"_s)
            failures->selectionModel()->select(failures->model()->index(row, 0),
                                               QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    failures->selectionModel()->setCurrentIndex(failures->selectionModel()->selectedRows().constLast(),
                                                QItemSelectionModel::NoUpdate);
    photographer.shoot(window, u"6-failures-gone"_s);
    trigger(window, QKeySequence(u"Ctrl+4"_s));
    photographer.shoot(window, u"7-log"_s);
    trigger(window, QKeySequence(u"Ctrl+Shift+H"_s));
    QTest::qWait(1200);
    photographer.shoot(window, u"8-history"_s);
    auto *files = window.findChild<QListView *>(u"filesList"_s);
    for (const QString &file : {u"failed_rows.csv"_s, u"rows.csv"_s}) {
        for (int row = 0; row < files->model()->rowCount(); ++row) {
            if (files->model()->index(row, 0).data().toString() == file)
                files->setCurrentIndex(files->model()->index(row, 0));
        }
        QTest::qWait(1000);
        for (auto *records : window.findChildren<QTableView *>(u"recordsTable"_s)) {
            if (records->isVisible())
                records->selectRow(file == u"rows.csv"_s ? 0 : 6);
        }
        photographer.shoot(window, u"9-history-"_s + file.section(u'.', 0, 0));
    }

    TablesDialog tables({u"orders"_s,
                         {u"CREATE TABLE \"SYNCLINE_SCHEMA\" (\n    \"version\" INTEGER NOT NULL PRIMARY KEY,\n"
                          "    \"migrated_at\" TEXT NOT NULL\n)"_s,
                          u"INSERT INTO \"SYNCLINE_SCHEMA\" VALUES (1, '2026-11-23 09:00:00')"_s}},
                        prompter, &window);
    tables.setAttribute(Qt::WA_DeleteOnClose, false);
    tables.show();
    photographer.shoot(tables, u"a-tables"_s);
    tables.close();

    shootDialogs(photographer, window, workspace);

    QTemporaryDir none;
    DemoScriptWorkspace empty(clock);
    empty.customers.clear();
    empty.facts.reportsRoot = none.path();
    empty.facts.production = true;
    empty.facts.sandbox = false;
    empty.facts.environment = u"production"_s;
    empty.facts.findings = {Event{.id = EventId::cf_001,
                                  .parameters = {{u"file"_s, u"sync_order_list.toml"_s},
                                                 {u"line"_s, 41},
                                                 {u"key"_s, u"monday.async.headers"_s}}}};
    empty.customersProblem = Error{.kind = ErrorKind::WarehouseFailed,
                                   .event = {.id = EventId::db_001,
                                             .parameters = {{u"database"_s, u"orders"_s},
                                                            {u"doing"_s, u"counting customers"_s},
                                                            {u"reason"_s, u"login timeout expired"_s}}}};
    MainWindow emptyWindow(empty, prompter, clock);
    emptyWindow.resize(size);
    emptyWindow.show();
    emit empty.interruptedFound({ResumableSync{u"SYNC-0A1B2C3D-20261122"_s,
                                               clock.utcNow().addDays(-1),
                                               {.planned = 90, .created = 40, .notSent = 45, .unknown = 5}}});
    photographer.shoot(emptyWindow, u"0-unreachable"_s);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
    const QString folder = application.arguments().value(1, u"screenshots"_s);
    if (!QDir().mkpath(folder))
        return 1;
    takeAll(folder, Theme::Light, u"light"_s, {1280, 800});
    takeAll(folder, Theme::Dark, u"dark"_s, {1280, 800});
    takeAll(folder, Theme::Light, u"small"_s, {1024, 768});
    return 0;
}
