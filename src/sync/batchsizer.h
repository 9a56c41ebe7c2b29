#pragma once

#include "domain/runrecord.h"

#include <array>
#include <chrono>
#include <mutex>

namespace syncline {

/// How many rows go into one document. Starts with the configured size and moves so that a request takes 5 to
/// 15 seconds of the server, far from the time-out: fewer requests of the day's calls, and little in doubt
/// when one is lost. A time-out halves the size at once; afterwards it grows by single rows. Thread-safe.
class BatchSizer
{
public:
    BatchSizer(int startSize, std::chrono::milliseconds timeout);

    [[nodiscard]] int size(BatchKind kind) const;
    /// A document was answered: `seconds` of the server, without waits for quota.
    void measured(BatchKind kind, int rows, double seconds);
    /// A document of so many rows was not answered in time. Documents that were made before the size was
    /// halved say nothing new; 0 stands for the present size.
    void timedOut(BatchKind kind, int rows = 0);

    /// The size that experience suggests; what the plan reckons with.
    [[nodiscard]] static int sizeFor(double secondsPerRow, std::chrono::milliseconds timeout);

    /// Keeps a document below a third of the 5,000,000 points that one may cost (monday-api.md 3.1).
    static constexpr int most = 50;

private:
    struct Kind
    {
        int size = 1;
        double secondsPerRow = 0; ///< running mean; 0: nothing measured
        bool careful = false; ///< there was a time-out
    };
    [[nodiscard]] Kind &of(BatchKind kind) { return m_kinds[static_cast<std::size_t>(kind)]; }

    const std::chrono::milliseconds m_timeout;
    mutable std::mutex m_mutex;
    std::array<Kind, 2> m_kinds;
};

} // namespace syncline
