#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/settings.h"
#include "sql/sqlconnection.h"

#include <memory>
#include <optional>
#include <vector>

namespace syncline::warehouse {

class SqlIdentifier;

/// What a failed statement means, whatever database says it.
enum class SqlTrouble {
    Busy, ///< another program holds the rows or the file
    ReadOnly, ///< no permission to write
    Full, ///< no space
    ValueRefused, ///< a constraint or the type of the table forbids the value
    NoDatabase, ///< damaged, or no database at all
    Unreachable, ///< no connection was made: server, name or password
    ConnectionLost, ///< a connection that had been made is gone
    Other,
};

/// A column in a statement.
struct SqlColumn
{
    QString sql; ///< its quoted name, behind an alias; NULL when the table lacks it
    QString type; ///< as the database describes it
    QString declared = {}; ///< with its length or precision
};

/// What the user of the connection may do with the rows of a table.
struct TableRights
{
    bool change = false;
    bool add = false;
};

/// What differs between databases beyond the statements of their folder below resources/sql. Expressions that
/// go in and out are SQL with quoted names. Knows one configured database; has no connection and does not
/// change.
class SqlDialect
{
public:
    SqlDialect() = default;
    Q_DISABLE_COPY_MOVE(SqlDialect)
    virtual ~SqlDialect() = default;

    /// Folder of the statements.
    [[nodiscard]] virtual QString folder() const = 0;
    /// The statements, or those of a folder below.
    [[nodiscard]] SqlCatalog catalog(const QString &below = {}) const;
    /// Refers to the dialect, which must outlive what is opened with it.
    [[nodiscard]] virtual Result<SqlTarget> target(const std::optional<QString> &password) const = 0;
    [[nodiscard]] virtual SqlTrouble troubleOf(const QSqlError &error) const = 0;
    /// The table in a statement.
    [[nodiscard]] virtual QString table(const QString &name) const { return quote(name); }
    /// What stands before and after the statements of a script, so that all of them are done or none.
    [[nodiscard]] virtual QStringList scriptBegin() const { return {QStringLiteral("BEGIN")}; }
    [[nodiscard]] virtual QStringList scriptEnd() const { return {QStringLiteral("COMMIT")}; }
    /// The table in a statement that somebody else runs.
    [[nodiscard]] virtual QString qualifiedTable(const QString &name) const { return table(name); }
    /// The schema of Syncline's own tables in a statement; empty where there is none to name.
    [[nodiscard]] QString schemaName() const { return ownSchema().chopped(ownSchema().isEmpty() ? 0 : 1); }
    /// The table as value of :table in the statements that describe tables.
    [[nodiscard]] virtual QString tableToDescribe(const QString &name) const { return name; }
    /// What stands for a column that the table lacks.
    [[nodiscard]] virtual QString nothing() const { return QStringLiteral("NULL"); }
    /// True when the column holds exactly the text of the parameter.
    [[nodiscard]] virtual QString isText(const QString &column, const QString &parameter) const;
    /// Whether a column refuses what does not fit its declared type.
    [[nodiscard]] virtual bool mindsTypes() const { return true; }
    /// Asks for the rights to a table that exists.
    [[nodiscard]] virtual Result<TableRights> rights(SqlConnection &sql, const QString &table) const;
    /// The column as it is read for its value.
    [[nodiscard]] virtual QString value(const SqlColumn &column) const { return column.sql; }
    /// The column as a whole number: 0 for nothing, NULL for what is no whole number.
    [[nodiscard]] virtual QString wholeNumber(const SqlColumn &column) const = 0;
    /// A key as it would be written in capitals without braces, for keys in a spelling that no index finds.
    [[nodiscard]] virtual QString plainKey(const QString &column) const = 0;
    /// The type that keys given as text must get to be compared with this column by its index.
    [[nodiscard]] virtual QString keyType(const SqlColumn &column) const = 0;
    /// True when `column` holds the key of `other`, found by the index of `column`.
    [[nodiscard]] virtual QString sameKey(const SqlColumn &column, const SqlColumn &other) const = 0;
    /// The key of `column`, to be compared with that of `other` made the same way, whatever their capitals;
    /// no index need find it.
    [[nodiscard]] virtual QString anyCase(const SqlColumn &column, const SqlColumn &other) const = 0;
    /// The column where no index of it is to be used.
    [[nodiscard]] virtual QString withoutIndex(const QString &column) const { return column; }
    /// What locks rows that a statement reads until the end of the transaction, so that what is told by them still
    /// holds when they are written. Empty: a transaction that writes has all rows for itself.
    [[nodiscard]] virtual QString rowLock() const { return {}; }
    /// The statement whose number changes when another connection has written. Empty: the database has none.
    [[nodiscard]] virtual QString othersCommits() const { return {}; }
    /// What is wrong with the database itself, whatever its tables are like.
    [[nodiscard]] virtual Result<std::vector<Event>> findings(SqlConnection &sql) const;
    /// What the server's clock is ahead of ours: leases of all desks are told by one clock.
    [[nodiscard]] virtual Result<std::chrono::milliseconds> clockOffset(SqlConnection &sql,
                                                                        const Clock &clock) const;

protected:
    /// What stands before the names of Syncline's own tables.
    [[nodiscard]] virtual QString ownSchema() const { return {}; }
    /// As the SQL standard has it: in double quotes.
    [[nodiscard]] virtual QString quote(const QString &name) const;

private:
    friend class SqlIdentifier;
};

/// The dialect of a configured database.
[[nodiscard]] std::unique_ptr<SqlDialect> makeDialect(const DatabaseSettings &settings);

} // namespace syncline::warehouse
