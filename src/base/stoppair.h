#pragma once

#include <stop_token>

namespace syncline {

/// The two ways to stop, as seen by the work. Copyable; thread-safe.
struct StopTokens
{
    std::stop_token drain; ///< finish the batch in flight, start no other
    std::stop_token abort; ///< give up the request in flight
};

/// The two ways to stop, as seen by the user. "Stop now" includes "stop after this batch".
class StopPair
{
public:
    [[nodiscard]] StopTokens tokens() const { return {m_drain.get_token(), m_abort.get_token()}; }
    void stopAfterBatch() { m_drain.request_stop(); }
    void stopNow()
    {
        m_drain.request_stop();
        m_abort.request_stop();
    }

private:
    std::stop_source m_drain;
    std::stop_source m_abort;
};

} // namespace syncline
