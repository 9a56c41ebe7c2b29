#include "support/fakewarehouse.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

Error gone()
{
    return {.kind = ErrorKind::WarehouseAway,
            .event = {.id = EventId::ba_001, .parameters = {{u"reason"_s, u"warehouse gone"_s}}}};
}

/// What does not pass by itself.
Error broken()
{
    Error error = gone();
    error.kind = ErrorKind::WarehouseFailed;
    return error;
}

} // namespace

class FakeLeases final : public RowLeases
{
public:
    explicit FakeLeases(FakeTables &tables) : m_tables(tables) { }

    Result<void> open(const QString &session, const QString &desk, std::chrono::seconds holds) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        m_tables.m_desks[session] = desk;
        m_tables.m_sessions[session] = m_tables.m_clock.utcNow().addSecs(holds.count());
        return {};
    }
    Result<bool> renew(const QString &session, std::chrono::seconds holds) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        const bool alive = m_tables.isAlive(session);
        if (m_tables.m_sessions.contains(session))
            m_tables.m_sessions[session] = m_tables.m_clock.utcNow().addSecs(holds.count());
        return alive;
    }
    Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        if (!m_tables.isAlive(session))
            return runOut();
        Claim claim;
        for (const RecordKey &key : keys) {
            const QString holder = m_tables.m_leases.value(key);
            if (!holder.isEmpty() && holder != session && m_tables.isAlive(holder))
                continue;
            claim.taken.push_back(key);
            if (!holder.isEmpty() && holder != session)
                m_tables.m_takenOver.insert(key);
            if (m_tables.m_takenOver.contains(key))
                claim.takenOver.push_back(key);
            m_tables.m_leases[key] = session;
        }
        if (m_tables.onClaimed)
            m_tables.onClaimed();
        return claim;
    }
    Result<void> release(const QString &session, const std::vector<RecordKey> &keys) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        for (const RecordKey &key : keys) {
            if (m_tables.m_leases.value(key) == session)
                m_tables.endLease(key);
        }
        return {};
    }
    Result<void> close(const QString &session, const std::vector<RecordKey> &inDoubt) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        const auto isOver = [&](const RecordKey &key) { return std::ranges::find(inDoubt, key) == inDoubt.end(); };
        for (const RecordKey &key : m_tables.m_leases.keys(session)) {
            if (isOver(key))
                m_tables.endLease(key);
        }
        m_tables.m_locks.removeIf([&](auto entry) { return entry.value() == session; });
        if (inDoubt.empty())
            m_tables.m_sessions.remove(session);
        return {};
    }
    Result<bool> lock(const QString &session, const QString &name) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        if (!m_tables.isAlive(session))
            return runOut();
        const QString holder = m_tables.m_locks.value(name);
        if (!holder.isEmpty() && holder != session && m_tables.isAlive(holder))
            return false;
        m_tables.m_locks[name] = session;
        return true;
    }
    Result<void> unlock(const QString &session, const QString &name) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        if (m_tables.m_locks.value(name) == session)
            m_tables.m_locks.remove(name);
        return {};
    }
    Result<std::optional<LockHolder>> lockHolder(const QString &name) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
        const std::lock_guard lock(m_tables.m_mutex);
        const QString holder = m_tables.m_locks.value(name);
        if (holder.isEmpty() || !m_tables.isAlive(holder))
            return std::optional<LockHolder>();
        return std::optional(LockHolder{.session = holder,
                                        .desk = m_tables.m_desks.value(holder),
                                        .until = m_tables.m_sessions.value(holder)});
    }

private:
    static Error runOut()
    {
        return {.kind = ErrorKind::WarehouseFailed,
                .event = {.id = EventId::ba_001, .parameters = {{u"reason"_s, u"the session ran out"_s}}}};
    }

    FakeTables &m_tables;
};

class FakeWarehouse final : public OrderWarehouse
{
public:
    explicit FakeWarehouse(FakeTables &tables) : m_tables(tables), m_leases(tables) { }

