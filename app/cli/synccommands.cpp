#include "base/atomicfile.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/orderkeys.h"
#include "cli/progress.h"
#include "cli/worker.h"
#include "reports/syncfolder.h"
#include "sync/syncsession.h"

#include <QFile>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

ExitCode exitCodeOf(const RunSummary &summary)
{
    switch (summary.state) {
    case RunState::Succeeded: return ExitCode::Success;
    case RunState::CompletedWithErrors: return ExitCode::SomeRowsFailed;
    case RunState::Canceled: return ExitCode::Stopped;
    default: return ExitCode::Failed;
    }
}

void printLedger(Terminal &terminal, const QString &what, const Ledger &ledger)
{
    terminal.result(
        u"%1: %2 planned = %3 created + %4 updated + %5 unchanged + %6 refused + %7 rejected + %8 not sent + %9 unknown"_s
            .arg(what)
            .arg(ledger.planned)
            .arg(ledger.created)
            .arg(ledger.updated)
            .arg(ledger.unchanged)
            .arg(ledger.refused)
            .arg(ledger.rejected)
            .arg(ledger.notSent)
            .arg(ledger.unknown));
}

void printSummary(Terminal &terminal, const RunFinished &finished)
{
    const RunSummary &summary = finished.summary;
    printLedger(terminal, u"orders"_s, summary.ledger);
    printLedger(terminal, u"lines"_s, summary.linesLedger);
    for (const ErrorGroup &cause : summary.errors) {
        terminal.result(u"%1 x %2 [%3] %4"_s.arg(QString::number(cause.rows), cause.customer,
                                                 describe(cause.event).name.toString(), cause.sample));
    }
    if (summary.failure)
        terminal.event(*summary.failure);
    terminal.result(u"%1 in %2 s"_s.arg(nameOf(summary.state).replace(u'_', u' '),
                                        QString::number(summary.seconds, 'f', 1)));
    terminal.result(summary.syncId);
    terminal.result(finished.folder);
}

/// Runs a session on a worker while Ctrl-C is listened to: once is stop after this batch, twice is stop now.
template<typename Session>
Result<RunFinished> watch(Context &context, Engine &engine, Session session)
{
    StopPair stop;
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::pressed, &interrupt, [&](int times) {
        context.terminal.message(times == 1 ? u"stopping after this batch; press Ctrl-C again to stop now"_s
                                            : u"stopping now"_s);
        times == 1 ? stop.stopAfterBatch() : stop.stopNow();
    });
    Progress progress(context.terminal, context.clock);
    return onWorker([&]() -> Result<RunFinished> {
        Result<SyncEnvironment> environment = engine.environmentFor(progress);
        if (!environment)
            return std::move(environment).error();
        const ObserverRelay::Watch watching(engine.relay(), progress);
        SyncSession work(*environment);
        return session(work, stop.tokens());
    });
}

Result<void> copyRunJson(const RunFinished &finished, const QString &target)
{
    QFile source(QString(finished.folder + u"/summaries/run.json"_s));
    if (!source.open(QIODevice::ReadOnly)) {
        return Error{.kind = ErrorKind::FileFailed,
                     .event = {.id = EventId::cl_004,
                               .parameters = {{u"path"_s, source.fileName()}, {u"reason"_s, source.errorString()}}}};
    }
    return writeFileAtomically(target, source.readAll());
}

/// What has to be so before anything is sent.
Result<void> maySend(Context &context, Engine &engine, bool yes)
{
    if (context.sendingBlocked())
        return Error{.kind = ErrorKind::InvalidInput, .event = {.id = EventId::cl_002}};
    if (Result<void> agreed = context.agreeToProduction(engine, yes); !agreed)
        return agreed;
    return context.provideTables(engine, yes);
}

} // namespace

Result<SyncRequest> requestOf(Engine &engine, const SelectionOptions &selection)
{
    SyncRequest request;
    for (const std::string &customer : selection.customers)
        request.customers.append(QString::fromStdString(customer));
    if (selection.limit > 0)
        request.limitPerCustomer = selection.limit;
    request.selection = selection.selection;
    request.maxRetries = selection.maxRetries;
    request.skipSubitems = selection.skipSubitems;
    if (selection.orders.empty())
        return request;
    Result<std::unique_ptr<OrderWarehouse>> warehouse = engine.openWarehouse();
    if (!warehouse)
        return std::move(warehouse).error();
    Result<std::vector<RecordKey>> records = recordKeysOf(**warehouse, selection.orders);
    if (!records)
        return std::move(records).error();
    request.records = std::move(records).value();
    return request;
}

ExitCode runSync(Context &context, const GlobalOptions &global, const SyncOptions &options)
{
    SelectionOptions selection = options.selection;
    if (options.retryErrors)
        selection.selection = RowSelection::WaitingAndFailed;
    if (options.dryRun)
        return runPlan(context, global, {selection, false});
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    // A wrong record key is told before anything is asked or made.
    Result<SyncRequest> request = onWorker([&] { return requestOf(**engine, selection); });
    if (!request)
        return context.fail(request.error());
    if (Result<void> may = maySend(context, **engine, options.yes); !may)
        return context.fail(may.error());
    request->customerReports = options.generateReport;
    request->sequential = options.sequential;
    const Result<RunFinished> finished =
        watch(context, **engine, [&request](SyncSession &session, const StopTokens &stop) {
            return session.run(*request, stop);
        });
    if (!finished)
        return context.fail(finished.error());
    printSummary(context.terminal, *finished);
    if (!options.outputJson.empty() && !finished->folder.isEmpty()) {
        if (Result<void> copied = copyRunJson(*finished, QString::fromStdString(options.outputJson)); !copied)
            return context.fail(copied.error());
    }
    return exitCodeOf(finished->summary);
}

ExitCode runResume(Context &context, const GlobalOptions &global, const ResumeOptions &options)
{
    Result<std::unique_ptr<Engine>> engine = context.openEngine(global);
    if (!engine)
        return context.fail(engine.error());
    Result<std::vector<InterruptedSync>> interrupted = (*engine)->journals().interrupted();
    if (!interrupted)
        return context.fail(interrupted.error());
    std::erase_if(*interrupted, [&engine](const InterruptedSync &sync) {
        return sync.environment != (*engine)->settings().name;
    });
    if (interrupted->empty()) {
        context.terminal.result(u"nothing to resume"_s);
        return ExitCode::Success;
    }
    if (Result<void> may = maySend(context, **engine, options.yes); !may)
        return context.fail(may.error());
    std::optional<ExitCode> worst;
    for (const InterruptedSync &sync : *interrupted) {
        const Result<RunFinished> finished =
            watch(context, **engine, [&sync](SyncSession &session, const StopTokens &stop) {
                return session.resume(sync.syncId, stop);
            });
        if (!finished && finished.error().kind == ErrorKind::InvalidInput) {
            // Another process has taken it up meanwhile; the others are still to be finished.
            context.terminal.event(finished.error().event);
            continue;
        }
        if (!finished)
            return context.fail(finished.error());
        printSummary(context.terminal, *finished);
        worst = std::max(worst.value_or(ExitCode::Success), exitCodeOf(finished->summary));
        if (worst == ExitCode::Stopped)
            break;
    }
    return worst.value_or(ExitCode::Failed);
}

} // namespace syncline::cli
