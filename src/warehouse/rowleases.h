#pragma once

#include "base/clock.h"
#include "domain/rowleases.h"
#include "warehouse/migrations.h"
#include "warehouse/warehousemoments.h"

#include <functional>

namespace syncline::warehouse {

/// A living session that holds an order.
struct LeaseHolder
{
    RecordKey key;
    QString session;
    QString desk;
};

/// The leases of one board in the warehouse's own tables. All times are those of the database server's clock,
/// so that desks with different clocks agree. Every call is an Error while the tables do not fit. Used by the
/// thread of its connection.
class SqlRowLeases final : public RowLeases
{
public:
    /// `clockOffset`: what the server's clock is ahead of ours.
    SqlRowLeases(SqlConnection &sql, Migrations &tables, WarehouseMoments &moments, const QString &boardId,
                 const Clock &clock, std::chrono::milliseconds clockOffset);

    [[nodiscard]] Result<void> open(const QString &session, const QString &desk,
                                    std::chrono::seconds holds) override;
    [[nodiscard]] Result<bool> renew(const QString &session, std::chrono::seconds holds) override;
    [[nodiscard]] Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) override;
    /// May be part of a transaction.
    [[nodiscard]] Result<void> release(const QString &session, const std::vector<RecordKey> &keys) override;
    [[nodiscard]] Result<void> close(const QString &session,
                                     const std::vector<RecordKey> &inDoubt) override;
    [[nodiscard]] Result<bool> lock(const QString &session, const QString &name) override;
    [[nodiscard]] Result<void> unlock(const QString &session, const QString &name) override;
    [[nodiscard]] Result<std::optional<LockHolder>> lockHolder(const QString &name) override;

    /// One of those that hold one of the orders; empty: nobody does. May be part of a transaction.
    [[nodiscard]] Result<std::optional<LeaseHolder>> holderOf(std::span<const RecordKey> keys);

private:
    struct Taken
    {
        QHash<QString, QString> keys; ///< with the dead session that had it before, or nothing
        WarehouseMoment at = 0;
    };
    /// Claims and renewals of all desks go one after the other, from here to the end of the transaction.
    [[nodiscard]] Result<void> lockClaims();
    [[nodiscard]] Result<Taken> take(const QString &session, const QString &keys);
    [[nodiscard]] Result<void> drop(const QString &session, const QString &keys);
    /// What is told of the first of these keys that a living session holds.
    template<typename Holder>
    [[nodiscard]] Result<std::optional<Holder>>
    firstLiving(const QString &keys, const std::function<Holder(const SqlCursor &)> &toHolder);
    [[nodiscard]] Result<bool> lives(const QString &session);
    [[nodiscard]] QString now(std::chrono::seconds later = {}) const;

    SqlConnection &m_sql;
    Migrations &m_tables;
    WarehouseMoments &m_moments;
    QString m_boardId;
    const Clock &m_clock;
    std::chrono::milliseconds m_clockOffset;
};

} // namespace syncline::warehouse
