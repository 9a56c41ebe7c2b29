#pragma once

#include "domain/flight.h"
#include "domain/runrecord.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace syncline {

/// Labels that a sync would make in one column.
struct LabelsToCreate
{
    QString columnId;
    QString columnTitle;
    bool onSubitems = false;
    QStringList labels;
};

/// What a customer would send.
struct CustomerPlan
{
    QString name;
    Ledger ledger; ///< planned, refused, not sent (= would be sent)
    Ledger linesLedger;
    qint64 itemsToCreate = 0;
    qint64 itemsToUpdate = 0;
    qint64 itemsToArchive = 0;
    qint64 ordersCancelled = 0; ///< treated by the rule for cancelled orders, whatever has to be sent for it
    qint64 subitemsToCreate = 0;
    qint64 subitemsToUpdate = 0;
    qint64 subitemsToRemove = 0;
    QStringList groupsToCreate; ///< titles
};

/// The result of looking (contract 5, Plan): nothing was sent, nothing written.
struct PlanReport
{
    QString environment;
    SyncRequest request;
    std::vector<CustomerPlan> customers; ///< by name
    std::vector<LabelsToCreate> labels;
    std::vector<Event> findings; ///< warnings and errors that are not about a row
    bool blocked = false; ///< one of the findings forbids sending
    Ledger ledger;
    Ledger linesLedger;
    FlightEstimate flight; ///< calls, points, time
    std::vector<ErrorGroup> refusals;
    std::vector<RowRecord> rows; ///< as many as were asked for, refused ones first
    qint64 rowsLeftOut = 0;

    /// Sending is blocked by nothing but Syncline's own tables, which are made when a sync starts.
    [[nodiscard]] bool lacksOwnTablesOnly() const;
};

/// A plan holds thousands of rows: it is handed on, not copied.
using SharedPlan = std::shared_ptr<const PlanReport>;

} // namespace syncline
