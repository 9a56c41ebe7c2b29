#pragma once

#include "domain/recordkey.h"

#include <QString>
#include <QStringList>

#include <limits>
#include <optional>
#include <vector>

namespace syncline {

/// Which rows a sync takes.
enum class RowSelection {
    Waiting, ///< PENDING and NEW
    WaitingAndFailed, ///< sync --retry-errors
    Failed, ///< retry
};

/// What the user asked for. Part of the session's record in the journal and of run.json.
struct SyncRequest
{
    QStringList customers; ///< canonical names; empty: all with waiting rows, or those of `records`
    std::vector<RecordKey> records; ///< only these orders, as far as `selection` takes them; empty: all
    std::optional<int> limitPerCustomer; ///< counts what is left of all the others
    RowSelection selection = RowSelection::Waiting;
    int maxRetries = 3; ///< of rows that failed; `records` are taken however often they failed
    bool skipSubitems = false;
    bool customerReports = false;
    bool sequential = false;
    bool dryRun = false;
    std::optional<qint64> ordersShown; ///< to be sent, as its user saw before the start; not kept in the journal

    /// Failed rows are taken that were retried less often. Whoever names an order wants it sent: the bound is for
    /// rows that nobody looks at.
    [[nodiscard]] int retriesAllowed() const
    {
        return records.empty() ? maxRetries : std::numeric_limits<int>::max();
    }
};

/// Contract 5.
enum class RunState {
    Queued,
    Reading,
    Preparing,
    Running,
    WaitingForQuota,
    Retrying,
    Paused,
    Stopping,
    Succeeded,
    CompletedWithErrors,
    Failed,
    Canceled,
    Interrupted
};

[[nodiscard]] QString nameOf(RunState state); ///< snake_case
[[nodiscard]] std::optional<RunState> runStateFromString(const QString &text);
[[nodiscard]] bool isFinal(RunState state);

} // namespace syncline
