#include "warehouse/postgresqldialect.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// PostgreSQL manual, appendix A: classes of SQLSTATE, and states that mean something else than their class.
constexpr QLatin1StringView connectionClass("08");
constexpr QLatin1StringView dataClass("22");
constexpr QLatin1StringView constraintClass("23");
constexpr QLatin1StringView resourcesClass("53");
constexpr QLatin1StringView diskFull("53100");
constexpr QLatin1StringView raisedByTrigger("P0001");

bool isOneOf(const QString &state, std::initializer_list<QLatin1StringView> states)
{
    return std::ranges::find(states, state) != states.end();
}

bool isWhole(const QString &type)
{
    return isOneOf(type, {"smallint"_L1, "integer"_L1, "bigint"_L1});
}

bool isNumber(const QString &type)
{
    return isOneOf(type, {"numeric"_L1, "real"_L1, "double precision"_L1});
}

bool isUuid(const SqlColumn &column)
{
    return column.type == "uuid"_L1;
}

QString asText(const QString &column)
{
    return u"CAST(%1 AS text)"_s.arg(column);
}

} // namespace

QString PostgreSqlDialect::folder() const
{
    return u"postgresql"_s;
}

Result<SqlTarget> PostgreSqlDialect::target(const std::optional<QString> &password) const
{
    // A link that is cut without a word is noticed within a minute (libpq, "Parameter Key Words").
    const QString options = u"sslmode=%1;connect_timeout=10;keepalives_idle=20;keepalives_interval=10;"
                            "keepalives_count=3;tcp_user_timeout=40000;application_name=Syncline"_s;
    return SqlTarget{
        .driver = u"QPSQL"_s,
        .database = m_settings.database,
        .options = options.arg(m_settings.encrypt ? u"require"_s : u"disable"_s),
        .host = m_settings.host,
        .port = m_settings.port,
        .user = m_settings.user,
        .password = password.value_or(QString()),
        // Whatever the server's default: a claim of rows must see what others have committed.
        .begin = u"BEGIN ISOLATION LEVEL READ COMMITTED"_s,
        .session = u"begin_connection"_s,
        .sessionValues = {{u":schema"_s, schema()}},
        .isLost = [this](const QSqlError &error) { return troubleOf(error) == SqlTrouble::ConnectionLost; }};
}

SqlTrouble PostgreSqlDialect::troubleOf(const QSqlError &error) const
{
    if (error.type() == QSqlError::ConnectionError)
        return SqlTrouble::Unreachable;
    const QString state = error.nativeErrorCode();
    // The client library gives no state when the server does not answer; the others say that the server ends
    // the session.
    if (state.isEmpty() || state.startsWith(connectionClass)
        || isOneOf(state, {"57P01"_L1, "57P02"_L1, "57P03"_L1, "57P05"_L1, "25P03"_L1}))
        return SqlTrouble::ConnectionLost;
    if (state == diskFull)
        return SqlTrouble::Full;
    if (state.startsWith(resourcesClass) || isOneOf(state, {"55P03"_L1, "40001"_L1, "40P01"_L1, "57014"_L1}))
        return SqlTrouble::Busy;
    if (isOneOf(state, {"42501"_L1, "25006"_L1}))
        return SqlTrouble::ReadOnly;
    if (state.startsWith(dataClass) || state.startsWith(constraintClass) || state == raisedByTrigger)
        return SqlTrouble::ValueRefused;
    if (isOneOf(state, {"3D000"_L1, "XX001"_L1, "XX002"_L1}))
        return SqlTrouble::NoDatabase;
    return SqlTrouble::Other;
}

QString PostgreSqlDialect::schema() const
{
    return m_settings.schema.isEmpty() ? u"public"_s : m_settings.schema;
}

QString PostgreSqlDialect::ownSchema() const
{
    return quote(schema()) + u'.';
}

QString PostgreSqlDialect::qualifiedTable(const QString &name) const
{
    return quote(schema()) + u'.' + quote(name);
}

QString PostgreSqlDialect::value(const SqlColumn &column) const
{
    // Qt would turn a time with a zone into the time of this machine, and a date near midnight into its
    // neighbour.
    return column.type == "timestamp with time zone"_L1 ? u"(%1 AT TIME ZONE 'UTC')"_s.arg(column.sql)
                                                        : column.sql;
}

QString PostgreSqlDialect::wholeNumber(const SqlColumn &column) const
{
    if (isWhole(column.type))
        return u"COALESCE(CAST(%1 AS bigint), 0)"_s.arg(column.sql);
    if (isNumber(column.type)) {
        return u"(CASE WHEN %1 IS NULL THEN 0"
               " WHEN ABS(%1) < 1e15 AND %1 = TRUNC(%1) THEN CAST(%1 AS bigint) END)"_s.arg(column.sql);
    }
    // Fifteen digits: a sum of three hundred of them still fits.
    return u"(CASE WHEN COALESCE(BTRIM(%1), '') = '' THEN 0"
           " WHEN BTRIM(%1) ~ '^[0-9]{1,15}$' THEN CAST(BTRIM(%1) AS bigint) END)"_s.arg(asText(column.sql));
}

QString PostgreSqlDialect::plainKey(const QString &column) const
{
    return u"UPPER(BTRIM(%1, '{} '))"_s.arg(asText(column));
}

QString PostgreSqlDialect::keyType(const SqlColumn &column) const
{
    if (isUuid(column))
        return u"uuid"_s;
    if (isWhole(column.type) || isNumber(column.type))
        return u"bigint"_s;
    return column.type == "character"_L1 ? u"bpchar"_s : u"text"_s;
}

QString PostgreSqlDialect::sameKey(const SqlColumn &column, const SqlColumn &other) const
{
    if (isUuid(column) && isUuid(other))
        return u"%1 = %2"_s.arg(column.sql, other.sql);
    if (isUuid(column)) {
        // A text that is no UUID must not end the statement.
        return u"%1 = CASE WHEN %2 ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN CAST(%2 AS uuid) END"_s
            .arg(column.sql, plainKey(other.sql));
    }
    return u"%1 IN (CAST(%2 AS %3), CAST(LOWER(%2) AS %3), CAST(UPPER(%2) AS %3))"_s.arg(
        column.sql, asText(other.sql), keyType(column));
}

QString PostgreSqlDialect::anyCase(const SqlColumn &column, const SqlColumn &other) const
{
    return isUuid(column) && isUuid(other) ? column.sql : u"LOWER(%1)"_s.arg(asText(column.sql));
}

QString PostgreSqlDialect::rowLock() const
{
    // As an UPDATE does: rows that refer to these may still come.
    return u"FOR NO KEY UPDATE"_s;
}

} // namespace syncline::warehouse
