#include "sync/batchsizer.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr double newestWeight = 0.3;

constexpr qint64 pointsPerRequest = 5'000'000; // monday-api.md 3.1
/// Documents that the points of a minute allow at least, so that one that is dearer than it was reckoned
/// still goes out, and little is left over at the end of the minute.
constexpr qint64 leastDocuments = 2;

constexpr int gatewayTimeout = 504;
constexpr int requestTimeout = 408;
constexpr int firstServerFault = 500;
/// What breaks after so many seconds was most likely cut for taking long: users saw cuts at about 30 (monday-api.md
/// 1.1). Documents of the right size take half of it.
constexpr double longRequest = 25;

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

/// The size after an answer of a document of the size; `step`: the size that it may grow to.
int steppedSize(int size, int step, double secondsPerRow, const Target &target)
{
    const double expected = size * secondsPerRow;
    if (expected > target.most)
        return std::min(size, rowsIn(target.best, secondsPerRow));
    if (expected < target.least)
        return std::max(size, std::min(rowsIn(target.best, secondsPerRow), step));
    return size;
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
    const int step = state.careful ? state.size + 1 : state.size * 2;
    state.size =
        std::min(steppedSize(state.size, step, state.secondsPerRow, targetFor(m_timeout)), state.mostRows);
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

void BatchSizer::bound(const AccountExperience &known)
{
    const std::lock_guard lock(m_mutex);
    for (const BatchKind kind : {BatchKind::Items, BatchKind::Subitems}) {
        Kind &state = of(kind);
        state.mostRows = mostRows(kind, known);
        state.size = std::min(state.size, state.mostRows);
    }
}

int BatchSizer::settledSize(int startSize, double secondsPerRow, int mostRows,
                            std::chrono::milliseconds timeout)
{
    const Target target = targetFor(timeout);
    const double perRow = std::max(secondsPerRow, 1e-6);
    int size = std::clamp(startSize, 1, most);
    for (int before = 0; size != before;) {
        before = size;
        size = steppedSize(size, size * 2, perRow, target);
    }
    return std::min(size, mostRows);
}

int BatchSizer::nextSize(int size, int settled)
{
    // It is doubled by two answers; the others of that size say too little about the greater one.
    return size < settled ? std::min(size * 4, settled) : settled;
}

int BatchSizer::mostRows(BatchKind kind, const AccountExperience &known)
{
    const auto dearest = kind == BatchKind::Items
        ? std::max(known.createItem.points, known.updateItem.points)
        : std::max({known.createSubitem.points, known.updateSubitem.points, known.remove.points});
    const qint64 perMinute = known.limits.pointsPerMinute.value_or(usualPointsPerMinute);
    const qint64 perRow = std::max<qint64>(1, dearest.value_or(usualPointsPerRow));
    const qint64 rowsOfMinute = perMinute / perRow;
    const qint64 documents = std::max(leastDocuments, (rowsOfMinute + most - 1) / most);
    const qint64 rows = std::min(rowsOfMinute / documents, pointsPerRequest / leastDocuments / perRow);
    return static_cast<int>(std::clamp<qint64>(rows, 1, most));
}

bool BatchSizer::tookTooLong(const Error &error)
{
    if (error.kind == ErrorKind::TimedOut)
        return true;
    const bool wasLong = error.event.parameters.value("seconds"_L1).toDouble() > longRequest;
    if (error.kind == ErrorKind::ConnectionLost)
        return wasLong;
    return error.kind == ErrorKind::ServerBusy
        && (error.httpStatus == gatewayTimeout || error.httpStatus == requestTimeout
            || (error.httpStatus >= firstServerFault && wasLong));
}

} // namespace syncline
