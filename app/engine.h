#pragma once

#include "base/clock.h"
#include "base/idsource.h"
#include "base/log.h"
#include "config/secrets.h"
#include "config/systemkeychain.h"
#include "config/workspaceconfig.h"
#include "domain/orderrefresh.h"
#include "foldersyncreports.h"
#include "journal/sqlitejournalstore.h"
#include "monday/mondayboardgateway.h"
#include "monday/rategovernor.h"
#include "observerrelay.h"
#include "sandbox/sandboxserver.h"
#include "sync/syncports.h"
#include "warehouse/sqlorderwarehouse.h"

#include <atomic>
#include <memory>
#include <mutex>

namespace syncline {

/// One environment of one configuration file, wired: warehouse, board, journal, reports. Both executables work
/// through it. Made on any thread; start() and everything that it makes block, so never on the window's.
class Engine
{
public:
    Engine(EnvironmentSettings settings, const QString &configFile, EventFanOut &events, Clock &clock, IdSource &ids);
    Q_DISABLE_COPY_MOVE(Engine)
    ~Engine();

    [[nodiscard]] const EnvironmentSettings &settings() const { return m_settings; }

    /// Starts the sandbox of a sandbox environment, fetches token and password otherwise. Once; thread-safe; later
    /// calls return at once.
    [[nodiscard]] Result<void> start();

    /// For the calling thread.
    [[nodiscard]] Result<std::unique_ptr<OrderWarehouse>> openWarehouse();
    /// The same with what only a SQL database can tell. Needs no token.
    [[nodiscard]] Result<std::unique_ptr<SqlOrderWarehouse>> openSqlWarehouse();
    /// Brings the source's orders into the warehouse, on a connection of its own.
    [[nodiscard]] Result<std::unique_ptr<OrderRefresh>> openRefresh();
    /// Needs no password of the warehouse.
    [[nodiscard]] Result<std::unique_ptr<MondayBoardGateway>> openGateway();
    [[nodiscard]] JournalStore &journals() { return m_journals; }

    /// Statements that would make Syncline's own tables in the warehouse or bring them up to date; empty: nothing is
    /// missing. Nothing can be sent before.
    [[nodiscard]] Result<QStringList> pendingMigrations();
    /// Runs them. The user must have agreed.
    [[nodiscard]] Result<void> migrate();
    /// For orders whose item is gone from the board; all or none. One whose item is still there is not to be created
    /// again: an Error.
    [[nodiscard]] Result<void> repair(const std::vector<RecordKey> &keys, Repair repair);
    /// The column that the configuration names for record keys, where the board lacks it. The user must have agreed.
    [[nodiscard]] Result<BoardColumn> makeRecordKeyColumn(const StopTokens &stop);

    /// What a session or a look ahead needs; valid while the engine lives. `observer` outlives its use. Blocks like
    /// start().
    [[nodiscard]] Result<SyncEnvironment> environmentFor(SyncObserver &observer);
    /// Through which the observer of the one sync under way also hears of waits for quota.
    [[nodiscard]] ObserverRelay &relay() { return m_observer; }

    /// What is known of the account's limits and costs; may ask the account once.
    [[nodiscard]] AccountExperience experience(const StopTokens &stop);

    /// Page of the board in a browser; empty until it is known.
    [[nodiscard]] QUrl boardUrl() const;

private:
    [[nodiscard]] Result<void> startSandbox();
    [[nodiscard]] Result<void> startWarehouse();
    [[nodiscard]] Result<void> startBoard();
    [[nodiscard]] Result<void> demandItemsGone(OrderWarehouse &warehouse, const std::vector<RecordKey> &keys);

    const EnvironmentSettings m_settings;
    const QString m_configFolder;
    const QString m_desk;
    EventFanOut &m_events;
    Clock &m_clock;
    IdSource &m_ids;
    SystemKeychain m_keychain;
    const Secrets m_secrets;
    SqliteJournalStore m_journals;
    FolderSyncReports m_reports;
    ObserverRelay m_observer;
    RateGovernor m_governor;
    std::shared_ptr<CostBook> m_book; ///< set by start()
    std::atomic_bool m_knowsAccount = false; ///< or that it may not be asked
    mutable std::mutex m_mutex; ///< guards what start() sets
    bool m_warehouseStarted = false;
    bool m_boardStarted = false;
    std::unique_ptr<sandbox::SandboxServer> m_sandbox;
    std::chrono::milliseconds m_searchLag;
    MondayOptions m_monday;
    QUrl m_boardUrl;
    std::optional<QString> m_databasePassword;
};

} // namespace syncline
