#pragma once

#include "monday/mondayboardgateway.h"
#include "sandbox/boardseed.h"
#include "sandbox/sandboxserver.h"
#include "support/recordingsink.h"

#include <functional>

namespace syncline::testing {

/// The local monday.com over a state file, and gateways to it over real connections. The board is "11", that
/// of its subitems "22". Nothing lags and nothing is limited.
class SandboxWorld
{
public:
    using Work = std::function<void(MondayBoardGateway &)>;
    using MakeTransport = std::function<std::unique_ptr<HttpTransport>()>;

    /// Ends the program when the sandbox cannot be started.
    SandboxWorld(const QString &stateFile, const sandbox::BoardSeed &board);

    /// Runs as a lane does, on a thread of its own, and waits for its end.
    void onLane(const Work &work);
    /// The same on several lanes at once.
    void onLanes(const std::vector<Work> &works, const MakeTransport &makeTransport);

    [[nodiscard]] EncodedBatch encode(const std::vector<BoardMutation> &mutations,
                                      const QString &idempotencyKey);
    [[nodiscard]] Result<BatchAnswer> send(const EncodedBatch &batch);
    /// Encoded with a key that was not used before.
    [[nodiscard]] Result<BatchAnswer> send(const std::vector<BoardMutation> &mutations);
    [[nodiscard]] Result<std::vector<BoardItem>> find(const QString &columnId, const QStringList &texts);
    [[nodiscard]] Result<std::vector<BoardItem>> read(const std::vector<qint64> &ids);

    [[nodiscard]] sandbox::SandboxServer &server() { return m_server; }
    /// As somebody who looks at it sees it.
    [[nodiscard]] sandbox::SeenBoard board() const;

private:
    SystemClock m_clock;
    RecordingSink m_sink;
    RateGovernor m_governor{4, m_clock};
    sandbox::SandboxServer m_server;
    QUrl m_url;
    int m_keys = 0;
};

} // namespace syncline::testing
