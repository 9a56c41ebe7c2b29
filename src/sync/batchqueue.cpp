#include "sync/batchqueue.h"

namespace syncline {

bool BatchQueue::push(WorkBatch batch, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [this] { return m_waiting.size() < m_capacity; }))
        return false;
    m_waiting.push_back(std::move(batch));
    m_changed.notify_all();
    return true;
}

void BatchQueue::pushFollowUp(WorkBatch batch)
{
    const std::lock_guard lock(m_mutex);
    m_followUps.push_back(std::move(batch));
    m_changed.notify_all();
}

void BatchQueue::closeInput()
{
    const std::lock_guard lock(m_mutex);
    m_inputClosed = true;
    m_changed.notify_all();
}

std::optional<WorkBatch> BatchQueue::pop(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    const bool go = m_changed.wait(lock, stop, [this] {
        return !m_waiting.empty() || !m_followUps.empty() || (m_inputClosed && m_underWay == 0);
    });
    if (!go || stop.stop_requested() || (m_waiting.empty() && m_followUps.empty()))
        return std::nullopt;
    std::deque<WorkBatch> &source = m_followUps.empty() ? m_waiting : m_followUps;
    WorkBatch batch = std::move(source.front());
    source.pop_front();
    ++m_underWay;
    m_changed.notify_all();
    return batch;
}

void BatchQueue::done()
{
    const std::lock_guard lock(m_mutex);
    --m_underWay;
    m_changed.notify_all();
}

bool BatchQueue::waitUntilIdle(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait(lock, stop, [this] { return idle(); });
}

} // namespace syncline
