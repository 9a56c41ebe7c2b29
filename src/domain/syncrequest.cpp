#include "domain/syncrequest.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

QString nameOf(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return u"queued"_s;
    case RunState::Reading:
        return u"reading"_s;
    case RunState::Preparing:
        return u"preparing"_s;
    case RunState::Running:
        return u"running"_s;
    case RunState::WaitingForQuota:
        return u"waiting_for_quota"_s;
    case RunState::Retrying:
        return u"retrying"_s;
    case RunState::Paused:
        return u"paused"_s;
    case RunState::Stopping:
        return u"stopping"_s;
    case RunState::Succeeded:
        return u"succeeded"_s;
    case RunState::CompletedWithErrors:
        return u"completed_with_errors"_s;
    case RunState::Failed:
        return u"failed"_s;
    case RunState::Canceled:
        return u"canceled"_s;
    case RunState::Interrupted:
        return u"interrupted"_s;
    }
    Q_UNREACHABLE();
}

std::optional<RunState> runStateFromString(const QString &text)
{
    static constexpr std::array all{RunState::Queued,          RunState::Reading,
                                    RunState::Preparing,       RunState::Running,
                                    RunState::WaitingForQuota, RunState::Retrying,
                                    RunState::Paused,          RunState::Stopping,
                                    RunState::Succeeded,       RunState::CompletedWithErrors,
                                    RunState::Failed,          RunState::Canceled,
                                    RunState::Interrupted};
    const auto found = std::ranges::find_if(all, [&text](RunState state) { return nameOf(state) == text; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

bool isFinal(RunState state)
{
    return state >= RunState::Succeeded;
}

} // namespace syncline
