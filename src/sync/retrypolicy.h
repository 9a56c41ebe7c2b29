#pragma once

#include "base/error.h"

#include <chrono>

namespace syncline {

/// What to do after a document failed as a whole.
struct RetryDecision
{
    enum class Action {
        ResendSame, ///< the same bytes under the same key
        ResendNew, ///< the server did not process it: a new key
        Verify, ///< outcome unknown and no more resends: look up what is there
        Split, ///< refused without saying which row: halve until every row is judged
        StopRun, ///< nothing else can succeed either
        GiveUp, ///< the user stopped it
    };
    Action action = Action::StopRun;
    std::chrono::milliseconds wait{0};
    bool countsAsAttempt = true;
};

/// Pure. Decisions by monday-api.md 2.4 and contract 10.
class RetryPolicy
{
public:
    static constexpr int maxResends = 3; ///< of a document whose outcome is unknown
    static constexpr int maxUnprocessed = 8; ///< attempts while the server is busy or out of reach
    /// After a whole minute's points are there, a document that is refused again is too large for them, or
    /// others use them up as well: smaller ones fit either way.
    static constexpr int maxTooDear = 2;

    /// How often the same request was made, and what a repetition could do.
    struct Attempt
    {
        int number = 1;
        bool inDoubt = false; ///< an earlier attempt under the same key may have been processed
        bool creates = false; ///< done twice, it makes twins: monday may forget keys, so a doubt is looked up
        int rows = 1; ///< of the document
        int tooDear = 0; ///< so often it was refused for its points
        bool waitsForDay = true; ///< otherwise no calls left today is the end
    };
    /// `jitter` in [0, 1) spreads the back-off of several lanes.
    [[nodiscard]] static RetryDecision decide(const Error &error, const Attempt &attempt, double jitter);
};

} // namespace syncline
