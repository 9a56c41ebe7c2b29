#pragma once

#include "sync/batchexecutor.h"
#include "sync/batchqueue.h"

#include <QRunnable>

#include <functional>

namespace syncline {

/// Pulls batches from the queue until it is closed or stopped. Runs on a thread of the run's own pool; its
/// ports live and die there. Owned by its creator, which outlives the pool's work.
class SyncLane final : public QRunnable
{
public:
    /// `fail` ends the whole run; called at most once per lane, on the lane's thread.
    SyncLane(SharedRun &run, BatchQueue &queue, StopTokens stop, std::function<void(Error)> fail);

    void run() override;

private:
    [[nodiscard]] Result<void> work();

    SharedRun &m_run;
    BatchQueue &m_queue;
    const StopTokens m_stop;
    const std::function<void(Error)> m_fail;
};

} // namespace syncline
