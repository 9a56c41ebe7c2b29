#pragma once

#include "monday/rategovernor.h"
#include "replies.h"

#include <QTest>

namespace syncline::testing {

inline const Operation create{.name = QStringLiteral("CreateItems"),
                              .units = 10,
                              .effect = Effect::Write,
                              .board = TargetBoard::Items,
                              .carriesRows = true};
inline const Operation createSubitems{.name = QStringLiteral("CreateSubitems"),
                                      .units = 10,
                                      .effect = Effect::Write,
                                      .board = TargetBoard::Subitems,
                                      .carriesRows = true};
inline const Operation createGroup{
    .name = QStringLiteral("CreateGroup"), .effect = Effect::Write, .board = TargetBoard::Items};
inline const Operation lookUp{.name = QStringLiteral("FindItems")};

inline RequestOutcome good(std::chrono::milliseconds took = std::chrono::seconds(1))
{
    return {.took = took, .completed = true};
}

inline RequestOutcome troubled(ErrorKind kind, std::optional<std::chrono::milliseconds> retryAfter = {},
                               const QString &code = {})
{
    RequestOutcome outcome{.took = std::chrono::seconds(1), .completed = kind != ErrorKind::TimedOut};
    outcome.news.trouble =
        Error{.kind = kind,
              .event = {.id = EventId::mc_021,
                        .parameters = {{QStringLiteral("message"), QStringLiteral("as told")}}},
              .code = code,
              .retryAfter = retryAfter};
    return outcome;
}

inline RequestOutcome withHeaders(const QByteArray &policy, const QByteArray &rate)
{
    RequestOutcome outcome = good();
    outcome.news.headers = parseQuotaHeaders(policy, rate);
    return outcome;
}

/// Of a run, whose waits may take a day.
inline Attendant patient()
{
    return {.every = std::chrono::hours(100), .attend = [] { return Result<void>(); }};
}

/// A request of a run from permit to report.
inline void exchange(RateGovernor &governor, const Operation &operation, const RequestOutcome &outcome)
{
    Result<Permit> permit = governor.acquire(operation, {}, patient());
    QVERIFY(permit.has_value());
    permit->report(outcome);
}

/// The same for a request that takes the last free place; the others are given back unused. `governor` has so
/// many for it.
inline void exchangeAtLimit(RateGovernor &governor, const Operation &operation, const RequestOutcome &outcome,
                            int places)
{
    const RequestOutcome unsent{.processed = false};
    std::vector<Permit> others;
    for (int place = 1; place < places; ++place)
        others.push_back(governor.acquire(operation, {}).value());
    exchange(governor, operation, outcome);
    for (Permit &other : others)
        other.report(unsent);
}

/// Of a governor that lets nothing out but this operation.
inline void exchangeAtLimit(RateGovernor &governor, const Operation &operation, const RequestOutcome &outcome)
{
    exchangeAtLimit(governor, operation, outcome, governor.statistics().limit);
}

} // namespace syncline::testing
