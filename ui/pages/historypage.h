#pragma once

#include "models/historymodel.h"
#include "models/reportfilemodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace syncline {

class DataTable;
class EmptyState;
class Prompter;
class ReportLoader;
class ReportViewer;

/// Every sync folder, its files, and the chosen file. Reads the disk elsewhere.
class HistoryPage final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPage(Prompter &prompter, QWidget *parent = nullptr);

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
    void takeEntries(const std::vector<ReportEntry> &entries);
    void takeFiles(const std::vector<ReportFile> &files);
    void showSelection();
    void openFile(const QModelIndex &index);
    [[nodiscard]] const ReportEntry *current() const;

    Prompter &m_prompter;
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
    QLabel *m_title = nullptr;
    QPushButton *m_export = nullptr;
    ReportViewer *m_viewer = nullptr;
};

} // namespace syncline
