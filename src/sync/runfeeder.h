#pragma once

#include "sync/batchexecutor.h"
#include "sync/batchqueue.h"

#include <QSet>

namespace syncline {

/// Reads the planned rows from the journal in small pieces, judges them against the board as it is now, and
/// feeds the lanes with batches. Confined to the session's thread.
class RunFeeder
{
public:
    RunFeeder(SharedRun &run, BatchQueue &queue, LanePorts &ports, const BoardPair &boards,
              SyncRequest request, StopTokens stop);

    /// All planned rows of the customer, or of everyone when it is empty.
    [[nodiscard]] Result<void> feed(const QString &customer);

private:
    struct Candidate
    {
        RowPlan plan;
        bool headerDone = false; ///< judged before the sync was interrupted; only its lines are left
    };
    using NextKeys = Result<std::vector<PlannedKey>> (SyncJournal::*)(qint64, int, const QString &);
    [[nodiscard]] Result<void> feedAll(NextKeys next, const QString &customer);
    [[nodiscard]] Result<std::vector<Candidate>> planChunk(const std::vector<PlannedKey> &keys, bool headersDone);
    [[nodiscard]] Result<void> adoptItems(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> matchSubitems(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> chooseGroups(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> judgeUnsendable(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> enqueue(const std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> push(WorkBatch &batch);
    void refuse(Candidate &row, RowState state, Event reason) const;

    SharedRun &m_run;
    BatchQueue &m_queue;
    LanePorts &m_ports;
    RowPlanner m_planner;
    const SyncRequest m_request;
    const StopTokens m_stop;
    QSet<QString> m_healed; ///< of the same keys: titles whose gone id was replaced
    QHash<QString, BoardGroup> m_groups; ///< by customer and folded title: ensured in this run
};

} // namespace syncline
