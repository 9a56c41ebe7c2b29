#pragma once

#include "domain/syncrequest.h"

#include <QWidget>

class QTabWidget;

namespace syncline {

class BatchesPage;
class CustomersPanel;
class LogPage;
class OverviewPage;
class ReportPage;
class RowsPage;
class SyncController;

/// Master and detail: customers at the left, what happens to them at the right.
class SyncPage final : public QWidget
{
    Q_OBJECT

public:
    enum Tab { Overview, Batches, Rows, Log, Report };
    Q_ENUM(Tab)

    explicit SyncPage(SyncController &controller, QWidget *parent = nullptr);

    [[nodiscard]] SyncRequest request() const;
    void focusCustomers();
    void showTab(int tab);
    void stepFailure(int direction);
    void focusFilter();
    void findNext(bool backwards);

signals:
    void selectionChanged();

private:
    void recount();

    SyncController &m_controller;
    CustomersPanel *m_customers;
    QTabWidget *m_tabs;
    OverviewPage *m_overview;
    BatchesPage *m_batches;
    RowsPage *m_rows;
    LogPage *m_log;
    ReportPage *m_report;
};

} // namespace syncline
