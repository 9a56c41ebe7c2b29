#pragma once

#include "warehouse/sqldialect.h"

namespace syncline::warehouse {

/// Microsoft SQL Server 2016 or later through ODBC, with a database of its compatibility level (OPENJSON). Tables are named
/// with their schema.
class SqlServerDialect final : public SqlDialect
{
public:
    explicit SqlServerDialect(const DatabaseSettings &settings)
        : m_settings(settings)
    {
    }

    [[nodiscard]] QString folder() const override;
    [[nodiscard]] Result<SqlTarget> target(const std::optional<QString> &password) const override;
    [[nodiscard]] SqlTrouble troubleOf(const QSqlError &error) const override;
    [[nodiscard]] QStringList scriptBegin() const override;
    [[nodiscard]] QStringList scriptEnd() const override;
    [[nodiscard]] QString table(const QString &name) const override;
    [[nodiscard]] QString tableToDescribe(const QString &name) const override;
    [[nodiscard]] QString nothing() const override;
    [[nodiscard]] QString isText(const QString &column, const QString &parameter) const override;
    [[nodiscard]] QString value(const SqlColumn &column) const override;
    [[nodiscard]] QString wholeNumber(const SqlColumn &column) const override;
    [[nodiscard]] QString plainKey(const QString &column) const override;
    [[nodiscard]] QString keyType(const SqlColumn &column) const override;
    [[nodiscard]] QString sameKey(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString anyCase(const SqlColumn &column, const SqlColumn &other) const override;
    [[nodiscard]] QString rowLock() const override;
    [[nodiscard]] Result<std::vector<Event>> findings(SqlConnection &sql) const override;

protected:
    [[nodiscard]] QString ownSchema() const override;
    [[nodiscard]] QString quote(const QString &name) const override;

private:
    DatabaseSettings m_settings;
};

} // namespace syncline::warehouse
