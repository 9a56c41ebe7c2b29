#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/settings.h"
#include "sql/sqlconnection.h"

#include <memory>
#include <optional>

namespace syncline::warehouse {

class SqlIdentifier;

/// What a failed statement means, whatever database says it.
enum class SqlTrouble {
    Busy, ///< another program holds the rows or the file
    ReadOnly, ///< no permission to write
    Full, ///< no space
    ValueRefused, ///< a constraint of the table forbids the value
    NoDatabase, ///< damaged, or no database at all
    Other,
};

/// What differs between databases beyond the statements of their folder below resources/sql. Expressions that
/// go in and out are SQL with quoted names. A value without state.
class SqlDialect
{
public:
    SqlDialect() = default;
    Q_DISABLE_COPY_MOVE(SqlDialect)
    virtual ~SqlDialect() = default;

    /// Folder of the statements.
    [[nodiscard]] virtual QString folder() const = 0;
    [[nodiscard]] virtual Result<SqlTarget> target(const DatabaseSettings &settings,
                                                   const std::optional<QString> &password) const = 0;
    [[nodiscard]] virtual SqlTrouble troubleOf(const QSqlError &error) const = 0;
    /// The column as a whole number: 0 for nothing, NULL for what is no whole number.
    [[nodiscard]] virtual QString wholeNumber(const QString &column) const = 0;
    /// A key as it would be written in capitals without braces, for keys in a spelling that no index finds.
    [[nodiscard]] virtual QString plainKey(const QString &column) const = 0;
    /// True when `column` holds the key of `other`, found by the index of `column`.
    [[nodiscard]] virtual QString sameKey(const QString &column, const QString &other) const = 0;
    /// A key that compares equal whatever its capitals; no index finds it.
    [[nodiscard]] virtual QString anyCase(const QString &column) const = 0;
    /// What the server's clock is ahead of ours: leases of all desks are told by one clock.
    [[nodiscard]] virtual Result<std::chrono::milliseconds> clockOffset(SqlConnection &sql,
                                                                        const Clock &clock) const = 0;

private:
    friend class SqlIdentifier;
    [[nodiscard]] virtual QString quote(const QString &name) const = 0;
};

/// The dialect of a driver; an Error for one that this version does not speak.
[[nodiscard]] Result<std::unique_ptr<SqlDialect>> makeDialect(DatabaseDriver driver);

} // namespace syncline::warehouse
