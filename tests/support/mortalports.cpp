#include "support/mortalports.h"

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

class MortalJournal final : public SyncJournal
{
public:
    MortalJournal(std::unique_ptr<SyncJournal> inner, Lifeline &life)
        : m_inner(std::move(inner))
        , m_life(life)
    {
    }

    Result<void> plan(const std::vector<PlannedRow> &rows) override
    {
        return m_life.beat([&] { return m_inner->plan(rows); });
    }
    Result<void> planComplete() override
    {
        return m_life.beat([&] { return m_inner->planComplete(); });
    }
    Result<bool> isPlanComplete() override
    {
        return m_life.beat([&] { return m_inner->isPlanComplete(); });
    }
    Result<void> forgetPlan() override
    {
        return m_life.beat([&] { return m_inner->forgetPlan(); });
    }
    Result<std::vector<PlannedKey>> nextPlanned(qint64 after, int limit, const QString &customer) override
    {
        return m_life.beat([&] { return m_inner->nextPlanned(after, limit, customer); });
    }
    Result<std::vector<PlannedKey>> nextUnfinished(qint64 after, int limit, const QString &customer) override
    {
        return m_life.beat([&] { return m_inner->nextUnfinished(after, limit, customer); });
    }
    Result<std::vector<RecordKey>> alreadyPlanned(const std::vector<RecordKey> &headers) override
    {
        return m_life.beat([&] { return m_inner->alreadyPlanned(headers); });
    }
    Result<std::vector<LineKey>> plannedLines(const std::vector<RecordKey> &headers) override
    {
        return m_life.beat([&] { return m_inner->plannedLines(headers); });
    }
    Result<std::vector<LeftOut>> leaveOut(const std::vector<LineKey> &rows) override
    {
        return m_life.beat([&] { return m_inner->leaveOut(rows); });
    }
    Result<void> intend(const BatchIntent &intent) override
    {
        return m_life.beat([&] { return m_inner->intend(intent); });
    }
    Result<void> answer(const BatchRecord &record, const std::vector<RowVerdict> &verdicts) override
    {
        return m_life.beat([&] { return m_inner->answer(record, verdicts); });
    }
    Result<void> writtenBack(const std::vector<int> &batchNumbers) override
    {
        return m_life.beat([&] { return m_inner->writtenBack(batchNumbers); });
    }
    Result<void> judge(const std::vector<RowVerdict> &verdicts) override
    {
        return m_life.beat([&] { return m_inner->judge(verdicts); });
    }
    Result<std::vector<OpenBatch>> openBatches() override
    {
        return m_life.beat([&] { return m_inner->openBatches(); });
    }
    Result<std::vector<RecordKey>> recordsInDoubt() override
    {
        return m_life.beat([&] { return m_inner->recordsInDoubt(); });
    }
    Result<int> nextBatchNumber() override
    {
        return m_life.beat([&] { return m_inner->nextBatchNumber(); });
    }
    Result<void> noteGroup(const GroupRun &group) override
    {
        return m_life.beat([&] { return m_inner->noteGroup(group); });
    }
    Result<RunSummary> summarise() override
    {
        return m_life.beat([&] { return m_inner->summarise(); });
    }
    Result<void> forEachRow(const std::function<Result<void>(const RowRecord &)> &visit) override
    {
        return m_life.beat([&] { return m_inner->forEachRow(visit); });
    }
    Result<void> forEachLine(const std::function<Result<void>(const LineRecord &)> &visit) override
    {
        return m_life.beat([&] { return m_inner->forEachLine(visit); });
    }
    Result<void> noteProgress(const UsedSoFar &used, const std::map<QString, TimeShares> &customers) override
    {
        return m_life.beat([&] { return m_inner->noteProgress(used, customers); });
    }
    Result<void> close(RunState state) override
    {
        return m_life.beat([&] { return m_inner->close(state); });
    }

private:
    std::unique_ptr<SyncJournal> m_inner;
    Lifeline &m_life;
};

class MortalLeases final : public RowLeases
{
public:
    MortalLeases(RowLeases &inner, Lifeline &life)
        : m_inner(inner)
        , m_life(life)
    {
    }

