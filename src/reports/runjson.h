#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <QByteArray>

class QIODevice;

namespace syncline {

// run.json: RunSummary as contract 6 describes it. One top-level key per line and one list element per line,
// the short values first, so that people can read it and the index need not read the lists.

/// Grows when a reader of an older version would misunderstand the file.
inline constexpr int runJsonSchema = 1;

/// Pure. Times in UTC with milliseconds, durations in seconds; what is not known is null.
[[nodiscard]] QByteArray runToJson(const RunSummary &summary);
/// A ledger as an object of contract 6.
[[nodiscard]] QJsonObject ledgerToJson(const Ledger &ledger);
/// `path` is for the error only. Missing and unknown keys are tolerated; fails on a damaged file and on a
/// schema that is newer than runJsonSchema.
[[nodiscard]] Result<RunSummary> runFromJson(const QByteArray &json, const QString &path);

/// What a list of syncs shows of a run.
struct RunHead
{
    RunSummary summary; ///< without its lists
    int customers = 0;
};
/// Reads only the head of an open run.json where the form allows it. Ignores the schema number. Fails on a
/// damaged file.
[[nodiscard]] Result<RunHead> runHeadFromJson(QIODevice &device, const QString &path);

} // namespace syncline
