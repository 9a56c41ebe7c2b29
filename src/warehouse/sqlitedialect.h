#pragma once

#include "warehouse/sqldialect.h"

namespace syncline::warehouse {

/// SQLite, a file.
class SqliteDialect final : public SqlDialect
{
public:
    explicit SqliteDialect(const DatabaseSettings &settings)
        : m_path(settings.path)
    {
    }

    [[nodiscard]] QString folder() const override;
    [[nodiscard]] Result<SqlTarget> target(const std::optional<QString> &password) const override;
    [[nodiscard]] SqlTrouble troubleOf(const QSqlError &error) const override;
    [[nodiscard]] bool mindsTypes() const override { return false; }
    [[nodiscard]] Result<TableRights> rights(SqlConnection &sql, const QString &table) const override;
    [[nodiscard]] QString wholeNumber(const SqlColumn &column) const override;
    [[nodiscard]] QString plainKey(const QString &column) const override;
    [[nodiscard]] QString keyType(const SqlColumn &column) const override;
    [[nodiscard]] QString sameKey(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString anyCase(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString withoutIndex(const QString &column) const override;
    [[nodiscard]] QString othersCommits() const override;
    [[nodiscard]] Result<std::chrono::milliseconds> clockOffset(SqlConnection &sql,
                                                                const Clock &clock) const override;

private:
    QString m_path;
};

} // namespace syncline::warehouse
