#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace syncline {

/// One limit as the RateLimit-Policy and RateLimit headers tell it (monday-api.md 3.1).
struct QuotaEntry
{
    std::optional<qint64> quota; ///< q: of the plan
    std::optional<std::chrono::seconds> window; ///< w
    std::optional<qint64> remaining; ///< r
    std::optional<std::chrono::seconds> reset; ///< t: present when exhausted

    [[nodiscard]] bool isExhausted() const { return remaining && *remaining <= 0 && reset; }
    [[nodiscard]] bool hasWindow() const { return quota.value_or(0) > 0 && window && window->count() > 0; }

    friend bool operator==(const QuotaEntry &, const QuotaEntry &) = default;
};

/// A budget of a name that is not known, but of a unit that is.
struct OtherQuota
{
    QByteArray name;
    bool inPoints = false; ///< else in requests
    QuotaEntry entry; ///< with quota and window

    friend bool operator==(const OtherQuota &, const OtherQuota &) = default;
};

/// The limits that matter to us. What an answer does not tell stays empty.
struct QuotaHeaders
{
    QuotaEntry complexity; ///< "complexityMinute", points
    QuotaEntry calls; ///< "minuteRate", requests
    QuotaEntry callsPerDay; ///< an entry whose name begins with "daily"; monday is not known to send one
    QuotaEntry concurrency; ///< "concurrency", requests in flight
    /// By name. The unit is that of qu: points where it is "content-bytes", as monday calls them, requests
    /// where it is "requests" or missing (the draft's default). A budget of another unit is heard of only
    /// when it is exhausted, and so is one without a quota or a window.
    std::vector<OtherQuota> others;
    /// Longest t of an exhausted entry, of whatever name.
    std::optional<std::chrono::seconds> exhaustedFor;

    friend bool operator==(const QuotaHeaders &, const QuotaHeaders &) = default;
};

/// Reads both headers; parts that are not understood are left out. Pure.
[[nodiscard]] QuotaHeaders parseQuotaHeaders(const QByteArray &rateLimitPolicy, const QByteArray &rateLimit);

} // namespace syncline
