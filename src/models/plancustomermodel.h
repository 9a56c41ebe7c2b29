#pragma once

#include "domain/planreport.h"
#include "models/tablemodel.h"

namespace syncline {

/// What a sync would send, per customer. Window thread.
class PlanCustomerModel final : public TableModel<CustomerPlan>
{
    Q_OBJECT

public:
    enum Column {
        Name,
        Orders,
        Refused,
        ItemsToCreate,
        ItemsToUpdate,
        ItemsToArchive,
        Unchanged,
        Cancelled,
        SubitemsToCreate,
        SubitemsToUpdate,
        SubitemsToRemove,
        GroupsToCreate,
        ColumnCount
    };
    Q_ENUM(Column)

    explicit PlanCustomerModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setPlan(const PlanReport &plan);

private:
    [[nodiscard]] static qint64 number(const CustomerPlan &customer, Column column);
};

} // namespace syncline
