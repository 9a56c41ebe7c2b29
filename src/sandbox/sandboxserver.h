#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "sandbox/boardstate.h"
#include "sandbox/fault.h"
#include "sandbox/sandboxoptions.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace syncline::sandbox {

/// Where it listens.
struct SandboxAddress
{
    quint16 port = 0;
    QUrl url; ///< of the API: http://127.0.0.1:port/v2
    QUrl pageUrl; ///< for a browser: http://127.0.0.1:port/
};

/// A local monday.com on 127.0.0.1, over a state file. Works on a thread of its own; all functions may be
/// called from any thread, one at a time, and return quickly. The state survives it; several servers, also of
/// several processes, may serve one file at the same time. The clock is not owned and lives longer.
class SandboxServer
{
public:
    /// An empty `stateFile` makes a temporary one that goes with the server.
    SandboxServer(const QString &stateFile, const SandboxOptions &options, Clock &clock);
    /// Stops.
    ~SandboxServer();
    Q_DISABLE_COPY_MOVE(SandboxServer)

    /// Port 0 takes a free one. Fails with FileFailed (state file) or Unreachable (port taken). Call once.
    [[nodiscard]] Result<SandboxAddress> start(quint16 port = 0);
    /// Cuts the connections and waits for the thread; what was applied stays. Again is harmless.
    void stop();

    [[nodiscard]] const QString &stateFile() const { return m_stateFile; }
    /// The boards and counters as they are now; see BoardState::read.
    [[nodiscard]] Result<BoardState> state() const;
    /// Plays the fault for the next request that contains the operation: the name of a mutation or of a query
    /// field, "mutation" or "request".
    void failNext(const QString &operation, const Fault &fault);

private:
    class Private;

    QString m_stateFile;
    std::unique_ptr<Private> m_private;
};

} // namespace syncline::sandbox
