#pragma once

#include "base/clock.h"
#include "base/event.h"

#include <memory>
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

/// Stamps each event with the time and passes it on to several sinks, which it does not own. Add all sinks
/// before the first post.
class EventFanOut final : public EventSink
{
public:
    explicit EventFanOut(const Clock &clock)
        : m_clock(clock)
    {
    }
    void add(EventSink &sink) { m_sinks.push_back(&sink); }
    void post(Event event) override;

private:
    const Clock &m_clock;
    std::vector<EventSink *> m_sinks;
};

} // namespace syncline
