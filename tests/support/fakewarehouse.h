#pragma once

#include "domain/orderwarehouse.h"

#include <map>
#include <memory>
#include <mutex>

namespace syncline::testing {

/// Tables in memory that all warehouses of a test share. Thread-safe.
class FakeTables
{
public:
    /// A waiting order that is perfect for the board of FakeBoard, with one line per size.
    OrderHeader &add(const QString &orderNumber, const QStringList &sizes = {},
                     const QString &customer = QStringLiteral("ALPINE LARK"));
    [[nodiscard]] OrderHeader order(const RecordKey &key) const;
    [[nodiscard]] std::vector<OrderHeader> orders() const;
    [[nodiscard]] QString errorMessage(const RecordKey &key) const;
    /// The next n write-backs fail.
    void failWriteBacks(int n);
    [[nodiscard]] std::unique_ptr<OrderWarehouse> open();

private:
    friend class FakeWarehouse;
    mutable std::mutex m_mutex;
    std::vector<std::unique_ptr<OrderHeader>> m_orders;
    QHash<RecordKey, QString> m_messages;
    int m_failingWriteBacks = 0;
    quint32 m_nextKey = 1;
};

} // namespace syncline::testing
