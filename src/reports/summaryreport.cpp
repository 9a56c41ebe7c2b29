#include "reports/summaryreport.h"

#include "reports/reporttext.h"

#include <QHash>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr auto wholeRecord = "summaries/run.json"_L1;

bool isRetry(const RunSummary &summary)
{
    return summary.request.selection == RowSelection::Failed;
}

QString field(const QString &name, const QString &value)
{
    return u"**" + name + u"**: " + markdownText(value) + u"  \n";
}

QString bullet(const QString &name, const QString &value)
{
    return u"- **" + name + u"**: " + markdownText(value) + u'\n';
}

QStringList ledgerCells(const Ledger &ledger)
{
    static constexpr std::array order{RowState::Created, RowState::Updated,  RowState::Unchanged,
                                      RowState::Refused, RowState::Rejected, RowState::NotSent,
                                      RowState::Unknown};
    QStringList cells{countText(ledger.planned)};
    for (const RowState state : order)
        cells.append(countText(ledger[state]));
    return cells;
}

QString header(const RunSummary &summary)
{
    const bool dryRun = summary.request.dryRun;
    QString title = isRetry(summary) ? u"RETRY EXECUTIVE SUMMARY"_s : u"SYNC EXECUTIVE SUMMARY"_s;
    QString operation =
        isRetry(summary) ? u"Error Record Retry Processing"_s : u"Order List Synchronization"_s;
    if (dryRun) {
        title = u"DRY RUN EXECUTIVE SUMMARY"_s;
        operation += u" (DRY RUN: nothing was sent, nothing was written)";
    }
    QString text = u"# " + title + u"\n\n" + field(u"Operation"_s, operation)
        + field(u"Sync ID"_s, summary.syncId) + field(u"Timestamp"_s, utcText(summary.startedAt))
        + field(u"Environment"_s, summary.environment) + field(u"Overall Status"_s, overallStatus(summary));
    const QUrl board(summary.boardUrl, QUrl::StrictMode);
    if (board.isValid() && board.scheme() == u"https")
        text += u"**Board**: <" + QString::fromLatin1(board.toEncoded()) + u">  \n";
    return text + u'\n';
}

QString failureSection(const RunSummary &summary)
{
    if (!summary.failure)
        return {};
    const EventDescription &description = describe(summary.failure->id);
    QString text = u"## Error Details\n\n" + bullet(u"What happened"_s, summary.failure->text())
        + bullet(u"Event"_s, description.name.toString());
    if (!description.advice.isEmpty())
        text += bullet(u"What to do"_s, description.advice.toString());
    return text + u'\n';
}

QString ledgerSection(const RunSummary &summary)
{
    MarkdownTable table({{u"Rows"_s},
                         {u"Planned"_s, true},
                         {u"Created"_s, true},
                         {u"Updated"_s, true},
                         {u"Unchanged"_s, true},
                         {u"Refused"_s, true},
                         {u"Rejected"_s, true},
                         {u"Not sent"_s, true},
                         {u"Unknown"_s, true}});
    table.addRow(QStringList{u"Headers"_s} + ledgerCells(summary.ledger));
    table.addRow(QStringList{u"Lines"_s} + ledgerCells(summary.linesLedger));
    const bool balances = summary.ledger.balances() && summary.linesLedger.balances();
    return u"## THE LEDGER\n\n" + table.toString()
        + (balances ? u"Planned is the sum of all the others: every row is accounted for.\n\n"_s
                    : u"\u2718 **The states do not add up to the planned rows. Please report this.**\n\n"_s);
}

QString customersSection(const RunSummary &summary)
{
    if (summary.customers.empty())
        return u"## Customer Results\n\nNo customer had rows to send.\n\n"_s;
    MarkdownTable table({{u"Customer"_s},
                         {u"Status"_s},
                         {u"Rows"_s, true},
                         {u"Created"_s, true},
                         {u"Updated"_s, true},
                         {u"Unchanged"_s, true},
                         {u"Refused"_s, true},
                         {u"Rejected"_s, true},
                         {u"Not sent"_s, true},
                         {u"Unknown"_s, true},
                         {u"Success %"_s, true},
                         {u"Time"_s, true}},
                        wholeRecord);
    const bool dryRun = summary.request.dryRun;
    for (const CustomerRun &customer : summary.customers) {
        table.addRow(QStringList{customer.name, resultText(customer.ledger, summary.thresholds, dryRun)}
                     + ledgerCells(customer.ledger)
                     + QStringList{percentText(dryRun ? std::nullopt : successShare(customer.ledger)),
                                   durationText(customer.seconds)});
    }
    return u"## Customer Results\n\n" + table.toString();
}

