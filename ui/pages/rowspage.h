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
class RowTableModel;
class RunModel;

/// The rows that failed, each with its reason and what to do.
class RowsPage final : public QWidget
{
    Q_OBJECT

public:
    RowsPage(RowTableModel &model, RunModel &run, QWidget *parent = nullptr);
    void focusFilter();
    /// Moves to the next (1) or previous (-1) failure, around the ends.
    void step(int direction);

signals:
    void retryRequested();

private:
    QWidget *makeDetails();
    void showState();
    void showDetails();

    RowTableModel &m_model;
    RunModel &m_run;
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
