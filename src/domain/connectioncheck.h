#pragma once

#include "base/event.h"

#include <array>
#include <vector>

namespace syncline {

/// What has to be right before orders can go from the warehouse to the board, in the order of trying.
enum class CheckStep {
    Driver,
    Reach, ///< of the database server or file
    Login,
    Tables,
    Columns,
    OwnTables,
    Permissions,
    Clock, ///< of the database server
    Token,
    ApiVersion,
    Board,
    BoardColumns,
    RecordKey,
    Limits,
    Labels, ///< that waiting orders need; last, for it reads all of them
};
inline constexpr std::array allCheckSteps{CheckStep::Driver,      CheckStep::Reach,   CheckStep::Login,
                                          CheckStep::Tables,      CheckStep::Columns, CheckStep::OwnTables,
                                          CheckStep::Permissions, CheckStep::Clock,   CheckStep::Token,
                                          CheckStep::ApiVersion,  CheckStep::Board,   CheckStep::BoardColumns,
                                          CheckStep::RecordKey,   CheckStep::Limits,  CheckStep::Labels};
[[nodiscard]] QString nameOf(CheckStep step); ///< snake_case

/// Ordered: a later one is worse, but for Skipped.
enum class CheckState {
    Skipped, ///< does not apply here, or what it needs failed
    Ok,
    Warning,
    Failed,
};
[[nodiscard]] QString nameOf(CheckState state);

/// What a step found. Each event says it in words, and its advice what to do.
struct CheckResult
{
    CheckStep step = CheckStep::Driver;
    CheckState state = CheckState::Ok;
    std::vector<Event> events; ///< never empty
    bool mayMakeRecordKey = false; ///< the record key column is missing, and Syncline can make it
};

/// A result whose state is that of its worst event.
[[nodiscard]] CheckResult checked(CheckStep step, std::vector<Event> events);
/// Also for an event that elsewhere is but a warning, such as a limit that is waited for.
[[nodiscard]] CheckResult failed(CheckStep step, Event reason);
[[nodiscard]] CheckResult skipped(CheckStep step, Event reason);

} // namespace syncline
