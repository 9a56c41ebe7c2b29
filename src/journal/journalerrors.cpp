#include "journal/journalerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::journal {

namespace {

// Result codes of SQLite, without their extension (sqlite3.h).
constexpr int sqliteCorrupt = 11;
constexpr int sqliteNotADatabase = 26;

Error fileError(EventId id, const QJsonObject &parameters)
{
    return {.kind = ErrorKind::FileFailed, .event = {.id = id, .parameters = parameters}};
}

Error promiseBroken(EventId id, const QJsonObject &parameters)
{
    return {.kind = ErrorKind::Internal, .event = {.id = id, .parameters = parameters}};
}

} // namespace

Error sqlFailed(const QString &path, const QSqlError &error, const QString &doing)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    if (code == sqliteCorrupt || code == sqliteNotADatabase)
        return contentInvalid(path, reason);
    return fileError(EventId::jo_001, {{u"path"_s, path}, {u"doing"_s, doing}, {u"reason"_s, reason}});
}

Error cannotMake(const QString &path, const QString &reason)
{
    return fileError(EventId::jo_002, {{u"path"_s, path}, {u"reason"_s, reason}});
}

Error inUse(const QString &syncId, const QString &owner)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = {.id = EventId::jo_003, .parameters = {{u"sync"_s, syncId}, {u"owner"_s, owner}}}};
}

Error contentInvalid(const QString &path, const QString &what)
{
    return fileError(EventId::jo_004, {{u"path"_s, path}, {u"reason"_s, what}});
}

Error unknownSync(const QString &syncId, const QString &folder)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = {.id = EventId::jo_005, .parameters = {{u"sync"_s, syncId}, {u"folder"_s, folder}}}};
}

Error existsAlready(const QString &syncId)
{
    return promiseBroken(EventId::jo_006, {{u"sync"_s, syncId}});
}

Error unknownFormat(const QString &path, int format, int known)
{
    return fileError(EventId::jo_007, {{u"path"_s, path}, {u"format"_s, format}, {u"known"_s, known}});
}

Error rowNotPlanned(const LineKey &row)
{
    return promiseBroken(EventId::jo_008, {{u"key"_s, row.record.toString()}, {u"size"_s, row.sizeCode}});
}

Error batchNotIntended(int number)
{
    return promiseBroken(EventId::jo_009, {{u"batch"_s, number}});
}

Error planInUse()
{
    return promiseBroken(EventId::jo_010, {});
}

} // namespace syncline::journal
