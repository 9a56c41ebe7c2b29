#include "sync/workbatch.h"

namespace syncline {

bool RowContext::lineDone(RowState state)
{
    switch (state) {
    case RowState::Created:
    case RowState::Updated:
        ++sentLines;
        break;
    case RowState::Unknown:
        ++unknownLines;
        break;
    case RowState::NotSent:
        ++waitingLines;
        break;
    case RowState::Unchanged:
    case RowState::Refused:
    case RowState::Rejected:
        break;
    }
    return --openLines == 0;
}

IntentRow WorkItem::intent(const QString &alias) const
{
    IntentRow intent{.alias = alias, .row = mutation.row, .sentHash = sent.rowHash()};
    if (mutation.kind == MutationKind::CreateItem)
        intent.sentItem = {row->plan.record.orderNumber, mutation.name, mutation.groupId};
    else
        intent.sentItem.groupId = groupId;
    return intent;
}

void appendLines(const std::shared_ptr<RowContext> &row, qint64 itemId, int batchSize,
                 std::vector<WorkBatch> &batches)
{
    for (const LinePlan &line : row->plan.lines) {
        if (!line.mutation)
            continue;
        WorkItem item{.row = row, .mutation = *line.mutation, .sent = line.sent, .content = line.content};
        item.mutation.parentItem = itemId;
        if (batches.empty() || batches.back().items.size() >= static_cast<std::size_t>(batchSize)
            || batches.back().kind != BatchKind::Subitems
            || batches.back().customer != row->plan.record.customer) {
            batches.push_back({BatchKind::Subitems, row->plan.record.customer, {}, {}});
        }
        batches.back().items.push_back(item);
        ++row->openLines;
    }
}

} // namespace syncline
