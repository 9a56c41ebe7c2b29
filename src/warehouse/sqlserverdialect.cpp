#include "warehouse/sqlserverdialect.h"

#include "warehouse/odbcdrivers.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>
#include <array>
#include <span>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// Numbers of the server (sys.messages), and those of FreeTDS (its sybdb.h).
constexpr std::array busyNumbers{1204, 1205, 1222, 3960, 10928, 10929, 40501};
constexpr std::array rightNumbers{229, 230, 262, 3906, 3908, 10316};
constexpr std::array fullNumbers{1101, 1105, 9002, 40544};
constexpr std::array refusedNumbers{220, 241, 242, 245, 515, 547, 2601, 2627, 2628, 8114, 8115, 8152, 8169};
constexpr std::array damagedNumbers{823, 824, 911, 4060};
constexpr std::array lostNumbers{596, 6005, 10053, 10054, 40197, 40613,
                                20003, 20004, 20006, 20017, 20047};
/// From here on the numbers are those of RAISERROR and THROW, as triggers use them.
constexpr int firstOfUsers = 50'000;

/// From here on a database knows OPENJSON (its documentation), whatever the server's version.
constexpr qint64 leastCompatibilityLevel = 130;

bool isOneOf(const QString &type, std::initializer_list<QLatin1StringView> types)
{
    return std::ranges::find(types, type) != types.end();
}

bool isWhole(const QString &type)
{
    return isOneOf(type, {"tinyint"_L1, "smallint"_L1, "int"_L1, "bigint"_L1});
}

bool isNumber(const QString &type)
{
    return isOneOf(type, {"decimal"_L1, "numeric"_L1, "float"_L1, "real"_L1, "money"_L1, "smallmoney"_L1});
}

bool isUuid(const SqlColumn &column)
{
    return column.type == "uniqueidentifier"_L1;
}

QString asText(const QString &column)
{
    return u"CAST(%1 AS nvarchar(4000))"_s.arg(column);
}

/// A value of a connection string: whatever stands in it ends with the closing brace.
QString braced(const QString &value)
{
    QString doubled = value;
    doubled.replace(u'}', u"}}"_s);
    return u'{' + doubled + u'}';
}

QString yesOrNo(bool yes)
{
    return yes ? u"yes"_s : u"no"_s;
}

} // namespace

QString SqlServerDialect::folder() const
{
    return u"sqlserver"_s;
}

