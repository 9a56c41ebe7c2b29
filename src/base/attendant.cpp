#include "base/attendant.h"

#include <algorithm>

namespace syncline {

Result<bool> waitAttended(Clock &clock, std::chrono::milliseconds duration, const std::stop_token &stop,
                          const Attendant &attendant)
{
    using namespace std::chrono_literals;
    const std::chrono::milliseconds slice = attendant.every > 0ms ? attendant.every : duration;
    for (std::chrono::milliseconds left = duration; left > 0ms; left -= slice) {
        if (!clock.waitFor(std::min(left, slice), stop))
            return false;
        if (left <= slice || !attendant.attend)
            continue;
        if (Result<void> attended = attendant.attend(); !attended)
            return std::move(attended).error();
    }
    return true;
}

} // namespace syncline
