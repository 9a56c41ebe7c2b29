#include "warehouse/sqlitedialect.h"

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

} // namespace

QString SqliteDialect::folder() const
{
    return u"sqlite"_s;
}

Result<SqlTarget> SqliteDialect::target(const std::optional<QString> &) const
{
    if (!QFileInfo(m_path).isFile())
        return fileMissing(m_path);
    SqlTarget target = sqliteFile(m_path, false, busyTimeoutMs);
    target.session = u"begin_connection"_s;
    return target;
}

SqlTrouble SqliteDialect::troubleOf(const QSqlError &error) const
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

Result<TableRights> SqliteDialect::rights(SqlConnection &, const QString &) const
{
    // The folder too: SQLite keeps its own journal there while it writes.
    const QFileInfo file(m_path);
    const bool writable = file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
    return TableRights{.change = writable, .add = writable};
}

QString SqliteDialect::wholeNumber(const SqlColumn &column) const
{
    // A column of any type can hold text in SQLite, and CAST would make a silent 0 of it.
    return u"(CASE typeof(%1) WHEN 'integer' THEN %1 WHEN 'null' THEN 0"
           " WHEN 'real' THEN CASE WHEN %1 = CAST(%1 AS INTEGER) THEN CAST(%1 AS INTEGER) END"
           " WHEN 'text' THEN CASE WHEN TRIM(%1) = '' THEN 0"
           " WHEN TRIM(%1) NOT GLOB '*[^0-9]*' THEN CAST(TRIM(%1) AS INTEGER) END END)"_s.arg(column.sql);
}

QString SqliteDialect::plainKey(const QString &column) const
{
    return u"UPPER(TRIM(%1, '{} '))"_s.arg(column);
}

QString SqliteDialect::keyType(const SqlColumn &) const
{
    return u"TEXT"_s;
}

QString SqliteDialect::sameKey(const SqlColumn &column, const SqlColumn &other) const
{
    return u"%1 IN (%2, LOWER(%2), UPPER(%2))"_s.arg(column.sql, other.sql);
}

QString SqliteDialect::anyCase(const SqlColumn &column, const SqlColumn &) const
{
    return u"%1 COLLATE NOCASE"_s.arg(column.sql);
}

QString SqliteDialect::withoutIndex(const QString &column) const
{
    return u'+' + column;
}

QString SqliteDialect::othersCommits() const
{
    return u"others_commits"_s;
}

Result<std::chrono::milliseconds> SqliteDialect::clockOffset(SqlConnection &, const Clock &) const
{
    return std::chrono::milliseconds(0); // a file has no clock
}

} // namespace syncline::warehouse
