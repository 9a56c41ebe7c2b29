#pragma once

#include "domain/syncevent.h"

#include <QAbstractTableModel>

#include <deque>

namespace syncline {

/// The newest 20,000 events of this window. Window thread; owns its rows.
class EventLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Level, EventName, Component, Text, ColumnCount };
    Q_ENUM(Column)
    static constexpr int capacity = 20'000;

    explicit EventLogModel(QObject *parent = nullptr)
        : QAbstractTableModel(parent)
    {
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const Event &at(int row) const { return m_events[static_cast<std::size_t>(row)]; }
    void append(std::vector<Event> events);
    /// Takes the log events, and the reasons of state changes.
    void apply(const std::vector<SyncEvent> &events);
    void clear();

private:
    [[nodiscard]] QVariant display(const Event &event, Column column) const;

    std::deque<Event> m_events;
};

} // namespace syncline
