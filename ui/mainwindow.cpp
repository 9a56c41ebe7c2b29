#include "mainwindow.h"

#include "dialogs/eventiddialog.h"
#include "dialogs/refreshdialog.h"
#include "dialogs/settingsdialog.h"
#include "dialogs/shortcutsdialog.h"
#include "icons.h"
#include "mainactions.h"
#include "models/format.h"
#include "pages/historypage.h"
#include "pages/syncpage.h"
#include "synccontroller.h"
#include "widgets/banner.h"
#include "widgets/environmentbadge.h"
#include "widgets/findingspanel.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr double secondsUntilAlert = 120;

} // namespace

MainWindow::MainWindow(Workspace &workspace, Prompter &prompter, const Clock &clock, QWidget *parent)
    : QMainWindow(parent)
    , m_controller(new SyncController(workspace, prompter, clock, this))
    , m_actions(new MainActions(this))
    , m_strip(new QFrame(this))
    , m_closing(new Banner(StatusKind::Waiting, this))
    , m_interrupted(new Banner(StatusKind::Interrupted, this))
    , m_findings(new FindingsPanel(m_controller->findings(), this))
    , m_views(new QStackedWidget(this))
    , m_sync(new SyncPage(*m_controller, m_views))
    , m_history(new HistoryPage(*m_controller, prompter, m_views))
    , m_environment(new EnvironmentBadge(menuBar()))
{
    setWindowIcon(QIcon(u":/icons/syncline.svg"_s));
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_strip->setProperty("strip", u"production"_s);
    m_strip->setFixedHeight(4);
    m_closing->hide();
    m_interrupted->hide();
    for (QWidget *part : {static_cast<QWidget *>(m_strip), static_cast<QWidget *>(m_closing),
                          static_cast<QWidget *>(m_interrupted), static_cast<QWidget *>(m_findings)})
        column->addWidget(part);
    m_views->addWidget(m_sync);
    m_views->addWidget(m_history);
    column->addWidget(m_views, 1);
    setCentralWidget(central);
    makeBar();
    m_status = new QLabel(this);
    m_status->setObjectName(u"status"_s);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    statusBar()->setContentsMargins(fontMetrics().height() / 2, 0, 0, 0);
    m_counts = new QLabel(this);
    m_counts->setProperty("muted", true);
    statusBar()->addWidget(m_status, 1);
    statusBar()->addPermanentWidget(m_counts);
    connectActions();

    connect(m_controller, &SyncController::activityChanged, this, &MainWindow::showActivity);
    connect(m_controller, &SyncController::infoChanged, this, &MainWindow::showInfo);
    connect(m_controller, &SyncController::interruptedChanged, this, &MainWindow::showInterrupted);
    connect(m_controller, &SyncController::customersChanged, this, &MainWindow::showActivity);
    connect(&m_controller->feed().run(), &RunModel::changed, this, &MainWindow::showStatus);
    connect(&m_controller->feed().run(), &RunModel::finished, m_history, &HistoryPage::scan);
    connect(&m_controller->feed().run(), &RunModel::finished, this, [this] {
        // Whoever waited longer looks elsewhere by now.
        if (m_controller->feed().run().secondsElapsed() >= secondsUntilAlert)
            QApplication::alert(this);
    });
    connect(m_interrupted, &Banner::actionTriggered, this, [this] {
        if (!m_controller->interrupted().empty())
            m_controller->resume(m_controller->interrupted().front().syncId);
    });
    showInfo();
    showActivity();
    resize(1280, 800);
    m_sync->focusCustomers();
    m_controller->refresh();
}

MainWindow::~MainWindow()
{
    // Pages and dialogs refer to the controller, which would go first.
    delete m_settings;
    delete m_refresh;
    delete takeCentralWidget();
}

