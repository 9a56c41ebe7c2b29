#pragma once

#include "models/historymodel.h"
#include "models/reportfilemodel.h"

#include <QWidget>

class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace syncline {

class DataTable;
class ElidedLabel;
class EmptyState;
class FailedRowActions;
class Prompter;
class ReportLoader;
class ReportViewer;
class SyncController;

/// Every sync folder, its files, and the chosen file; resumes what was interrupted and sends again what failed.
/// Reads the disk elsewhere. Does not own controller and prompter, which outlive it.
class HistoryPage final : public QWidget
{
    Q_OBJECT

public:
    HistoryPage(SyncController &controller, Prompter &prompter, QWidget *parent = nullptr);

    void setReportsRoot(const QString &root);
    void scan();
    /// Chooses a sync as soon as it is listed.
    void showSync(const QString &syncId);
    void focusFilter();
    void findNext(bool backwards);
    void exportSummary();
    [[nodiscard]] bool canExport() const;

signals:
    void canExportChanged();
    void message(const QString &text);

private:
    QWidget *makeLists();
    QWidget *makeFiles();
    void showResume();
    void takeChoice();
    void takeEntries(const std::vector<ReportEntry> &entries);
    void takeFiles(const std::vector<ReportFile> &files);
    void showSelection();
    void openFile(const QModelIndex &index);
    [[nodiscard]] const ReportEntry *current() const;

    SyncController &m_controller;
    Prompter &m_prompter;
    FailedRowActions *m_actions;
    ReportLoader *m_loader;
    HistoryModel m_entries;
    ReportFileModel m_files;
    QString m_root;
    QString m_wanted;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QLineEdit *m_filter = nullptr;
    DataTable *m_table = nullptr;
    QListView *m_list = nullptr;
    ElidedLabel *m_title = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_export = nullptr;
    ReportViewer *m_viewer = nullptr;
};

} // namespace syncline
