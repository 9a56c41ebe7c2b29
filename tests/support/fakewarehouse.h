#pragma once

#include "base/clock.h"
#include "domain/orderwarehouse.h"

#include <QSet>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace syncline::testing {

/// Tables in memory that all warehouses of a test share. Thread-safe.
class FakeTables
{
public:
    explicit FakeTables(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// A waiting order that is perfect for the board of FakeBoard, with one line per size.
    OrderHeader &add(const QString &orderNumber, const QStringList &sizes = {},
                     const QString &customer = QStringLiteral("ALPINE LARK"));
    [[nodiscard]] OrderHeader order(const RecordKey &key) const;
    [[nodiscard]] std::vector<OrderHeader> orders() const;
    /// To change an order between two syncs.
    [[nodiscard]] OrderHeader &at(const RecordKey &key);
    [[nodiscard]] QString errorMessage(const RecordKey &key) const;
    /// Somebody else changes an order while others work on it.
    void change(const RecordKey &key, const std::function<void(OrderHeader &)> &how);
    /// The next n write-backs fail.
    void failWriteBacks(int n);
    QString comesTwice; ///< order number of a row that moves to the end while a plan reads it
    QString cutBefore; ///< order number before which a plan's reading is cut, once
    std::atomic<int> awayFor = 0; ///< so many calls of those that `isAway` meets
    std::atomic<bool> isAway = false; ///< write-backs, chosen rows and all that has to do with leases fail
    std::function<void()> onClaimed; ///< after rows were leased; called with the lock
    std::atomic<int> lineCounts = 0; ///< how often the lines of all customers were counted
    std::function<void()> onVisit; ///< before each row that a plan reads; called without the lock
    std::function<bool(const WriteBack &)>
        refuses; ///< rows that write-backs do not take; called with the lock
    std::function<void()> onWriteBack; ///< what happens meanwhile; called without the lock
    /// What a write-back meets before it begins: onWriteBack, or its failure.
    [[nodiscard]] Result<void> meetWriteBack();
    [[nodiscard]] std::unique_ptr<OrderWarehouse> open();
    /// Leases that somebody holds, dead or alive.
    [[nodiscard]] qsizetype leaseCount() const;

private:
    friend class FakeWarehouse;
    friend class FakeLeases;
    friend class SqlTables;
    void endLease(const RecordKey &key);
    [[nodiscard]] bool isAlive(const QString &session) const;
    [[nodiscard]] Result<void> reach();

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QHash<QString, QDateTime> m_sessions; ///< when they run out
    QHash<QString, QString> m_desks; ///< by session
    QHash<RecordKey, QString> m_leases; ///< session by row
    QSet<RecordKey> m_takenOver; ///< leases that a dead session had
    QHash<QString, QString> m_locks; ///< session by name
    std::vector<std::unique_ptr<OrderHeader>> m_orders;
    QHash<RecordKey, QString> m_messages;
    int m_failingWriteBacks = 0;
    quint32 m_nextKey = 1;
};

} // namespace syncline::testing
