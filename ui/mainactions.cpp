#include "mainactions.h"

#include "icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace syncline {

MainActions::MainActions(QMainWindow *window)
    : QObject(window)
    , m_window(window)
    , m_stopMenu(new QMenu(window))
    , m_refreshMenu(new QMenu(window))
{
    QMenu *menu = nullptr;
    const auto add = [&menu, window](const QString &text, const QString &icon,
                                     const QList<QKeySequence> &keys) {
        QAction *action = menu->addAction(text);
        if (!icon.isEmpty())
            action->setIcon(icons::named(icon));
        action->setShortcuts(keys);
        if (!keys.isEmpty())
            action->setToolTip(
                tr("%1 (%2)", "command and its key")
                    .arg(QString(text).remove(u'&'), keys.constFirst().toString(QKeySequence::NativeText)));
        window->addAction(action);
        return action;
    };
    const auto key = [](int combination) { return QList<QKeySequence>{QKeySequence(combination)}; };

    menu = window->menuBar()->addMenu(tr("&Sync"));
    start = add(tr("&Start"), u"play"_s,
                {QKeySequence(int(Qt::CTRL) | int(Qt::Key_Return)),
                 QKeySequence(int(Qt::CTRL) | int(Qt::Key_Enter))});
    dryRun = add(tr("&Dry run"), u"dryrun"_s,
                 {QKeySequence(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_Return)),
                  QKeySequence(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_Enter))});
    retryFailed = add(tr("Send failed orders &again"), u"resume"_s, key(int(Qt::CTRL) | int(Qt::Key_R)));
    menu->addSeparator();
    stopAfterBatch = add(tr("Stop after this &batch"), u"stop"_s, key(int(Qt::CTRL) | int(Qt::Key_Period)));
    stopNow = add(tr("Stop &now"), u"close"_s, key(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_Period)));
    menu->addSeparator();
    refresh = add(tr("&Refresh"), u"refresh"_s, {QKeySequence(Qt::Key_F5)});
    refreshOrders = add(tr("Refresh &from source \u2026"), u"data"_s, key(int(Qt::SHIFT) | int(Qt::Key_F5)));
    checkConnection = add(tr("&Check connection \u2026"), u"check"_s, key(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_T)));
    menu->addSeparator();
    openBoard = add(tr("&Open the board"), u"web"_s, {});
    exportSummary = add(tr("&Export the summary \u2026"), u"export"_s, key(int(Qt::CTRL) | int(Qt::Key_E)));
    menu->addSeparator();
    quit = add(tr("&Quit"), {}, {QKeySequence(QKeySequence::Quit)});
    if (quit->shortcut().isEmpty())
        quit->setShortcut(QKeySequence(int(Qt::CTRL) | int(Qt::Key_Q)));
    quit->setMenuRole(QAction::QuitRole);

    menu = window->menuBar()->addMenu(tr("&Edit"));
    find = add(tr("&Find or filter"), u"search"_s, {QKeySequence(QKeySequence::Find)});
    findNext = add(tr("Find &next"), u"next"_s, key(Qt::Key_F3));
    findPrevious = add(tr("Find &previous"), u"previous"_s, key(int(Qt::SHIFT) | int(Qt::Key_F3)));
    eventId = add(tr("&Go to event id \u2026"), u"help"_s, key(int(Qt::CTRL) | int(Qt::Key_G)));
    menu->addSeparator();
    settings = add(tr("&Settings \u2026"), {}, key(int(Qt::CTRL) | int(Qt::Key_Comma)));
    settings->setMenuRole(QAction::PreferencesRole);

    menu = window->menuBar()->addMenu(tr("&View"));
    showSync = add(tr("&Sync"), u"sync"_s, key(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_S)));
    showHistory = add(tr("&History"), u"history"_s, key(int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_H)));
    auto *views = new QActionGroup(this);
    for (QAction *view : {showSync, showHistory}) {
        view->setCheckable(true);
        views->addAction(view);
    }
    showSync->setChecked(true);
    menu->addSeparator();
    const std::array names{tr("&Overview"), tr("&Batches"), tr("&Failed rows"), tr("&Log"), tr("&Report")};
    for (std::size_t i = 0; i < tabs.size(); ++i)
        tabs[i] = add(names[i], {}, key(int(Qt::CTRL) | (int(Qt::Key_1) + static_cast<int>(i))));
    menu->addSeparator();
    nextFailure = add(tr("&Next failure"), {}, key(Qt::Key_F8));
    previousFailure = add(tr("&Previous failure"), {}, key(int(Qt::SHIFT) | int(Qt::Key_F8)));

    menu = window->menuBar()->addMenu(tr("&Help"));
    shortcuts = add(tr("&Keyboard shortcuts"), u"help"_s, key(Qt::Key_F1));

    m_stopMenu->addAction(stopAfterBatch);
    m_stopMenu->addAction(stopNow);
    m_refreshMenu->addAction(refreshOrders);
    m_refreshMenu->addAction(checkConnection);
    // Why a command cannot be given now stands in its tool tip.
    m_refreshMenu->setToolTipsVisible(true);
}

QList<QAction *> MainActions::all() const
{
    return m_window->actions();
}

} // namespace syncline
