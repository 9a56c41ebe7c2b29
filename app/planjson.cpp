#include "planjson.h"

#include "reports/runjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QJsonObject rowJson(const RowRecord &row)
{
    return {{u"key"_s, row.key.toString()},
            {u"order_number"_s, row.orderNumber},
            {u"customer"_s, row.customer},
            {u"group"_s, row.group},
            {u"action"_s, nameOf(row.action)},
            {u"column"_s, row.column},
            {u"reason"_s, row.reason.id == EventId::None ? QString() : row.reason.text()},
            {u"event_id"_s, row.reason.id == EventId::None ? QString() : row.reason.name()}};
}

QJsonObject customerJson(const CustomerPlan &customer)
{
    return {{u"name"_s, customer.name},
            {u"ledger"_s, ledgerToJson(customer.ledger)},
            {u"lines_ledger"_s, ledgerToJson(customer.linesLedger)},
            {u"create"_s, customer.itemsToCreate},
            {u"update"_s, customer.itemsToUpdate},
            {u"archive"_s, customer.itemsToArchive},
            {u"cancelled"_s, customer.ordersCancelled},
            {u"subitems_create"_s, customer.subitemsToCreate},
            {u"subitems_update"_s, customer.subitemsToUpdate},
            {u"subitems_remove"_s, customer.subitemsToRemove},
            {u"groups_create"_s, QJsonArray::fromStringList(customer.groupsToCreate)}};
}

QJsonObject flightJson(const FlightEstimate &flight, const QDateTime &now)
{
    const auto timeJson = [](const QDateTime &time) { return time.toUTC().toString(Qt::ISODate); };
    QJsonArray advice;
    for (const Event &event : flight.advice)
        advice.append(QJsonObject{{u"event_id"_s, event.name()}, {u"text"_s, event.text()}});
    const std::optional<double> share = flight.shareOfDay();
    return {{u"binding_limit"_s, nameOf(flight.binding)},
            {u"learnt"_s, flight.learnt},
            {u"calls_today"_s, flight.callsToday},
            {u"calls_per_day"_s, flight.callsPerDay ? QJsonValue(*flight.callsPerDay) : QJsonValue()},
            {u"share_of_day"_s, share ? QJsonValue(*share) : QJsonValue()},
            {u"exceeds_day"_s, flight.exceedsDay},
            {u"earliest_seconds"_s, flight.earliestSeconds},
            {u"latest_seconds"_s, flight.latestSeconds},
            {u"earliest_finish"_s, timeJson(flight.earliest(now))},
            {u"latest_finish"_s, timeJson(flight.latest(now))},
            {u"advice"_s, advice}};
}

} // namespace

QJsonObject toJson(const CustomerCounts &customer)
{
    return {{u"name"_s, customer.name},
            {u"pending"_s, customer.pending},
            {u"failed"_s, customer.failed},
            {u"synced"_s, customer.synced},
            {u"lines_pending"_s, customer.linesPending},
            {u"last_sync"_s, customer.lastSync.isValid() ? QJsonValue(customer.lastSync.toUTC().toString(Qt::ISODate))
                                                         : QJsonValue()}};
}

QJsonObject toJson(const PlanReport &plan, const QDateTime &now)
{
    QJsonArray customers;
    for (const CustomerPlan &customer : plan.customers)
        customers.append(customerJson(customer));
    QJsonArray labels;
    for (const LabelsToCreate &wanted : plan.labels) {
        labels.append(QJsonObject{{u"column_id"_s, wanted.columnId},
                                  {u"column"_s, wanted.columnTitle},
                                  {u"labels"_s, QJsonArray::fromStringList(wanted.labels)}});
    }
    QJsonArray findings;
    for (const Event &finding : plan.findings)
        findings.append(QJsonObject{{u"event_id"_s, finding.name()}, {u"text"_s, finding.text()}});
    QJsonArray rows;
    for (const RowRecord &row : plan.rows)
        rows.append(rowJson(row));
    return {{u"dry_run"_s, true},
            {u"environment"_s, plan.environment},
            {u"blocked"_s, plan.blocked},
            {u"ledger"_s, ledgerToJson(plan.ledger)},
            {u"lines_ledger"_s, ledgerToJson(plan.linesLedger)},
            {u"customers"_s, customers},
            {u"labels"_s, labels},
            {u"findings"_s, findings},
            {u"calls"_s, plan.flight.calls},
            {u"complexity"_s, plan.flight.complexity},
            {u"flight"_s, flightJson(plan.flight, now)},
            {u"rows"_s, rows}};
}

} // namespace syncline
