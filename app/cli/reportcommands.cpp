#include "cli/commands.h"
#include "reports/reportindex.h"
#include "reports/syncfolder.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

/// A summary longer than this is no summary.
constexpr qint64 longestSummary = 16 * 1024 * 1024;

Result<SyncFolder> folderOf(const Engine &engine, const std::string &syncId)
{
    const QString id = QString::fromStdString(syncId);
    const SyncFolder folder(engine.settings().reportsRoot, id);
    if (!isSyncId(id) || !QFileInfo(folder.path()).isDir()) {
        return Error{.kind = ErrorKind::InvalidInput,
                     .event = {.id = EventId::cl_005,
                               .parameters = {{u"sync_id"_s, id}, {u"root"_s, engine.settings().reportsRoot}}}};
    }
    return folder;
}

} // namespace

ExitCode runReportList(Context &context, const GlobalOptions &global)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    TextTable table({u"sync"_s, u"state"_s, u"started (UTC)"_s, u"planned"_s, u"ok"_s, u"failed"_s});
    for (const ReportEntry &entry : listReports((*engine)->settings().reportsRoot)) {
        table.add({entry.syncId, nameOf(entry.state), entry.startedAt.toUTC().toString(u"yyyy-MM-dd HH:mm"_s),
                   QString::number(entry.ledger.planned), QString::number(entry.ledger.succeeded()),
                   QString::number(entry.ledger.failed())});
    }
    context.terminal.result(table.toString());
    return ExitCode::Success;
}

ExitCode runReportShow(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const Result<SyncFolder> folder = folderOf(**engine, options.syncId);
    if (!folder)
        return context.fail(folder.error());
    const Result<QString> text = readReportText(folder->summary(), longestSummary);
    if (!text)
        return context.fail(text.error());
    context.terminal.result(*text);
    return ExitCode::Success;
}

ExitCode runReportExport(Context &context, const GlobalOptions &global, const ReportOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    const Result<SyncFolder> folder = folderOf(**engine, options.syncId);
    if (!folder)
        return context.fail(folder.error());
    const ExportFormat format = options.format == "html" ? ExportFormat::Html : ExportFormat::Markdown;
    const QString target = QString::fromStdString(options.target);
    if (Result<void> written = exportSummary(folder->path(), format, target); !written)
        return context.fail(written.error());
    context.terminal.result(QFileInfo(target).absoluteFilePath());
    return ExitCode::Success;
}

} // namespace syncline::cli
