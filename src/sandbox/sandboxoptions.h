#pragma once

#include "base/result.h"
#include "sandbox/fault.h"

#include <QString>

#include <chrono>
#include <vector>

namespace syncline::sandbox {

/// Limits of the API (monday-api.md 3.1, 3.3): an Enterprise account with a personal token. 0 switches one
/// off.
struct LimitOptions
{
    qint64 complexityPerMinute = 10'000'000;
    qint64 complexityPerRequest = 5'000'000;
    qint64 complexityPerMutation = 30'000;
    qint64 callsPerMinute = 5'000;
    qint64 callsPerDay = 25'000;
    qint64 concurrentRequests = 250;
    qint64 itemsPerBoard = 10'000;
    qint64 subitemsPerItem = 100;

    /// No limits of rate; those of the boards stay.
    [[nodiscard]] static LimitOptions withoutRates();
};

/// How the sandbox behaves. As a file (TOML, every key optional):
///
///     token = "secret"              # the only token that is let in; without it every token but "wrong" is
///     api_version = "2026-10"       # the version that answers
///     search_lag_seconds = 2.0      # search sees a write this much later (monday's old figure: 30)
///     time_scale = 1.0              # 60: a minute takes a second; all times here and in answers are in
///     scaled time idempotency_minutes = 30
///
///     [limits]                      # 0 switches a limit off
///     complexity_per_minute = 10000000
///     complexity_per_request = 5000000
///     complexity_per_mutation = 30000
///     calls_per_minute = 5000
///     calls_per_day = 25000
///     concurrent_requests = 250
///     items_per_board = 10000
///     subitems_per_item = 100
///
///     [latency]
///     request_ms = 0                # for each request
///     mutation_ms = 0               # and for each mutation in it
///
///     [random_faults]
///     probability = 0.0             # that a request meets a fault
///     seed = 1
///     kinds = ["drop_after", "minute_limit;seconds=1"]
///
///     [[fault]]                     # played once; the state file remembers it
///     on = "create_item"            # a mutation's name, "mutation" for any of them, "request" for any
///     request request = 3                   # the third request that contains it kind = "drop_after" # see
///     fault.h; further keys: seconds, ms, bytes, column, apply
struct SandboxOptions
{
    LimitOptions limits;
    std::chrono::milliseconds requestLatency{0};
    std::chrono::milliseconds mutationLatency{0};
    std::chrono::milliseconds searchLag{2000};
    std::chrono::milliseconds idempotencyTime{std::chrono::minutes{30}};
    double timeScale = 1.0;
    QString token;
    QString apiVersion = QStringLiteral("2026-10");
    RandomFaults randomFaults;
    std::vector<ScheduledFault> schedule;

    /// For tests and rehearsals of the program's own speed.
    [[nodiscard]] static SandboxOptions withoutLimits();
};

/// Fails with FileFailed (unreadable) or InvalidInput that names file, line and key: not TOML, an unknown
/// key, a wrong type, a number out of range, an unknown fault.
[[nodiscard]] Result<SandboxOptions> loadSandboxOptions(const QString &path);

} // namespace syncline::sandbox