    Result<void> open(const QString &session, const QString &desk, std::chrono::seconds holds) override
    {
        return m_life.beat([&] { return m_inner.open(session, desk, holds); });
    }
    Result<bool> renew(const QString &session, std::chrono::seconds holds) override
    {
        return m_life.beat([&] { return m_inner.renew(session, holds); });
    }
    Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_life.beat([&] { return m_inner.claim(session, keys); });
    }
    Result<void> release(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_life.beat([&] { return m_inner.release(session, keys); });
    }
    Result<void> close(const QString &session, const std::vector<RecordKey> &inDoubt) override
    {
        return m_life.beat([&] { return m_inner.close(session, inDoubt); });
    }
    Result<bool> lock(const QString &session, const QString &name) override
    {
        return m_life.beat([&] { return m_inner.lock(session, name); });
    }
    Result<void> unlock(const QString &session, const QString &name) override
    {
        return m_life.beat([&] { return m_inner.unlock(session, name); });
    }
    Result<std::optional<LockHolder>> lockHolder(const QString &name) override
    {
        return m_life.beat([&] { return m_inner.lockHolder(name); });
    }

private:
    RowLeases &m_inner;
    Lifeline &m_life;
};

class MortalWarehouse final : public OrderWarehouse
{
public:
    MortalWarehouse(std::unique_ptr<OrderWarehouse> inner, Lifeline &life,
                    std::function<Result<void>()> meetWriteBack, std::function<void()> meetRow)
        : m_inner(std::move(inner))
        , m_life(life)
        , m_meetWriteBack(std::move(meetWriteBack))
        , m_meetRow(std::move(meetRow))
        , m_leases(m_inner->leases(), life)
    {
    }

    RowLeases &leases() override { return m_leases; }
    Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) override
    {
        return m_life.beat([&] { return m_inner->knownRows(keys); });
    }
    Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) override
    {
        return m_life.beat([&] { return m_inner->ownersOf(itemIds); });
    }
    Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) override
    {
        return m_life.beat([&] { return m_inner->withoutItem(orderNumber); });
    }
    Result<void> reopenLines(const std::vector<LineKey> &lines) override
    {
        return m_life.beat([&] { return m_inner->reopenLines(lines); });
    }
    Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) override
    {
        return m_life.beat([&] { return m_inner->repair(keys, repair); });
    }

    Result<std::vector<CustomerCounts>> customers() override
    {
        return m_life.beat([&] { return m_inner->customers(); });
    }
    Result<std::vector<CustomerCounts>> headersOfCustomers() override
    {
        return m_life.beat([&] { return m_inner->headersOfCustomers(); });
    }
    Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                 const std::function<Result<void>(OrderHeader)> &visit) override
    {
        return m_life.beat([&] {
            return m_inner->forEachSelected(customer, request, [&](OrderHeader order) -> Result<void> {
                if (m_meetRow)
                    m_meetRow();
                return visit(std::move(order));
            });
        });
    }
    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        return m_life.beat([&] { return m_inner->selectedByKey(keys, request); });
    }
    Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                   const QString &syncId) override
    {
        return m_life.beat([&]() -> Result<std::vector<UnstoredRow>> {
            Result<void> met = m_meetWriteBack ? m_meetWriteBack() : Result<void>();
            if (!met)
                return std::move(met).error();
            return m_inner->writeBackEach(rows, syncId);
        });
    }
    Result<void> registerGroups(const std::vector<BoardGroup> &groups) override
    {
        return m_life.beat([&] { return m_inner->registerGroups(groups); });
    }
    Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state, int limit) override
    {
        return m_life.beat([&] { return m_inner->openRows(customer, state, limit); });
    }
    Result<std::vector<Event>> findings() override
    {
        return m_life.beat([&] { return m_inner->findings(); });
    }

private:
    std::unique_ptr<OrderWarehouse> m_inner;
    Lifeline &m_life;
    std::function<Result<void>()> m_meetWriteBack;
    std::function<void()> m_meetRow;
    MortalLeases m_leases;
};