Result<SqlTarget> SqlServerDialect::target(const std::optional<QString> &password) const
{
    const QString driver =
        m_settings.odbcDriver.isEmpty() ? bestSqlServerDriver(installedOdbcDrivers()) : m_settings.odbcDriver;
    if (driver.isEmpty())
        return noOdbcDriver(m_settings.key);
    const bool freeTds = driver.contains("tds"_L1, Qt::CaseInsensitive);
    if (freeTds && m_settings.encrypt && !m_settings.trustServerCertificate)
        return certificateNotChecked(m_settings.key, driver);
    QStringList parts{QString(u"Driver="_s + braced(driver))};
    if (freeTds) {
        parts +=
            {QString(u"Server="_s + braced(m_settings.host)),
             u"Port=%1"_s.arg(m_settings.port > 0 ? m_settings.port : 1'433), u"TDS_Version=7.4"_s,
             m_settings.encrypt ? u"Encryption=require"_s : u"Encryption=off"_s, u"ClientCharset=UTF-8"_s};
    } else {
        const QString port = m_settings.port > 0 ? u",%1"_s.arg(m_settings.port) : QString();
        parts += {QString(u"Server="_s + braced(u"tcp:"_s + m_settings.host + port)),
                  QString(u"Encrypt="_s + yesOrNo(m_settings.encrypt)),
                  QString(u"TrustServerCertificate="_s + yesOrNo(m_settings.trustServerCertificate))};
    }
    parts += {QString(u"Database="_s + braced(m_settings.database)), u"APP=Syncline"_s};
    if (m_settings.trustedConnection)
        parts.append(u"Trusted_Connection=yes"_s);
    const QString connection = parts.join(u';');
    // The driver of Qt takes a text with this in it for the name of a file.
    if (const QString file = u".dsn"_s; connection.contains(file, Qt::CaseInsensitive))
        return textNotPossible(m_settings.key, file);
    SqlTarget target{
        .driver = u"QODBC"_s,
        .database = connection,
        .options = u"SQL_ATTR_LOGIN_TIMEOUT=10"_s,
        // A savepoint needs a transaction that has begun; the driver's own begins with the first change.
        .begin = u"BEGIN TRANSACTION"_s,
        .commit = u"COMMIT TRANSACTION"_s,
        .rollback = u"IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION"_s,
        .session = u"begin_connection"_s,
        .isLost = [this](const QSqlError &error) { return troubleOf(error) == SqlTrouble::ConnectionLost; }};
    if (!m_settings.trustedConnection) {
        // The driver of Qt appends both to the text as they are.
        target.user = braced(m_settings.user);
        target.password = braced(password.value_or(QString()));
    }
    return target;
}

SqlTrouble SqlServerDialect::troubleOf(const QSqlError &error) const
{
    if (error.type() == QSqlError::ConnectionError)
        return SqlTrouble::Unreachable;
    // The words of Microsoft's driver for SQLSTATE 08S01, which Qt does not hand on.
    for (const QLatin1StringView words :
         {"Communication link failure"_L1, "TCP Provider: "_L1, "The connection is broken"_L1}) {
        if (error.databaseText().contains(words))
            return SqlTrouble::ConnectionLost;
    }
    struct Meaning
    {
        std::span<const int> numbers;
        SqlTrouble trouble;
    };
    const std::array meanings{
        Meaning{lostNumbers, SqlTrouble::ConnectionLost},  Meaning{busyNumbers, SqlTrouble::Busy},
        Meaning{rightNumbers, SqlTrouble::ReadOnly},       Meaning{fullNumbers, SqlTrouble::Full},
        Meaning{refusedNumbers, SqlTrouble::ValueRefused}, Meaning{damagedNumbers, SqlTrouble::NoDatabase}};
    // One number for each message of the statement.
    for (const QString &code : error.nativeErrorCode().split(u';')) {
        const int number = code.toInt();
        if (number >= firstOfUsers)
            return SqlTrouble::ValueRefused;
        for (const Meaning &meaning : meanings) {
            if (std::ranges::find(meaning.numbers, number) != meaning.numbers.end())
                return meaning.trouble;
        }
    }
    return SqlTrouble::Other;
}

QString SqlServerDialect::ownSchema() const
{
    return quote(m_settings.schema.isEmpty() ? u"dbo"_s : m_settings.schema) + u'.';
}

QStringList SqlServerDialect::scriptBegin() const
{
    // Without it a statement that fails would not keep the next ones from being done.
    return {u"SET XACT_ABORT ON"_s, u"BEGIN TRANSACTION"_s};
}

QStringList SqlServerDialect::scriptEnd() const
{
    return {u"COMMIT TRANSACTION"_s};
}

QString SqlServerDialect::table(const QString &name) const
{
    return ownSchema() + quote(name);
}

QString SqlServerDialect::tableToDescribe(const QString &name) const
{
    return table(name);
}

QString SqlServerDialect::nothing() const
{
    // MAX and COALESCE refuse a NULL without a type.
    return asText(u"NULL"_s);
}

QString SqlServerDialect::isText(const QString &column, const QString &parameter) const
{
    // The first comparison is for an index; most collations see no difference between capitals and small
    // letters.
    return u"(%1 = %2 AND %1 = %2 COLLATE Latin1_General_100_BIN2)"_s.arg(column, parameter);
}

QString SqlServerDialect::value(const SqlColumn &column) const
{
    if (column.type == "datetimeoffset"_L1)
        return u"CAST(SWITCHOFFSET(%1, 0) AS datetime2)"_s.arg(column.sql);
    // Qt asks for the digits of a number with room for as many as were declared, and none for the sign.
    if (isOneOf(column.type, {"money"_L1, "smallmoney"_L1}))
        return u"CAST(%1 AS decimal(38, 4))"_s.arg(column.sql);
    if (isOneOf(column.type, {"decimal"_L1, "numeric"_L1})) {
        const QString scale = column.declared.section(u',', 1).section(u')', 0, 0).trimmed();
        return u"CAST(%1 AS decimal(38, %2))"_s.arg(column.sql, scale.isEmpty() ? u"0"_s : scale);
    }
    return isUuid(column) || column.type == "sql_variant"_L1 ? asText(column.sql) : column.sql;
}

QString SqlServerDialect::wholeNumber(const SqlColumn &column) const
{
    if (isWhole(column.type))
        return u"COALESCE(CAST(%1 AS bigint), 0)"_s.arg(column.sql);
    if (isNumber(column.type)) {
        return u"(CASE WHEN %1 IS NULL THEN 0"
               " WHEN ABS(%1) < 1000000000000000 AND %1 = FLOOR(%1) THEN CAST(%1 AS bigint) END)"_s.arg(
                   column.sql);
    }
    return u"(CASE WHEN COALESCE(LTRIM(RTRIM(%1)), '') = '' THEN 0"
           " WHEN LEN(LTRIM(RTRIM(%1))) <= 15 AND LTRIM(RTRIM(%1)) NOT LIKE '%[^0-9]%'"
           " THEN TRY_CAST(LTRIM(RTRIM(%1)) AS bigint) END)"_s.arg(asText(column.sql));
}

QString SqlServerDialect::plainKey(const QString &column) const
{
    return u"UPPER(REPLACE(REPLACE(LTRIM(RTRIM(%1)), '{', ''), '}', ''))"_s.arg(asText(column));
}

QString SqlServerDialect::keyType(const SqlColumn &column) const
{
    if (isUuid(column))
        return u"uniqueidentifier"_s;
    if (isWhole(column.type) || isNumber(column.type))
        return u"bigint"_s;
    return isOneOf(column.type, {"char"_L1, "varchar"_L1}) ? u"varchar(100)"_s : u"nvarchar(100)"_s;
}

QString SqlServerDialect::sameKey(const SqlColumn &column, const SqlColumn &other) const
{
    if (isUuid(column))
        return u"%1 = TRY_CAST(%2 AS uniqueidentifier)"_s.arg(column.sql, other.sql);
    return u"%1 IN (CAST(%2 AS %3), CAST(LOWER(%2) AS %3), CAST(UPPER(%2) AS %3))"_s.arg(
        column.sql, asText(other.sql), keyType(column));
}

QString SqlServerDialect::anyCase(const SqlColumn &column, const SqlColumn &other) const
{
    return isUuid(column) && isUuid(other) ? column.sql : u"LOWER(%1)"_s.arg(asText(column.sql));
}

QString SqlServerDialect::rowLock() const
{
    return u"WITH (UPDLOCK, ROWLOCK)"_s;
}

Result<std::vector<Event>> SqlServerDialect::findings(SqlConnection &sql) const
{
    Result<SqlCursor> rows = sql.run(u"compatibility_level"_s);
    if (!rows)
        return rows.error();
    const Result<bool> told = rows->next();
    if (!told)
        return told.error();
    std::vector<Event> found;
    if (*told && rows->integer(0) < leastCompatibilityLevel)
        found.push_back(compatibilityTooLow(m_settings.key, rows->text(1), rows->integer(0), leastCompatibilityLevel));
    return found;
}

QString SqlServerDialect::quote(const QString &name) const
{
    QString doubled = name;
    // Qt takes the first of two closing brackets for the end, and a colon after it for a parameter. In quotes
    // it counts right, and ODBC always has QUOTED_IDENTIFIER on.
    if (name.contains(u']')) {
        if (name.contains(u':'))
            return SqlDialect::quote(name);
        doubled.replace(u']', u"]]"_s);
    }
    return u'[' + doubled + u']';
}

} // namespace syncline::warehouse
