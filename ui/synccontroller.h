#pragma once

#include "models/failedrow.h"
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
    enum class Activity { Idle, Planning, Checking, Repairing, Refreshing, Starting, Running, Stopping };
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
    /// Looks what the sync would do, shows that and asks; asks, too, when the warehouse lacks Syncline's own tables.
    void start(SyncRequest request);
    /// The plan was seen already: asks in production only, and when the day's calls would not do.
    void startPlanned(const SharedPlan &plan);
    /// The look ahead under way is for a sync that is to start.
    [[nodiscard]] bool plansForStart() const { return m_toStart.has_value(); }
    void resume(const QString &syncId);
    [[nodiscard]] bool canResume(const QString &syncId) const;
    /// Sends all failed orders of the customers again.
    void retryFailed(const QStringList &customers);
    /// Sends these orders again, as far as they are still failed, however often they were retried.
    void retryFailed(const std::vector<RecordKey> &orders);
    /// Asks once, then makes the orders of the rows wait again or leaves them out; offers to send those that wait.
    void repair(const std::vector<FailedRow> &rows, Repair repair);
    /// Whether the order was repaired since the last sync began.
    [[nodiscard]] bool wasRepaired(const RecordKey &key) const { return m_repaired.contains(key); }
    void stopAfterBatch();
    void stopNow();
    [[nodiscard]] bool mayRefreshOrders() const { return !isBusy() && m_info.hasSource; }
    /// Compares the source with the warehouse; Write also writes, and reads the customers anew.
    void refreshOrders(RefreshMode mode, GoneSizes goneSizes);
    void cancelOrderRefresh();
    /// Asks, then makes the column of the board that the configuration names for record keys.
    void makeRecordKey();

signals:
    void activityChanged();
    void customersChanged();
    void interruptedChanged();
    void infoChanged();
    void planReady(const syncline::SharedPlan &plan);
    void planFailed(const syncline::Error &error);
    void repaired();
    void ordersRefreshed(const syncline::RefreshReport &report);
    void refreshFailed(const syncline::Error &error);
    void recordKeyFailed(const syncline::Error &error);
    void message(const QString &text); ///< for the status bar

private:
    struct RepairUnderWay
    {
        std::vector<RecordKey> keys;
        Repair repair = Repair::CreateAgain;
    };
    void connectTables();
    void connectRepair();
    void connectRefresh();
    /// Goes on when Syncline's own tables are in the warehouse, at once or after they were made.
    void withTables(std::function<void()> goOn);
    void takeTables(const QStringList &statements);
    void goOnWithTables();
    void takeRepair();

    void takeCustomers(const std::vector<CustomerCounts> &customers);
    void takeEvents(const std::vector<SyncEvent> &events);
    void takeFinish();
    void takePlan(const SharedPlan &plan);
    void askForStart(const SharedPlan &plan, const SyncRequest &request);
    void send(SyncRequest request, const SharedPlan &shown);
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
    std::chrono::milliseconds m_restAfterFailure{0}; ///< the last one; 0 after a reading that worked
    std::optional<Error> m_customersError;
    std::vector<ResumableSync> m_interrupted;
    std::vector<Event> m_planFindings;
    std::optional<SyncRequest> m_toStart;
    std::function<void()> m_withTables;
    RepairUnderWay m_repair;
    QSet<RecordKey> m_repaired;
};

} // namespace syncline
