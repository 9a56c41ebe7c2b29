#pragma once

#include "demo/demo.h"
#include "demo/demostore.h"
#include "sql/sqlconnection.h"
#include "warehouse/sqldialect.h"

#include <QJsonArray>

#include <map>

namespace syncline::demo {

/// A schema of a PostgreSQL server, made when it is not there. Tables have small letters, as PostgreSQL
/// writes names that nobody quotes. Rows go there some hundreds at a time.
class PostgreSqlStore final : public DemoStore
{
public:
    /// InvalidInput when the schema holds one of the `tables`, or Syncline's own; WarehouseFailed when the
    /// server does not answer or refuses.
    [[nodiscard]] static Result<std::unique_ptr<DemoStore>> open(const DemoServer &server,
                                                                 const QStringList &tables);

    [[nodiscard]] Result<void> createTable(const DemoTable &table) override;
    [[nodiscard]] Result<void> expectRows(const QString &table, const QStringList &columns) override;
    [[nodiscard]] Result<void> insert(const QString &table, const QVariantList &values) override;
    [[nodiscard]] Result<void> run(const QString &statement) override;
    [[nodiscard]] QString named(const QString &table) const override;
    [[nodiscard]] QString asTheyCame() const override { return {}; }
    [[nodiscard]] Result<void> finish(const QDateTime &at) override;
    void withdraw() override;

private:
    /// Rows of a table that have not been sent.
    struct Buffer
    {
        QStringList columns;
        SqlText statement;
        QJsonArray rows;
        int cells = 0;
    };

    explicit PostgreSqlStore(const DemoServer &server);
    [[nodiscard]] Result<void> link(const QString &password);
    /// An error when a table of this name is in the schema.
    [[nodiscard]] Result<void> demandFree(const QString &table);
    [[nodiscard]] Result<void> makeSchema();
    [[nodiscard]] Result<void> execute(const QString &statement);
    [[nodiscard]] Result<void> send(Buffer &buffer);
    [[nodiscard]] Result<void> sendAll();

    DatabaseSettings m_settings;
    QString m_schema;
    QString m_name; ///< of the place, for people
    QStringList m_tables; ///< made, by the predecessor's names
    std::unique_ptr<warehouse::SqlDialect> m_dialect;
    std::unique_ptr<SqlConnection> m_sql;
    std::unique_ptr<SqlTransaction> m_transaction; ///< goes before the connection
    std::map<QString, Buffer> m_buffers; ///< by table
};

} // namespace syncline::demo
