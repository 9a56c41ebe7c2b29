#pragma once

#include "base/event.h"
#include "domain/connectioncheck.h"
#include "domain/ledger.h"
#include "domain/runrecord.h"

#include <QCoreApplication>

namespace syncline {

/// How a state looks: each has one shape, one colour and a word, whatever kind of thing is in that state.
enum class StatusKind {
    Neutral,
    Queued,
    Waiting,
    Running,
    Paused,
    Succeeded,
    CompletedWithErrors,
    Failed,
    Canceled,
    Interrupted,
    Unknown,
};

[[nodiscard]] StatusKind statusOf(RunState state);
[[nodiscard]] StatusKind statusOf(RowState state);
[[nodiscard]] StatusKind statusOf(Verdict verdict);
[[nodiscard]] StatusKind statusOf(EventLevel level);
[[nodiscard]] StatusKind statusOf(CheckState state);

/// The words of the window for the states of the domain, translated.
class StatusText
{
    Q_DECLARE_TR_FUNCTIONS(syncline::StatusText)

public:
    [[nodiscard]] static QString of(RunState state);
    [[nodiscard]] static QString of(RowState state);
    [[nodiscard]] static QString of(Verdict verdict);
    [[nodiscard]] static QString of(EventLevel level);
    [[nodiscard]] static QString of(PlannedAction action);
    [[nodiscard]] static QString of(BatchKind kind);
    [[nodiscard]] static QString of(CheckStep step);
    [[nodiscard]] static QString of(CheckState state);
};

} // namespace syncline
