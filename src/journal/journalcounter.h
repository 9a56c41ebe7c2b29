#pragma once

#include "domain/runrecord.h"
#include "sql/sqlconnection.h"

namespace syncline::journal {

/// Counts a sync from its rows, never from memory. A short-lived view of a journal, on the journal's thread.
class JournalCounter
{
public:
    /// `path` names the file in errors.
    JournalCounter(SqlConnection &sql, const QString &path)
        : m_sql(sql)
        , m_path(path)
    {
    }

    /// Fills in ledgers, customers, groups, batches and errors.
    [[nodiscard]] Result<void> count(RunSummary &summary);
    /// The ledger of headers.
    [[nodiscard]] Result<Ledger> ledger();

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
