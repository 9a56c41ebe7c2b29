#pragma once

#include "base/log.h"

#include <memory>

namespace spdlog::details {
class thread_pool;
}

namespace syncline {

/// The program's own log: a rotating file in the user's data folder, fed by all events and by the messages of Qt, which
/// arrive as qt-000. Make one in main() and keep it to the end. A log that cannot be written is told once and left.
class ProgramLog
{
public:
    explicit ProgramLog(EventFanOut &events);
    ~ProgramLog();
    Q_DISABLE_COPY_MOVE(ProgramLog)

private:
    EventFanOut &m_events;
    std::shared_ptr<spdlog::details::thread_pool> m_pool; ///< writes, so that no caller waits for the disk
    std::unique_ptr<LoggingEventSink> m_sink;
};

} // namespace syncline