QString performanceSection(const RunSummary &summary)
{
    const Ledger &ledger = summary.ledger;
    QString text;
    if (summary.request.dryRun) {
        text = u"## Performance Metrics\n\n" + bullet(u"Rows Looked At"_s, countText(ledger.planned))
            + bullet(u"Lines Looked At"_s, countText(summary.linesLedger.planned));
    } else if (isRetry(summary)) {
        text = u"## Retry Metrics\n\n" + bullet(u"Rows Identified for Retry"_s, countText(ledger.planned))
            + bullet(u"Rows Successfully Sent"_s, countText(ledger.succeeded()))
            + bullet(u"Retry Success Rate"_s, percentText(successShare(ledger)));
    } else {
        text = u"## Performance Metrics\n\n" + bullet(u"Rows"_s, countText(ledger.planned - ledger.notSent))
            + bullet(u"Lines"_s, countText(summary.linesLedger.planned - summary.linesLedger.notSent));
    }
    text += bullet(u"Execution Time"_s, durationText(summary.seconds));
    const QString rate = rateText(ledger.planned - ledger.notSent, summary.seconds);
    if (!rate.isEmpty() && !summary.request.dryRun)
        text += bullet(u"Throughput"_s, rate);
    text += bullet(u"Requests to monday"_s, countText(summary.traffic.requests))
        + bullet(u"Refused for Limits"_s, countText(summary.traffic.throttled));
    if (summary.traffic.complexityUsed > 0)
        text += bullet(u"Complexity Used"_s, countText(summary.traffic.complexityUsed) + u" points");
    return text + u'\n';
}

/// The same for each customer, from its first to its last batch.
QString customerTimes(const RunSummary &summary)
{
    MarkdownTable table({{u"Customer"_s},
                         {u"Time"_s, true},
                         {u"monday.com"_s, true},
                         {u"Its limits"_s, true},
                         {u"This computer"_s, true},
                         {u"Idle"_s, true}},
                        wholeRecord);
    bool any = false;
    for (const CustomerRun &customer : summary.customers) {
        const TimeShares &time = customer.time;
        const double total = time.total();
        if (total <= 0)
            continue;
        any = true;
        table.addRow({customer.name, durationText(total), percentText(time.server / total),
                      percentText(time.quota / total), percentText(time.local / total),
                      percentText(time.idle / total)});
    }
    return any ? table.toString() : QString();
}

QString timeSection(const RunSummary &summary)
{
    const TimeShares &time = summary.time;
    const double total = time.total();
    if (total <= 0)
        return {};
    MarkdownTable table({{u"Part"_s}, {u"Time"_s, true}, {u"Share"_s, true}});
    const auto add = [&table, total](const QString &part, double seconds) {
        table.addRow({part, durationText(seconds), percentText(seconds / total)});
    };
    add(u"monday.com answering"_s, time.server);
    add(u"Waiting for its limits"_s, time.quota);
    for (const auto &[limit, seconds] :
         {std::pair(u"of these: points of the minute"_s, time.quotaBy.complexity),
          std::pair(u"of these: calls of the minute"_s, time.quotaBy.callsPerMinute),
          std::pair(u"of these: calls of the day"_s, time.quotaBy.callsPerDay),
          std::pair(u"of these: requests at once"_s, time.quotaBy.concurrency),
          std::pair(u"of these: locked boards and other limits"_s, time.quotaBy.other)}) {
        if (seconds > 0)
            add(limit, seconds);
    }
    add(u"Warehouse and this computer"_s, time.local);
    add(u"Idle"_s, time.idle);
    return u"## Where the Time Went\n\n" + table.toString() + customerTimes(summary);
}

