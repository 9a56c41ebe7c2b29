#pragma once

#include "base/clock.h"
#include "base/event.h"
#include "base/result.h"
#include "reports/syncfolder.h"

#include <functional>
#include <memory>

namespace syncline {

/// The log of one sync: logs/events.jsonl for machines, logs/sync.log for people, live. Thread-safe; post()
/// only queues (it waits when 100,000 events are queued), a thread of its own writes whole lines. A resumed
/// sync appends; half a line left by a kill is cut first.
class SyncLog final : public EventSink
{
public:
    /// Told once, on the log's thread, when the disk fails; the log then writes no more.
    using Fallback = std::function<void(const Error &)>;

    /// Makes the folder. Without a fallback the failure goes to standard error. The clock must outlive the
    /// log; it stamps events that carry no time. Fails with FileFailed.
    [[nodiscard]] static Result<std::unique_ptr<SyncLog>> open(const SyncFolder &folder, const Clock &clock,
                                                               Fallback fallback = {});
    ~SyncLog() override; ///< writes what is queued

    void post(Event event) override;
    /// Waits until everything posted before is with the operating system. The error of the disk, if there was
    /// one.
    [[nodiscard]] Result<void> flush();
    /// As flush(); later events are dropped.
    [[nodiscard]] Result<void> close();

private:
    class Private;
    explicit SyncLog(std::unique_ptr<Private> implementation);
    std::unique_ptr<Private> d;
};

} // namespace syncline
