#include "reports/customerreport.h"

#include "reports/reporttext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::size_t sampleRows = 5;

bool isFailure(RowState state)
{
    return state == RowState::Refused || state == RowState::Rejected || state == RowState::Unknown;
}

QString idText(const std::optional<qint64> &id)
{
    return id ? QString::number(*id) : QString();
}

QString stateText(RowState state)
{
    return nameOf(state).replace(u'_', u' ');
}

QString field(const QString &name, const QString &value)
{
    return u"**" + name + u"**: " + markdownText(value) + u"  \n";
}

QString sessionSection(const RunSummary &summary, const CustomerRun &customer)
{
    const Ledger &ledger = customer.ledger;
    const bool dryRun = summary.request.dryRun;
    const qint64 judged = ledger.planned - ledger.notSent;
    MarkdownTable table({{u"Metric"_s}, {u"Value"_s}});
    QString status = resultText(ledger, summary.thresholds, dryRun);
    if (const std::optional<double> share = successShare(ledger); share && !dryRun)
        status += u" (" + percentText(share) + u" of rows)";
    table.addRow({u"Sync Status"_s, status});
    table.addRow({u"Total Execution Time"_s, durationText(customer.seconds)});
    table.addRow({u"Rows"_s, countText(judged) + u" of " + countText(ledger.planned)});
    if (const QString rate = rateText(judged, customer.seconds); !rate.isEmpty())
        table.addRow({u"Throughput"_s, rate});
    qint64 batches = 0;
    qint64 unjudged = 0;
    for (const BatchRecord &batch : summary.batches) {
        if (batch.customer != customer.name)
            continue;
        ++batches;
        unjudged += batch.error.isEmpty() ? 0 : 1;
    }
    table.addRow({u"Batches"_s,
                  unjudged == 0 ? countText(batches)
                                : QString(countText(batches) + u", of them without an answer for every row: "
                                          + countText(unjudged))});
    return u"## Current Sync Session\n\n" + table.toString();
}

QString ledgerSection(const CustomerRun &customer)
{
    MarkdownTable table({{u"State"_s}, {u"Headers"_s, true}, {u"Share"_s, true}, {u"Lines"_s, true}});
    const Ledger &headers = customer.ledger;
    const auto share = [&headers](qint64 rows) {
        return percentText(headers.planned > 0 ? std::optional(static_cast<double>(rows)
                                                               / static_cast<double>(headers.planned))
                                               : std::nullopt);
    };
    table.addRow({u"Planned"_s, countText(headers.planned), share(headers.planned),
                  countText(customer.linesLedger.planned)});
    for (const RowState state : {RowState::Created, RowState::Updated, RowState::Unchanged, RowState::Refused,
                                 RowState::Rejected, RowState::NotSent, RowState::Unknown}) {
        QString title = stateText(state);
        title[0] = title.at(0).toUpper();
        table.addRow({title, countText(headers[state]), share(headers[state]),
                      countText(customer.linesLedger[state])});
    }
    return u"## The Ledger\n\n" + table.toString();
}

QString groupsSection(const RunSummary &summary, const CustomerRun &customer, const CustomerRows &rows)
{
    if (rows.groups().isEmpty())
        return {};
    QHash<QString, QString> origins;
    for (const GroupRun &group : summary.groups) {
        if (group.customer == customer.name)
            origins.insert(group.title, nameOf(group.origin));
    }
    MarkdownTable table({{u"Group"_s},
                         {u"Origin"_s},
                         {u"Rows"_s, true},
                         {u"Succeeded"_s, true},
                         {u"Failed"_s, true},
                         {u"Not sent"_s, true},
                         {u"Success %"_s, true}},
                        u"summaries/rows.csv"_s);
    for (auto group = rows.groups().begin(); group != rows.groups().end(); ++group) {
        const Ledger &ledger = group.value();
        const QString title = group.key().isEmpty() ? u"(no group)"_s : group.key();
        table.addRow({title, origins.value(group.key(), u"\u2013"_s), countText(ledger.planned),
                      countText(ledger.succeeded()), countText(ledger.failed()), countText(ledger.notSent),
                      percentText(successShare(ledger))});
    }
    return u"## Group Processing Summary\n\n" + table.toString();
}

