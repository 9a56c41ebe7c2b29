#pragma once

#include "domain/runrecord.h"
#include "sql/sqlconnection.h"

namespace syncline::journal {

/// A row with its place, for reading in pages.
struct SequencedRow
{
    qint64 sequence = 0;
    RowRecord row;
};

/// Counts a sync from its rows, never from memory, and reads them in pages. A short-lived view of a journal, on the
/// journal's thread.
class JournalReader
{
public:
    /// `path` names the file in errors.
    JournalReader(SqlConnection &sql, const QString &path)
        : m_sql(sql)
        , m_path(path)
    {
    }

    /// Fills in ledgers, customers, groups, batches and errors.
    [[nodiscard]] Result<void> count(RunSummary &summary);
    /// The ledger of headers.
    [[nodiscard]] Result<Ledger> ledger();
    [[nodiscard]] Result<std::vector<SequencedRow>> pageOfRows(qint64 afterSequence, int limit);
    [[nodiscard]] Result<std::vector<LineRecord>> pageOfLines(qint64 afterSequence, qint64 lastSequence);
    [[nodiscard]] Result<qint64> lastSequence();
    /// See SyncJournal.
    [[nodiscard]] Result<std::vector<RecordKey>> recordsInDoubt();

private:
    [[nodiscard]] Result<void> countLedgers(const QString &statement, Ledger CustomerRun::*ledger,
                                            Ledger &total, std::vector<CustomerRun> &customers);
    [[nodiscard]] Result<void> readTimes(std::vector<CustomerRun> &customers);
    [[nodiscard]] Result<void> readGroups(std::vector<GroupRun> &groups);
    [[nodiscard]] Result<void> readBatches(std::vector<BatchRecord> &batches);
    [[nodiscard]] Result<void> readErrors(std::vector<ErrorGroup> &errors);

    SqlConnection &m_sql;
    QString m_path;
};

} // namespace syncline::journal
