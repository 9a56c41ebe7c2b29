#pragma once

#include "domain/connectioncheck.h"
#include "engine.h"

#include <functional>

namespace syncline {

/// Tries everything that lies between the warehouse and the board, for `status` and for the window. Changes
/// nothing. Made, used and destroyed by one thread; blocks.
class ConnectionCheck
{
public:
    /// Hears each result as soon as there is one, on the thread that runs.
    using Listener = std::function<void(const CheckResult &)>;

    /// The engine outlives the check.
    ConnectionCheck(Engine &engine, Listener listener);

    /// One result for each step, in their order. A failed step skips only those that need it; a stop skips
    /// the rest.
    void run(const StopTokens &stop);

private:
    void checkWarehouse(const StopTokens &stop);
    void checkTables(SqlOrderWarehouse &warehouse);
    void checkPermissions(SqlOrderWarehouse &warehouse);
    void checkClock(const WarehouseFacts &facts);
    void checkBoard(const StopTokens &stop);
    void checkColumns(const BoardPair &boards);
    void checkLimits(const StopTokens &stop);
    void checkLabels(const StopTokens &stop);
    [[nodiscard]] CheckResult reach(const StopTokens &stop) const;
    void tell(CheckResult result);
    /// Those steps cannot be tried because of another one.
    void skip(const std::vector<CheckStep> &steps, CheckStep because);
    [[nodiscard]] bool worked(CheckStep step) const { return !m_failed.contains(step); }

    Engine &m_engine;
    const EnvironmentSettings &m_settings;
    Listener m_listener;
    QSet<CheckStep> m_failed; ///< or skipped because of another
    QStringList m_textSources; ///< mapped columns that hold any text in the warehouse
    bool m_stopped = false;
};

} // namespace syncline
