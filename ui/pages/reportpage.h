#pragma once

#include "reports/reportindex.h"

#include <QWidget>

class QComboBox;
class QStackedWidget;

namespace syncline {

class EmptyState;
class ReportLoader;
class ReportViewer;
class RunModel;

/// The reports of the sync that ended last in this window.
class ReportPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ReportPage(RunModel &run, QWidget *parent = nullptr);
    void focusFilter();
    void findNext(bool backwards);

private:
    void showState();
    void takeFiles(const std::vector<ReportFile> &files);

    RunModel &m_run;
    ReportLoader *m_loader;
    QString m_folder;
    std::vector<ReportFile> m_files;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QComboBox *m_choice;
    ReportViewer *m_viewer;
};

} // namespace syncline
