#pragma once

#include "base/clock.h"

#include <mutex>
#include <vector>

namespace syncline::testing {

/// A clock that stands still until it is advanced or waited on: waitFor returns at once and moves the time.
/// Records the waits. Thread-safe.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(const QDateTime &start = QDateTime({2026, 11, 23}, {9, 0}, Qt::UTC));

    [[nodiscard]] QDateTime utcNow() const override;
    [[nodiscard]] Steady steadyNow() const override;
    bool waitFor(std::chrono::milliseconds duration, std::stop_token stop) override;

    void advance(std::chrono::milliseconds duration);
    [[nodiscard]] std::vector<std::chrono::milliseconds> waits() const;

private:
    mutable std::mutex m_mutex;
    QDateTime m_start;
    std::chrono::milliseconds m_elapsed{0};
    std::vector<std::chrono::milliseconds> m_waits;
};

} // namespace syncline::testing
