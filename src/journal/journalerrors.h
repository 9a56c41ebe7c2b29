#pragma once

#include "base/error.h"
#include "domain/recordkey.h"

#include <QSqlError>

namespace syncline::journal {

/// Failures of a journal file, each with its own event. Nothing was sent because of any of them.
[[nodiscard]] Error sqlFailed(const QString &path, const QSqlError &error, const QString &doing);
[[nodiscard]] Error cannotMake(const QString &path, const QString &reason);
[[nodiscard]] Error inUse(const QString &syncId, const QString &owner);
[[nodiscard]] Error unknownSync(const QString &syncId, const QString &folder);
[[nodiscard]] Error existsAlready(const QString &syncId);
[[nodiscard]] Error unknownFormat(const QString &path, int format, int known);
[[nodiscard]] Error contentInvalid(const QString &path, const QString &what);

/// Broken promises of the caller.
[[nodiscard]] Error rowNotPlanned(const LineKey &row);
[[nodiscard]] Error batchNotIntended(int number);
[[nodiscard]] Error planInUse();

} // namespace syncline::journal
