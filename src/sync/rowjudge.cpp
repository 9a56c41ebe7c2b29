#include "sync/rowjudge.h"

#include "sync/writeback.h"

namespace syncline {

JudgedRow RowJudge::answered(const WorkItem &item, const MutationAnswer &answer) const
{
    if (!answer.id)
        return judgeError(item, *answer.error);
    JudgedRow judged;
    judged.verdict = {
        .row = item.mutation.row, .state = stateAfter(item.mutation.kind), .mondayId = answer.id};
    if (!item.next.empty()) {
        judged.fate = JudgedRow::Fate::NextStep;
        judged.verdict.state = RowState::NotSent;
    }
    return judged;
}

JudgedRow RowJudge::judgeError(const WorkItem &item, const Error &error) const
{
    using Fate = JudgedRow::Fate;
    JudgedRow judged;
    judged.error = error;
    judged.verdict = {.row = item.mutation.row, .state = RowState::Rejected, .reason = error.event};
    if (item.mutation.item != 0)
        judged.verdict.mondayId = item.mutation.item;
    judged.verdict.column = m_columnTitles.value(error.columnId, error.columnId);

    switch (error.kind) {
    case ErrorKind::NotFound:
        if (item.mutation.kind == MutationKind::DeleteItem
            || item.mutation.kind == MutationKind::ArchiveItem) {
            // Gone already is what was wanted (monday-api.md 4).
            judged.verdict.state = RowState::Updated;
            judged.verdict.reason = {};
            judged.error.reset();
        } else if (!item.mutation.groupId.isEmpty() && item.requeues < maxRequeues) {
            judged.fate = Fate::SendAgain;
        }
        return judged;
    case ErrorKind::ValidationRejected:
        return judged;
    case ErrorKind::RateLimited:
    case ErrorKind::ComplexityExhausted:
    case ErrorKind::DailyLimitExhausted:
    case ErrorKind::ServerBusy:
    case ErrorKind::Unreachable:
    case ErrorKind::TimedOut:
    case ErrorKind::ConnectionLost:
    case ErrorKind::Internal:
        judged.fate = error.certainty == Certainty::Unknown ? Fate::Verify : Fate::SendAgain;
        judged.usesRequeue = judged.fate == Fate::Verify;
        judged.verdict.state = error.certainty == Certainty::Unknown ? RowState::Unknown : RowState::NotSent;
        return judged;
    case ErrorKind::Unauthorised:
    case ErrorKind::SchemaMismatch:
        // One column that the token may not write is the row's problem; anything more is the run's.
        if (!error.columnId.isEmpty())
            return judged;
        [[fallthrough]];
    case ErrorKind::BoardFull:
    case ErrorKind::WarehouseFailed:
    case ErrorKind::WarehouseAway:
    case ErrorKind::FileFailed:
    case ErrorKind::InvalidInput:
    case ErrorKind::Cancelled:
        judged.fate = Fate::NotSent;
        judged.verdict.state = RowState::NotSent;
        return judged;
    }
    Q_UNREACHABLE();
}

std::vector<JudgedRow> RowJudge::unanswered(const WorkBatch &batch, const Error &error,
                                            RetryDecision::Action ending, bool inDoubt) const
{
    using Action = RetryDecision::Action;
    const bool mayBeThere = inDoubt || error.certainty == Certainty::Unknown;
    std::vector<JudgedRow> all;
    for (const WorkItem &item : batch.items) {
        JudgedRow judged;
        judged.verdict = {.row = item.mutation.row, .state = RowState::NotSent, .reason = error.event};
        if (item.mutation.item != 0)
            judged.verdict.mondayId = item.mutation.item;
        judged.fate = JudgedRow::Fate::NotSent;
        switch (ending) {
        case Action::Verify:
            judged.fate = JudgedRow::Fate::Verify;
            judged.verdict.state = RowState::Unknown;
            break;
        case Action::Split:
            if (batch.items.size() == 1) {
                judged = judgeError(item, error);
            } else {
                judged.fate = JudgedRow::Fate::SendAgain;
                judged.usesRequeue = false;
            }
            break;
        case Action::StopRun:
        case Action::GiveUp:
        case Action::ResendSame:
        case Action::ResendNew:
            if (mayBeThere) {
                judged.fate = JudgedRow::Fate::Final;
                judged.verdict.state = RowState::Unknown;
            }
            break;
        }
        all.push_back(judged);
    }
    return all;
}

} // namespace syncline
