#include "base/atomicfile.h"
#include "cli/commands.h"
#include "cli/worker.h"
#include "reports/customerreport.h"
#include "reports/reportindex.h"
#include "reports/runcomparison.h"
#include "reports/syncfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

/// What a command on one sync works with.
struct OpenedReport
{
    std::unique_ptr<Engine> engine;
    QString folder;
};

Result<OpenedReport> openReport(Context &context, const GlobalOptions &global, const std::string &syncId)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return std::move(engine).error();
    Result<QString> folder = findReport((*engine)->settings().reportsRoot, QString::fromStdString(syncId));
    if (!folder)
        return std::move(folder).error();
    return OpenedReport{std::move(engine).value(), std::move(folder).value()};
}

/// A file of the folder, byte for byte.
Result<void> copyOut(const QString &folder, const QString &file, const QString &target)
{
    QFile source(QDir(folder).filePath(file));
    if (!source.open(QIODevice::ReadOnly)) {
        return Error{.kind = ErrorKind::FileFailed,
                     .event = {.id = EventId::cl_006,
                               .parameters = {{u"sync_id"_s, QFileInfo(folder).fileName()}, {u"file"_s, file}}}};
    }
    return writeFileAtomically(target, source.readAll());
}

Result<void> exportReport(const QString &folder, const std::string &format, const QString &target)
{
    if (format == "csv")
        return copyOut(folder, u"summaries/rows.csv"_s, target);
    if (format == "json")
        return copyOut(folder, u"summaries/run.json"_s, target);
    return exportSummary(folder, format == "html" ? ExportFormat::Html : ExportFormat::Markdown, target);
}

} // namespace

ExitCode runReportList(Context &context, const GlobalOptions &global)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    TextTable table({u"sync"_s, u"state"_s, u"started (UTC)"_s, u"planned"_s, u"ok"_s, u"failed"_s});
    for (const ReportEntry &entry : listReports((*engine)->settings().reportsRoot)) {
        table.add({entry.syncId, nameOf(entry.state).replace(u'_', u' '),
                   entry.startedAt.toUTC().toString(u"yyyy-MM-dd HH:mm"_s), QString::number(entry.ledger.planned),
                   QString::number(entry.ledger.succeeded()), QString::number(entry.ledger.failed())});
    }
    context.terminal.result(table.toString());
    return ExitCode::Success;
}

ExitCode runReportShow(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    const Result<OpenedReport> report = openReport(context, global, options.syncId);
    if (!report)
        return context.fail(report.error());
    const Result<QByteArray> document = reportDocument(report->folder, ExportFormat::Markdown);
    if (!document)
        return context.fail(document.error());
    context.terminal.result(QString::fromUtf8(*document).trimmed());
    return ExitCode::Success;
}

ExitCode runReportExport(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    const Result<OpenedReport> report = openReport(context, global, options.syncId);
    if (!report)
        return context.fail(report.error());
    const QString target = QString::fromStdString(options.target);
    if (Result<void> written = exportReport(report->folder, options.format, target); !written)
        return context.fail(written.error());
    context.terminal.result(QFileInfo(target).absoluteFilePath());
    return ExitCode::Success;
}

ExitCode runReportCompare(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    std::vector<RunSummary> summaries;
    for (const std::string &syncId : {options.syncId, options.otherSyncId}) {
        const Result<OpenedReport> report = openReport(context, global, syncId);
        if (!report)
            return context.fail(report.error());
        Result<RunSummary> summary = readRunSummary(report->folder);
        if (!summary)
            return context.fail(summary.error());
        summaries.push_back(std::move(summary).value());
    }
    context.terminal.result(comparisonMarkdown(summaries[0], summaries[1]).trimmed());
    return ExitCode::Success;
}

ExitCode runReportCustomer(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    if (options.customer.empty())
        return context.fail({.kind = ErrorKind::InvalidInput, .event = {.id = EventId::cl_005}});
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const Result<QString> report = onWorker([&]() -> Result<QString> {
        Result<std::unique_ptr<OrderWarehouse>> warehouse = (*engine)->openWarehouse();
        if (!warehouse)
            return std::move(warehouse).error();
        return freshCustomerMarkdown(**warehouse, QString::fromStdString(options.customer), context.clock.utcNow());
    });
    if (!report)
        return context.fail(report.error());
    context.terminal.result(report->trimmed());
    return ExitCode::Success;
}

} // namespace syncline::cli
