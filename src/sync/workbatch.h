#pragma once

#include "domain/boardgateway.h"
#include "domain/syncjournal.h"
#include "sync/rowplanner.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace syncline {

/// A header under way, shared by its own mutation and those of its lines.
struct RowContext
{
    explicit RowContext(RowPlan rowPlan)
        : plan(std::move(rowPlan))
    {
    }

    const RowPlan plan;
    // Its lines that are not judged yet. A header that is only there for its lines takes its state from them,
    // when the last one is judged; its lease ends then.
    std::atomic<int> openLines = 0;
    /// Counts a line that is judged or will not be sent. True for the last one.
    [[nodiscard]] bool lineDone(RowState state);
    /// Nothing of its lines is in doubt or still to be sent.
    [[nodiscard]] bool isSettled() const { return openLines == 0 && unknownLines == 0 && waitingLines == 0; }
    std::atomic<int> sentLines = 0;
    std::atomic<int> unknownLines = 0;
    std::atomic<int> waitingLines = 0;
};

/// One mutation to send.
struct WorkItem
{
    std::shared_ptr<RowContext> row;
    BoardMutation mutation;
    std::vector<BoardMutation> next; ///< of the same header, each after the one before is confirmed
    QString groupId; ///< header: where the item is when all this is done; empty: where it was
    SentValues sent; ///< what the board has then
    RowContent content; ///< of the row
    int requeues = 0; ///< how often it went back after a look-up found nothing or its group was healed

    [[nodiscard]] bool isLine() const { return !mutation.row.sizeCode.isEmpty(); }
    /// What the journal keeps of it before it is sent.
    [[nodiscard]] IntentRow intent(const QString &alias) const;
};

/// A key under which a document was sent, whose rows were looked for afterwards and not found.
struct UsedKey
{
    QString idempotencyKey;
    QDateTime usedAt; ///< UTC
};

/// Mutations that go out in one document; of one customer and one kind.
struct WorkBatch
{
    BatchKind kind = BatchKind::Items;
    QString customer;
    std::vector<WorkItem> items;
    std::optional<UsedKey> usedKey; ///< the same document goes out again; monday may still know it
};

/// The lines of a header as mutations, under the item that it now has, in batches of at most `batchSize`;
/// appended to `batches`, the last of which is filled up first.
void appendLines(const std::shared_ptr<RowContext> &row, qint64 itemId, int batchSize,
                 std::vector<WorkBatch> &batches);

} // namespace syncline
