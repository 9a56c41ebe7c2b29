#include "sync/syncsession.h"

#include "sync/planpass.h"
#include "sync/syncrun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

RunState finalState(const Ledger &rows, const Ledger &lines, bool failed, bool stopped)
{
    if (failed)
        return RunState::Failed;
    if (stopped)
        return RunState::Canceled;
    return rows.failed() + lines.failed() > 0 ? RunState::CompletedWithErrors : RunState::Succeeded;
}

namespace {

/// Orders that stay in doubt although they were looked for, added to `inDoubt`.
Result<void> noteDoubt(JournalStore &journals, const QString &syncId, QSet<RecordKey> &inDoubt)
{
    Result<std::unique_ptr<SyncJournal>> journal = journals.reopen(syncId);
    if (!journal)
        return std::move(journal).error();
    const Result<std::vector<RecordKey>> keys = (*journal)->recordsInDoubt();
    if (!keys)
        return keys.error();
    for (const RecordKey &key : *keys)
        inDoubt.insert(key);
    return {};
}

} // namespace

Result<RunFinished> SyncSession::run(const SyncRequest &request, const StopTokens &stop)
{
    // A wrong customer name is told before a journal and a folder exist.
    {
        Result<LanePorts> ports = makePorts(m_environment);
        if (!ports)
            return std::move(ports).error();
        if (Result<QStringList> customers = chooseCustomers(*ports->warehouse, request); !customers)
            return std::move(customers).error();
    }
    Result<std::vector<InterruptedSync>> interrupted = m_environment.journals.interrupted();
    if (!interrupted)
        return std::move(interrupted).error();
    QSet<RecordKey> inDoubt;
    for (const InterruptedSync &earlier : *interrupted) {
        if (earlier.environment != m_environment.settings.name)
            continue;
        Result<std::unique_ptr<SyncJournal>> journal = m_environment.journals.reopen(earlier.syncId);
        // Another process has taken it up meanwhile, and settles its doubt; its leases keep the rows from
        // this one.
        if (!journal && journal.error().kind == ErrorKind::InvalidInput)
            continue;
        if (!journal)
            return std::move(journal).error();
        m_environment.events.post({EventId::se_080, {{u"sync_id"_s, earlier.syncId}}, {}});
        const RunFinished settled = SyncRun(m_environment, std::move(journal).value(), earlier.syncId,
                                            earlier.request, earlier.startedAt, stop)
                                        .execute(SyncRun::Extent::SettleOnly);
        // Rows in doubt must not be sent again before it is known what became of them.
        if (settled.summary.failure)
            return Error{.kind = ErrorKind::Internal, .event = *settled.summary.failure};
        if (stop.drain.stop_requested())
            return stoppedByUser();
        if (settled.summary.ledger.unknown == 0 && settled.summary.linesLedger.unknown == 0)
            continue;
        if (Result<void> noted = noteDoubt(m_environment.journals, earlier.syncId, inDoubt); !noted)
            return std::move(noted).error();
    }

    const QDateTime startedAt = m_environment.clock.utcNow();
    const QString syncId = makeSyncId(m_environment.ids.next(), startedAt);
    Result<std::unique_ptr<SyncJournal>> journal =
        m_environment.journals.create(syncId, m_environment.settings.name, request, startedAt);
    if (!journal)
        return std::move(journal).error();
    SyncRun run(m_environment, std::move(journal).value(), syncId, request, startedAt, stop);
    run.leaveOut(std::move(inDoubt));
    return run.execute(SyncRun::Extent::Everything);
}

Result<RunFinished> SyncSession::resume(const QString &syncId, const StopTokens &stop)
{
    Result<std::vector<InterruptedSync>> interrupted = m_environment.journals.interrupted();
    if (!interrupted)
        return std::move(interrupted).error();
    const auto found = std::ranges::find(*interrupted, syncId, &InterruptedSync::syncId);
    if (found == interrupted->end()) {
        return Error{.kind = ErrorKind::InvalidInput,
                     .event = {.id = EventId::se_081, .parameters = {{u"sync_id"_s, syncId}}}};
    }
    Result<std::unique_ptr<SyncJournal>> journal = m_environment.journals.reopen(syncId);
    if (!journal)
        return std::move(journal).error();
    return SyncRun(m_environment, std::move(journal).value(), syncId, found->request, found->startedAt, stop)
        .execute(SyncRun::Extent::Everything);
}

} // namespace syncline
