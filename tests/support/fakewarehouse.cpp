#include "support/fakewarehouse.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

class FakeWarehouse final : public OrderWarehouse
{
public:
    explicit FakeWarehouse(FakeTables &tables) : m_tables(tables) { }

    Result<std::vector<CustomerCounts>> customers() override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        std::map<QString, CustomerCounts> counts;
        for (const auto &order : m_tables.m_orders) {
            CustomerCounts &customer = counts[order->customer];
            customer.name = order->customer;
            customer.pending += order->state == WarehouseState::Waiting ? 1 : 0;
            customer.failed += order->state == WarehouseState::Failed ? 1 : 0;
            customer.synced += order->state == WarehouseState::Done ? 1 : 0;
            customer.linesPending += std::ranges::count(order->lines, WarehouseState::Waiting, &OrderLine::state);
        }
        std::vector<CustomerCounts> all;
        for (const auto &[name, customer] : counts)
            all.push_back(customer);
        return all;
    }

    Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                 const std::function<Result<void>(OrderHeader)> &visit) override
    {
        std::vector<OrderHeader> chosen;
        {
            const std::lock_guard lock(m_tables.m_mutex);
            for (const auto &order : m_tables.m_orders) {
                if (std::optional<OrderHeader> selected = select(*order, request);
                    selected && order->customer == customer) {
                    chosen.push_back(*selected);
                }
            }
        }
        if (request.limitPerCustomer && chosen.size() > static_cast<std::size_t>(*request.limitPerCustomer))
            chosen.resize(static_cast<std::size_t>(*request.limitPerCustomer));
        for (const OrderHeader &header : chosen) {
            if (Result<void> visited = visit(header); !visited)
                return visited;
        }
        return {};
    }

    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        std::vector<OrderHeader> chosen;
        for (const RecordKey &key : keys) {
            for (const auto &order : m_tables.m_orders) {
                if (order->key != key)
                    continue;
                if (std::optional<OrderHeader> selected = select(*order, request))
                    chosen.push_back(*selected);
            }
        }
        return chosen;
    }

    Result<void> writeBack(const std::vector<WriteBack> &rows, const QString &) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        if (m_tables.m_failingWriteBacks > 0) {
            --m_tables.m_failingWriteBacks;
            return Error{.kind = ErrorKind::WarehouseFailed,
                         .event = {.id = EventId::ba_001, .parameters = {{u"reason"_s, u"warehouse gone"_s}}}};
        }
        for (const WriteBack &row : rows) {
            for (const auto &order : m_tables.m_orders) {
                if (order->key == row.row.record)
                    write(*order, row);
            }
        }
        return {};
    }

    Result<void> assignGroup(const QString &customer, const QString &title, const QString &groupId) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        for (const auto &order : m_tables.m_orders) {
            if (order->customer == customer && order->groupName == title && order->state == WarehouseState::Waiting)
                order->groupId = groupId;
        }
        return {};
    }

    Result<std::vector<OpenRow>> openRows(const QString &, WarehouseState, int) override
    {
        return std::vector<OpenRow>();
    }
    Result<std::vector<Event>> findings() override { return std::vector<Event>(); }

private:
    static bool chosenState(WarehouseState state, const SyncRequest &request)
    {
        const bool waiting = state == WarehouseState::Waiting && request.selection != RowSelection::Failed;
        const bool failed = state == WarehouseState::Failed && request.selection != RowSelection::Waiting;
        return waiting || failed;
    }

    static std::optional<OrderHeader> select(const OrderHeader &order, const SyncRequest &request)
    {
        OrderHeader selected = order;
        std::erase_if(selected.lines, [&order, &request](const OrderLine &line) {
            // The lines of a header that failed still wait: they belong to its retry.
            const bool ofRetry =
                order.state == WarehouseState::Failed && line.state == WarehouseState::Waiting;
            return request.skipSubitems || !(ofRetry || chosenState(line.state, request));
        });
        const bool spent = order.state == WarehouseState::Failed && order.retryCount >= request.maxRetries;
        if ((chosenState(order.state, request) && !spent) || (order.state == WarehouseState::Done && !selected.lines.empty()))
            return selected;
        return std::nullopt;
    }

    void write(OrderHeader &order, const WriteBack &row)
    {
        const bool succeeded = row.state == RowState::Created || row.state == RowState::Updated
            || row.state == RowState::Unchanged;
        const WarehouseState state = succeeded ? WarehouseState::Done : WarehouseState::Failed;
        if (row.row.sizeCode.isEmpty()) {
            order.state = state;
            if (row.mondayId)
                order.itemId = row.mondayId;
            order.retryCount += row.countsAsRetry ? 1 : 0;
            m_tables.m_messages.insert(order.key, row.errorMessage);
            return;
        }
        const auto line = std::ranges::find(order.lines, row.row, &OrderLine::key);
        if (line == order.lines.end())
            return;
        line->state = state;
        if (row.mondayId)
            line->subitemId = row.mondayId;
        if (row.subitemRemoved)
            line->subitemId.reset();
    }

    FakeTables &m_tables;
};

OrderHeader &FakeTables::add(const QString &orderNumber, const QStringList &sizes, const QString &customer)
{
    const std::lock_guard lock(m_mutex);
    OrderHeader header{.key = RecordKey(QUuid(m_nextKey++, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1)),
                       .orderNumber = orderNumber,
                       .customer = customer,
                       .groupName = QString(customer + u" SP26"_s),
                       .itemName = QString(u"STYLE "_s + orderNumber)};
    header.values = {{u"AAG ORDER NUMBER"_s, orderNumber},
                     {u"CUSTOMER PRICE"_s, u"28.50"_s},
                     {u"CUSTOMER SEASON"_s, u"SP26"_s},
                     {u"TOTAL QTY"_s, 10 * sizes.size()}};
    header.sizesTotal = 10 * sizes.size();
    for (const QString &size : sizes)
        header.lines.push_back({.key = {header.key, size}, .quantity = 10});
    m_orders.push_back(std::make_unique<OrderHeader>(header));
    return *m_orders.back();
}

OrderHeader FakeTables::order(const RecordKey &key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_orders, [&key](const auto &order) { return order->key == key; });
    return found == m_orders.end() ? OrderHeader() : **found;
}

std::vector<OrderHeader> FakeTables::orders() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<OrderHeader> all;
    for (const auto &order : m_orders)
        all.push_back(*order);
    return all;
}

QString FakeTables::errorMessage(const RecordKey &key) const
{
    const std::lock_guard lock(m_mutex);
    return m_messages.value(key);
}

void FakeTables::failWriteBacks(int n)
{
    const std::lock_guard lock(m_mutex);
    m_failingWriteBacks = n;
}

std::unique_ptr<OrderWarehouse> FakeTables::open()
{
    return std::make_unique<FakeWarehouse>(*this);
}

} // namespace syncline::testing
