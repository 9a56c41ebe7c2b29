#include "sync/judgementwriter.h"

#include "sync/batchexecutor.h"

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
    for (const OrderHeader &header : *headers)
        writeOrder(header, rows);
    return rows.empty() ? Result<void>() : m_warehouse.writeBack(rows, m_syncId);
}

void JudgementWriter::writeOrder(const OrderHeader &header, std::vector<WriteBack> &rows)
{
    const RowPlan plan = m_planner.plan(header);
    for (WriteBack &row : m_judged[header.key]) {
        const bool isUnchanged = row.state == RowState::Unchanged;
        if (row.row.sizeCode.isEmpty()) {
            if (header.state == WarehouseState::Done)
                continue;
            row.countsAsRetry = !isUnchanged && plan.isRetry;
            if (isUnchanged && !plan.sent.digests().empty())
                row.sent = plan.sent;
            row.endsLease = true;
        } else {
            const auto line = std::ranges::find(header.lines, row.row, &OrderLine::key);
            if (line == header.lines.end() || line->state == WarehouseState::Done)
                continue;
            const auto planned = std::ranges::find(
                plan.lines, row.row, [](const LinePlan &candidate) { return candidate.record.key; });
            if (isUnchanged && planned != plan.lines.end() && !planned->sent.digests().empty())
                row.sent = planned->sent;
        }
        rows.push_back(row);
    }
}

} // namespace syncline
