#include "sync/batchexecutor.h"

#include "sync/doubtresolver.h"
#include "sync/writeback.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// monday keeps an idempotency key for 30 minutes (monday-api.md 6); what is sent later under it counts as
/// new.
constexpr qint64 keyHoldsSeconds = 25 * 60;

/// Nothing more comes for the order in this sync.
bool isOrderDone(const WorkItem &header, const RowVerdict &verdict)
{
    const bool linesFollow = std::ranges::any_of(
        header.row->plan.lines, [](const LinePlan &line) { return line.mutation.has_value(); });
    return verdict.state == RowState::Rejected || (verdict.state != RowState::Unknown && !linesFollow);
}

} // namespace

ExecutionResult BatchExecutor::execute(WorkBatch batch, const StopTokens &stop)
{
    ExecutionResult result;
    BatchRecord record{.number = m_run.nextBatchNumber++,
                       .kind = batch.kind,
                       .customer = batch.customer,
                       .rows = static_cast<int>(batch.items.size()),
                       .startedAt = m_run.environment.clock.utcNow()};
    const Clock::Steady start = m_run.environment.clock.steadyNow();
    {
        // Here, while other lanes wait for monday: all of them share the thread that writes back.
        const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local, batch.customer);
        for (WorkItem &item : batch.items)
            item.sent.makeDigests();
    }

    const Sending sending = send(batch, record, stop);
    const RowJudge judge(m_run.columnTitles);
    std::vector<JudgedRow> judged;
    if (sending.answer) {
        for (std::size_t i = 0; i < batch.items.size(); ++i)
            judged.push_back(judge.answered(batch.items[i], sending.answer->mutations[i]));
        record.complexity = sending.answer->complexity;
    } else {
        judged = judge.unanswered(batch, *sending.error, sending.ending, sending.inDoubt);
        record.error = sending.error->text();
        if (sending.ending == RetryDecision::Action::StopRun)
            result.fatal = sending.error;
    }
    DoubtResolver(m_run, m_ports).resolve(batch, judged, stop);
    healGroups(batch, judged, stop);
    for (const JudgedRow &row : judged) {
        if (row.fate == JudgedRow::Fate::NotSent && row.error && !result.fatal)
            result.fatal = row.error;
    }

    record.seconds = std::chrono::duration<double>(m_run.environment.clock.steadyNow() - start).count();
    if (std::optional<Error> error = conclude(batch, judged, record))
        result.fatal = error;
    followUp(batch, judged, sending, result);
    return result;
}

