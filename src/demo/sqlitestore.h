#pragma once

#include "demo/demostore.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace syncline::demo {

/// A new SQLite file. Same calls, same bytes.
class SqliteStore final : public DemoStore
{
public:
    /// `path` must not exist. WarehouseFailed when SQLite refuses.
    [[nodiscard]] static Result<std::unique_ptr<DemoStore>> open(const QString &path);
    ~SqliteStore() override;

    [[nodiscard]] Result<void> createTable(const DemoTable &table) override;
    [[nodiscard]] Result<void> expectRows(const QString &table, const QStringList &columns) override;
    [[nodiscard]] Result<void> insert(const QString &table, const QVariantList &values) override;
    [[nodiscard]] Result<void> run(const QString &statement) override;
    [[nodiscard]] QString named(const QString &table) const override;
    [[nodiscard]] QString asTheyCame() const override;
    /// Afterwards the file is closed.
    [[nodiscard]] Result<void> finish(const QDateTime &at) override;
    /// The file is part of the workspace and goes with it.
    void withdraw() override {}

private:
    explicit SqliteStore(const QString &path);
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> makeOwnTables(const QDateTime &at) const;
    void close();
    [[nodiscard]] Error failure(const QString &reason) const;

    QString m_path;
    QString m_connection;
    QHash<QString, QSqlQuery *> m_byTable;
    std::vector<std::unique_ptr<QSqlQuery>> m_inserts;
    QSqlDatabase m_database;
};

} // namespace syncline::demo
