#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/worker.h"
#include "refreshjson.h"

#include <QLocale>

#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

/// Rows of each kind that the text names; --json names all.
constexpr qsizetype shownRows = 20;

QString count(qint64 number)
{
    return QLocale::c().toString(number);
}

QStringList cells(const QString &name, const RefreshCounts &counts)
{
    return {name,
            count(counts.sourceRows()),
            count(counts.added),
            count(counts.changed),
            count(counts.cancelled),
            count(counts.unchanged),
            count(counts.notOurs),
            count(counts.blank),
            count(counts.skipped),
            count(counts.onlyInHeaders),
            count(counts.linesAdded),
            count(counts.linesChanged),
            count(counts.linesRemoved),
            count(counts.linesKept)};
}

void print(Terminal &terminal, const RefreshReport &report)
{
    if (report.mode == RefreshMode::Look)
        terminal.result(u"DRY RUN: nothing is written"_s);
    TextTable table({u"customer"_s, u"rows"_s, u"new"_s, u"changed"_s, u"cancelled"_s, u"unchanged"_s,
                     u"not ours"_s, u"blank"_s, u"skipped"_s, u"not in source"_s, u"lines new"_s,
                     u"changed"_s, u"removed"_s, u"kept"_s});
    for (const RefreshCustomer &customer : report.customers)
        table.add(cells(customer.name.isEmpty() ? u"(none)"_s : customer.name, customer.counts));
    table.add(cells(u"all"_s, report.total));
    terminal.result(table.toString());
    for (const Event &finding : report.findings)
        terminal.result(u"note: [%1] %2"_s.arg(finding.name(), finding.text()));
    for (const KeptSizes &kept : report.kept) {
        terminal.result(u"sizes kept (%1 orders, %2 lines): %3: %4; --sizes-gone removes them"_s.arg(
            count(kept.orders), count(kept.lines), kept.customer, kept.sizes.join(u", "_s)));
    }
    for (const ErrorGroup &group : report.skipped) {
        terminal.result(u"skipped (%1): %2 [%3] %4"_s.arg(
            count(group.rows), group.customer, describe(group.event).name.toString(), group.sample));
    }
    qint64 unnamed = report.total.onlyInHeaders;
    for (const RefreshRow &row : report.rows) {
        if (row.kind != RefreshKind::OnlyInHeaders)
            continue;
        terminal.result(
            u"not in the source: %1 %2 %3"_s.arg(row.customer, row.orderNumber, row.key.toString()));
        --unnamed;
    }
    if (unnamed > 0)
        terminal.result(u"not in the source: %1 more; --json names all"_s.arg(count(unnamed)));
    terminal.result(u"%1 new, %2 changed, %3 cancelled, %4 unchanged, %5 skipped"_s.arg(
        count(report.total.added), count(report.total.changed), count(report.total.cancelled),
        count(report.total.unchanged), count(report.total.skipped)));
}

} // namespace

ExitCode runRefresh(Context &context, const GlobalOptions &global, const RefreshOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    std::stop_source stop;
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::pressed, &interrupt, [&] {
        context.terminal.message(u"stopping"_s);
        stop.request_stop();
    });
    const auto report = onWorker([&]() -> Result<RefreshReport> {
        Result<std::unique_ptr<OrderRefresh>> refresh = (*engine)->openRefresh();
        if (!refresh)
            return std::move(refresh).error();
        return (*refresh)->refresh(
            {.mode = options.execute ? RefreshMode::Write : RefreshMode::Look,
             .goneSizes = options.sizesGone ? GoneSizes::Empty : GoneSizes::Stay,
             .listedRows = options.json ? std::numeric_limits<qsizetype>::max() : shownRows},
            stop.get_token());
    });
    if (!report)
        return context.fail(report.error());
    if (options.json)
        context.terminal.result(QJsonDocument(toJson(*report)));
    else
        print(context.terminal, *report);
    return options.execute && report->total.skipped > 0 ? ExitCode::SomeRowsFailed : ExitCode::Success;
}

} // namespace syncline::cli
