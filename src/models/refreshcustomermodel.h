#pragma once

#include "domain/orderrefresh.h"
#include "models/tablemodel.h"

namespace syncline {

/// What a refresh from the source does, per customer. Window thread.
class RefreshCustomerModel final : public TableModel<RefreshCustomer>
{
    Q_OBJECT

public:
    enum Column {
        Name,
        Added,
        Changed,
        Cancelled,
        Skipped,
        Unchanged,
        OnlyInHeaders,
        LinesAdded,
        LinesChanged,
        LinesRemoved,
        LinesKept,
        ColumnCount
    };
    Q_ENUM(Column)

    explicit RefreshCustomerModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setCustomers(const std::vector<RefreshCustomer> &customers);

private:
    [[nodiscard]] static qint64 number(const RefreshCounts &counts, Column column);
};

} // namespace syncline
