#pragma once

#include "domain/syncjournal.h"
#include "journal/journalreader.h"
#include "sql/sqlconnection.h"

#include <memory>

namespace syncline::journal {

/// What the session row says.
struct SessionRecord
{
    QString syncId;
    QString environment;
    SyncRequest request;
    QDateTime startedAt;
    bool planComplete = false;
    UsedSoFar used;
    std::optional<RunState> state; ///< empty: not closed
    QDateTime finishedAt;
};

/// The tables of one journal, as its thread sees them. Made, used and destroyed on that thread. Begins and
/// ends no transaction by itself but for the tables of a new file; the thread commits several calls together.
class JournalDatabase
{
public:
    /// An empty path keeps the journal in memory.
    [[nodiscard]] static Result<std::unique_ptr<JournalDatabase>> open(const QString &path);

    [[nodiscard]] Result<void> begin() { return m_sql->begin(); }
    [[nodiscard]] Result<void> commit() { return m_sql->commit(); }
    void rollback() { m_sql->rollback(); }
    /// Brackets one call of several in a transaction.
    [[nodiscard]] Result<void> savepoint();
    [[nodiscard]] Result<void> undoSavepoint();
    [[nodiscard]] Result<void> releaseSavepoint();

    [[nodiscard]] Result<void> createSession(const SessionRecord &session);
    /// Empty when the file has no tables.
    [[nodiscard]] Result<std::optional<SessionRecord>> session();
    [[nodiscard]] Result<void> setPlanComplete(bool complete);
    [[nodiscard]] Result<void> setProgress(const UsedSoFar &used);
    [[nodiscard]] Result<void> setTimeOf(const QString &customer, const TimeShares &time);
    [[nodiscard]] Result<void> setClosed(RunState state, const QDateTime &now);

    [[nodiscard]] Result<void> plan(const std::vector<PlannedRow> &rows);
    [[nodiscard]] Result<void> forgetPlan();
    [[nodiscard]] Result<std::vector<PlannedKey>> nextPlanned(qint64 afterSequence, int limit,
                                                              const QString &customer);
    [[nodiscard]] Result<std::vector<PlannedKey>> nextUnfinished(qint64 afterSequence, int limit,
                                                                 const QString &customer);

    [[nodiscard]] Result<std::vector<RecordKey>> alreadyPlanned(const std::vector<RecordKey> &headers);
    [[nodiscard]] Result<std::vector<LineKey>> plannedLines(const std::vector<RecordKey> &headers);

    [[nodiscard]] Result<std::vector<LeftOut>> leaveOut(const std::vector<LineKey> &rows);
    [[nodiscard]] Result<void> intend(const BatchIntent &intent);
    [[nodiscard]] Result<void> answer(const BatchRecord &record, const std::vector<RowVerdict> &verdicts);
    [[nodiscard]] Result<void> writtenBack(int batchNumber);
    [[nodiscard]] Result<void> judge(const std::vector<RowVerdict> &verdicts);
    [[nodiscard]] Result<std::vector<OpenBatch>> openBatches();
    [[nodiscard]] Result<int> nextBatchNumber();

    [[nodiscard]] Result<void> noteGroup(const GroupRun &group);
    /// Ledgers, customers, groups, batches and errors.
    [[nodiscard]] Result<RunSummary> summarise();
    [[nodiscard]] JournalReader reader() { return {*m_sql, m_path}; }

private:
    JournalDatabase(std::unique_ptr<SqlConnection> sql, QString path)
        : m_sql(std::move(sql))
        , m_path(std::move(path))
    {
    }
    [[nodiscard]] Result<void> effect(const QString &statement, const SqlValues &values = {});
    [[nodiscard]] Result<std::vector<PlannedKey>> keysOf(const QString &statement, const SqlValues &values);
    [[nodiscard]] Result<void> planRow(const PlannedRow &planned);
    [[nodiscard]] Result<void> markSending(int batch, const IntentRow &intent);
    [[nodiscard]] Result<void> judgeRow(const RowVerdict &verdict);
    [[nodiscard]] Result<void> noteVerdict(int batch, const LineKey &row);
    [[nodiscard]] Result<void> readBatchRows(OpenBatch &batch);

    std::unique_ptr<SqlConnection> m_sql;
    QString m_path;
};

} // namespace syncline::journal