BatchExecutor::Sending BatchExecutor::send(const WorkBatch &batch, BatchRecord &record,
                                           const StopTokens &stop)
{
    SyncEnvironment &environment = m_run.environment;
    std::vector<BoardMutation> mutations;
    bool creates = false;
    for (const WorkItem &item : batch.items) {
        mutations.push_back(item.mutation);
        creates = creates || item.mutation.kind == MutationKind::CreateItem
            || item.mutation.kind == MutationKind::CreateSubitem;
    }

    Sending sending;
    EncodedBatch encoded;
    bool newKey = true;
    bool mayRepeat = false; ///< something sent before under the key
    int counted = 0;
    int tooDear = 0;
    for (record.attempts = 1;; ++record.attempts) {
        if (newKey) {
            const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local, batch.customer);
            // What was looked for and not found goes out under the key that it had: if monday is still at
            // work on it or finished late, it says so instead of doing it twice.
            const bool keyHolds = batch.usedKey && record.attempts == 1
                && batch.usedKey->usedAt.secsTo(environment.clock.utcNow()) <= keyHoldsSeconds;
            sending.key = keyHolds
                ? *batch.usedKey
                : UsedKey{environment.ids.next().toString(QUuid::WithoutBraces), environment.clock.utcNow()};
            encoded = m_ports.gateway->encode(mutations, sending.key.idempotencyKey);
            mayRepeat = keyHolds;
            BatchIntent intent{.number = record.number,
                               .kind = batch.kind,
                               .customer = batch.customer,
                               .idempotencyKey = encoded.idempotencyKey,
                               .body = encoded.body,
                               .sentAt = environment.clock.utcNow()};
            for (std::size_t i = 0; i < mutations.size(); ++i)
                intent.rows.push_back(batch.items[i].intent(encoded.aliases[i]));
            if (Result<void> intended = m_run.journal.intend(intent); !intended) {
                // Without the journal nothing may be sent (contract 5).
                sending.error = std::move(intended).error();
                sending.ending = RetryDecision::Action::StopRun;
                return sending;
            }
        }
        Result<BatchAnswer> answer = [&] {
            const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Server, batch.customer);
            // What may have been done already belongs to the batch under way: only "stop now" gives it up.
            const StopTokens tokens{sending.inDoubt ? std::stop_token() : stop.drain, stop.abort};
            if (mayRepeat)
                encoded.notAfter = sending.key.usedAt.addSecs(keyHoldsSeconds);
            const Clock::Steady start = environment.clock.steadyNow();
            Result<BatchAnswer> given = m_ports.gateway->send(encoded, tokens);
            const double took = std::chrono::duration<double>(environment.clock.steadyNow() - start).count();
            m_run.meter.time().requested(batch.customer, took, given ? given->seconds : took);
            return given;
        }();
        if (answer) {
            learnSize(batch, *answer);
            sending.answer = std::move(answer).value();
            sending.error.reset();
            return sending;
        }
        sending.error = std::move(answer).error();
        if (sending.error->certainty == Certainty::NotSent && encoded.notAfter.isValid()
            && environment.clock.utcNow() > encoded.notAfter) {
            // Waits for quota, or a computer that slept, have outlasted the key.
            --record.attempts;
            sending.ending = RetryDecision::Action::Verify;
            return sending;
        }
        if (BatchSizer::tookTooLong(*sending.error))
            m_run.sizer.timedOut(batch.kind, static_cast<int>(batch.items.size()));
        tooDear += sending.error->kind == ErrorKind::ComplexityExhausted ? 1 : 0;
        const RetryDecision decision = RetryPolicy::decide(*sending.error,
                                                           {.number = ++counted,
                                                            .inDoubt = sending.inDoubt,
                                                            .creates = creates,
                                                            .rows = static_cast<int>(batch.items.size()),
                                                            .tooDear = tooDear},
                                                           environment.ids.jitter());
        if (!decision.countsAsAttempt)
            --counted;
        sending.inDoubt = sending.inDoubt || sending.error->certainty == Certainty::Unknown;
        mayRepeat = mayRepeat || sending.inDoubt;
        sending.ending = decision.action;
        if (decision.action != RetryDecision::Action::ResendSame
            && decision.action != RetryDecision::Action::ResendNew) {
            return sending;
        }
        environment.events.post(sending.error->event);
        newKey = decision.action == RetryDecision::Action::ResendNew;
        // Backing off is nobody's work: idle, unless another lane is busy.
        const Result<bool> waited = m_run.leases.waitFor(
            decision.wait, sending.inDoubt ? stop.abort : stop.drain, *m_ports.warehouse);
        if (!waited) {
            sending.error = waited.error();
            sending.ending = RetryDecision::Action::StopRun;
            return sending;
        }
        if (!*waited) {
            sending.ending = RetryDecision::Action::GiveUp;
            return sending;
        }
    }
}

void BatchExecutor::learnSize(const WorkBatch &batch, const BatchAnswer &answer)
{
    // What was answered from memory, or not done for every row, says nothing about the work.
    const bool done = std::ranges::all_of(
        answer.mutations, [](const MutationAnswer &mutation) { return mutation.id.has_value(); });
    if (done && !answer.replayed)
        m_run.sizer.measured(batch.kind, static_cast<int>(batch.items.size()), answer.seconds);
}

