#pragma once

#include "models/workspace.h"
#include "support/fakeclock.h"

#include <optional>

namespace syncline::testing {

/// A workspace without an engine: a small warehouse of invented brands, and a sync that goes on only when the
/// test says so. Same script, same events. Window thread.
class DemoScriptWorkspace final : public Workspace
{
public:
    explicit DemoScriptWorkspace(FakeClock &clock, QObject *parent = nullptr);

    // What the test may set before, and look at after.
    WorkspaceInfo facts;
    std::vector<CustomerCounts> customers;
    std::optional<Error> customersProblem;
    std::optional<Error> startProblem;
    bool planBlocked = false;
    bool exceedsDay = false; ///< every plan needs more calls than the day has left
    FlightLimit binding = FlightLimit::Complexity; ///< of every plan
    std::vector<SyncRequest> planned;
    std::vector<SyncRequest> started;
    QStringList resumed;
    QStringList tables; ///< statements that would make Syncline's own tables; empty: they are there
    std::optional<Error> tablesProblem;
    std::optional<Error> repairProblem;
    bool itemsGone = false; ///< every rejected row is one whose item is no longer on the board
    int tablesMadeTimes = 0;
    std::vector<std::pair<std::vector<RecordKey>, Repair>> repairs;
    int readings = 0; ///< of the customers
    std::vector<CheckResult> checks; ///< what a check of the connection finds
    int checksStarted = 0;
    int checksCancelled = 0;
    std::optional<Error> recordKeyProblem;
    int recordKeysMade = 0;
    RefreshReport refresh; ///< what a refresh finds
    std::optional<Error> refreshProblem;
    std::vector<std::pair<RefreshMode, GoneSizes>> refreshes;
    int refreshesCancelled = 0;
    bool answersRefresh = true; ///< false: until the test does
    int stopsAfterBatch = 0;
    int stopsNow = 0;

    [[nodiscard]] WorkspaceInfo info() const override { return facts; }
    [[nodiscard]] bool isSyncRunning() const override { return m_running; }
    [[nodiscard]] QUrl boardUrl() const override;
    void loadCustomers() override;
    void plan(const SyncRequest &request) override;
    void cancelPlan() override {}
    void startSync(const SyncRequest &request) override;
    void resumeSync(const QString &syncId) override;
    void stopAfterBatch() override { ++stopsAfterBatch; }
    void stopNow() override { ++stopsNow; }
    void lookAtTables() override;
    void makeTables() override;
    void repair(const std::vector<RecordKey> &keys, Repair repair) override;
    void checkConnection() override;
    void cancelCheck() override { ++checksCancelled; }
    void makeRecordKey() override;
    void refreshOrders(RefreshMode mode, GoneSizes goneSizes) override;
    void cancelRefresh() override { ++refreshesCancelled; }
    /// Another desk takes so many orders that wait of each customer, with their lines.
    void loseToAnotherDesk(int orders);

    /// The next batches of the running sync, each with its time on the clock.
    void runBatches(int count);
    [[nodiscard]] bool hasBatches() const { return m_nextBatch < m_script.size(); }
    /// Ends the sync; writes its reports when the facts name a folder for them.
    void finish(RunState state);
    /// One call of syncEvents with so many log events and row failures.
    void flood(int events);
    [[nodiscard]] const RunSummary &summary() const { return m_summary; }
    [[nodiscard]] PlanReport planFor(const SyncRequest &request) const;

private:
    struct Part
    {
        BatchKind kind = BatchKind::Items;
        std::size_t customer = 0;
        std::vector<std::size_t> rows;
    };

    void begin();
    void makeScript();
    [[nodiscard]] BatchFinished work(const Part &part, std::vector<SyncEvent> &events);
    void writeReports() const;

    FakeClock &m_clock;
    bool m_running = false;
    SyncRequest m_request;
    RunSummary m_summary;
    std::vector<RowRecord> m_rows;
    std::vector<LineRecord> m_lines;
    std::vector<Part> m_script;
    std::size_t m_nextBatch = 0;
    int m_runs = 0;
};

} // namespace syncline::testing
