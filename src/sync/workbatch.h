#pragma once

#include "domain/boardgateway.h"
#include "sync/rowplanner.h"

#include <atomic>
#include <memory>
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
    // A header that is only there for its lines takes its state from them, when the last one is judged.
    std::atomic<int> openLines = 0;
    std::atomic<int> sentLines = 0;
    std::atomic<int> unknownLines = 0;
    std::atomic<int> waitingLines = 0;
};

/// One mutation to send.
struct WorkItem
{
    std::shared_ptr<RowContext> row;
    BoardMutation mutation;
    int requeues = 0; ///< how often it went back after a look-up found nothing or its group was healed

    [[nodiscard]] bool isLine() const { return !mutation.row.sizeCode.isEmpty(); }
};

/// Mutations that go out in one document; of one customer and one kind.
struct WorkBatch
{
    BatchKind kind = BatchKind::Items;
    QString customer;
    std::vector<WorkItem> items;
};

/// The lines of a header as mutations, under the item that it now has, in batches of at most `batchSize`;
/// appended to `batches`, the last of which is filled up first.
void appendLines(const std::shared_ptr<RowContext> &row, qint64 itemId, int batchSize,
                 std::vector<WorkBatch> &batches);

} // namespace syncline
