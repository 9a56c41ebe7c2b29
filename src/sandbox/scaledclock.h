#pragma once

#include "base/clock.h"

namespace syncline::sandbox {

/// Another clock run faster: at a factor of 60 a minute takes a second. A client that shares the factor with
/// the sandbox sees the same time, because every scaled clock starts from the same day. Does not own the
/// other clock.
class ScaledClock final : public Clock
{
public:
    ScaledClock(Clock &clock, double factor)
        : m_clock(clock)
        , m_factor(factor)
    {
    }

    [[nodiscard]] QDateTime utcNow() const override;
    [[nodiscard]] Steady steadyNow() const override;
    bool waitFor(std::chrono::milliseconds duration, std::stop_token stop) override;

private:
    Clock &m_clock;
    double m_factor;
};

} // namespace syncline::sandbox
