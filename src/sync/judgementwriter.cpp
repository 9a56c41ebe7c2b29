#include "sync/judgementwriter.h"

#include "sync/writeback.h"

#include <algorithm>
#include <utility>

namespace syncline {

namespace {

constexpr qsizetype ordersAtOnce = 200;

} // namespace

Result<void> JudgementWriter::note(const LineKey &row, RowState state, const Event &reason,
                                   std::optional<qint64> mondayId)
{
    const bool isHeader = row.sizeCode.isEmpty();
    // Lines are rejected by answers only, and those are written with their batch.
    const bool failed = state == RowState::Refused || (state == RowState::Rejected && isHeader);
    if (!failed && state != RowState::Unchanged)
        return {};
    if (m_judged.size() >= ordersAtOnce && !m_judged.contains(row.record)) {
        if (Result<void> written = flush(); !written)
            return written;
    }
    m_judged[row.record].push_back({.row = row,
                                    .state = state,
                                    .mondayId = mondayId,
                                    .subitemRemoved = !failed && !isHeader && !mondayId,
                                    .errorMessage = failed ? reasonText(reason) : QString()});
    return {};
}

Result<void> JudgementWriter::flush()
{
    if (m_judged.isEmpty())
        return {};
    Result<void> written = writeOrders();
    m_judged.clear();
    return written;
}

Result<void> JudgementWriter::writeOrders()
{
    const QList<RecordKey> keys = m_judged.keys();
    const Result<Claim> claim = m_warehouse.leases().claim(m_syncId, {keys.begin(), keys.end()});
    if (!claim)
        return claim.error();
    const Result<std::vector<OrderHeader>> headers = m_warehouse.selectedByKey(claim->taken, m_request);
    if (!headers)
        return headers.error();
    std::vector<WriteBack> rows;
    std::vector<LineKey> reopened;
    for (const OrderHeader &header : *headers)
        writeOrder(header, rows, reopened);
    if (!reopened.empty()) {
        if (Result<void> opened = m_warehouse.reopenLines(reopened); !opened)
            return opened;
    }
    return rows.empty() ? Result<void>() : m_warehouse.writeBack(rows, m_syncId);
}

void JudgementWriter::writeOrder(const OrderHeader &header, std::vector<WriteBack> &rows,
                                 std::vector<LineKey> &reopened)
{
    // A row that was changed since it was judged is for the next sync to judge.
    const RowPlan plan = m_planner.plan(header);
    for (WriteBack &row : m_judged[header.key]) {
        const bool isUnchanged = row.state == RowState::Unchanged;
        const bool holdsAnyway = row.state == RowState::Rejected; // for what was found on the board
        if (row.row.sizeCode.isEmpty()) {
            if (header.state == WarehouseState::Done || !(holdsAnyway || plan.record.state == row.state))
                continue;
            // Without subitems this time, those of a cancelled order are left to the next sync.
            if (isUnchanged && m_request.skipSubitems && plan.emptiesLines)
                reopened.push_back(row.row);
            row.readAs = plan.content;
            row.countsAsRetry = !isUnchanged && plan.isRetry;
            if (isUnchanged && !plan.sent.isEmpty())
                row.sent = plan.sent;
            row.endsLease = true;
        } else {
            const auto line = std::ranges::find(header.lines, row.row, &OrderLine::key);
            const auto planned = std::ranges::find(
                plan.lines, row.row, [](const LinePlan &candidate) { return candidate.record.key; });
            if (line == header.lines.end() || line->state == WarehouseState::Done
                || planned == plan.lines.end() || planned->record.state != row.state) {
                continue;
            }
            row.readAs = planned->content;
            if (isUnchanged && !planned->sent.isEmpty())
                row.sent = planned->sent;
        }
        rows.push_back(row);
    }
}

} // namespace syncline
