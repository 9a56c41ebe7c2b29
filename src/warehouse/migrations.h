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
    /// Why nothing can be sent: the tables are missing, old, newer than this program, or not for its user.
    /// Empty: they fit.
    [[nodiscard]] std::optional<Event> problem() const;
    [[nodiscard]] bool fit() const { return m_version == m_newest && m_forbidden.isEmpty(); }
    [[nodiscard]] bool areForbidden() const { return !m_forbidden.isEmpty(); }
    /// The problem as an Error. Looks again first: another program may have made the tables meanwhile.
    [[nodiscard]] Result<void> demand();

    /// A script that does what apply() does, whoever runs it and wherever, and lets the user of this
    /// connection work with the tables; without semicolons. Empty when they are up to date. An Error for
    /// newer tables, and for those that the user may not use.
    [[nodiscard]] Result<QStringList> pending(const QDateTime &at);
    /// Brings the tables up to date, each version in one transaction. An Error for newer tables.
    [[nodiscard]] Result<void> apply(const QDateTime &at);

private:
    [[nodiscard]] QStringList statementsOf(int version) const;
    [[nodiscard]] Result<QStringList> grants();
    [[nodiscard]] Result<void> applyNext(const QDateTime &at);

    SqlConnection &m_sql;
    const SqlDialect &m_dialect;
    SqlCatalog m_catalog;
    SqlCatalog m_grants;
    QString m_databaseName;
    QStringList m_names; ///< of all statements, in their order
    int m_newest = 0; ///< the version that this program knows
    int m_version = 0; ///< 0: there are no tables
    QStringList m_forbidden; ///< tables that are there, and not for the user
    QStringList m_needed; ///< the statements that let the user use them
};

} // namespace syncline::warehouse
