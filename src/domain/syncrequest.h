#pragma once

#include <QString>
#include <QStringList>

#include <optional>

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
    QStringList customers; ///< canonical names; empty: all with waiting rows
    std::optional<int> limitPerCustomer;
    RowSelection selection = RowSelection::Waiting;
    int maxRetries = 3;
    bool skipSubitems = false;
    bool customerReports = false;
    bool sequential = false;
    bool dryRun = false;
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