QString errorsSection(const CustomerRun &customer, const CustomerRows &rows)
{
    QString text = u"## Errors of This Sync\n\n"_s;
    if (rows.failureCount() == 0 && rows.failedLines().empty())
        return text + u"None.\n\n";
    if (rows.failureCount() > 0) {
        MarkdownTable table(
            {{u"Order"_s}, {u"Group"_s}, {u"State"_s}, {u"Column"_s}, {u"Reason"_s}, {u"Event"_s}},
            u"summaries/failed_rows.csv"_s);
        for (const RowRecord &row : rows.failures()) {
            table.addRow({row.orderNumber, row.group, stateText(row.state), row.column, row.reason.text(),
                          row.reason.name()});
        }
        table.addUnseen(rows.failureCount() - static_cast<qint64>(rows.failures().size()));
        text += table.toString();
    }
    if (!rows.failedLines().empty()) {
        MarkdownTable table(
            {{u"Order"_s}, {u"Size"_s}, {u"Qty"_s, true}, {u"State"_s}, {u"Reason"_s}, {u"Event"_s}},
            u"summaries/lines.csv"_s);
        for (const CustomerRows::FailedLine &failed : rows.failedLines()) {
            table.addRow({failed.orderNumber, failed.line.key.sizeCode, failed.line.quantity,
                          stateText(failed.line.state), failed.line.reason.text(),
                          failed.line.reason.name()});
        }
        table.addUnseen(customer.linesLedger.failed() - static_cast<qint64>(rows.failedLines().size()));
        text += u"### Lines\n\n" + table.toString();
    }
    return text;
}

QString samplesSection(const CustomerRows &rows)
{
    if (rows.samples().empty())
        return {};
    MarkdownTable table({{u"Order"_s}, {u"Group"_s}, {u"State"_s}, {u"Monday ID"_s}});
    for (const RowRecord &row : rows.samples())
        table.addRow({row.orderNumber, row.group, stateText(row.state), idText(row.mondayId)});
    return u"## Successful Rows (Sample)\n\n" + table.toString();
}

/// "100", or "more than 100" when the warehouse has more than the report shows.
QString openCount(const std::vector<OpenRow> &rows)
{
    const auto count = static_cast<qint64>(rows.size());
    return count > CustomerBacklog::shownRows ? QString(u"more than " + countText(CustomerBacklog::shownRows))
                                              : countText(count);
}

QString openRowsSection(const QString &title, const std::vector<OpenRow> &rows, bool withReason)
{
    QString text = u"### " + title + u": " + openCount(rows) + u"\n\n";
    if (rows.empty())
        return text;
    std::vector<MarkdownTable::Column> columns{
        {u"AAG Order"_s},  {u"Style"_s},     {u"Colour"_s}, {u"Customer Season"_s},
        {u"AAG Season"_s}, {u"Qty"_s, true}, {u"State"_s}};
    if (withReason)
        columns.push_back({u"Reason"_s});
    MarkdownTable table(columns);
    int shown = 0;
    for (const OpenRow &row : rows) {
        if (++shown > CustomerBacklog::shownRows)
            break;
        QStringList cells{row.orderNumber, row.style,    row.colour, row.customerSeason,
                          row.aagSeason,   row.quantity, row.state};
        if (withReason)
            cells.append(row.errorMessage);
        table.addRow(cells);
    }
    return text + table.toString();
}

QString backlogSection(const std::optional<CustomerBacklog> &backlog)
{
    if (!backlog)
        return {};
    const QString title = u"## In the Warehouse Now\n\n"_s;
    if (backlog->problem) {
        return title + u"The warehouse could not be asked: " + markdownText(backlog->problem->text()) + u" ("
            + backlog->problem->event.name() + u")\n\n";
    }
    return title + openRowsSection(u"Failed"_s, backlog->failed, true)
        + openRowsSection(u"Pending"_s, backlog->waiting, false);
}

QString numbered(const QStringList &advice)
{
    if (advice.isEmpty())
        return {};
    QString text = u"## Recommendations\n\n"_s;
    int number = 0;
    for (const QString &one : advice)
        text += QString::number(++number) + u". " + one + u'\n';
    return text + u'\n';
}

/// Advice by rule: from the registry for each cause that this customer's rows failed of, then from the
/// ledger.
QString recommendations(const RunSummary &summary, const CustomerRun &customer)
{
    QStringList list;
    for (const ErrorGroup &error : summary.errors) {
        const EventDescription &description = describe(error.event);
        if (error.customer != customer.name || description.advice.isEmpty())
            continue;
        QString evidence = rowsText(error.rows);
        if (!error.column.isEmpty())
            evidence += u", column " + error.column;
        evidence += u", for example: " + error.sample;
        list.append(u"**" + markdownText(description.advice.toString()) + u"** (" + description.name + u"; "
                    + markdownText(evidence) + u')');
    }
    const qint64 unknown = customer.ledger.unknown + customer.linesLedger.unknown;
    if (unknown > 0) {
        list.append(
            u"**Resume the sync: unknown rows are looked up on the board before anything is sent again.** ("
            + rowsText(unknown) + u')');
    }
    if (customer.ledger.notSent > 0 && !summary.request.dryRun)
        list.append(u"**Sync this customer again.** (" + rowsText(customer.ledger.notSent) + u" not sent)");
    return numbered(list);
}

} // namespace