QString processingSection(const RunSummary &summary)
{
    const SyncRequest &request = summary.request;
    const QString wholeSelection = request.records.empty() ? u"ALL"_s : u"those of the chosen orders"_s;
    QString text = u"## Customer Processing\n\n"
        + bullet(u"Target Customer"_s,
                 request.customers.isEmpty() ? wholeSelection : request.customers.join(u", "));
    if (!request.records.empty())
        text += bullet(u"Chosen Orders"_s, countText(static_cast<qint64>(request.records.size())));
    if (request.limitPerCustomer)
        text += bullet(u"Limit per Customer"_s, rowsText(*request.limitPerCustomer));
    if (request.selection == RowSelection::WaitingAndFailed)
        text += bullet(u"Failed Rows"_s, u"sent again together with the waiting ones"_s);
    if (request.selection != RowSelection::Waiting && request.records.empty())
        text += bullet(u"Maximum Retries per Row"_s, countText(request.maxRetries));
    if (request.skipSubitems)
        text += bullet(u"Subitems"_s, u"left out"_s);
    if (request.sequential)
        text += bullet(u"Mode"_s, u"one customer at a time"_s);
    return text + u'\n';
}

QString batchesSection(const RunSummary &summary)
{
    if (summary.batches.empty())
        return u"## Batch Processing\n\nNo batch was sent.\n\n"_s;
    MarkdownTable table({{u"Kind"_s},
                         {u"Batches"_s, true},
                         {u"Rows"_s, true},
                         {u"Rows per batch"_s, true},
                         {u"Rows failed"_s, true},
                         {u"Sent again"_s, true},
                         {u"Mean time"_s, true},
                         {u"Slowest"_s, true}});
    for (const BatchKind kind : {BatchKind::Items, BatchKind::Subitems}) {
        qint64 count = 0;
        qint64 rows = 0;
        qint64 failed = 0;
        qint64 sentAgain = 0;
        double seconds = 0;
        double slowest = 0;
        for (const BatchRecord &batch : summary.batches) {
            if (batch.kind != kind)
                continue;
            ++count;
            rows += batch.rows;
            failed += batch.failed;
            sentAgain += batch.attempts > 1 ? 1 : 0;
            seconds += batch.seconds;
            slowest = std::max(slowest, batch.seconds);
        }
        if (count == 0)
            continue;
        const auto batches = static_cast<double>(count);
        table.addRow({kind == BatchKind::Items ? u"Items"_s : u"Subitems"_s, countText(count),
                      countText(rows), QString::number(static_cast<double>(rows) / batches, 'f', 1),
                      countText(failed), countText(sentAgain), durationText(seconds / batches),
                      durationText(slowest)});
    }
    const BatchRecord &slowest = *std::ranges::max_element(summary.batches, {}, &BatchRecord::seconds);
    const QString where = u"batch %1 of %2 with %3, %4"_s.arg(slowest.number)
                              .arg(slowest.customer, rowsText(slowest.rows), durationText(slowest.seconds));
    return u"## Batch Processing\n\n" + table.toString() + bullet(u"Slowest"_s, where)
        + u"- **All Batches**: `" + wholeRecord + u"`\n\n";
}

QString groupsSection(const RunSummary &summary)
{
    if (summary.groups.empty())
        return {};
    QHash<GroupRun::Origin, qint64> counts;
    MarkdownTable table({{u"Customer"_s}, {u"Group"_s}, {u"Origin"_s}, {u"Rows"_s, true}}, wholeRecord);
    for (const GroupRun &group : summary.groups) {
        ++counts[group.origin];
        table.addRow({group.customer, group.title, nameOf(group.origin), countText(group.rows)});
    }
    return u"## Groups\n\n" + bullet(u"Found"_s, countText(counts[GroupRun::Origin::Found]))
        + bullet(u"Created"_s, countText(counts[GroupRun::Origin::Created]))
        + bullet(u"Healed"_s, countText(counts[GroupRun::Origin::Healed])) + u'\n' + table.toString();
}

