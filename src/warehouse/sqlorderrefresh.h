#pragma once

#include "base/idsource.h"
#include "domain/orderrefresh.h"
#include "warehouse/sqlorderwarehouse.h"

#include <memory>

namespace syncline::warehouse {
struct RefreshColumns;
struct TableSchema;
}

namespace syncline {

/// A refresh within one SQL database. Opened, used and destroyed by one thread, on a connection of its own.
class SqlOrderRefresh final : public OrderRefresh
{
public:
    /// Reads the columns of the tables. Clock, ids and sink must outlive the refresh; the sink hears of every
    /// row that is skipped.
    [[nodiscard]] static Result<std::unique_ptr<SqlOrderRefresh>>
    open(const WarehouseOptions &options, const Clock &clock, IdSource &ids, EventSink &events);
    ~SqlOrderRefresh() override;

    [[nodiscard]] Result<RefreshReport> refresh(const RefreshRequest &request,
                                                const std::stop_token &stop) override;

private:
    struct Parts;
    explicit SqlOrderRefresh(std::unique_ptr<Parts> parts);
    [[nodiscard]] Result<RefreshReport> refreshOnce(const RefreshRequest &request, const std::stop_token &stop);
    [[nodiscard]] Result<warehouse::RefreshColumns> pair(const warehouse::TableSchema &source,
                                                         GoneSizes goneSizes);

    std::unique_ptr<Parts> m_parts;
};

} // namespace syncline
