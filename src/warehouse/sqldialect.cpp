#include "warehouse/sqldialect.h"

#include "warehouse/warehouseerrors.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// Another program may hold a foreign file while it loads orders.
constexpr int busyTimeoutMs = 10'000;

// Result codes of SQLite without their extension (sqlite3.h).
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteConstraint = 19;
constexpr int sqliteNotADatabase = 26;

class SqliteDialect final : public SqlDialect
{
public:
    [[nodiscard]] QString folder() const override { return u"sqlite"_s; }

    [[nodiscard]] Result<SqlTarget> target(const DatabaseSettings &settings,
                                           const std::optional<QString> &) const override
    {
        if (!QFileInfo(settings.path).isFile())
            return fileMissing(settings.path);
        return sqliteFile(settings.path, false, busyTimeoutMs);
    }

    [[nodiscard]] SqlTrouble troubleOf(const QSqlError &error) const override
    {
        switch (error.nativeErrorCode().toInt() & 0xff) {
        case sqliteBusy:
        case sqliteLocked:
            return SqlTrouble::Busy;
        case sqliteReadOnly:
            return SqlTrouble::ReadOnly;
        case sqliteFull:
            return SqlTrouble::Full;
        case sqliteConstraint:
            return SqlTrouble::ValueRefused;
        case sqliteCorrupt:
        case sqliteNotADatabase:
            return SqlTrouble::NoDatabase;
        default:
            return SqlTrouble::Other;
        }
    }

    [[nodiscard]] QString wholeNumber(const QString &column) const override
    {
        // A column of any type can hold text in SQLite, and CAST would make a silent 0 of it.
        return u"(CASE typeof(%1) WHEN 'integer' THEN %1 WHEN 'null' THEN 0"
               " WHEN 'real' THEN CASE WHEN %1 = CAST(%1 AS INTEGER) THEN CAST(%1 AS INTEGER) END"
               " WHEN 'text' THEN CASE WHEN TRIM(%1) = '' THEN 0"
               " WHEN TRIM(%1) NOT GLOB '*[^0-9]*' THEN CAST(TRIM(%1) AS INTEGER) END END)"_s.arg(column);
    }

    [[nodiscard]] QString plainKey(const QString &column) const override
    {
        return u"UPPER(TRIM(%1, '{} '))"_s.arg(column);
    }

    [[nodiscard]] QString sameKey(const QString &column, const QString &other) const override
    {
        return u"%1 IN (%2, LOWER(%2), UPPER(%2))"_s.arg(column, other);
    }

    [[nodiscard]] QString anyCase(const QString &column) const override
    {
        return u"%1 COLLATE NOCASE"_s.arg(column);
    }

    [[nodiscard]] Result<std::chrono::milliseconds> clockOffset(SqlConnection &, const Clock &) const override
    {
        return std::chrono::milliseconds(0); // a file has no clock
    }

private:
    [[nodiscard]] QString quote(const QString &name) const override
    {
        QString doubled = name;
        doubled.replace(u'"', u"\"\""_s);
        return u'"' + doubled + u'"';
    }
};

} // namespace

Result<std::unique_ptr<SqlDialect>> makeDialect(DatabaseDriver driver)
{
    switch (driver) {
    case DatabaseDriver::Sqlite:
        return std::unique_ptr<SqlDialect>(std::make_unique<SqliteDialect>());
    case DatabaseDriver::PostgreSql:
        return driverNotSpoken(u"postgresql"_s);
    case DatabaseDriver::SqlServer:
        return driverNotSpoken(u"sqlserver"_s);
    }
    Q_UNREACHABLE();
}

} // namespace syncline::warehouse
