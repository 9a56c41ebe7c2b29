#include "base/clock.h"

#include <condition_variable>
#include <mutex>

namespace syncline {

QDateTime SystemClock::utcNow() const
{
    return QDateTime::currentDateTimeUtc();
}

Clock::Steady SystemClock::steadyNow() const
{
    return std::chrono::steady_clock::now();
}

bool SystemClock::waitFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

} // namespace syncline
