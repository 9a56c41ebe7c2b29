#pragma once

#include "models/findingsmodel.h"
#include "models/runfeed.h"
#include "models/workspace.h"
#include "prompter.h"

namespace syncline {

/// Stands between the pages and the engine: keeps the models, asks before production, knows what is allowed
/// now. Window thread. Does not own workspace, prompter and clock; they outlive it.
class SyncController final : public QObject
{
    Q_OBJECT

public:
    /// What the window is busy with; one thing at a time.
    enum class Activity { Idle, Planning, Starting, Running, Stopping };
    Q_ENUM(Activity)

    SyncController(Workspace &workspace, Prompter &prompter, const Clock &clock, QWidget *window);

    [[nodiscard]] Workspace &workspace() const { return m_workspace; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] const WorkspaceInfo &info() const { return m_info; }
    [[nodiscard]] RunFeed &feed() { return m_feed; }
    [[nodiscard]] FindingsModel &findings() { return m_findings; }

    [[nodiscard]] Activity activity() const { return m_activity; }
    [[nodiscard]] bool isBusy() const { return m_activity != Activity::Idle; }
    /// A sync is under way and must not be left alone.
    [[nodiscard]] bool isSyncing() const;
    [[nodiscard]] bool maySend() const { return !isBusy() && !m_info.sendingBlocked; }

    [[nodiscard]] bool isLoadingCustomers() const { return m_loading; }
    [[nodiscard]] QDateTime customersReadAt() const { return m_customersReadAt; } ///< UTC; invalid: never
    [[nodiscard]] const std::optional<Error> &customersError() const { return m_customersError; }
    [[nodiscard]] const std::vector<ResumableSync> &interrupted() const { return m_interrupted; }

    void refresh();
    void dryRun(SyncRequest request);
    void cancelDryRun();
    /// Asks first when the environment is production.
    void start(SyncRequest request);
    void resume(const QString &syncId);
    void stopAfterBatch();
    void stopNow();

signals:
    void activityChanged();
    void customersChanged();
    void interruptedChanged();
    void infoChanged();
    void planReady(const syncline::PlanReport &plan);
    void planFailed(const syncline::Error &error);

private:
    void takeCustomers(const std::vector<CustomerCounts> &customers);
    void takeEvents(const std::vector<SyncEvent> &events);
    void takeFinish();
    void send(const SyncRequest &request);
    void confirmProduction(const Question &question, std::function<void()> agreed);
    void setActivity(Activity activity);
    void readInfo();
    void readCustomers();

    Workspace &m_workspace;
    Prompter &m_prompter;
    const Clock &m_clock;
    QWidget *m_window;
    WorkspaceInfo m_info;
    RunFeed m_feed;
    FindingsModel m_findings;
    Activity m_activity = Activity::Idle;
    bool m_loading = false;
    QDateTime m_customersReadAt;
    Clock::Steady m_readingSince;
    Clock::Steady m_readAgainAt;
    std::optional<Error> m_customersError;
    std::vector<ResumableSync> m_interrupted;
};

} // namespace syncline
