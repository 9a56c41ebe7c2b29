#pragma once

#include "base/event.h"
#include "domain/settings.h"
#include "support/fakewarehouse.h"
#include "support/warehousebuilder.h"

#include <map>

namespace syncline {
class SqlConnection;
}

namespace syncline::testing {

/// FakeTables in a SQL database, so that a test that is written for the tables in memory holds for the real
/// warehouse too: what the test did in memory is written before a sync, and what the sync made of it is read
/// back. The database server's clock is the test's. Thread-safe; a statement that fails ends the program with
/// its text.
class SqlTables
{
public:
    /// A file at `path`, or a schema named after it. Tables and clock outlive it.
    SqlTables(DatabaseDriver engine, const QString &path, FakeTables &tables, const Clock &clock);
    ~SqlTables();
    Q_DISABLE_COPY_MOVE(SqlTables)

    [[nodiscard]] Result<std::unique_ptr<OrderWarehouse>> open(const EnvironmentSettings &settings,
                                                               EventSink &events);
    [[nodiscard]] DatabaseSettings database() const { return m_builder.database(); }
    [[nodiscard]] TableSettings settings() const { return m_builder.tables(); }

    void write();
    void readBack();
    /// Somebody else changes an order while others work on it: in one transaction, with the rows as they are
    /// then.
    void change(const RecordKey &key, const std::function<void(OrderHeader &)> &how);
    /// Leases that somebody holds, dead or alive.
    [[nodiscard]] qsizetype leaseCount() const;

private:
    class ServerClock;
    using Cells = std::map<QString, QVariant>;
    void writeRows(SqlConnection &sql);
    void writeRow(SqlConnection &sql, const LineKey &row, const Cells &cells, const Cells &onlyWhenNew);
    void readRows(SqlConnection &sql);

    mutable std::mutex m_mutex;
    WarehouseBuilder m_builder;
    FakeTables &m_tables;
    const Clock &m_clock;
    std::vector<std::unique_ptr<ServerClock>> m_clocks; ///< of all that was opened
    QHash<LineKey, Cells> m_rows; ///< as they were written or read last
};

} // namespace syncline::testing
