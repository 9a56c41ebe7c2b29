#pragma once

#include <QObject>

#include <array>

class QAction;
class QMainWindow;
class QMenu;

namespace syncline {

/// Every command of the window with its words, icon, key and place in the menus. Owned by the window.
class MainActions final : public QObject
{
    Q_OBJECT

public:
    explicit MainActions(QMainWindow *window);

    [[nodiscard]] QMenu *stopMenu() const { return m_stopMenu; }
    [[nodiscard]] QMenu *refreshMenu() const { return m_refreshMenu; }
    /// All commands that have a key, in the order of the menus.
    [[nodiscard]] QList<QAction *> all() const;

    QAction *start;
    QAction *dryRun;
    QAction *retryFailed;
    QAction *stopAfterBatch;
    QAction *stopNow;
    QAction *refresh;
    QAction *refreshOrders;
    QAction *checkConnection;
    QAction *exportSummary;
    QAction *openBoard;
    QAction *quit;
    QAction *find;
    QAction *findNext;
    QAction *findPrevious;
    QAction *eventId;
    QAction *settings;
    QAction *showSync;
    QAction *showHistory;
    std::array<QAction *, 5> tabs;
    QAction *nextFailure;
    QAction *previousFailure;
    QAction *shortcuts;

private:
    QMainWindow *m_window;
    QMenu *m_stopMenu;
    QMenu *m_refreshMenu;
};

} // namespace syncline
