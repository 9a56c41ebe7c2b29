#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <chrono>
#include <functional>
#include <stop_token>

namespace syncline {

/// Looks after what must not lapse during long waits.
struct Attendant
{
    std::chrono::milliseconds every{0}; ///< at most this long between two calls during a wait; 0: none
    std::function<Result<void>()> attend;
};

/// Waits on the calling thread (never the window's), with a call of the attendant after each of its times but at
/// the end. False when stopped; an Error is the attendant's and ends the wait.
[[nodiscard]] Result<bool> waitAttended(Clock &clock, std::chrono::milliseconds duration,
                                        const std::stop_token &stop, const Attendant &attendant);

} // namespace syncline
