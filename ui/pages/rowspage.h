#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace syncline {

class Banner;
class DataTable;
class EmptyState;
class FailedRowActions;
class RowTableModel;
class RunModel;
class SyncController;

/// The rows that failed, each with its reason, what to do, and the commands that do it.
class RowsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RowsPage(SyncController &controller, QWidget *parent = nullptr);
    void focusFilter();
    /// Moves to the next (1) or previous (-1) failure, around the ends.
    void step(int direction);

private:
    QWidget *makeDetails();
    void showState();
    void showDetails();
    void takeSelection();
    void takeListed();

    RowTableModel &m_model;
    RunModel &m_run;
    FailedRowActions *m_actions;
    QLineEdit *m_filter;
    QPushButton *m_copyAll;
    Banner *m_leftOut;
    QStackedWidget *m_stack;
    QWidget *m_content;
    DataTable *m_table;
    EmptyState *m_empty;
    QLabel *m_title = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_advice = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace syncline
