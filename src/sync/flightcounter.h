#pragma once

#include "sync/flightplan.h"
#include "sync/rowplanner.h"

#include <QStringList>

#include <set>

namespace syncline {

/// Counts the work of a run while its rows are planned, customer after customer. Confined to one thread;
/// keeps nothing but numbers and the titles of the groups to make.
class FlightCounter
{
public:
    FlightCounter(const ApiSettings &settings, AccountExperience known);

    /// The rows from here on are of the next customer.
    void beginCustomer();
    void add(const RowPlan &plan);
    /// True the first time that a title is to be made; add() does so by itself.
    bool noteGroup(const QString &title);
    /// The titles of these groups, in the order of sending.
    [[nodiscard]] const QStringList &groups() const { return m_titles; }

    /// All that was counted.
    [[nodiscard]] FlightWork work(qint64 labelColumns);
    [[nodiscard]] FlightEstimate estimate(qint64 labelColumns, const QDateTime &now);

private:
    void closeCustomer();

    const ApiSettings m_settings;
    const AccountExperience m_known;
    FlightWork m_work;
    std::set<QString> m_newGroups; ///< folded
    QStringList m_titles; ///< the same as they are written
    // Of the present customer, for a batch never mixes customers or kinds.
    qint64 m_creations = 0;
    qint64 m_updates = 0;
    qint64 m_lines = 0;
};

} // namespace syncline
