#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <QByteArray>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <vector>

namespace syncline {

/// A planned header with its lines, as it enters the journal.
struct PlannedRow
{
    RowRecord row;
    std::vector<LineRecord> lines;
};

/// Place of a planned row in the order of sending.
struct PlannedKey
{
    qint64 sequence = 0;
    RecordKey key;
};

/// A row of a document that is about to be sent. `row.sizeCode` is empty for a header.
struct IntentRow
{
    QString alias;
    LineKey row;
    QString sentHash; ///< SentValues::rowHash() of what the board has once it is done
    SentItem sentItem; ///< headers
};

/// Written before the document is sent.
struct BatchIntent
{
    int number = 0;
    BatchKind kind = BatchKind::Items;
    QString customer;
    QString idempotencyKey;
    QByteArray body; ///< byte-identical for a resend within 30 minutes
    QDateTime sentAt;
    std::vector<IntentRow> rows;
};

/// What became of a row of a document.
struct RowVerdict
{
    LineKey row;
    RowState state = RowState::Unknown;
    std::optional<qint64> mondayId;
    QString column;
    Event reason;
};

/// A document without an answer, or an answer not yet written to the warehouse; found when a sync is resumed.
struct OpenBatch
{
    BatchIntent intent;
    std::vector<RowVerdict> verdicts; ///< empty: no answer is known
};

/// How many rows of a customer left the plan.
struct LeftOut
{
    QString customer;
    qint64 rows = 0;
    qint64 lines = 0; ///< that were not sent
    qint64 unchangedLines = 0;
};

/// The record of one sync: intent before sending, answer after (contract 5, first lock). Also the source of
/// the reports, so that memory does not grow with the rows. Thread-safe; each call returns when its change is
/// durable.
class SyncJournal
{
public:
    SyncJournal() = default;
    Q_DISABLE_COPY_MOVE(SyncJournal)
    virtual ~SyncJournal() = default;

    /// Rows enter as NotSent or, with a reason, as Refused. Their order is the order of sending.
    [[nodiscard]] virtual Result<void> plan(const std::vector<PlannedRow> &rows) = 0;
    /// Those of the headers that are planned already: a row that moves while the warehouse is read comes twice.
    [[nodiscard]] virtual Result<std::vector<RecordKey>>
    alreadyPlanned(const std::vector<RecordKey> &headers) = 0;
    /// Marks that planning is complete; a sync interrupted before is planned anew.
    [[nodiscard]] virtual Result<void> planComplete() = 0;
    [[nodiscard]] virtual Result<bool> isPlanComplete() = 0;
    [[nodiscard]] virtual Result<void> forgetPlan() = 0;
    /// Rows after `sequence` that are still NotSent and in no open batch, at most `limit`; of one customer
    /// when not empty.
    [[nodiscard]] virtual Result<std::vector<PlannedKey>> nextPlanned(qint64 afterSequence, int limit,
                                                                      const QString &customer) = 0;
    /// Headers that are on the board while lines of theirs are NotSent: what an interrupted sync leaves.
    [[nodiscard]] virtual Result<std::vector<PlannedKey>> nextUnfinished(qint64 afterSequence, int limit,
                                                                         const QString &customer) = 0;

    /// The lines that were planned with these headers. What came to them since belongs to the next sync.
    [[nodiscard]] virtual Result<std::vector<LineKey>>
    plannedLines(const std::vector<RecordKey> &headers) = 0;

    /// Rows that are not this sync's any more, because another desk has or had them: those that are NotSent
    /// leave the plan. A header takes along its lines that are NotSent or Unchanged (sizeCode empty), and
    /// stays itself when others were refused: no other desk knows of those.
    [[nodiscard]] virtual Result<std::vector<LeftOut>> leaveOut(const std::vector<LineKey> &rows) = 0;

    /// A second intent of the same number replaces the first (the same rows under a new key).
    [[nodiscard]] virtual Result<void> intend(const BatchIntent &intent) = 0;
    /// Verdicts move rows to their state. Rows of the batch without a verdict go back to NotSent: it was not
    /// sent.
    [[nodiscard]] virtual Result<void> answer(const BatchRecord &record,
                                              const std::vector<RowVerdict> &verdicts) = 0;
    /// The warehouse has them; the batches are closed.
    [[nodiscard]] virtual Result<void> writtenBack(const std::vector<int> &batchNumbers) = 0;
    /// Rows judged without a document (refused late, found by look-up, healed).
    [[nodiscard]] virtual Result<void> judge(const std::vector<RowVerdict> &verdicts) = 0;
    [[nodiscard]] virtual Result<std::vector<OpenBatch>> openBatches() = 0;
    /// Orders of which the board may know more than the warehouse: those of open batches, and those that are
    /// unknown or have a line that is.
    [[nodiscard]] virtual Result<std::vector<RecordKey>> recordsInDoubt() = 0;
    /// One more than the highest batch number used.
    [[nodiscard]] virtual Result<int> nextBatchNumber() = 0;

    [[nodiscard]] virtual Result<void> noteGroup(const GroupRun &group) = 0;
    /// The summary as far as the journal knows: ledgers, customers, groups, batches, errors, counted from the
    /// rows, and what the sync used.
    [[nodiscard]] virtual Result<RunSummary> summarise() = 0;
    [[nodiscard]] virtual Result<void>
    forEachRow(const std::function<Result<void>(const RowRecord &)> &visit) = 0;
    [[nodiscard]] virtual Result<void>
    forEachLine(const std::function<Result<void>(const LineRecord &)> &visit) = 0;

    /// What the sync used so far, and the time of its customers. Answers of batches note it too, so that a
    /// sync that was killed lacks no more than what came after its last batch.
    [[nodiscard]] virtual Result<void> noteProgress(const UsedSoFar &used,
                                                    const std::map<QString, TimeShares> &customers) = 0;
    /// The end. Afterwards the journal of the sync may be removed.
    [[nodiscard]] virtual Result<void> close(RunState state) = 0;
};

/// A sync that the journal folder knows and that has no end.
struct InterruptedSync
{
    QString syncId;
    QString environment;
    SyncRequest request;
    QDateTime startedAt;
    Ledger ledger;
};

/// The journals of one workspace. Thread-safe.
class JournalStore
{
public:
    JournalStore() = default;
    Q_DISABLE_COPY_MOVE(JournalStore)
    virtual ~JournalStore() = default;

    /// The new journal is locked against other processes until it is destroyed.
    [[nodiscard]] virtual Result<std::unique_ptr<SyncJournal>> create(const QString &syncId,
                                                                      const QString &environment,
                                                                      const SyncRequest &request,
                                                                      const QDateTime &startedAt) = 0;
    /// Without those that a living process works on.
    [[nodiscard]] virtual Result<std::vector<InterruptedSync>> interrupted() = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<SyncJournal>> reopen(const QString &syncId) = 0;
};

} // namespace syncline