void CustomerRows::add(const RowRecord &row)
{
    m_groups[row.group].plan(row.state);
    if (isFailure(row.state)) {
        ++m_failureCount;
        if (m_failures.size() < MarkdownTable::maxRows)
            m_failures.push_back(row);
    } else if (row.state != RowState::NotSent && m_samples.size() < sampleRows) {
        m_samples.push_back(row);
    }
}

void CustomerRows::addFailedLine(const RowRecord &row, const LineRecord &line)
{
    if (m_failedLines.size() < MarkdownTable::maxRows)
        m_failedLines.push_back({.orderNumber = row.orderNumber, .group = row.group, .line = line});
}

CustomerBacklog askBacklog(OrderWarehouse &warehouse, const QString &customer)
{
    constexpr int limit = CustomerBacklog::shownRows + 1;
    CustomerBacklog backlog;
    Result<std::vector<OpenRow>> failed = warehouse.openRows(customer, WarehouseState::Failed, limit);
    if (!failed)
        return {.problem = failed.error()};
    Result<std::vector<OpenRow>> waiting = warehouse.openRows(customer, WarehouseState::Waiting, limit);
    if (!waiting)
        return {.problem = waiting.error()};
    backlog.failed = std::move(*failed);
    backlog.waiting = std::move(*waiting);
    return backlog;
}

QString customerMarkdown(const RunSummary &summary, const CustomerRun &customer, const CustomerRows &rows,
                         const std::optional<CustomerBacklog> &backlog, const QDateTime &generated)
{
    QString text = u"# " + markdownText(customer.name) + u" - Sync Report\n\n"
        + field(u"Sync ID"_s, summary.syncId) + field(u"Generated"_s, utcText(generated))
        + field(u"Environment"_s, summary.environment);
    if (!customer.report.isEmpty())
        text += field(u"Report Location"_s, summary.syncId + u'/' + customer.report);
    return text + u'\n' + sessionSection(summary, customer) + ledgerSection(customer)
        + groupsSection(summary, customer, rows) + errorsSection(customer, rows) + samplesSection(rows)
        + backlogSection(backlog) + recommendations(summary, customer) + u"---\n\nSync ID: "
        + markdownText(summary.syncId) + u". Times are in UTC, percentages are of rows.\n";
}

Result<QString> freshCustomerMarkdown(OrderWarehouse &warehouse, const QString &customer,
                                      const QDateTime &generated)
{
    const Result<std::vector<CustomerCounts>> counts = warehouse.customers();
    if (!counts)
        return counts.error();
    const auto found = std::ranges::find(*counts, customer, &CustomerCounts::name);
    if (found == counts->end()) {
        return Error{.kind = ErrorKind::InvalidInput,
                     .event = {.id = EventId::rp_006, .parameters = {{u"customer"_s, customer}}}};
    }
    MarkdownTable table({{u"Rows"_s}, {u"Count"_s, true}});
    table.addRow({u"Pending"_s, countText(found->pending)});
    table.addRow({u"Failed"_s, countText(found->failed)});
    table.addRow({u"Synced"_s, countText(found->synced)});
    table.addRow({u"Lines pending"_s, countText(found->linesPending)});
    QStringList advice;
    if (found->failed > 0)
        advice.append(u"**Correct the failed rows in the source and retry them.** (" + rowsText(found->failed)
                      + u')');
    if (found->pending > 0 || found->linesPending > 0) {
        advice.append(u"**Sync this customer.** (" + rowsText(found->pending) + u", "
                      + rowsText(found->linesPending, u"line"_s) + u" pending)");
    }
    return QString(
        u"# " + markdownText(customer) + u" - Customer Report\n\n" + field(u"Generated"_s, utcText(generated))
        + field(u"Last Sync"_s, utcText(found->lastSync)) + u"\n## Counts\n\n" + table.toString()
        + backlogSection(askBacklog(warehouse, customer)) + numbered(advice) + u"---\n\nTimes are in UTC.\n");
}

} // namespace syncline
