#pragma once

#include "base/clock.h"
#include "base/event.h"
#include "domain/orderwarehouse.h"
#include "domain/settings.h"

#include <chrono>
#include <memory>
#include <optional>

namespace syncline {

/// What it takes to open the warehouse of one environment.
struct WarehouseOptions
{
    DatabaseSettings database;
    TableSettings tables;
    QStringList mappedSources; ///< source columns of the mapping; each must exist
    QString boardId; ///< for the registry of groups
    std::optional<QString> password; ///< not used by sqlite
    CancelledRule cancelledOrders = CancelledRule::ZeroQuantities; ///< for a refresh
    bool boardHasRecordKeys = true; ///< otherwise items are also looked for by their order numbers
    /// Keys of a customer selected at once. Each page looks at all rows of the customer again, so pages are few:
    /// a million orders of one customer take fifty.
    int keysPerPage = 20'000;
};

[[nodiscard]] WarehouseOptions warehouseOptions(const EnvironmentSettings &environment,
                                                const std::optional<QString> &password);

/// What a look at an open warehouse tells beyond its findings.
struct WarehouseFacts
{
    std::chrono::milliseconds clockOffset{0}; ///< what the server's clock is ahead of ours
    int headerColumns = 0;
    int sizeColumns = 0;
    QStringList textSources; ///< mapped columns of the headers that hold any text
    std::vector<Event>
        remarks; ///< types that are not what is needed, and hold what most orders have all the same
    QStringList absentTables; ///< optional ones: the source, the registry of groups, the log of calls
};

/// The warehouse in a SQL database. Opened, used and destroyed by one thread; several may be open on one
/// database at the same time.
class SqlOrderWarehouse final : public OrderWarehouse
{
public:
    /// Reads the columns of the tables. Tables that do not fit are no Error here but findings. Clock and sink
    /// must outlive the warehouse.
    [[nodiscard]] static Result<std::unique_ptr<SqlOrderWarehouse>>
    open(const WarehouseOptions &options, const Clock &clock, EventSink &events);
    ~SqlOrderWarehouse() override;

    [[nodiscard]] Result<std::vector<CustomerCounts>> customers() override;
    [[nodiscard]] Result<std::vector<CustomerCounts>> headersOfCustomers() override;
    [[nodiscard]] Result<void>
    forEachSelected(const QString &customer, const SyncRequest &request,
                    const std::function<Result<void>(OrderHeader)> &visit) override;
    [[nodiscard]] Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                                 const SyncRequest &request) override;
    [[nodiscard]] Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) override;
    [[nodiscard]] Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) override;
    [[nodiscard]] Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) override;
    [[nodiscard]] Result<void> reopenLines(const std::vector<LineKey> &lines) override;
    [[nodiscard]] Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) override;
    [[nodiscard]] Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                                 const QString &syncId) override;
    [[nodiscard]] Result<void> registerGroups(const std::vector<BoardGroup> &groups) override;
    [[nodiscard]] Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state,
                                                        int limit) override;
    [[nodiscard]] Result<std::vector<Event>> findings() override;
    [[nodiscard]] RowLeases &leases() override;

    [[nodiscard]] Result<WarehouseFacts> facts();
    /// Whether orders can be refreshed from a source: the table is configured and there.
    [[nodiscard]] Result<bool> hasSource();
    /// Whether the tables that a sync writes may be written, as far as they are there; an Error says why not.
    /// Nothing is changed.
    [[nodiscard]] Result<void> tryWriting();

    /// The script that does what migrate() does, for whoever may make tables: see Migrations::pending().
    [[nodiscard]] Result<QStringList> pendingMigrations();
    /// Makes Syncline's own tables or brings them up to date; the user must have agreed.
    [[nodiscard]] Result<void> migrate();

private:
    struct Parts;
    explicit SqlOrderWarehouse(std::unique_ptr<Parts> parts);
    [[nodiscard]] Result<void> countLines(std::vector<CustomerCounts> &customers);

    std::unique_ptr<Parts> m_parts;
};

} // namespace syncline
