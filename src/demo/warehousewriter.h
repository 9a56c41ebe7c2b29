#pragma once

#include "demo/demoorder.h"
#include "demo/demostore.h"
#include "demo/groupplan.h"

namespace syncline::demo {

/// Puts the orders of a demo into the tables of a warehouse, whatever database it is: tables first, indexes
/// at the end. Belongs to the thread of its store.
class WarehouseWriter
{
public:
    /// Borrows the store.
    WarehouseWriter(DemoStore &store, const QDateTime &syncedAt);

    /// Names of the tables that it makes.
    [[nodiscard]] static QStringList tables();

    /// Makes the tables. Call first.
    [[nodiscard]] Result<void> prepare();
    /// A row of FACT_ORDER_LIST with its ORDER_LIST_LINES and its entry of the API log. The number of its
    /// lines.
    [[nodiscard]] Result<int> add(const DemoOrder &order);
    /// Copies the rows so far to the source tables. Afterwards addToSource.
    [[nodiscard]] Result<void> copyToSource();
    [[nodiscard]] Result<void> addToSource(const DemoOrder &order);
    /// Raw source table, registries, indexes.
    [[nodiscard]] Result<void> complete(const std::vector<DemoCustomer> &customers, const GroupPlan &groups);

private:
    [[nodiscard]] Result<void> addLine(const DemoOrder &order, const DemoSize &size, const QString &syncedAt);
    [[nodiscard]] Result<void> addToLog(const DemoOrder &order, const QString &syncedAt);
    [[nodiscard]] Result<void> addRegistries(const std::vector<DemoCustomer> &customers,
                                             const GroupPlan &groups);

    DemoStore &m_store;
    QDateTime m_syncedAt;
    QString m_preparedAt;
    int m_rows = 0;
};

} // namespace syncline::demo