class MortalGateway final : public BoardGateway
{
public:
    MortalGateway(std::unique_ptr<BoardGateway> inner, Lifeline &life)
        : m_inner(std::move(inner))
        , m_life(life)
    {
    }

    void setAttendant(Attendant attendant) override { m_inner->setAttendant(std::move(attendant)); }
    Result<BoardPair> readBoards(const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->readBoards(stop); });
    }
    Result<std::vector<BoardGroup>> readGroups(const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->readGroups(stop); });
    }
    Result<BoardGroup> createGroup(const QString &title, const QString &key, const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->createGroup(title, key, stop); });
    }
    Result<BoardColumn> addLabels(const QString &columnId, bool onSubitems, const QStringList &labels,
                                  const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->addLabels(columnId, onSubitems, labels, stop); });
    }
    Result<std::vector<BoardItem>> findByText(const QString &columnId, const QStringList &texts,
                                              const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->findByText(columnId, texts, stop); });
    }
    Result<std::vector<BoardItem>> itemsById(const std::vector<qint64> &ids, const StopTokens &stop) override
    {
        return m_life.beat([&] { return m_inner->itemsById(ids, stop); });
    }
    Result<BatchAnswer> send(const EncodedBatch &batch, const StopTokens &stop) override
    {
        const bool stoppedBefore = stop.abort.stop_requested();
        Result<BatchAnswer> answer = m_life.beat([&] { return m_inner->send(batch, stop); });
        // "Stop now" while the request is under way: nobody waits for the answer.
        if (answer && !stoppedBefore && stop.abort.stop_requested()) {
            Error cut = deadError();
            cut.kind = ErrorKind::Cancelled;
            return cut;
        }
        return answer;
    }
    EncodedBatch encode(const std::vector<BoardMutation> &mutations, const QString &key) const override
    {
        return m_inner->encode(mutations, key);
    }

private:
    std::unique_ptr<BoardGateway> m_inner;
    Lifeline &m_life;
};

Result<std::unique_ptr<SyncJournal>> wrapped(Result<std::unique_ptr<SyncJournal>> journal, Lifeline &life)
{
    if (!journal)
        return journal;
    return std::unique_ptr<SyncJournal>(std::make_unique<MortalJournal>(std::move(journal).value(), life));
}

} // namespace

Error deadError()
{
    return {.kind = ErrorKind::Internal,
            .certainty = Certainty::Unknown,
            .event = {.id = EventId::ba_001,
                      .parameters = {{u"path"_s, u"process"_s}, {u"reason"_s, u"dead"_s}}}};
}

void Lifeline::endAt(int n, Cut cut)
{
    interruptAt(n, cut, [this] { m_dead = true; });
}

void Lifeline::interruptAt(int n, Cut cut, std::function<void()> strike)
{
    m_strike = std::move(strike);
    m_cut = cut;
    m_left = n - 1;
}

void Lifeline::revive()
{
    m_left = -1;
    m_dead = false;
}

LanePorts mortal(LanePorts ports, Lifeline &life, std::function<Result<void>()> meetWriteBack,
                 std::function<void()> meetRow)
{
    LanePorts wrapped;
    if (ports.warehouse)
        wrapped.warehouse =
            std::make_unique<MortalWarehouse>(std::move(ports.warehouse), life, std::move(meetWriteBack), std::move(meetRow));
    if (ports.gateway)
        wrapped.gateway = std::make_unique<MortalGateway>(std::move(ports.gateway), life);
    return wrapped;
}

Result<std::unique_ptr<SyncJournal>> MortalJournalStore::create(const QString &syncId,
                                                                const QString &environment,
                                                                const SyncRequest &request,
                                                                const QDateTime &startedAt)
{
    return wrapped(m_life.beat([&] { return m_store.create(syncId, environment, request, startedAt); }),
                   m_life);
}

Result<std::vector<InterruptedSync>> MortalJournalStore::interrupted()
{
    return m_life.beat([&] { return m_store.interrupted(); });
}

Result<std::unique_ptr<SyncJournal>> MortalJournalStore::reopen(const QString &syncId)
{
    return wrapped(m_life.beat([&] { return m_store.reopen(syncId); }), m_life);
}

} // namespace syncline::testing
