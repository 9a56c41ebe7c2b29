#include "base/log.h"

#include <spdlog/logger.h>

namespace syncline {

namespace {

spdlog::level::level_enum spdlogLevel(EventLevel level)
{
    switch (level) {
    case EventLevel::Debug:
        return spdlog::level::debug;
    case EventLevel::Info:
        return spdlog::level::info;
    case EventLevel::Warning:
        return spdlog::level::warn;
    case EventLevel::Error:
        return spdlog::level::err;
    }
    Q_UNREACHABLE();
}

} // namespace

LoggingEventSink::LoggingEventSink(std::shared_ptr<spdlog::logger> logger)
    : m_logger(std::move(logger))
{
}

LoggingEventSink::~LoggingEventSink()
{
    m_logger->flush();
}

void LoggingEventSink::post(Event event)
{
    const EventDescription &description = describe(event.id);
    const spdlog::level::level_enum level = spdlogLevel(description.level);
    if (!m_logger->should_log(level))
        return;
    m_logger->log(level, "{} {} {}", description.name.toUtf8().toStdString(),
                  description.component.toUtf8().toStdString(), event.text().toStdString());
}

void EventFanOut::add(EventSink &sink)
{
    const std::lock_guard lock(m_mutex);
    m_sinks.push_back(&sink);
}

void EventFanOut::remove(EventSink &sink)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_sinks, &sink);
}

void EventFanOut::post(Event event)
{
    if (!event.time.isValid())
        event.time = m_clock.utcNow();
    const std::lock_guard lock(m_mutex);
    for (EventSink *sink : m_sinks)
        sink->post(event);
}

} // namespace syncline
