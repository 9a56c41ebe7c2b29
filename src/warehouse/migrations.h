#pragma once

#include "sql/sqlconnection.h"
#include "warehouse/sqldialect.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace syncline::warehouse {

/// Syncline's own tables in the warehouse (prefix SYNCLINE_), made by the statements of
/// `<folder>/migrations`: their names begin with the version that they belong to, then their place in it.
/// Nothing is made before the user agrees (contract 4). Used by the thread of its connection.
class Migrations
{
public:
    /// `databaseName` is for people. The tables count as missing until look().
    Migrations(SqlConnection &sql, const SqlDialect &dialect, const QString &databaseName);

    /// Reads which version the tables have.
    [[nodiscard]] Result<void> look();
    /// Why nothing can be sent: the tables are missing, old or newer than this program. Empty: they fit.
    [[nodiscard]] std::optional<Event> problem() const;
    [[nodiscard]] bool fit() const { return m_version == m_newest; }
    /// The problem as an Error. Looks again first: another program may have made the tables meanwhile.
    [[nodiscard]] Result<void> demand();

    /// The statements that apply() would run, in their order, without semicolons. An Error for newer tables.
    [[nodiscard]] Result<QStringList> pending(const QDateTime &at);
    /// Brings the tables up to date, each version in one transaction. An Error for newer tables.
    [[nodiscard]] Result<void> apply(const QDateTime &at);

private:
    [[nodiscard]] QStringList statementsOf(int version) const;
    [[nodiscard]] Result<void> applyNext(const QDateTime &at);

    SqlConnection &m_sql;
    QString m_versionTable; ///< as the dialect describes it
    SqlCatalog m_catalog;
    QString m_databaseName;
    QStringList m_names; ///< of all statements, in their order
    int m_newest = 0; ///< the version that this program knows
    int m_version = 0; ///< 0: there are no tables
};

} // namespace syncline::warehouse
