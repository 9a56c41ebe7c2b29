#pragma once

#include "base/clock.h"
#include "base/event.h"

#include <memory>
#include <mutex>
#include <vector>

namespace spdlog {
class logger;
}

namespace syncline {

/// Writes events to a spdlog logger: "time level id component text". Thread-safe. Messages of Qt arrive as
/// qt-000.
class LoggingEventSink final : public EventSink
{
public:
    explicit LoggingEventSink(std::shared_ptr<spdlog::logger> logger);
    ~LoggingEventSink() override;
    void post(Event event) override;

private:
    std::shared_ptr<spdlog::logger> m_logger;
};

/// Stamps each event with the time and passes it on to several sinks, which it does not own. Thread-safe.
class EventFanOut final : public EventSink
{
public:
    explicit EventFanOut(const Clock &clock) : m_clock(clock) { }
    void add(EventSink &sink);
    /// Returns when no post to the sink is under way any more.
    void remove(EventSink &sink);
    void post(Event event) override;

private:
    const Clock &m_clock;
    std::mutex m_mutex;
    std::vector<EventSink *> m_sinks;
};

} // namespace syncline
