#pragma once

#include <QDateTime>

#include <chrono>
#include <stop_token>

namespace syncline {

/// All time of the program. Injected; tests use a fake one. Thread-safe.
class Clock
{
public:
    using Steady = std::chrono::steady_clock::time_point;

    Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)
    virtual ~Clock() = default;

    [[nodiscard]] virtual QDateTime utcNow() const = 0;
    [[nodiscard]] virtual Steady steadyNow() const = 0;
    /// Blocks the calling thread (never the window's). False when stopped before the time was over.
    virtual bool waitFor(std::chrono::milliseconds duration, std::stop_token stop) = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime utcNow() const override;
    [[nodiscard]] Steady steadyNow() const override;
    bool waitFor(std::chrono::milliseconds duration, std::stop_token stop) override;
};

} // namespace syncline
