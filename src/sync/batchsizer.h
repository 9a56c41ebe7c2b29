#pragma once

#include "base/error.h"
#include "domain/flight.h"
#include "domain/runrecord.h"

#include <array>
#include <chrono>
#include <mutex>

namespace syncline {

/// How many rows go into one document. Starts with the configured size and moves so that a request takes 5 to
/// 15 seconds of the server, far from the time-out: fewer requests of the day's calls, and little in doubt
/// when one is lost. A time-out halves the size at once; afterwards it grows by single rows. However quick
/// the server is, a document stays below what the account's points allow. Thread-safe.
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
    /// What the account was seen to allow and to cost; again whenever that changes.
    void bound(const AccountExperience &known);

    /// Where the size comes to rest that starts so, when rows take so long.
    [[nodiscard]] static int settledSize(int startSize, double secondsPerRow, int mostRows,
                                         std::chrono::milliseconds timeout);
    /// The next size of a quick server's documents, once some of the present size were answered.
    [[nodiscard]] static int nextSize(int size, int settled);
    /// Rows of the kind that fit into a document, as many as share the points of a minute out evenly, and
    /// at most half of them.
    [[nodiscard]] static int mostRows(BatchKind kind, const AccountExperience &known);
    /// The failure tells that the document was too much work: nothing came in time, or the server or a
    /// gateway before it gave up (monday-api.md 1.1: cuts after 30 to 60 s).
    [[nodiscard]] static bool tookTooLong(const Error &error);

    /// However cheap and quick; more in doubt at once helps nobody.
    static constexpr int most = 50;

private:
    struct Kind
    {
        int size = 1;
        int mostRows = most;
        double secondsPerRow = 0; ///< running mean; 0: nothing measured
        bool careful = false; ///< there was a time-out
    };
    [[nodiscard]] Kind &of(BatchKind kind) { return m_kinds[static_cast<std::size_t>(kind)]; }

    const std::chrono::milliseconds m_timeout;
    mutable std::mutex m_mutex;
    std::array<Kind, 2> m_kinds;
};

} // namespace syncline
