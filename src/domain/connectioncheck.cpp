#include "domain/connectioncheck.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(CheckStep step)
{
    switch (step) {
    case CheckStep::Driver:
        return u"driver"_s;
    case CheckStep::Reach:
        return u"reach"_s;
    case CheckStep::Login:
        return u"login"_s;
    case CheckStep::Tables:
        return u"tables"_s;
    case CheckStep::Columns:
        return u"columns"_s;
    case CheckStep::OwnTables:
        return u"own_tables"_s;
    case CheckStep::Permissions:
        return u"permissions"_s;
    case CheckStep::Clock:
        return u"clock"_s;
    case CheckStep::Token:
        return u"token"_s;
    case CheckStep::ApiVersion:
        return u"api_version"_s;
    case CheckStep::Board:
        return u"board"_s;
    case CheckStep::BoardColumns:
        return u"board_columns"_s;
    case CheckStep::RecordKey:
        return u"record_key"_s;
    case CheckStep::Limits:
        return u"limits"_s;
    case CheckStep::Labels:
        return u"labels"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(CheckState state)
{
    switch (state) {
    case CheckState::Skipped:
        return u"skipped"_s;
    case CheckState::Ok:
        return u"ok"_s;
    case CheckState::Warning:
        return u"warning"_s;
    case CheckState::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

CheckResult checked(CheckStep step, std::vector<Event> events)
{
    CheckResult result{.step = step, .events = std::move(events)};
    for (const Event &event : result.events) {
        const EventLevel level = describe(event.id).level;
        const CheckState state = level == EventLevel::Error ? CheckState::Failed
            : level == EventLevel::Warning                  ? CheckState::Warning
                                                            : CheckState::Ok;
        result.state = std::max(result.state, state);
    }
    return result;
}

CheckResult failed(CheckStep step, Event reason)
{
    return {.step = step, .state = CheckState::Failed, .events = {std::move(reason)}};
}

CheckResult skipped(CheckStep step, Event reason)
{
    return {.step = step, .state = CheckState::Skipped, .events = {std::move(reason)}};
}

} // namespace syncline
