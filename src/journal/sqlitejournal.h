#pragma once

#include "base/clock.h"
#include "domain/syncjournal.h"
#include "journal/journalthread.h"

#include <QLockFile>

#include <memory>

namespace syncline::journal {

/// One sync's journal in a SQLite file of its own. Thread-safe. Visitors of rows and lines run on the calling
/// thread, a page at a time, and may call the journal.
class SqliteJournal final : public SyncJournal
{
public:
    /// `lock` is held until the end, `path` is empty for a journal in memory. The clock must outlive the
    /// journal.
    SqliteJournal(std::unique_ptr<JournalThread> thread, std::unique_ptr<QLockFile> lock, QString path,
                  const Clock &clock);
    /// Removes the file of a closed journal: everything in it is in the reports and the warehouse.
    ~SqliteJournal() override;

    [[nodiscard]] Result<void> plan(const std::vector<PlannedRow> &rows) override;
    [[nodiscard]] Result<void> planComplete() override;
    [[nodiscard]] Result<bool> isPlanComplete() override;
    [[nodiscard]] Result<void> forgetPlan() override;
    [[nodiscard]] Result<std::vector<PlannedKey>> nextPlanned(qint64 afterSequence, int limit,
                                                              const QString &customer) override;
    [[nodiscard]] Result<std::vector<PlannedKey>> nextUnfinished(qint64 afterSequence, int limit,
                                                                 const QString &customer) override;

    [[nodiscard]] Result<std::vector<RecordKey>>
    alreadyPlanned(const std::vector<RecordKey> &headers) override;
    [[nodiscard]] Result<std::vector<LineKey>> plannedLines(const std::vector<RecordKey> &headers) override;

    [[nodiscard]] Result<std::vector<LeftOut>> leaveOut(const std::vector<LineKey> &rows) override;
    [[nodiscard]] Result<void> intend(const BatchIntent &intent) override;
    [[nodiscard]] Result<void> answer(const BatchRecord &record,
                                      const std::vector<RowVerdict> &verdicts) override;
    [[nodiscard]] Result<void> writtenBack(const std::vector<int> &batchNumbers) override;
    [[nodiscard]] Result<void> judge(const std::vector<RowVerdict> &verdicts) override;
    [[nodiscard]] Result<std::vector<OpenBatch>> openBatches() override;
    [[nodiscard]] Result<std::vector<RecordKey>> recordsInDoubt() override;
    [[nodiscard]] Result<int> nextBatchNumber() override;

    [[nodiscard]] Result<void> noteGroup(const GroupRun &group) override;
    [[nodiscard]] Result<RunSummary> summarise() override;
    [[nodiscard]] Result<void>
    forEachRow(const std::function<Result<void>(const RowRecord &)> &visit) override;
    [[nodiscard]] Result<void>
    forEachLine(const std::function<Result<void>(const LineRecord &)> &visit) override;

    [[nodiscard]] Result<void> noteProgress(const UsedSoFar &used,
                                            const std::map<QString, TimeShares> &customers) override;
    [[nodiscard]] Result<void> close(RunState state) override;

    /// What the file says about its sync.
    [[nodiscard]] Result<std::optional<SessionRecord>> session();
    [[nodiscard]] Result<void> createSession(const SessionRecord &session);
    [[nodiscard]] Result<Ledger> ledger();
    /// The file goes with the object: it holds no sync.
    void discard() { m_discard = true; }

private:
    std::unique_ptr<QLockFile> m_lock; // released last
    std::unique_ptr<JournalThread> m_thread;
    QString m_path;
    const Clock &m_clock;
    std::atomic<bool> m_discard = false;
};

} // namespace syncline::journal
