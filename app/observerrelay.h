#pragma once

#include "domain/syncevent.h"

#include <mutex>

namespace syncline {

/// Passes what the engine tells on to the observer of the run that is under way. Thread-safe.
class ObserverRelay final : public SyncObserver
{
public:
    /// Null between runs.
    void watch(SyncObserver *observer)
    {
        const std::lock_guard lock(m_mutex);
        m_observer = observer;
    }

    void post(SyncEvent event) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_observer)
            m_observer->post(std::move(event));
    }

private:
    std::mutex m_mutex;
    SyncObserver *m_observer = nullptr;
};

} // namespace syncline
