#pragma once

#include "base/event.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

namespace syncline::testing {

/// Keeps every event for a test to look at. Thread-safe.
class RecordingSink final : public EventSink
{
public:
    std::function<void(const Event &)> onPost; ///< called without the lock

    void post(Event event) override
    {
        if (onPost)
            onPost(event);
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
    }

    [[nodiscard]] std::vector<Event> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }

    [[nodiscard]] int count(EventId id) const
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<int>(std::ranges::count(m_events, id, &Event::id));
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Event> m_events;
};

} // namespace syncline::testing
