#pragma once

#include "warehouse/warehouseerrors.h"
#include "warehousefixture.h"

namespace syncline::testing {

inline const QString alpha = QStringLiteral("ALPHA");

inline WriteBack created(const LineKey &row, qint64 id)
{
    return {
        .row = row, .state = RowState::Created, .mondayId = id, .operation = QStringLiteral("create_item")};
}

/// A warehouse on the server that a user of its own opens, and who administers both.
class PostgreSqlTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!testServer())
            QSKIP("SYNCLINE_TEST_POSTGRESQL names no server; tests/run starts one");
        m_administrator = connect(*testServer());
        QVERIFY(m_administrator);
        // Its own links only may be cut: other tests use the server at the same time.
        m_user = QStringLiteral("desk \"%1\"").arg(QCoreApplication::applicationPid());
        m_reader = QStringLiteral("reader %1").arg(QCoreApplication::applicationPid());
        administer(QStringLiteral("CREATE ROLE %1 LOGIN SUPERUSER").arg(quoted(m_user)));
        administer(QStringLiteral("CREATE ROLE %1 LOGIN").arg(quoted(m_reader)));
    }

    void init()
    {
        prepare();
        m_sink.emplace();
        m_builder = std::make_unique<WarehouseBuilder>(DatabaseDriver::PostgreSql, folder());
        m_settings = m_builder->database();
        m_settings.user = m_user;
    }

    void cleanup() { m_builder.reset(); }

    void cleanupTestCase()
    {
        if (!m_administrator)
            return;
        administer(QStringLiteral("DROP ROLE %1").arg(quoted(m_user)));
        administer(QStringLiteral("DROP ROLE %1").arg(quoted(m_reader)));
    }

protected:
    static QString quoted(QString name) { return u'"' + name.replace(u'"', QStringLiteral("\"\"")) + u'"'; }

    /// With the errors of the warehouse, and hardly any wait for a server that is gone.
    std::unique_ptr<SqlConnection> connect(const DatabaseSettings &settings)
    {
        m_dialects.push_back(warehouse::makeDialect(settings));
        SqlTarget target = *m_dialects.back()->target({});
        target.reopenWaits = {std::chrono::milliseconds(1)};
        auto failure = [dialect = m_dialects.back().get()](const QSqlError &error, const QString &doing) {
            return warehouse::statementFailed(dialect->troubleOf(error), QStringLiteral("orders"), doing,
                                              error.text());
        };
        auto opened = SqlConnection::open(target, SqlCatalog(QStringLiteral("postgresql")), failure);
        return opened ? *std::move(opened) : nullptr;
    }

    void administer(const QString &statement)
    {
        const Result<SqlCursor> done = m_administrator->run({.text = statement}, statement, {});
        VERIFY_RESULT(done);
    }

    Result<std::unique_ptr<SqlOrderWarehouse>> tryOpen()
    {
        return SqlOrderWarehouse::open({.database = m_settings,
                                        .tables = m_builder->tables(),
                                        .mappedSources = m_mapped,
                                        .boardId = QStringLiteral("1")},
                                       m_clock, *m_sink);
    }

    std::unique_ptr<SqlOrderWarehouse> open()
    {
        Result<std::unique_ptr<SqlOrderWarehouse>> opened = tryOpen();
        return opened ? *std::move(opened) : nullptr;
    }

    static Result<std::vector<OrderHeader>> select(SqlOrderWarehouse &warehouse)
    {
        std::vector<OrderHeader> orders;
        Result<void> done =
            warehouse.forEachSelected(alpha, {}, [&orders](OrderHeader order) -> Result<void> {
                orders.push_back(std::move(order));
                return {};
            });
        if (!done)
            return done.error();
        return orders;
    }

    QString m_user;
    QString m_reader;
    QStringList m_mapped;
    DatabaseSettings m_settings;
    FakeClock m_clock;
    std::optional<RecordingSink> m_sink;
    std::vector<std::unique_ptr<warehouse::SqlDialect>> m_dialects;
    std::unique_ptr<SqlConnection> m_administrator;
    std::unique_ptr<WarehouseBuilder> m_builder;
};

} // namespace syncline::testing
