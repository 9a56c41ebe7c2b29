#pragma once

#include "sync/batchsizer.h"
#include "sync/boardlookup.h"
#include "sync/ceilingwatch.h"
#include "sync/groupbook.h"
#include "sync/retrypolicy.h"
#include "sync/runledger.h"
#include "sync/runmeter.h"
#include "sync/sharedwarehouse.h"
#include "sync/workbatch.h"

#include <atomic>

namespace syncline {

/// What all lanes of one run share. The references outlive the lanes.
struct SharedRun
{
    SyncEnvironment &environment;
    SyncJournal &journal;
    GroupBook &groups;
    RunLedger &ledger;
    RunMeter &meter;
    CeilingWatch &ceiling;
    LeaseKeeper &leases;
    BatchSizer &sizer;
    SharedWarehouse &warehouse;
    QHash<QString, QString> columnTitles; ///< by column id, of both boards
    QString syncId;
    IdentityColumns identity;
    std::atomic<int> nextBatchNumber = 1;
};

/// What a batch leaves behind.
struct ExecutionResult
{
    std::vector<WorkBatch> followUps; ///< subitems, halves, rows to send again
    std::optional<Error> fatal; ///< nothing else can succeed; the run ends
};

/// Sends one batch: journal, send, judge per row, write back. Confined to its lane's thread.
class BatchExecutor
{
public:
    BatchExecutor(SharedRun &run, LanePorts &ports)
        : m_run(run)
        , m_ports(ports)
    {
    }

    [[nodiscard]] ExecutionResult execute(WorkBatch batch, const StopTokens &stop);

private:
    /// A row on its way to a verdict.
    struct Judged
    {
        enum class Fate {
            Final,
            NextStep, ///< confirmed, and the header has another mutation to come
            SendAgain,
            Verify,
            NotSent,
        };
        Fate fate = Fate::Final;
        bool usesRequeue = true; ///< going back counts; waiting for quota and halving do not
        bool endsLines = false; ///< the last line of its order
        RowVerdict verdict;
        std::optional<Error> error;
    };
    struct Sending
    {
        std::optional<BatchAnswer> answer;
        std::optional<Error> error;
        RetryDecision::Action ending = RetryDecision::Action::GiveUp; ///< why there is no answer
        bool inDoubt = false;
        UsedKey key;
    };

    [[nodiscard]] Sending send(const WorkBatch &batch, BatchRecord &record, const StopTokens &stop);
    void learnSize(const WorkBatch &batch, const BatchAnswer &answer);
    [[nodiscard]] Judged judge(const WorkItem &item, const MutationAnswer &answer) const;
    [[nodiscard]] Judged judgeError(const WorkItem &item, const Error &error) const;
    [[nodiscard]] std::vector<Judged> judgeFailure(const WorkBatch &batch, const Sending &sending) const;
    [[nodiscard]] std::optional<Error>
    waitForQuota(const QString &customer, const std::vector<Judged> &judged, const StopTokens &stop);
    void verify(WorkBatch &batch, std::vector<Judged> &judged, const StopTokens &stop);
    void verifyChanges(const WorkBatch &batch, std::vector<Judged> &judged,
                       const std::vector<std::size_t> &rows);
    void verifyItems(WorkBatch &batch, std::vector<Judged> &judged, const std::vector<std::size_t> &rows,
                     const StopTokens &stop);
    void verifySubitems(WorkBatch &batch, std::vector<Judged> &judged, const std::vector<std::size_t> &rows,
                        const StopTokens &stop);
    void healGroups(WorkBatch &batch, std::vector<Judged> &judged, const StopTokens &stop);
    [[nodiscard]] std::optional<Error> conclude(const WorkBatch &batch, std::vector<Judged> &judged,
                                                BatchRecord &record);
    void publish(const WorkBatch &batch, const std::vector<Judged> &judged);
    void settleHeader(const WorkItem &lastLine);
    /// Lines that go with an item that is archived.
    void settleArchived(const WorkItem &item, std::vector<RowVerdict> &verdicts,
                        std::vector<WriteBack> &rows);
    void followUp(const WorkBatch &batch, const std::vector<Judged> &judged, const Sending &sending,
                  ExecutionResult &result);

    SharedRun &m_run;
    LanePorts &m_ports;
};

/// The part of a row's result that goes to the warehouse. Empty for what leaves row and memory as they are.
[[nodiscard]] std::optional<WriteBack> writeBackOf(const WorkItem &item, const RowVerdict &verdict,
                                                   const QDateTime &requestedAt,
                                                   const QDateTime &respondedAt);
/// Header or line for which nothing has to be sent: it waits no longer.
[[nodiscard]] WriteBack unchangedHeader(const RowPlan &plan);
[[nodiscard]] WriteBack unchangedLine(const LinePlan &line);
/// "reason [id]", as it stands in api_error_message.
[[nodiscard]] QString reasonText(const Event &reason);
[[nodiscard]] RowState stateAfter(MutationKind kind); ///< of a row for which it was confirmed
[[nodiscard]] QString nameOf(MutationKind kind); ///< monday's name of the mutation

} // namespace syncline