    RowLeases &leases() override { return m_leases; }

    Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        std::vector<KnownRow> known;
        for (const auto &order : m_tables.m_orders) {
            if (std::ranges::find(keys, order->key) == keys.end())
                continue;
            known.push_back({{order->key, {}}, order->state, order->itemId, order->customer});
            for (const OrderLine &line : order->lines)
                known.push_back({line.key, line.state, line.subitemId, {}});
        }
        return known;
    }

    Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        QHash<qint64, RecordKey> owners;
        for (const auto &order : m_tables.m_orders) {
            if (order->itemId && std::ranges::find(itemIds, *order->itemId) != itemIds.end())
                owners.insert(*order->itemId, order->key);
        }
        return owners;
    }

    Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        std::vector<RecordKey> keys;
        for (const auto &order : m_tables.m_orders) {
            if (!order->itemId && order->orderNumber == orderNumber)
                keys.push_back(order->key);
        }
        return keys;
    }

    Result<void> reopenLines(const std::vector<LineKey> &lines) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        for (const auto &order : m_tables.m_orders) {
            for (OrderLine &line : order->lines) {
                const bool isNamed = std::ranges::find(lines, line.key) != lines.end();
                const bool ofOrder =
                    line.subitemId && std::ranges::find(lines, LineKey{order->key, {}}) != lines.end();
                if ((isNamed || ofOrder) && line.state == WarehouseState::Done)
                    line.state = WarehouseState::Waiting;
            }
        }
        return {};
    }

    Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) override
    {
        const std::lock_guard lock(m_tables.m_mutex);
        for (const auto &order : m_tables.m_orders) {
            if (std::ranges::find(keys, order->key) == keys.end())
                continue;
            const bool again = repair == Repair::CreateAgain;
            order->state = again ? WarehouseState::Waiting : WarehouseState::NotOurs;
            order->itemId.reset();
            order->sent.reset();
            for (OrderLine &line : order->lines) {
                line.state = order->state;
                line.subitemId.reset();
                line.sent.reset();
            }
        }
        return {};
    }

    Result<std::vector<CustomerCounts>> customers() override
    {
        ++m_tables.lineCounts;
        return count(true);
    }

    Result<std::vector<CustomerCounts>> headersOfCustomers() override { return count(false); }

    std::vector<CustomerCounts> count(bool lines) const
    {
        const std::lock_guard lock(m_tables.m_mutex);
        std::map<QString, CustomerCounts> counts;
        for (const auto &order : m_tables.m_orders) {
            CustomerCounts &customer = counts[order->customer];
            customer.name = order->customer;
            customer.pending += order->state == WarehouseState::Waiting ? 1 : 0;
            customer.failed += order->state == WarehouseState::Failed ? 1 : 0;
            customer.synced += order->state == WarehouseState::Done ? 1 : 0;
            if (lines)
                customer.linesPending +=
                    std::ranges::count(order->lines, WarehouseState::Waiting, &OrderLine::state);
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
                const bool isMeant = request.records.empty()
                    || std::ranges::find(request.records, order->key) != request.records.end();
                if (std::optional<OrderHeader> selected = select(*order, request);
                    isMeant && selected && order->customer == customer) {
                    chosen.push_back(*selected);
                }
            }
        }
        if (request.limitPerCustomer && chosen.size() > static_cast<std::size_t>(*request.limitPerCustomer))
            chosen.resize(static_cast<std::size_t>(*request.limitPerCustomer));
        const auto moves = std::ranges::find(chosen, m_tables.comesTwice, &OrderHeader::orderNumber);
        if (moves != chosen.end())
            chosen.push_back(OrderHeader(*moves));
        for (const OrderHeader &header : chosen) {
            if (m_tables.cutBefore == header.orderNumber) {
                m_tables.cutBefore.clear();
                return gone();
            }
            if (m_tables.onVisit)
                m_tables.onVisit();
            if (Result<void> visited = visit(header); !visited)
                return visited;
        }
        return {};
    }

    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        if (Result<void> there = m_tables.reach(); !there)
            return std::move(there).error();
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

    Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                   const QString &syncId) override
    {
        if (Result<void> met = m_tables.meetWriteBack(); !met)
            return std::move(met).error();
        std::vector<UnstoredRow> unstored;
        const std::lock_guard lock(m_tables.m_mutex);
        for (const WriteBack &row : rows) {
            if (m_tables.refuses && m_tables.refuses(row)) {
                unstored.push_back({row.row, {EventId::db_059, {{u"key"_s, row.row.record.toString()}}, {}}});
                continue;
            }
            for (const auto &order : m_tables.m_orders) {
                if (order->key == row.row.record)
                    write(*order, row);
            }
            if (row.endsLease && m_tables.m_leases.value(row.row.record) == syncId)
                m_tables.endLease(row.row.record);
        }
        return unstored;
    }

    Result<void> registerGroups(const std::vector<BoardGroup> &) override { return {}; }

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
            const bool mayChange = order.state != WarehouseState::Done && order.itemId
                && line.state == WarehouseState::Done && line.subitemId;
            return request.skipSubitems || !(ofRetry || mayChange || chosenState(line.state, request));
        });
        const bool spent = order.state == WarehouseState::Failed && order.retryCount >= request.retriesAllowed();
        if ((chosenState(order.state, request) && !spent) || (order.state == WarehouseState::Done && !selected.lines.empty()))
            return selected;
        return std::nullopt;
    }

    void write(OrderHeader &order, const WriteBack &row)
    {
        const bool succeeded = row.state == RowState::Created || row.state == RowState::Updated
            || row.state == RowState::Unchanged;
        const WarehouseState state = succeeded ? WarehouseState::Done : WarehouseState::Failed;
        const bool isWritten = succeeded || row.state == RowState::Refused || row.state == RowState::Rejected;
        if (row.row.sizeCode.isEmpty()) {
            remember(order.sent, row);
            if (!row.groupId.isEmpty())
                order.groupId = row.groupId;
            if (row.mondayId)
                order.itemId = row.mondayId;
            if (!isWritten)
                return;
            if (row.readAs && row.readAs->digest != contentOf(order).digest) {
                waitAgain(order.state, succeeded);
                return;
            }
            order.state = state;
            order.retryCount += row.countsAsRetry ? 1 : 0;
            m_tables.m_messages.insert(order.key, row.errorMessage);
            return;
        }
        const auto line = std::ranges::find(order.lines, row.row, &OrderLine::key);
        if (line == order.lines.end())
            return;
        remember(line->sent, row);
        if (row.mondayId)
            line->subitemId = row.mondayId;
        if (row.subitemRemoved)
            line->subitemId.reset();
        if (!isWritten)
            return;
        if (row.readAs && row.readAs->digest != contentOf(*line).digest) {
            waitAgain(line->state, succeeded);
            return;
        }
        line->state = state;
    }

    /// A row that was changed while it was sent.
    static void waitAgain(WarehouseState &state, bool succeeded)
    {
        if (succeeded && state == WarehouseState::Failed)
            state = WarehouseState::Waiting;
    }

    static void remember(std::optional<SentValues> &sent, const WriteBack &row)
    {
        if (row.subitemRemoved) {
            sent.reset();
        } else if (row.doubtsSent) {
            SentValues doubtful = sent.value_or(SentValues());
            doubtful.doubt(row.sent);
            sent = doubtful.isEmpty() ? std::nullopt : std::optional(doubtful);
        } else if (row.sent) {
            sent = row.sent;
        }
    }

    FakeTables &m_tables;
    FakeLeases m_leases;
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

