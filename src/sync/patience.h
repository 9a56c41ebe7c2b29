#pragma once

#include "base/stoppair.h"
#include "sync/retrypolicy.h"
#include "sync/syncports.h"

namespace syncline {

/// Calls `request` until it succeeds or the policy gives up; for requests that may be repeated without harm
/// (reads, and writes that look first). Each failure is logged; waits end at once when stopped. Who only looks
/// does not wait for the calls of the next day.
template<typename Request>
auto patiently(SyncEnvironment &environment, const StopTokens &stop, Request &&request, bool waitsForDay = true)
    -> decltype(request())
{
    for (int attempt = 1;; ++attempt) {
        auto result = request();
        if (result)
            return result;
        const RetryDecision decision =
            RetryPolicy::decide(result.error(), {.number = attempt, .waitsForDay = waitsForDay},
                                environment.ids.jitter());
        if (decision.action != RetryDecision::Action::ResendSame
            && decision.action != RetryDecision::Action::ResendNew)
            return result;
        if (!decision.countsAsAttempt)
            --attempt;
        environment.events.post(result.error().event);
        if (!environment.clock.waitFor(decision.wait, stop.drain))
            return result;
    }
}

} // namespace syncline
