#pragma once

#include "base/error.h"
#include "models/tablemodel.h"

namespace syncline {

/// A problem or remark that is not about a row.
struct Finding
{
    enum class Source { Configuration, Warehouse, Plan, Sync };
    Source source = Source::Configuration;
    Event event;
};

/// What the findings panel shows: it stays until its source has something newer to say. Window thread.
class FindingsModel final : public TableModel<Finding>
{
    Q_OBJECT

public:
    enum Column { Level, EventName, Text, Advice, ColumnCount };
    Q_ENUM(Column)

    explicit FindingsModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Replaces everything of the source.
    void set(Finding::Source source, const std::vector<Event> &events);
    [[nodiscard]] int count(EventLevel level) const;
};

} // namespace syncline
