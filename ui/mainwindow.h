#pragma once

#include <QMainWindow>
#include <QPointer>

class QFrame;
class QLabel;
class QStackedWidget;

namespace syncline {

class Banner;
class Clock;
class EnvironmentBadge;
class FindingsPanel;
class HistoryPage;
class MainActions;
class Prompter;
class RefreshDialog;
class SettingsDialog;
class SyncController;
class SyncPage;
class Workspace;

/// The window of Syncline: two views, Sync and History, under one bar that always names the environment.
/// Window thread. Does not own workspace, prompter and clock; they outlive it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Workspace &workspace, Prompter &prompter, const Clock &clock, QWidget *parent = nullptr);
    ~MainWindow() override;

protected:
    /// While a sync runs: stops it after the batch under way and closes when it has ended. A second time:
    /// stops it now.
    void closeEvent(QCloseEvent *event) override;

private:
    void makeBar();
    void connectActions();
    void showInfo();
    void showActivity();
    void showInterrupted();
    [[nodiscard]] QString sourceWords() const;
    void showStatus();
    void showView(QWidget *view);
    SettingsDialog *showSettings();
    void refreshOrders();

    SyncController *m_controller;
    MainActions *m_actions;
    QFrame *m_strip;
    Banner *m_closing;
    Banner *m_interrupted;
    FindingsPanel *m_findings;
    QStackedWidget *m_views;
    SyncPage *m_sync;
    HistoryPage *m_history;
    EnvironmentBadge *m_environment;
    QLabel *m_status = nullptr;
    QLabel *m_counts = nullptr;
    QPointer<SettingsDialog> m_settings;
    QPointer<RefreshDialog> m_refresh;
    bool m_closeWhenDone = false;
};

} // namespace syncline
