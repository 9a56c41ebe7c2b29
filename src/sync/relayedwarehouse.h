#pragma once

#include "domain/orderwarehouse.h"

namespace syncline {

/// Leases whose calls are made by a relay; see RelayedWarehouse.
template<typename Relay>
class RelayedLeases final : public RowLeases
{
public:
    explicit RelayedLeases(Relay &relay)
        : m_relay(relay)
    {
    }

    Result<void> open(const QString &session, const QString &desk, std::chrono::seconds holds) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().open(session, desk, holds); });
    }
    Result<bool> renew(const QString &session, std::chrono::seconds holds) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().renew(session, holds); });
    }
    void renewLater(const QString &session, std::chrono::seconds holds,
                    std::function<void(const Result<bool> &)> told) override
    {
        m_relay.askLater([session, holds, told = std::move(told)](OrderWarehouse &own) {
            told(own.leases().renew(session, holds));
        });
    }
    Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().claim(session, keys); });
    }
    Result<void> release(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().release(session, keys); });
    }
    Result<void> close(const QString &session, const std::vector<RecordKey> &inDoubt) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().close(session, inDoubt); });
    }
    Result<bool> lock(const QString &session, const QString &name) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().lock(session, name); });
    }
    Result<void> unlock(const QString &session, const QString &name) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().unlock(session, name); });
    }
    Result<std::optional<LockHolder>> lockHolder(const QString &name) override
    {
        return m_relay.ask([&](OrderWarehouse &own) { return own.leases().lockHolder(name); });
    }

private:
    Relay &m_relay;
};

/// A warehouse whose calls are made by `Relay`, which derives from this and has `ask(work)`: `work(OrderWarehouse
/// &)` on the real one, giving its Result; and `askLater(work)`: the same, without a wait for its end where that
/// is on another thread.
template<typename Relay>
class RelayedWarehouse : public OrderWarehouse
{
public:
    Result<std::vector<CustomerCounts>> customers() override
    {
        return relay().ask([](OrderWarehouse &own) { return own.customers(); });
    }
    Result<std::vector<CustomerCounts>> headersOfCustomers() override
    {
        return relay().ask([](OrderWarehouse &own) { return own.headersOfCustomers(); });
    }
    Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                 const std::function<Result<void>(OrderHeader)> &visit) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.forEachSelected(customer, request, visit); });
    }
    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.selectedByKey(keys, request); });
    }
    Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.knownRows(keys); });
    }
    Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.ownersOf(itemIds); });
    }
    Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.withoutItem(orderNumber); });
    }
    Result<void> reopenLines(const std::vector<LineKey> &lines) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.reopenLines(lines); });
    }
    Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.repair(keys, repair); });
    }
    Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                   const QString &syncId) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.writeBackEach(rows, syncId); });
    }
    Result<void> registerGroups(const std::vector<BoardGroup> &groups) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.registerGroups(groups); });
    }
    Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state, int limit) override
    {
        return relay().ask([&](OrderWarehouse &own) { return own.openRows(customer, state, limit); });
    }
    Result<std::vector<Event>> findings() override
    {
        return relay().ask([](OrderWarehouse &own) { return own.findings(); });
    }
    RowLeases &leases() override { return m_leases; }

private:
    Relay &relay() { return static_cast<Relay &>(*this); }

    RelayedLeases<Relay> m_leases{relay()};
};

} // namespace syncline