void MainWindow::makeBar()
{
    auto *bar = addToolBar(tr("Commands"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto button = [bar](QAction *action) {
        bar->addAction(action);
        auto *result = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        result->setFocusPolicy(Qt::TabFocus);
        result->setAccessibleName(QString(action->text()).remove(u'&'));
        return result;
    };
    button(m_actions->showSync);
    button(m_actions->showHistory);
    bar->addSeparator();
    QToolButton *start = button(m_actions->start);
    start->setProperty("primary", true);
    start->setObjectName(u"start"_s);
    m_actions->start->setIcon(icons::onColour(u"play"_s));
    button(m_actions->dryRun)->setObjectName(u"dryRun"_s);
    auto *stop = new QToolButton(bar);
    stop->setObjectName(u"stop"_s);
    stop->setText(tr("Stop"));
    stop->setIcon(icons::named(u"stop"_s));
    stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    stop->setPopupMode(QToolButton::MenuButtonPopup);
    stop->setMenu(m_actions->stopMenu());
    stop->setFocusPolicy(Qt::TabFocus);
    stop->setToolTip(
        tr("Stops after the batch under way; the menu offers to stop at once. What was sent stays sent."));
    stop->setEnabled(false);
    connect(stop, &QToolButton::clicked, m_controller, &SyncController::stopAfterBatch);
    connect(m_controller, &SyncController::activityChanged, stop,
            [this, stop] { stop->setEnabled(m_controller->isSyncing()); });
    bar->addWidget(stop);
    QToolButton *refresh = button(m_actions->refresh);
    refresh->setPopupMode(QToolButton::MenuButtonPopup);
    refresh->setMenu(m_actions->refreshMenu());

    // In the corner of the menu bar no narrow window can push it away.
    menuBar()->setCornerWidget(m_environment, Qt::TopRightCorner);
}

void MainWindow::connectActions()
{
    const MainActions &a = *m_actions;
    connect(a.start, &QAction::triggered, this, [this] { m_controller->start(m_sync->request()); });
    connect(a.dryRun, &QAction::triggered, this, [this] {
        showView(m_sync);
        m_controller->dryRun(m_sync->request());
    });
    connect(a.retryFailed, &QAction::triggered, this, [this] {
        SyncRequest request = m_sync->request();
        request.selection = RowSelection::Failed;
        m_controller->start(request);
    });
    connect(a.stopAfterBatch, &QAction::triggered, m_controller, &SyncController::stopAfterBatch);
    connect(a.stopNow, &QAction::triggered, m_controller, &SyncController::stopNow);
    connect(a.refresh, &QAction::triggered, this, [this] {
        m_controller->refresh();
        m_history->scan();
    });
    connect(a.refreshOrders, &QAction::triggered, this, &MainWindow::refreshOrders);
    connect(a.checkConnection, &QAction::triggered, this, [this] { showSettings()->checkConnection(); });
    connect(a.settings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(a.openBoard, &QAction::triggered, this,
            [this] { QDesktopServices::openUrl(m_controller->workspace().boardUrl()); });
    connect(a.exportSummary, &QAction::triggered, m_history, &HistoryPage::exportSummary);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.find, &QAction::triggered, this, [this] {
        if (m_views->currentWidget() == m_history)
            m_history->focusFilter();
        else
            m_sync->focusFilter();
    });
    const auto findNext = [this](bool backwards) {
        if (m_views->currentWidget() == m_history)
            m_history->findNext(backwards);
        else
            m_sync->findNext(backwards);
    };
    connect(a.findNext, &QAction::triggered, this, [findNext] { findNext(false); });
    connect(a.findPrevious, &QAction::triggered, this, [findNext] { findNext(true); });
    connect(a.eventId, &QAction::triggered, this, [this] { (new EventIdDialog(this))->open(); });
    connect(a.showSync, &QAction::triggered, this, [this] { showView(m_sync); });
    connect(a.showHistory, &QAction::triggered, this, [this] { showView(m_history); });
    for (std::size_t i = 0; i < a.tabs.size(); ++i)
        connect(a.tabs[i], &QAction::triggered, this, [this, i] {
            showView(m_sync);
            m_sync->showTab(static_cast<int>(i));
        });
    for (const auto &[action, direction] : {std::pair(a.nextFailure, 1), std::pair(a.previousFailure, -1)})
        connect(action, &QAction::triggered, this, [this, step = direction] {
            showView(m_sync);
            m_sync->stepFailure(step);
        });
    connect(a.shortcuts, &QAction::triggered, this,
            [this] { (new ShortcutsDialog(m_actions->all(), this))->open(); });
    connect(m_history, &HistoryPage::canExportChanged, this,
            [this] { m_actions->exportSummary->setEnabled(m_history->canExport()); });
    const auto showMessage = [this](const QString &text) { statusBar()->showMessage(text, 10'000); };
    connect(m_history, &HistoryPage::message, this, showMessage);
    connect(m_controller, &SyncController::message, this, showMessage);
    a.exportSummary->setEnabled(false);
}

void MainWindow::showView(QWidget *view)
{
    m_views->setCurrentWidget(view);
    m_actions->showSync->setChecked(view == m_sync);
    m_actions->showHistory->setChecked(view == m_history);
}

SettingsDialog *MainWindow::showSettings()
{
    if (!m_settings)
        m_settings = new SettingsDialog(*m_controller, this);
    m_settings->show();
    m_settings->raise();
    m_settings->activateWindow();
    return m_settings;
}

void MainWindow::refreshOrders()
{
    if (!m_refresh)
        m_refresh = new RefreshDialog(*m_controller, this);
    m_refresh->show();
    m_refresh->raise();
    m_refresh->activateWindow();
}

void MainWindow::showInfo()
{
    const WorkspaceInfo &info = m_controller->info();
    setWindowTitle(tr("%1 \u2013 Syncline", "environment").arg(info.environment));
    m_strip->setVisible(info.production);
    m_environment->setInfo(info);
    m_actions->openBoard->setEnabled(m_controller->workspace().boardUrl().isValid());
    m_history->setReportsRoot(info.reportsRoot);
}

void MainWindow::showActivity()
{
    const bool may = m_controller->maySend();
    m_actions->start->setEnabled(may);
    m_actions->retryFailed->setEnabled(
        may && m_controller->feed().customers().totals(m_sync->request().customers).failed > 0);
    m_actions->dryRun->setEnabled(!m_controller->isBusy());
    m_actions->refreshOrders->setEnabled(m_controller->mayRefreshOrders());
    m_actions->refreshOrders->setToolTip(sourceWords());
    m_actions->stopAfterBatch->setEnabled(m_controller->activity() == SyncController::Activity::Starting
                                          || m_controller->activity() == SyncController::Activity::Running);
    m_actions->stopNow->setEnabled(m_controller->isSyncing());
    m_closing->setVisible(m_closeWhenDone && m_controller->isSyncing());
    if (m_closeWhenDone && !m_controller->isSyncing())
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    showInterrupted();
    showStatus();
}

QString MainWindow::sourceWords() const
{
    const WorkspaceInfo &info = m_controller->info();
    if (info.sourceTable.isEmpty())
        return tr("The configuration names no source table (environment.%1.source_table)").arg(info.environment);
    if (!info.hasSource)
        return tr("The warehouse has no table %1").arg(info.sourceTable);
    if (m_controller->isBusy())
        return tr("Not while something else is under way");
    return tr("Brings new and changed orders from %1 into the warehouse; shows first what would change")
        .arg(info.sourceTable);
}

void MainWindow::showInterrupted()
{
    const std::vector<ResumableSync> &syncs = m_controller->interrupted();
    m_interrupted->setVisible(!syncs.empty() && !m_controller->isBusy());
    if (syncs.empty())
        return;
    const ResumableSync &first = syncs.front();
    QString text = tr("%1 of %2 was interrupted; %3 of its orders are not yet settled.")
                       .arg(first.syncId, Format::dateTime(first.startedAt),
                            Format::count(first.ledger.notSent + first.ledger.unknown));
    if (syncs.size() > 1)
        text += u' ' + tr("%n more sync(s) wait behind it.", nullptr, static_cast<int>(syncs.size()) - 1);
    m_interrupted->setText(text);
    m_interrupted->setAction(tr("Resume"));
}

void MainWindow::showStatus()
{
    const RunModel &run = m_controller->feed().run();
    switch (m_controller->activity()) {
    case SyncController::Activity::Idle:
        m_status->setText(run.summary()
                              ? tr("%1: %2", "sync id: result").arg(run.syncId(), StatusText::of(run.state()))
                              : tr("Ready"));
        break;
    case SyncController::Activity::Planning:
        m_status->setText(m_controller->plansForStart() ? tr("Looking what the sync would do")
                                                        : tr("DRY RUN: looking, nothing is sent"));
        break;
    case SyncController::Activity::Checking:
        m_status->setText(tr("Looking at the warehouse before anything is sent"));
        break;
    case SyncController::Activity::Repairing:
        m_status->setText(tr("Changing orders in the warehouse"));
        break;
    case SyncController::Activity::Refreshing:
        m_status->setText(tr("Comparing the source with the warehouse"));
        break;
    case SyncController::Activity::Starting:
        m_status->setText(tr("Starting"));
        break;
    case SyncController::Activity::Running:
        m_status->setText(tr("%1: %2, %3 of %4 rows", "sync id: state, done of total")
                              .arg(run.syncId(), StatusText::of(run.state()), Format::count(run.rowsDone()),
                                   Format::count(run.rowsDone() + run.rowsLeft())));
        break;
    case SyncController::Activity::Stopping:
        m_status->setText(tr("Stopping: the batch under way is finished first"));
        break;
    }
    const QDateTime readAt = m_controller->customersReadAt();
    m_counts->setText(
        m_controller->isLoadingCustomers() ? tr("Reading the warehouse \u2026")
            : readAt.isValid()
            ? tr("Counts of %1").arg(QLocale().toString(readAt.toLocalTime().time(), QLocale::ShortFormat))
            : QString());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_controller->isSyncing()) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_closeWhenDone) {
        m_closing->setText(tr("Stopping now; the window closes when the sync has ended."));
        m_controller->stopNow();
        return;
    }
    m_closeWhenDone = true;
    m_closing->setText(tr("Stopping after the batch under way; the window closes when the sync has ended."));
    m_closing->show();
    m_controller->stopAfterBatch();
}

} // namespace syncline
