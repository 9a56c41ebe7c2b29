#include "warehouse/warehouseerrors.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr EventId readOnly = EventId::db_003;
constexpr EventId valueRefused = EventId::db_005;
constexpr EventId connectionLost = EventId::db_042;
constexpr EventId notSingle = EventId::db_009;

EventId eventOf(SqlTrouble trouble)
{
    switch (trouble) {
    case SqlTrouble::Busy:
        return EventId::db_002;
    case SqlTrouble::ReadOnly:
        return readOnly;
    case SqlTrouble::Full:
        return EventId::db_004;
    case SqlTrouble::ValueRefused:
        return valueRefused;
    case SqlTrouble::NoDatabase:
        return EventId::db_006;
    case SqlTrouble::Unreachable:
        return EventId::db_041;
    case SqlTrouble::ConnectionLost:
        return connectionLost;
    case SqlTrouble::Other:
        return EventId::db_001;
    }
    Q_UNREACHABLE();
}

/// Whether the same statement can succeed later without anybody's doing.
bool passes(SqlTrouble trouble)
{
    return trouble == SqlTrouble::Busy || trouble == SqlTrouble::Unreachable
        || trouble == SqlTrouble::ConnectionLost;
}

Event event(EventId id, const QJsonObject &parameters)
{
    return {.id = id, .parameters = parameters};
}

} // namespace

Error statementFailed(SqlTrouble trouble, const QString &database, const QString &doing,
                      const QString &reason)
{
    if (trouble == SqlTrouble::ConnectionLost && doing == commitStep) {
        return {.kind = ErrorKind::WarehouseAway,
                .certainty = Certainty::Unknown,
                .event = event(EventId::db_043, {{u"database"_s, database}, {u"reason"_s, reason}})};
    }
    return {.kind = passes(trouble) ? ErrorKind::WarehouseAway : ErrorKind::WarehouseFailed,
            .event = event(eventOf(trouble),
                           {{u"database"_s, database}, {u"doing"_s, doing}, {u"reason"_s, reason}})};
}

bool isValueRefused(const Error &error)
{
    return error.event.id == valueRefused;
}

bool isReadOnly(const Error &error)
{
    return error.event.id == readOnly;
}

bool isConnectionLost(const Error &error)
{
    return error.event.id == connectionLost;
}

bool isOfOneRow(const Error &error)
{
    return isValueRefused(error) || error.event.id == notSingle;
}

Error fileMissing(const QString &path)
{
    return {.kind = ErrorKind::WarehouseFailed, .event = event(EventId::db_007, {{u"path"_s, path}})};
}

Error noOdbcDriver(const QString &database)
{
    return {.kind = ErrorKind::InvalidInput, .event = event(EventId::db_045, {{u"database"_s, database}})};
}

Error certificateNotChecked(const QString &database, const QString &driver)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = event(EventId::db_046, {{u"database"_s, database}, {u"driver"_s, driver}})};
}

Error textNotPossible(const QString &database, const QString &text)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = event(EventId::db_047, {{u"database"_s, database}, {u"text"_s, text}})};
}

Error rowNotSingle(const QString &table, const LineKey &row, int count)
{
    return {.kind = ErrorKind::WarehouseFailed,
            .event = event(notSingle,
                           {{u"table"_s, table},
                            {u"key"_s, row.record.toString()},
                            {u"size"_s, row.sizeCode},
                            {u"rows"_s, count}})};
}

Error unusable(const Event &finding)
{
    return {.kind = ErrorKind::SchemaMismatch, .event = finding};
}

Event tableMissing(const QString &database, const QString &table)
{
    return event(EventId::db_010, {{u"database"_s, database}, {u"table"_s, table}});
}

Event columnMissing(const QString &table, const QString &column)
{
    return event(EventId::db_011, {{u"table"_s, table}, {u"column"_s, column}});
}

Event mappedColumnMissing(const QString &table, const QString &column)
{
    return event(EventId::db_012, {{u"table"_s, table}, {u"column"_s, column}});
}

Event sizesNotFound(const QString &table, const QString &after, const QString &before)
{
    return event(EventId::db_014, {{u"table"_s, table}, {u"after"_s, after}, {u"before"_s, before}});
}

Event tooManySizes(const QString &table, int found, int maximum)
{
    return event(EventId::db_015, {{u"table"_s, table}, {u"found"_s, found}, {u"maximum"_s, maximum}});
}

Event keyNotIndexed(const QString &table, const QString &statement)
{
    return event(EventId::db_016, {{u"table"_s, table}, {u"statement"_s, statement}});
}

Event keyNotUnique(const QString &table, const QStringList &columns, const QString &statement)
{
    return event(EventId::db_062,
                 {{u"table"_s, table},
                  {u"columns"_s, QJsonArray::fromStringList(columns)},
                  {u"statement"_s, statement}});
}

Event totalTooSmall(const QString &table, const QString &column, const QString &type, qint64 largest)
{
    return event(EventId::db_063,
                 {{u"table"_s, table}, {u"column"_s, column}, {u"type"_s, type}, {u"largest"_s, largest}});
}

