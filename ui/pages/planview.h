#pragma once

#include "domain/mapping.h"
#include "domain/planreport.h"
#include "models/plancustomermodel.h"
#include "models/rowtablemodel.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QTabWidget;

namespace syncline {

class Banner;
class DataTable;
class FlightFacts;
class RefusalList;

/// The result of looking: what would be sent, made and refused. Says DRY RUN.
class PlanView final : public QWidget
{
    Q_OBJECT

public:
    explicit PlanView(QWidget *parent = nullptr);

    /// `rule` is that of the configuration for cancelled orders; times count from `now`, UTC.
    void setPlan(const SharedPlan &plan, CancelledRule rule, const QDateTime &now);
    void setStartEnabled(bool enabled);

signals:
    void startRequested(const syncline::SharedPlan &plan);
    void closed();

private:
    void showBanner();
    void showNotes(CancelledRule rule);
    void showRows();
    DataTable *makeTable(QAbstractItemModel *model, const QString &name, const QList<int> &widths,
                         const QList<int> &givingWay);

    bool m_showsRows = false; ///< of this plan
    SharedPlan m_plan = std::make_shared<const PlanReport>();
    PlanCustomerModel m_customers;
    RowTableModel m_refused;
    RowTableModel m_rows;
    Banner *m_banner;
    QLabel *m_send;
    FlightFacts *m_facts;
    QLabel *m_notes;
    DataTable *m_table = nullptr;
    QTabWidget *m_details;
    RefusalList *m_causes;
    QListWidget *m_made;
    QPushButton *m_start;
};

} // namespace syncline
