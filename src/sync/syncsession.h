#pragma once

#include "sync/syncports.h"

namespace syncline {

/// One sync from request to reports. Blocks the calling thread (never the window's) and starts lanes on a
/// pool of its own; ends when all of them have ended. Use once per call.
class SyncSession
{
public:
    explicit SyncSession(SyncEnvironment &environment)
        : m_environment(environment)
    {
    }

    /// A new sync. Rows that an earlier, interrupted sync of this workspace left in doubt are settled first.
    /// An error means that nothing was planned; anything later is told by the summary's state and failure.
    [[nodiscard]] Result<RunFinished> run(const SyncRequest &request, const StopTokens &stop);

    /// Settles what the interrupted sync left in doubt and sends the rest of its plan.
    [[nodiscard]] Result<RunFinished> resume(const QString &syncId, const StopTokens &stop);

private:
    SyncEnvironment &m_environment;
};

/// The state in which a run with these ledgers ends. `failed`: it could not go on; `stopped`: the user ended
/// it.
[[nodiscard]] RunState finalState(const Ledger &rows, const Ledger &lines, bool failed, bool stopped);

} // namespace syncline
