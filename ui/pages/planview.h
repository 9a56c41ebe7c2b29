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
class Tile;

/// The result of looking: what would be sent, made and refused. Says DRY RUN.
class PlanView final : public QWidget
{
    Q_OBJECT

public:
    explicit PlanView(QWidget *parent = nullptr);

    /// `rule` is that of the configuration for cancelled orders.
    void setPlan(const PlanReport &plan, CancelledRule rule);
    void setStartEnabled(bool enabled);

signals:
    void startRequested(const syncline::PlanReport &plan);
    void closed();

private:
    void showBanner();
    void showNotes(CancelledRule rule);
    DataTable *makeTable(QAbstractItemModel *model, const QString &name, const QList<int> &widths,
                         const QList<int> &givingWay);

    PlanReport m_plan;
    PlanCustomerModel m_customers;
    RowTableModel m_refused;
    RowTableModel m_rows;
    Banner *m_banner;
    Tile *m_send;
    Tile *m_refusedTile;
    Tile *m_items;
    Tile *m_subitems;
    Tile *m_calls;
    Tile *m_points;
    QLabel *m_notes;
    DataTable *m_table = nullptr;
    QTabWidget *m_details;
    QListWidget *m_causes;
    QListWidget *m_made;
    QPushButton *m_start;
};

} // namespace syncline
