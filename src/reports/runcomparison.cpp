#include "reports/runcomparison.h"

#include "reports/reporttext.h"
#include "reports/summaryreport.h"

#include <QMap>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString signedCount(qint64 difference)
{
    return difference > 0 ? QString(u'+' + countText(difference)) : countText(difference);
}

void addCounts(MarkdownTable &table, const QString &rows, const Ledger &first, const Ledger &second)
{
    const auto add = [&table](const QString &figure, qint64 a, qint64 b) {
        table.addRow({figure, countText(a), countText(b), signedCount(b - a)});
    };
    add(rows + u" planned", first.planned, second.planned);
    for (const RowState state : {RowState::Created, RowState::Updated, RowState::Unchanged, RowState::Refused,
                                 RowState::Rejected, RowState::NotSent, RowState::Unknown}) {
        add(rows + u' ' + nameOf(state).replace(u'_', u' '), first[state], second[state]);
    }
}

QString figures(const RunSummary &first, const RunSummary &second)
{
    MarkdownTable table(
        {{u"Figure"_s}, {first.syncId, true}, {second.syncId, true}, {u"Difference"_s, true}});
    const auto add = [&table](const QString &figure, const QString &a, const QString &b,
                              const QString &difference) {
        table.addRow({figure, a, b, difference});
    };
    addCounts(table, u"Headers"_s, first.ledger, second.ledger);
    addCounts(table, u"Lines"_s, first.linesLedger, second.linesLedger);
    add(u"Success"_s, percentText(successShare(first.ledger)), percentText(successShare(second.ledger)), {});
    add(u"Execution time"_s, durationText(first.seconds), durationText(second.seconds), {});
    add(u"Requests to monday"_s, countText(first.traffic.requests), countText(second.traffic.requests),
        signedCount(second.traffic.requests - first.traffic.requests));
    add(u"Refused for limits"_s, countText(first.traffic.throttled), countText(second.traffic.throttled),
        signedCount(second.traffic.throttled - first.traffic.throttled));
    return u"## Figures\n\n" + table.toString();
}

QString customers(const RunSummary &first, const RunSummary &second)
{
    QMap<QString, std::array<Ledger, 2>> byName;
    for (const CustomerRun &customer : first.customers)
        byName[customer.name][0] = customer.ledger;
    for (const CustomerRun &customer : second.customers)
        byName[customer.name][1] = customer.ledger;
    MarkdownTable table({{u"Customer"_s},
                         {u"Rows, first"_s, true},
                         {u"Rows, second"_s, true},
                         {u"Failed, first"_s, true},
                         {u"Failed, second"_s, true},
                         {u"Success %, first"_s, true},
                         {u"Success %, second"_s, true}});
    for (auto customer = byName.begin(); customer != byName.end(); ++customer) {
        const auto &[a, b] = customer.value();
        table.addRow({customer.key(), countText(a.planned), countText(b.planned), countText(a.failed()),
                      countText(b.failed()), percentText(successShare(a)), percentText(successShare(b))});
    }
    return table.isEmpty() ? QString() : QString(u"## Customers\n\n" + table.toString());
}

QString causes(const RunSummary &first, const RunSummary &second)
{
    MarkdownTable table({{u"Event"_s},
                         {u"Customer"_s},
                         {u"Column"_s},
                         {u"Rows, first"_s, true},
                         {u"Rows, second"_s, true},
                         {u"Change"_s}});
    const auto rowsOf = [](const RunSummary &run, const ErrorGroup &cause) -> qint64 {
        const auto found = std::ranges::find_if(run.errors, [&cause](const ErrorGroup &one) {
            return one.event == cause.event && one.customer == cause.customer && one.column == cause.column;
        });
        return found == run.errors.end() ? 0 : found->rows;
    };
    const auto add = [&table](const ErrorGroup &cause, qint64 a, qint64 b) {
        const QString change = a == 0 ? u"new"_s : b == 0 ? u"gone"_s : signedCount(b - a);
        table.addRow({describe(cause.event).name.toString(), cause.customer, cause.column, countText(a),
                      countText(b), change});
    };
    for (const ErrorGroup &cause : second.errors)
        add(cause, rowsOf(first, cause), cause.rows);
    for (const ErrorGroup &cause : first.errors) {
        if (rowsOf(second, cause) == 0)
            add(cause, cause.rows, 0);
    }
    return table.isEmpty() ? QString() : QString(u"## Causes of Failures\n\n" + table.toString());
}

QString nameLine(const QString &which, const RunSummary &run)
{
    return u"**" + which + u"**: " + markdownText(run.syncId) + u", " + utcText(run.startedAt) + u", "
        + markdownText(run.environment) + u", " + markdownText(overallStatus(run)) + u"  \n";
}

} // namespace

QString comparisonMarkdown(const RunSummary &first, const RunSummary &second)
{
    return u"# Comparison of Two Syncs\n\n" + nameLine(u"First"_s, first) + nameLine(u"Second"_s, second)
        + u'\n' + figures(first, second) + customers(first, second) + causes(first, second)
        + u"---\n\nTimes are in UTC, percentages are of rows.\n";
}

} // namespace syncline
