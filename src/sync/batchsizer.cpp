#include "sync/batchsizer.h"

#include <algorithm>
#include <cmath>

namespace syncline {

namespace {

constexpr double newestWeight = 0.3;

/// Seconds that a request should take; between `least` and `most` the size stays as it is.
struct Target
{
    double least;
    double best;
    double most;
};

Target targetFor(std::chrono::milliseconds timeout)
{
    // A quarter of the time-out leaves room for the server's worst moments.
    const double most = std::min(15.0, std::chrono::duration<double>(timeout).count() / 4);
    return {.least = most / 3, .best = most * 2 / 3, .most = most};
}

int rowsIn(double seconds, double secondsPerRow)
{
    return static_cast<int>(std::clamp(std::floor(seconds / secondsPerRow), 1.0, double{BatchSizer::most}));
}

} // namespace

BatchSizer::BatchSizer(int startSize, std::chrono::milliseconds timeout)
    : m_timeout(timeout)
{
    for (Kind &kind : m_kinds)
        kind.size = std::clamp(startSize, 1, most);
}

int BatchSizer::size(BatchKind kind) const
{
    const std::lock_guard lock(m_mutex);
    return m_kinds[static_cast<std::size_t>(kind)].size;
}

void BatchSizer::measured(BatchKind kind, int rows, double seconds)
{
    if (rows <= 0 || seconds < 0)
        return;
    const std::lock_guard lock(m_mutex);
    Kind &state = of(kind);
    // The costs of a request as such weigh too much in a small one.
    if (rows * 2 < state.size)
        return;
    const double perRow = std::max(seconds / rows, 1e-6);
    state.secondsPerRow =
        state.secondsPerRow > 0 ? state.secondsPerRow * (1 - newestWeight) + perRow * newestWeight : perRow;
    const Target target = targetFor(m_timeout);
    const double expected = state.size * state.secondsPerRow;
    if (expected > target.most) {
        state.size = std::min(state.size, rowsIn(target.best, state.secondsPerRow));
    } else if (expected < target.least) {
        const int wanted = rowsIn(target.best, state.secondsPerRow);
        state.size = std::max(state.size, std::min(wanted, state.careful ? state.size + 1 : state.size * 2));
    }
}

void BatchSizer::timedOut(BatchKind kind, int rows)
{
    const std::lock_guard lock(m_mutex);
    Kind &state = of(kind);
    if (rows > state.size)
        return;
    state.size = std::max(1, state.size / 2);
    state.careful = true;
}

int BatchSizer::sizeFor(double secondsPerRow, std::chrono::milliseconds timeout)
{
    return rowsIn(targetFor(timeout).best, std::max(secondsPerRow, 1e-6));
}

} // namespace syncline