QString causesSection(const RunSummary &summary)
{
    if (summary.errors.empty())
        return {};
    MarkdownTable table({{u"Event"_s},
                         {u"Customer"_s},
                         {u"Column"_s},
                         {u"Rows"_s, true},
                         {u"Reason of one of them"_s},
                         {u"What to do"_s}},
                        wholeRecord);
    for (const ErrorGroup &error : summary.errors) {
        const EventDescription &description = describe(error.event);
        table.addRow({description.name.toString(), error.customer, error.column, countText(error.rows),
                      error.sample, description.advice.toString()});
    }
    return u"## Failures by Cause\n\n" + table.toString();
}

QString filesSection(const QStringList &files)
{
    if (files.isEmpty())
        return {};
    QString text = u"## Output Organization\n\n"_s;
    for (const QString &file : files.first(std::min(files.size(), MarkdownTable::maxRows))) {
        text += u"- [" + markdownText(file) + u"](" + QString::fromLatin1(QUrl::toPercentEncoding(file, "/"))
            + u")\n";
    }
    if (files.size() > MarkdownTable::maxRows)
        text += u"\n%1 files in all."_s.arg(countText(files.size()));
    return text + u'\n';
}

QString footer(const RunSummary &summary)
{
    QString versions = u"Syncline " + markdownText(summary.programVersion);
    if (!summary.apiVersion.isEmpty())
        versions += u", monday API " + markdownText(summary.apiVersion);
    return u"---\n\n" + versions + u". Times are in UTC, percentages are of rows.\n";
}

QString shapeOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Nothing:
        return u"\u2013 NOTHING TO DO"_s;
    case Verdict::Success:
        return u"\u2714 SUCCESS"_s;
    case Verdict::Partial:
        return u"\u26A0 PARTIAL SUCCESS"_s;
    case Verdict::Failed:
        return u"\u2718 FAILED"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString overallStatus(const RunSummary &summary)
{
    const Ledger &ledger = summary.ledger;
    const std::optional<double> share = successShare(ledger);
    if (summary.request.dryRun && summary.state != RunState::Failed) {
        return u"DRY RUN: %1 would be sent, %2 would be refused"_s.arg(rowsText(ledger.notSent),
                                                                       countText(ledger.refused));
    }
    QString text;
    QStringList words;
    switch (summary.state) {
    case RunState::Failed:
        text = shapeOf(Verdict::Failed);
        break;
    case RunState::Canceled:
        text = u"\u25A0 STOPPED"_s;
        words.append(u"stopped by the user"_s);
        break;
    case RunState::Interrupted:
        text = u"\u26A1 INTERRUPTED"_s;
        words.append(u"resume it to finish"_s);
        break;
    case RunState::Succeeded:
        text = shapeOf(verdict(ledger, summary.thresholds));
        break;
    case RunState::CompletedWithErrors:
        // Lines alone can fail: then the headers' verdict may be that there was nothing to judge.
        text = shapeOf(share ? verdict(ledger, summary.thresholds) : Verdict::Partial);
        words.append(u"completed with errors"_s);
        break;
    case RunState::Queued:
    case RunState::Reading:
    case RunState::Preparing:
    case RunState::Running:
    case RunState::WaitingForQuota:
    case RunState::Retrying:
    case RunState::Paused:
    case RunState::Stopping:
        text = u"\u25B6 RUNNING"_s;
        break;
    }
    if (share)
        text += u" (" + percentText(share) + u')';
    if (ledger.failed() > 0)
        words.append(rowsText(ledger.failed()) + u" failed");
    if (ledger.notSent > 0)
        words.append(rowsText(ledger.notSent) + u" not sent");
    if (summary.linesLedger.failed() > 0)
        words.append(rowsText(summary.linesLedger.failed(), u"line"_s) + u" failed");
    return words.isEmpty() ? text : QString(text + u", " + words.join(u", "));
}

QString summaryMarkdown(const RunSummary &summary, const QStringList &files)
{
    return header(summary) + failureSection(summary) + ledgerSection(summary) + customersSection(summary)
        + performanceSection(summary) + timeSection(summary) + processingSection(summary)
        + batchesSection(summary) + groupsSection(summary) + causesSection(summary) + filesSection(files)
        + footer(summary);
}

} // namespace syncline
