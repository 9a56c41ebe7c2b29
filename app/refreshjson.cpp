#include "refreshjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QJsonObject countsJson(const RefreshCounts &counts)
{
    return {{u"rows"_s, counts.sourceRows()},
            {u"new"_s, counts.added},
            {u"changed"_s, counts.changed},
            {u"cancelled"_s, counts.cancelled},
            {u"unchanged"_s, counts.unchanged},
            {u"not_ours"_s, counts.notOurs},
            {u"blank"_s, counts.blank},
            {u"skipped"_s, counts.skipped},
            {u"only_in_headers"_s, counts.onlyInHeaders},
            {u"lines_new"_s, counts.linesAdded},
            {u"lines_changed"_s, counts.linesChanged},
            {u"lines_removed"_s, counts.linesRemoved},
            {u"keeping_sizes"_s, counts.keepingSizes},
            {u"lines_kept"_s, counts.linesKept}};
}

QJsonObject rowJson(const RefreshRow &row)
{
    const bool reasoned = row.reason.id != EventId::None;
    return {{u"key"_s, row.key.isNull() ? QString() : row.key.toString()},
            {u"order_number"_s, row.orderNumber},
            {u"customer"_s, row.customer},
            {u"state"_s, nameOf(row.kind)},
            {u"reason"_s, reasoned ? row.reason.text() : QString()},
            {u"event_id"_s, reasoned ? row.reason.name() : QString()}};
}

} // namespace

QJsonObject toJson(const RefreshReport &report)
{
    QJsonArray customers;
    for (const RefreshCustomer &customer : report.customers) {
        QJsonObject entry = countsJson(customer.counts);
        entry.insert(u"name"_s, customer.name);
        customers.append(entry);
    }
    QJsonArray skipped;
    for (const ErrorGroup &group : report.skipped) {
        skipped.append(QJsonObject{{u"customer"_s, group.customer},
                                   {u"event_id"_s, describe(group.event).name.toString()},
                                   {u"reason"_s, group.sample},
                                   {u"rows"_s, group.rows}});
    }
    QJsonArray kept;
    for (const KeptSizes &sizes : report.kept) {
        kept.append(QJsonObject{{u"customer"_s, sizes.customer},
                                {u"sizes"_s, QJsonArray::fromStringList(sizes.sizes)},
                                {u"orders"_s, sizes.orders},
                                {u"lines"_s, sizes.lines}});
    }
    QJsonArray findings;
    for (const Event &finding : report.findings)
        findings.append(QJsonObject{{u"event_id"_s, finding.name()}, {u"text"_s, finding.text()}});
    QJsonArray rows;
    for (const RefreshRow &row : report.rows)
        rows.append(rowJson(row));
    return {{u"dry_run"_s, report.mode == RefreshMode::Look},
            {u"sizes_gone"_s,
             QJsonObject{{u"sizes"_s, QJsonArray::fromStringList(report.sizesGone)},
                         {u"count_as_empty"_s, report.goneSizes == GoneSizes::Empty}}},
            {u"counts"_s, countsJson(report.total)},
            {u"customers"_s, customers},
            {u"skipped"_s, skipped},
            {u"kept_sizes"_s, kept},
            {u"findings"_s, findings},
            {u"rows"_s, rows}};
}

} // namespace syncline
