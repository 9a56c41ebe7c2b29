#pragma once

#include "warehouse/sqldialect.h"

namespace syncline::warehouse {

/// PostgreSQL. Names are case sensitive there: tables and columns are found in any spelling and then used in
/// their own. The session works in the configured schema and in UTC.
class PostgreSqlDialect final : public SqlDialect
{
public:
    explicit PostgreSqlDialect(const DatabaseSettings &settings)
        : m_settings(settings)
    {
    }

    [[nodiscard]] QString folder() const override;
    [[nodiscard]] Result<SqlTarget> target(const std::optional<QString> &password) const override;
    [[nodiscard]] SqlTrouble troubleOf(const QSqlError &error) const override;
    [[nodiscard]] QString qualifiedTable(const QString &name) const override;
    [[nodiscard]] QString value(const SqlColumn &column) const override;
    [[nodiscard]] QString wholeNumber(const SqlColumn &column) const override;
    [[nodiscard]] QString plainKey(const QString &column) const override;
    [[nodiscard]] QString keyType(const SqlColumn &column) const override;
    [[nodiscard]] QString sameKey(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString anyCase(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString rowLock() const override;

protected:
    [[nodiscard]] QString ownSchema() const override;

private:
    [[nodiscard]] QString schema() const;

    DatabaseSettings m_settings;
};

} // namespace syncline::warehouse
