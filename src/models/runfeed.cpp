#include "models/runfeed.h"

namespace syncline {

RunFeed::RunFeed(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_run(clock)
{
}

void RunFeed::push(const std::vector<SyncEvent> &events)
{
    m_backlog.insert(m_backlog.end(), events.begin(), events.end());
    if (!m_scheduled)
        work();
}

void RunFeed::work()
{
    m_scheduled = false;
    const auto count = static_cast<std::ptrdiff_t>(std::min(slice, m_backlog.size()));
    const std::vector<SyncEvent> events(std::make_move_iterator(m_backlog.begin()),
                                        std::make_move_iterator(m_backlog.begin() + count));
    m_backlog.erase(m_backlog.begin(), m_backlog.begin() + count);
    if (!m_backlog.empty()) {
        m_scheduled = true;
        QMetaObject::invokeMethod(this, &RunFeed::work, Qt::QueuedConnection);
    }
    m_customers.apply(events);
    m_batches.apply(events);
    m_failures.apply(events);
    m_log.apply(events);
    // Last, so that whoever hears changed() finds the tables up to date.
    m_run.apply(events);
}

} // namespace syncline
