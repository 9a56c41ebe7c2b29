#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace syncline {

/// One limit as the RateLimit-Policy and RateLimit headers tell it (monday-api.md 3.1).
struct QuotaEntry
{
    std::optional<qint64> quota; ///< q: of the plan
    std::optional<std::chrono::seconds> window; ///< w
    std::optional<qint64> remaining; ///< r
    std::optional<std::chrono::seconds> reset; ///< t: present when exhausted

    [[nodiscard]] bool isExhausted() const { return remaining && *remaining <= 0 && reset; }

    friend bool operator==(const QuotaEntry &, const QuotaEntry &) = default;
};

/// The limits that matter to us. What an answer does not tell stays empty.
struct QuotaHeaders
{
    QuotaEntry complexity; ///< "complexityMinute", points
    QuotaEntry calls; ///< "minuteRate", requests
    QuotaEntry callsPerDay; ///< an entry whose name begins with "daily"; monday is not known to send one
    QuotaEntry concurrency; ///< "concurrency", requests in flight
    /// Longest t of an exhausted entry, of whatever name.
    std::optional<std::chrono::seconds> exhaustedFor;

    friend bool operator==(const QuotaHeaders &, const QuotaHeaders &) = default;
};

/// Reads both headers; parts that are not understood are left out. Pure.
[[nodiscard]] QuotaHeaders parseQuotaHeaders(const QByteArray &rateLimitPolicy, const QByteArray &rateLimit);

} // namespace syncline