void BatchExecutor::healGroups(WorkBatch &batch, std::vector<JudgedRow> &judged, const StopTokens &stop)
{
    for (std::size_t i = 0; i < judged.size(); ++i) {
        WorkItem &item = batch.items[i];
        if (judged[i].fate != JudgedRow::Fate::SendAgain || !judged[i].error
            || judged[i].error->kind != ErrorKind::NotFound) {
            continue;
        }
        Result<BoardGroup> healed = m_run.groups.heal(item.row->plan.record.group, batch.customer,
                                                      item.mutation.groupId, m_ports, stop);
        if (healed) {
            item.mutation.groupId = healed->id;
            item.groupId = healed->id;
            judged[i].verdict.state = RowState::NotSent;
        } else if (healed.error().kind == ErrorKind::ValidationRejected) {
            judged[i].fate = JudgedRow::Fate::Final;
            judged[i].verdict.reason = healed.error().event;
        } else {
            // Not the row's fault: it was refused for its group only and waits for another one.
            judged[i].fate = JudgedRow::Fate::NotSent;
            judged[i].verdict.state = RowState::NotSent;
            judged[i].error = std::move(healed).error();
        }
    }
}

std::optional<Error> BatchExecutor::conclude(const WorkBatch &batch, std::vector<JudgedRow> &judged,
                                             BatchRecord &record)
{
    SyncEnvironment &environment = m_run.environment;
    const TimeLedger::Span span(m_run.meter.time(), TimeLedger::Use::Local, batch.customer);
    std::vector<RowVerdict> verdicts;
    std::vector<WriteBack> rows;
    const QDateTime now = environment.clock.utcNow();
    for (std::size_t i = 0; i < judged.size(); ++i) {
        const RowVerdict &verdict = judged[i].verdict;
        const WorkItem &item = batch.items[i];
        const bool goesOn =
            judged[i].fate == JudgedRow::Fate::NextStep || judged[i].fate == JudgedRow::Fate::SendAgain;
        record.succeeded += judged[i].fate == JudgedRow::Fate::NextStep ? 1 : 0;
        judged[i].endsLines = item.isLine() && !goesOn && item.row->lineDone(verdict.state);
        if (judged[i].fate != JudgedRow::Fate::Final)
            continue;
        verdicts.push_back(verdict);
        if (std::optional<WriteBack> row = writeBackOf(item, verdict, record.startedAt, now)) {
            row->endsLease =
                item.isLine() ? judged[i].endsLines && item.row->isSettled() : isOrderDone(item, verdict);
            rows.push_back(*row);
        }
        if (item.mutation.kind == MutationKind::ArchiveItem && verdict.state == RowState::Updated)
            settleArchived(item, verdicts, rows);
        const bool succeeded = verdict.state == RowState::Created || verdict.state == RowState::Updated;
        ++(succeeded ? record.succeeded : record.failed);
    }
    record.used = m_run.meter.used();
    record.customerTime = m_run.meter.timeOf(batch.customer);
    if (Result<void> answered = m_run.journal.answer(record, verdicts); !answered)
        return std::move(answered).error();
    environment.observer.post(TimeShared{record.used->time});
    m_run.ceiling.look();
    environment.observer.post(BatchFinished{record});
    publish(batch, judged);

    m_run.warehouse.writeBackLater(record.number, record.customer, std::move(rows));
    return std::nullopt;
}

void BatchExecutor::settleArchived(const WorkItem &item, std::vector<RowVerdict> &verdicts,
                                   std::vector<WriteBack> &rows)
{
    for (const LinePlan &line : item.row->plan.lines) {
        verdicts.push_back({.row = line.record.key, .state = RowState::Unchanged});
        rows.push_back({.row = line.record.key, .state = RowState::Unchanged, .readAs = line.content});
        m_run.ledger.move(item.row->plan.record.customer, line.record.key, RowState::NotSent,
                          RowState::Unchanged);
    }
}

