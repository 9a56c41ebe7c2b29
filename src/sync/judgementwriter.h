#pragma once

#include "domain/orderwarehouse.h"
#include "sync/rowplanner.h"

#include <QHash>

namespace syncline {

/// Tells the warehouse of the rows that the journal has judged without a document: refused, unchanged, or
/// rejected by a look-up. Answers to documents are not its matter. May be repeated: rows that no longer wait, that
/// another desk has, or that were changed since are left alone. Confined to the session's thread.
class JudgementWriter
{
public:
    JudgementWriter(const EnvironmentSettings &settings, const BoardPair &boards, OrderWarehouse &warehouse,
                    SyncRequest request, QString syncId)
        : m_planner(settings, boards, RowPlanner::LabelMode::Collect)
        , m_warehouse(warehouse)
        , m_request(std::move(request))
        , m_syncId(std::move(syncId))
    {
    }

    /// A row or line of the journal, in any state; writes some hundred at a time.
    [[nodiscard]] Result<void> note(const LineKey &row, RowState state, const Event &reason,
                                    std::optional<qint64> mondayId);
    [[nodiscard]] Result<void> flush();

private:
    [[nodiscard]] Result<void> writeOrders();
    void writeOrder(const OrderHeader &header, std::vector<WriteBack> &rows, std::vector<LineKey> &reopened);

    RowPlanner m_planner; ///< tells what the board has of a row that is unchanged
    OrderWarehouse &m_warehouse;
    const SyncRequest m_request;
    const QString m_syncId;
    QHash<RecordKey, std::vector<WriteBack>> m_judged;
};

} // namespace syncline
