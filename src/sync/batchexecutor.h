#pragma once

#include "sync/rowjudge.h"
#include "sync/sharedrun.h"

namespace syncline {

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
    void healGroups(WorkBatch &batch, std::vector<JudgedRow> &judged, const StopTokens &stop);
    [[nodiscard]] std::optional<Error> conclude(const WorkBatch &batch, std::vector<JudgedRow> &judged,
                                                BatchRecord &record);
    void publish(const WorkBatch &batch, const std::vector<JudgedRow> &judged);
    void settleHeader(const WorkItem &lastLine);
    /// Lines that go with an item that is archived.
    void settleArchived(const WorkItem &item, std::vector<RowVerdict> &verdicts,
                        std::vector<WriteBack> &rows);
    void followUp(const WorkBatch &batch, const std::vector<JudgedRow> &judged, const Sending &sending,
                  ExecutionResult &result);

    SharedRun &m_run;
    LanePorts &m_ports;
};

} // namespace syncline