void BatchExecutor::publish(const WorkBatch &batch, const std::vector<JudgedRow> &judged)
{
    for (std::size_t i = 0; i < judged.size(); ++i) {
        const WorkItem &item = batch.items[i];
        const RowVerdict &verdict = judged[i].verdict;
        if (judged[i].endsLines)
            settleHeader(item);
        if (judged[i].fate != JudgedRow::Fate::Final)
            continue;
        m_run.ledger.move(batch.customer, verdict.row, RowState::NotSent, verdict.state);
        if (verdict.state != RowState::Rejected && verdict.state != RowState::Unknown)
            continue;
        RowRecord row = item.row->plan.record;
        std::optional<LineRecord> line;
        if (item.isLine()) {
            line = LineRecord{.key = verdict.row, .state = verdict.state, .reason = verdict.reason};
        } else {
            row.state = verdict.state;
            row.reason = verdict.reason;
        }
        row.column = verdict.column;
        m_run.environment.observer.post(RowFailed{row, line});
        m_run.environment.events.post({EventId::se_013,
                                       {{u"order"_s, row.orderNumber},
                                        {u"key"_s, row.key.toString()},
                                        {u"size"_s, verdict.row.sizeCode},
                                        {u"state"_s, nameOf(verdict.state)},
                                        {u"column"_s, verdict.column},
                                        {u"reason"_s, verdict.reason.text()},
                                        {u"reason_id"_s, verdict.reason.name()}},
                                       {}});
    }
    m_run.ledger.publish(batch.customer);
}

void BatchExecutor::settleHeader(const WorkItem &lastLine)
{
    const RowContext &row = *lastLine.row;
    if (row.plan.record.action != PlannedAction::SendLines || row.plan.record.state != RowState::NotSent)
        return;
    RowVerdict verdict{.row = {row.plan.record.key, {}}, .mondayId = row.plan.itemId};
    if (row.unknownLines > 0)
        verdict.state = RowState::Unknown;
    else if (row.sentLines > 0)
        verdict.state = RowState::Updated;
    else if (row.waitingLines > 0)
        return;
    else
        verdict.state = RowState::Unchanged;
    if (Result<void> settled = m_run.journal.judge({verdict}); !settled) {
        m_run.environment.events.post(settled.error().event);
        return;
    }
    m_run.ledger.move(row.plan.record.customer, verdict.row, RowState::NotSent, verdict.state);
}

void BatchExecutor::followUp(const WorkBatch &batch, const std::vector<JudgedRow> &judged,
                             const Sending &sending, ExecutionResult &result)
{
    using Fate = JudgedRow::Fate;
    WorkBatch again{batch.kind, batch.customer, {}, {}};
    WorkBatch next{batch.kind, batch.customer, {}, {}};
    for (std::size_t i = 0; i < judged.size(); ++i) {
        const WorkItem &item = batch.items[i];
        const RowVerdict &verdict = judged[i].verdict;
        if (judged[i].fate == Fate::SendAgain) {
            again.items.push_back(item);
            again.items.back().requeues += judged[i].usesRequeue ? 1 : 0;
        } else if (judged[i].fate == Fate::NextStep) {
            next.items.push_back(item);
            next.items.back().mutation = item.next.front();
            next.items.back().next.erase(next.items.back().next.begin());
        } else if (!item.isLine() && verdict.mondayId
                   && (verdict.state == RowState::Created || verdict.state == RowState::Updated)) {
            appendLines(item.row, *verdict.mondayId, m_run.sizer.size(BatchKind::Subitems), result.followUps);
        }
    }
    if (!next.items.empty())
        result.followUps.push_back(next);
    // The whole document again, after a look-up that found nothing of it.
    const bool lookedUp = !sending.answer && sending.ending == RetryDecision::Action::Verify;
    if (lookedUp && again.items.size() == batch.items.size())
        again.usedKey = sending.key;
    if (!sending.answer && sending.ending == RetryDecision::Action::Split && batch.items.size() > 1) {
        m_run.environment.events.post(
            {EventId::se_012,
             {{u"rows"_s, static_cast<qint64>(batch.items.size())}, {u"customer"_s, batch.customer}},
             {}});
        again.usedKey.reset();
        const auto middle = again.items.begin() + static_cast<std::ptrdiff_t>(again.items.size() / 2);
        result.followUps.push_back({again.kind, again.customer, {middle, again.items.end()}, {}});
        again.items.erase(middle, again.items.end());
    }
    if (!again.items.empty())
        result.followUps.push_back(again);
}

} // namespace syncline
