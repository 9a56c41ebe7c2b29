#pragma once

#include "sync/workbatch.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace syncline {

/// Batches on their way to the lanes. Bounded for the reader of the warehouse, open for follow-ups (subitems,
/// halves, rows to send again), which go first. Thread-safe.
class BatchQueue
{
public:
    explicit BatchQueue(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// Blocks while the queue is full. False when stopped.
    bool push(WorkBatch batch, const std::stop_token &stop);
    void pushFollowUp(WorkBatch batch);
    /// No more push(); the lanes end when the last batch is done.
    void closeInput();
    /// Blocks until there is a batch; empty when stopped, or when the input is closed and nothing is under
    /// way.
    [[nodiscard]] std::optional<WorkBatch> pop(const std::stop_token &stop);
    /// The batch that pop() gave is done, its follow-ups are pushed.
    void done();
    /// Blocks until nothing waits and nothing is under way. False when stopped.
    bool waitUntilIdle(const std::stop_token &stop);

private:
    [[nodiscard]] bool idle() const { return m_waiting.empty() && m_followUps.empty() && m_underWay == 0; }

    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<WorkBatch> m_waiting;
    std::deque<WorkBatch> m_followUps;
    int m_underWay = 0;
    bool m_inputClosed = false;
};

} // namespace syncline
