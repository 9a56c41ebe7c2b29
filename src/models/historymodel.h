#pragma once

#include "models/tablemodel.h"
#include "reports/reportindex.h"

namespace syncline {

/// Sync folders, newest first. Window thread; filled with what a scan elsewhere found.
class HistoryModel final : public TableModel<ReportEntry>
{
    Q_OBJECT

public:
    enum Column { State, Started, Orders, Failed, Duration, SyncId, Environment, Customers, ColumnCount };
    Q_ENUM(Column)

    explicit HistoryModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setEntries(std::vector<ReportEntry> entries);

private:
    [[nodiscard]] QVariant display(const ReportEntry &entry, Column column) const;
    [[nodiscard]] QVariant raw(const ReportEntry &entry, Column column) const;
};

} // namespace syncline
