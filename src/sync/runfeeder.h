#pragma once

#include "sync/batchqueue.h"
#include "sync/sharedrun.h"

#include <QSet>

namespace syncline {

/// Reads the planned rows from the journal in small pieces, judges them against the board as it is now, and
/// feeds the lanes with batches. Confined to the session's thread; a piece ahead is read on another one, through
/// `ports.warehouse`, which must allow that.
class RunFeeder
{
public:
    /// Rows claimed and judged together; few enough that desks that start together share the work. They are
    /// looked up by the hundred (monday-api.md 7).
    static constexpr int pieceSize = 200;

    RunFeeder(SharedRun &run, BatchQueue &queue, LanePorts &ports, const BoardPair &boards,
              SyncRequest request, StopTokens stop);

    /// All planned rows of the customer, or of everyone when it is empty.
    [[nodiscard]] Result<void> feed(const QString &customer);

private:
    struct Candidate
    {
        RowPlan plan;
        bool headerDone = false; ///< judged before the sync was interrupted; only its lines are left
        bool isDone = false; ///< nothing of it is left to send
        bool takenOver = false; ///< from a desk that is dead: it may have sent the row
    };
    struct Piece
    {
        qint64 last = 0; ///< place of its last row; 0: there was none left
        std::vector<Candidate> rows;
    };
    using NextKeys = Result<std::vector<PlannedKey>> (SyncJournal::*)(qint64, int, const QString &);
    [[nodiscard]] Result<void> feedAll(NextKeys next, const QString &customer);
    [[nodiscard]] Result<Piece> readPiece(NextKeys next, qint64 after, const QString &customer);
    [[nodiscard]] Result<std::vector<Candidate>> planChunk(const std::vector<PlannedKey> &keys, bool headersDone);
    [[nodiscard]] Result<void> leaveOut(const std::vector<LineKey> &rows);
    [[nodiscard]] Result<Sightings> lookForItems(const std::vector<Candidate> &rows);
    [[nodiscard]] Result<Sightings> withoutGone(Sightings found);
    [[nodiscard]] Result<void> reopenLines(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> prepareGroups(const std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> adoptItems(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> matchSubitems(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> chooseGroups(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> judgeUnsendable(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> enqueue(std::vector<Candidate> &rows);
    [[nodiscard]] Result<void> push(WorkBatch &batch);
    void matchLines(Candidate &row, const BoardItem &item, std::vector<RowVerdict> &adopted) const;
    [[nodiscard]] static bool needsGroup(const Candidate &row);
    void refuse(Candidate &row, RowState state, Event reason) const;

    SharedRun &m_run;
    BatchQueue &m_queue;
    LanePorts &m_ports;
    RowPlanner m_planner; ///< of whoever reads a piece, one at a time
    const SyncRequest m_request;
    const StopTokens m_stop;
    std::vector<RecordKey> m_finished; ///< orders of the chunk that need no more, and no lease
    QSet<QString> m_healed; ///< of the same keys: titles whose gone id was replaced
    QHash<QString, BoardGroup> m_groups; ///< by customer and folded title: ensured in this run
};

} // namespace syncline
