#pragma once

#include <QDialog>

class QLabel;
class QListWidget;
class QStackedWidget;

namespace syncline {

class ConnectionCheckView;
class FactGrid;
class SyncController;

/// What the configuration file says, where it is changed, and the check of the connection. Not modal. Window thread.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The controller outlives the dialog.
    SettingsDialog(SyncController &controller, QWidget *parent);

    /// Shows the page of the connection and checks it, unless a check is under way.
    void checkConnection();

private:
    enum Page { Connection, Reports };

    [[nodiscard]] QWidget *makeConnection();
    [[nodiscard]] QWidget *makeReports();
    void addPage(const QString &name, QWidget *page);
    void openFolder(const QString &folder);
    void showFacts();

    SyncController &m_controller;
    QListWidget *m_names;
    QStackedWidget *m_pages;
    FactGrid *m_connection = nullptr;
    FactGrid *m_reports = nullptr;
    ConnectionCheckView *m_check = nullptr;
    QLabel *m_trouble;
};

} // namespace syncline
