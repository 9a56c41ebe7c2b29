#pragma once

#include "domain/syncevent.h"
#include "models/tablemodel.h"

#include <QHash>

namespace syncline {

/// A header row, or one line of it when `line` is set.
struct RowItem
{
    RowRecord row;
    std::optional<LineRecord> line;

    [[nodiscard]] LineKey key() const { return {row.key, line ? line->key.sizeCode : QString()}; }
    [[nodiscard]] RowState state() const { return line ? line->state : row.state; }
    [[nodiscard]] const Event &reason() const { return line ? line->reason : row.reason; }
};

/// Rows with their reason: the failures of a sync, or the rows of a plan. At most 20,000; the rest is counted
/// and stands in failed_rows.csv. Window thread.
class RowTableModel final : public TableModel<RowItem>
{
    Q_OBJECT

public:
    enum Column {
        State,
        Order,
        Size,
        Customer,
        Group,
        BoardColumn,
        Reason,
        EventName,
        Action,
        MondayId,
        ColumnCount
    };
    Q_ENUM(Column)
    static constexpr int capacity = 20'000;

    explicit RowTableModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Rows that did not fit.
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }
    /// Takes the RowFailed events; a row that fails again replaces what was known of it.
    void apply(const std::vector<SyncEvent> &events);
    /// The rows of a plan, in the plan's order.
    void setPlan(const std::vector<RowRecord> &rows, qint64 leftOut);
    void clear();

private:
    [[nodiscard]] QVariant display(const RowItem &item, Column column) const;
    void put(std::vector<RowItem> items);

    QHash<LineKey, int> m_places;
    qint64 m_leftOut = 0;
};

} // namespace syncline
