#pragma once

#include "domain/syncevent.h"

#include <mutex>

namespace syncline {

/// For looks that have no run to watch.
class NobodyWatches final : public SyncObserver
{
public:
    void post(SyncEvent) override { }
};

/// Passes what the engine tells on to the observer of the run that is under way. Thread-safe.
class ObserverRelay final : public SyncObserver
{
public:
    /// Lets the observer hear as long as it lives; it must not outlive relay or observer. One at a time.
    class Watch
    {
    public:
        Watch(ObserverRelay &relay, SyncObserver &observer) : m_relay(relay) { m_relay.setObserver(&observer); }
        ~Watch() { m_relay.setObserver(nullptr); }
        Q_DISABLE_COPY_MOVE(Watch)

    private:
        ObserverRelay &m_relay;
    };

    void post(SyncEvent event) override
    {
        const std::lock_guard lock(m_mutex);
        if (const auto *changed = std::get_if<RunStateChanged>(&event);
            changed && changed->state != RunState::WaitingForQuota)
            m_beforeWait = changed->state;
        if (m_observer)
            m_observer->post(std::move(event));
    }
    /// The run is where it was before it waited for quota, or where it came to meanwhile.
    void postEndOfWait()
    {
        const std::lock_guard lock(m_mutex);
        if (m_observer)
            m_observer->post(RunStateChanged{m_beforeWait, {}});
    }

private:
    void setObserver(SyncObserver *observer)
    {
        const std::lock_guard lock(m_mutex);
        m_observer = observer;
    }

    std::mutex m_mutex;
    SyncObserver *m_observer = nullptr;
    RunState m_beforeWait = RunState::Reading;
};

} // namespace syncline
