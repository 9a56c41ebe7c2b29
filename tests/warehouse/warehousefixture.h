#pragma once

#include "support/fakeclock.h"
#include "support/recordingsink.h"
#include "support/testenvironment.h"
#include "support/warehousebuilder.h"
#include "warehouse/sqlorderwarehouse.h"

namespace syncline::testing {

inline const QString syncId = QStringLiteral("SYNC-0A1B2C3D-20261123");

inline RecordKey key(int number)
{
    return RecordKey(QUuid(static_cast<uint>(number), 0xabc, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

/// A warehouse with its builder, and what it takes to open it.
class WarehouseTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const QString missing = missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

protected:
    void prepareWarehouse()
    {
        prepare();
        m_boardHasRecordKeys = true;
        m_keysPerPage = WarehouseOptions().keysPerPage;
        m_path = file(QStringLiteral("orders.sqlite"));
        m_sink.emplace();
        m_builder = std::make_unique<WarehouseBuilder>(testEngine(), m_path);
        m_mapped = {QStringLiteral("CUSTOMER STYLE"), QStringLiteral("FREIGHT"), QStringLiteral("size_code"),
                    QStringLiteral("qty")};
    }

    /// As messages name it.
    QString databaseName() const
    {
        const DatabaseSettings database = m_builder->database();
        return database.driver == DatabaseDriver::Sqlite ? database.path : database.key;
    }

    /// Opens what the builder made; null after a failed verification.
    std::unique_ptr<SqlOrderWarehouse> open()
    {
        m_builder->create();
        Result<std::unique_ptr<SqlOrderWarehouse>> opened = tryOpen();
        return opened ? *std::move(opened) : nullptr;
    }

    Result<std::unique_ptr<SqlOrderWarehouse>> tryOpen(const QString &boardId = QStringLiteral("9609317401"))
    {
        return SqlOrderWarehouse::open({.database = m_builder->database(),
                                        .tables = m_builder->tables(),
                                        .mappedSources = m_mapped,
                                        .boardId = boardId,
                                        .boardHasRecordKeys = m_boardHasRecordKeys,
                                        .keysPerPage = m_keysPerPage},
                                       m_clock, *m_sink);
    }

    /// Another desk, or another environment, on what open() made; null after a failed verification.
    std::unique_ptr<SqlOrderWarehouse> openAnother(const QString &boardId = QStringLiteral("9609317401"))
    {
        Result<std::unique_ptr<SqlOrderWarehouse>> opened = tryOpen(boardId);
        return opened ? *std::move(opened) : nullptr;
    }

    /// Numbers of the selected orders, in the order given.
    static QList<int> numbers(const std::vector<OrderHeader> &orders)
    {
        QList<int> numbers;
        for (const OrderHeader &order : orders)
            numbers.append(static_cast<int>(order.key.uuid().data1));
        return numbers;
    }

    static Result<std::vector<OrderHeader>> select(SqlOrderWarehouse &warehouse, const QString &customer,
                                                   const SyncRequest &request = {})
    {
        std::vector<OrderHeader> orders;
        Result<void> done =
            warehouse.forEachSelected(customer, request, [&orders](OrderHeader order) -> Result<void> {
                orders.push_back(std::move(order));
                return {};
            });
        if (!done)
            return done.error();
        return orders;
    }

    static QStringList sizesOf(const OrderHeader &order)
    {
        QStringList sizes;
        for (const OrderLine &line : order.lines)
            sizes.append(line.key.sizeCode);
        return sizes;
    }

    QString m_path;
    QStringList m_mapped;
    bool m_boardHasRecordKeys = true;
    int m_keysPerPage = WarehouseOptions().keysPerPage;
    FakeClock m_clock;
    std::optional<RecordingSink> m_sink;
    std::unique_ptr<WarehouseBuilder> m_builder;
};

} // namespace syncline::testing
