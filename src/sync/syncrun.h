#pragma once

#include "sync/flightcounter.h"
#include "sync/planpass.h"
#include "sync/runfeeder.h"
#include "sync/runmeter.h"
#include "sync/syncports.h"

#include <QSet>

#include <mutex>

namespace syncline {

/// The stages of one run over its journal. Confined to the thread that runs the session.
class SyncRun
{
public:
    SyncRun(SyncEnvironment &environment, std::unique_ptr<SyncJournal> journal, QString syncId,
            SyncRequest request, const QDateTime &startedAt, const StopTokens &stop);

    /// Rows that an earlier sync left in doubt for good: they are told and not planned.
    void leaveOut(QSet<RecordKey> inDoubt) { m_inDoubt = std::move(inDoubt); }

    enum class Extent { Everything, SettleOnly };
    /// Works through the stages as far as they are not done yet. Never fails without a summary.
    [[nodiscard]] RunFinished execute(Extent extent);

private:
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<void> settle();
    [[nodiscard]] Result<void> planAll();
    /// Ledgers of a customer while it is planned.
    struct CustomerTally
    {
        Ledger rows;
        Ledger lines;
        qint64 heldBack = 0; ///< lines that wait for an order that is refused
    };
    [[nodiscard]] Result<void> enterPlans(std::vector<RowPlan> plans, CustomerTally &tally);
    [[nodiscard]] Result<void> keepNew(std::vector<RowPlan> &plans);
    [[nodiscard]] Result<void> keepOurs(std::vector<RowPlan> &plans);
    void tellJudgements(const RowPlan &plan);
    [[nodiscard]] bool endLeases();
    [[nodiscard]] Result<void> writeJudgements();
    [[nodiscard]] Result<void> planRows();
    /// Reckons what the rows counted by the plan will take, and says so before anything is sent.
    void reckon();
    [[nodiscard]] Result<void> makeLabels();
    [[nodiscard]] Result<void> makeLabelsLocked();
    [[nodiscard]] Result<void> collectLabels();
    [[nodiscard]] Result<void> sendAll();
    [[nodiscard]] RunFinished finish(const Result<void> &worked, Extent extent);
    void announce(RunState state);

    SyncEnvironment &m_environment;
    std::unique_ptr<SyncJournal> m_journal;
    const QString m_syncId;
    const SyncRequest m_request;
    const QDateTime m_startedAt;
    const StopTokens m_stop;
    LeaseKeeper m_leases;
    RunLedger m_ledger;
    RunMeter m_meter;
    LanePorts m_ports;
    BoardPair m_boards;
    std::vector<LabelsToCreate> m_labels;
    std::optional<FlightCounter> m_flight; ///< while rows are planned
    QStringList m_groupsToMake; ///< titles, in the order of sending, as far as the board does not have them
    AccountExperience m_known; ///< when the work was reckoned
    FlightWork m_work;
    std::optional<FlightEstimate> m_estimate;
    Clock::Steady m_estimatedAt;
    Traffic m_trafficBefore; ///< what came before the estimate
    QSet<RecordKey> m_inDoubt;
};

} // namespace syncline
