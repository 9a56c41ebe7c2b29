#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace syncline::sandbox {

enum class FaultKind {
    Hang, ///< hang: no answer ever, the connection stays open; applied
    Delay, ///< delay: the answer comes `ms` later (5000)
    DropBefore, ///< drop_before: connection closed, nothing applied
    DropAfter, ///< drop_after: applied, then the connection is closed without an answer
    Reset, ///< reset: applied, then the connection is reset
    CutBody, ///< cut_body: applied; the answer stops after `bytes` of its body (half of it)
    SlowBytes, ///< slow_bytes: applied; the answer comes in small pieces, `ms` apart (20)
    MinuteLimit, ///< minute_limit: 429 MINUTE_RATE_LIMIT_EXCEEDED, `seconds` (58)
    ConcurrencyLimit, ///< concurrency_limit: 429 MAX_CONCURRENCY_EXCEEDED, `seconds` (15)
    ComplexityLimit, ///< complexity_limit: 429 COMPLEXITY_BUDGET_EXHAUSTED, `seconds` (22)
    DailyLimit, ///< daily_limit: 429 DAILY_LIMIT_EXCEEDED, `seconds` (3599)
    Locked, ///< locked: 423, nothing applied
    ErrorAfter, ///< error_500_after: applied, then HTTP 500
    BadGateway, ///< bad_gateway: 502 with an HTML page, nothing applied
    Throttled200, ///< throttled_200: HTTP 200 with tooManyRequests, nothing applied
    FieldLimit200, ///< field_limit_200: HTTP 200 with FIELD_LIMIT_EXCEEDED, `seconds` (15), nothing applied
    LegacyFlat, ///< legacy_flat: the flat error object of old versions, `seconds` (22), nothing applied
    LabelVanished, ///< label_vanished: the first label that the request uses is gone from its column
    GroupVanished, ///< group_vanished: the first group that the request uses is gone from the board
    SilentColumn, ///< silent_column: the first value (or that of `column`) is not written, without a word
};

[[nodiscard]] QString nameOf(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> faultKindFromName(const QString &name);
[[nodiscard]] QStringList faultNames();

/// A misbehaviour to play (monday-api.md 2.5, 11.9).
struct Fault
{
    FaultKind kind = FaultKind::Hang;
    std::optional<int> seconds;
    std::optional<int> milliseconds;
    std::optional<int> bytes;
    QString column;
    bool apply = true; ///< of hang and reset: whether the document takes effect

    /// Whether the document takes effect although the client may not learn of it.
    [[nodiscard]] bool isApplied() const;
};

/// A fault or what is wrong with the text: `name[;seconds=N][;ms=N][;bytes=N][;column=ID][;apply=false]`.
[[nodiscard]] std::variant<Fault, QString> parseFault(const QString &text);

/// Plays once, for the n-th request that contains the operation.
struct ScheduledFault
{
    QString on; ///< name of a mutation, "mutation" or "request"
    int request = 1;
    Fault fault;
};

/// Each request meets one of the faults with a probability; the choice follows from the seed and the number
/// of the request in the state file.
struct RandomFaults
{
    double probability = 0;
    quint64 seed = 1;
    std::vector<Fault> faults;
};

} // namespace syncline::sandbox
