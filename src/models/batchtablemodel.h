#pragma once

#include "domain/syncevent.h"
#include "models/tablemodel.h"

namespace syncline {

/// Batches of the running or last sync in the order of their answers; the newest 20,000. Window thread.
class BatchTableModel final : public TableModel<BatchRecord>
{
    Q_OBJECT

public:
    enum Column {
        Number,
        Result,
        Kind,
        Customer,
        Rows,
        Succeeded,
        Failed,
        Attempts,
        Seconds,
        Started,
        Complexity,
        Message,
        ColumnCount
    };
    Q_ENUM(Column)
    static constexpr int capacity = 20'000;

    explicit BatchTableModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void apply(const std::vector<SyncEvent> &events);

private:
    [[nodiscard]] QVariant display(const BatchRecord &batch, Column column) const;
    [[nodiscard]] QVariant raw(const BatchRecord &batch, Column column) const;
    void append(std::vector<BatchRecord> batches);
};

} // namespace syncline