OrderHeader &FakeTables::at(const RecordKey &key)
{
    const std::lock_guard lock(m_mutex);
    return **std::ranges::find_if(m_orders, [&key](const auto &order) { return order->key == key; });
}

void FakeTables::change(const RecordKey &key, const std::function<void(OrderHeader &)> &how)
{
    const std::lock_guard lock(m_mutex);
    how(**std::ranges::find_if(m_orders, [&key](const auto &order) { return order->key == key; }));
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

Result<void> FakeTables::meetWriteBack()
{
    if (onWriteBack)
        onWriteBack();
    const std::lock_guard lock(m_mutex);
    if (m_failingWriteBacks <= 0)
        return reach();
    --m_failingWriteBacks;
    return broken();
}

Result<void> FakeTables::reach()
{
    // Counts down to 0 only, whoever asks at the same time.
    int calls = awayFor;
    while (calls > 0 && !awayFor.compare_exchange_weak(calls, calls - 1))
        ;
    return isAway || calls > 0 ? gone() : Result<void>();
}

qsizetype FakeTables::leaseCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_leases.size();
}

void FakeTables::endLease(const RecordKey &key)
{
    m_leases.remove(key);
    m_takenOver.remove(key);
}

bool FakeTables::isAlive(const QString &session) const
{
    const auto found = m_sessions.constFind(session);
    return found != m_sessions.constEnd() && *found > m_clock.utcNow();
}

std::unique_ptr<OrderWarehouse> FakeTables::open()
{
    return std::make_unique<FakeWarehouse>(*this);
}

} // namespace syncline::testing
