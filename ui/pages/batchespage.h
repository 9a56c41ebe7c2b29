#pragma once

#include <QWidget>

class QLineEdit;
class QStackedWidget;

namespace syncline {

class BatchTableModel;
class DataTable;
class EmptyState;

/// Every batch as it lands, the newest on top.
class BatchesPage final : public QWidget
{
    Q_OBJECT

public:
    explicit BatchesPage(BatchTableModel &model, QWidget *parent = nullptr);
    void focusFilter();

private:
    QLineEdit *m_filter;
    QStackedWidget *m_stack;
    DataTable *m_table;
    EmptyState *m_empty;
};

} // namespace syncline