Event lookUpNotIndexed(const QString &table, const QString &column, const QString &statement)
{
    return event(EventId::db_065, {{u"table"_s, table}, {u"column"_s, column}, {u"statement"_s, statement}});
}

Event countsNotIndexed(const QString &table, const QString &statement)
{
    return event(EventId::db_048, {{u"table"_s, table}, {u"statement"_s, statement}});
}

Event columnTooNarrow(const QString &table, const QString &column, const QString &type,
                      const QString &content, const QString &needed)
{
    return event(EventId::db_058,
                 {{u"table"_s, table},
                  {u"column"_s, column},
                  {u"type"_s, type},
                  {u"content"_s, content},
                  {u"needed"_s, needed}});
}

Event payloadsLimited(const QString &table, const QString &column, const QString &type)
{
    return event(EventId::db_060, {{u"table"_s, table}, {u"column"_s, column}, {u"type"_s, type}});
}

Event notWritable(const QString &database, const QString &table)
{
    return event(EventId::db_044, {{u"database"_s, database}, {u"table"_s, table}});
}

Event badKeys(const QString &table, qint64 rows)
{
    return event(EventId::db_017, {{u"table"_s, table}, {u"rows"_s, rows}});
}

Event strangeState(const QString &table, const QString &state, qint64 rows)
{
    return event(EventId::db_018, {{u"table"_s, table}, {u"state"_s, state}, {u"rows"_s, rows}});
}

Event leftOut(const QString &customer, const QString &reason, int rows, const QString &sample)
{
    return event(
        EventId::db_019,
        {{u"customer"_s, customer}, {u"reason"_s, reason}, {u"rows"_s, rows}, {u"sample"_s, sample}});
}

Event refreshWithoutSizes(const QString &table, const QString &after, const QString &before)
{
    return event(EventId::rf_001, {{u"table"_s, table}, {u"after"_s, after}, {u"before"_s, before}});
}

Event refreshTooManySizes(const QString &table, int found, int maximum)
{
    return event(EventId::rf_002, {{u"table"_s, table}, {u"found"_s, found}, {u"maximum"_s, maximum}});
}

Event sizesNotInHeaders(const QString &table, const QStringList &sizes)
{
    return event(EventId::rf_003, {{u"table"_s, table}, {u"sizes"_s, QJsonArray::fromStringList(sizes)}});
}

Event sizesNotInSource(const QString &table, const QStringList &sizes)
{
    return event(EventId::rf_004, {{u"table"_s, table}, {u"sizes"_s, QJsonArray::fromStringList(sizes)}});
}

Event idNotReadable(const QString &order, const QString &customer, const QString &column,
                    const QString &value)
{
    return event(
        EventId::rf_019,
        {{u"order"_s, order}, {u"customer"_s, customer}, {u"column"_s, column}, {u"value"_s, value}});
}

Event changedMeanwhile(qsizetype rows, const LineKey &sample)
{
    return event(EventId::db_025,
                 {{u"rows"_s, rows}, {u"key"_s, sample.record.toString()}, {u"size"_s, sample.sizeCode}});
}

Event resultNotStored(const LineKey &row, std::optional<qint64> mondayId, bool idWritten, const Error &error)
{
    return event(EventId::db_059,
                 {{u"key"_s, row.record.toString()},
                  {u"size"_s, row.sizeCode},
                  {u"item_id"_s, mondayId ? QString::number(*mondayId) : u"none"_s},
                  {u"written"_s, idWritten ? u"only the id was written"_s : u"nothing was written"_s},
                  {u"reason"_s, error.text()}});
}

Event registryNotWritten(const QString &title, const Error &error)
{
    return event(EventId::db_020, {{u"title"_s, title}, {u"reason"_s, error.text()}});
}

Event ownTablesMissing(const QString &database, int version, int needed)
{
    return event(EventId::db_021,
                 {{u"database"_s, database}, {u"version"_s, version}, {u"needed"_s, needed}});
}

Event ownTablesNewer(const QString &database, int version, int known)
{
    return event(EventId::db_022, {{u"database"_s, database}, {u"version"_s, version}, {u"known"_s, known}});
}

Event ownTablesForbidden(const QString &database, const QStringList &tables, const QStringList &statements)
{
    return event(EventId::db_061,
                 {{u"database"_s, database},
                  {u"tables"_s, QJsonArray::fromStringList(tables)},
                  {u"statements"_s, statements.join(u"; "_s)}});
}

Event compatibilityTooLow(const QString &database, const QString &name, qint64 level, qint64 needed)
{
    return event(EventId::db_064,
                 {{u"database"_s, database}, {u"name"_s, name}, {u"level"_s, level}, {u"needed"_s, needed}});
}

Error sessionRunOut(const QString &session)
{
    return {.kind = ErrorKind::WarehouseFailed, .event = event(EventId::db_023, {{u"session"_s, session}})};
}

Error orderIsTaken(const RecordKey &key, const QString &session, const QString &desk)
{
    return {.kind = ErrorKind::WarehouseFailed,
            .event = event(EventId::db_024,
                           {{u"key"_s, key.toString()}, {u"session"_s, session}, {u"desk"_s, desk}})};
}

} // namespace syncline::warehouse
