#pragma once

#include "base/mailbox.h"
#include "engine.h"
#include "models/workspace.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace syncline {

/// What the configuration tells of an environment.
[[nodiscard]] WorkspaceInfo workspaceInfo(const QString &configFile, const LoadedConfig &config,
                                          const EnvironmentSettings &settings);

/// The workspace of the window on the real engine. Lives on the window thread; everything that blocks runs on a pool
/// of its own. Without an engine (the configuration cannot be read) every command answers with the reason.
class EngineWorkspace final : public Workspace
{
    Q_OBJECT

public:
    /// `info` tells what is known of the file; `events` outlives the workspace.
    EngineWorkspace(Result<std::unique_ptr<Engine>> engine, WorkspaceInfo info, EventFanOut &events);
    ~EngineWorkspace() override;

    [[nodiscard]] WorkspaceInfo info() const override { return m_info; }
    [[nodiscard]] bool isSyncRunning() const override { return m_syncRunning; }
    [[nodiscard]] QUrl boardUrl() const override { return m_boardUrl; }

    void loadCustomers() override;
    void plan(const SyncRequest &request) override;
    void cancelPlan() override;
    void startSync(const SyncRequest &request) override;
    void resumeSync(const QString &syncId) override;
    void stopAfterBatch() override;
    void stopNow() override;
    void lookAtTables() override;
    void makeTables() override;
    void repair(const std::vector<RecordKey> &keys, Repair repair) override;
    void checkConnection() override;
    void cancelCheck() override { m_stopCheck.stopNow(); }
    void makeRecordKey() override;
    void refreshOrders(RefreshMode mode, GoneSizes goneSizes) override;
    void cancelRefresh() override { m_stopRefresh.request_stop(); }

private:
    /// Brings a run's events and the program's log into the mailbox.
    class Collector;
    using Session = std::function<Result<RunFinished>(class SyncSession &, const StopTokens &)>;

    void run(Session session);
    /// Work on the pool, its outcome back on the window thread.
    template<typename Work, typename Deliver>
    void away(Work work, Deliver deliver);
    void finishRun(const Result<RunFinished> &finished);
    void schedulePump();
    void pump();
    [[nodiscard]] std::vector<ResumableSync> resumable() const;

    Result<std::unique_ptr<Engine>> m_engine;
    WorkspaceInfo m_info;
    EventFanOut &m_events;
    QUrl m_boardUrl;
    bool m_syncRunning = false;
    StopPair m_stop;
    StopPair m_stopPlan;
    quint64 m_planGeneration = 0;
    StopPair m_stopCheck;
    quint64 m_checkGeneration = 0;
    std::stop_source m_stopRefresh;
    Mailbox<SyncEvent> m_mailbox;
    std::unique_ptr<Collector> m_collector;
    QTimer m_pumpTimer;
    QElapsedTimer m_sincePump;
    QThreadPool m_pool; ///< last member: its threads use all others
};

} // namespace syncline
