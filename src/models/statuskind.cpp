#include "models/statuskind.h"

namespace syncline {

StatusKind statusOf(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return StatusKind::Queued;
    case RunState::Reading:
    case RunState::Preparing:
    case RunState::Running:
        return StatusKind::Running;
    case RunState::WaitingForQuota:
    case RunState::Retrying:
    case RunState::Stopping:
        return StatusKind::Waiting;
    case RunState::Paused:
        return StatusKind::Paused;
    case RunState::Succeeded:
        return StatusKind::Succeeded;
    case RunState::CompletedWithErrors:
        return StatusKind::CompletedWithErrors;
    case RunState::Failed:
        return StatusKind::Failed;
    case RunState::Canceled:
        return StatusKind::Canceled;
    case RunState::Interrupted:
        return StatusKind::Interrupted;
    }
    Q_UNREACHABLE();
}

StatusKind statusOf(RowState state)
{
    switch (state) {
    case RowState::NotSent:
        return StatusKind::Queued;
    case RowState::Created:
    case RowState::Updated:
    case RowState::Unchanged:
        return StatusKind::Succeeded;
    case RowState::Refused:
        return StatusKind::CompletedWithErrors;
    case RowState::Rejected:
        return StatusKind::Failed;
    case RowState::Unknown:
        return StatusKind::Unknown;
    }
    Q_UNREACHABLE();
}

StatusKind statusOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Nothing:
        return StatusKind::Neutral;
    case Verdict::Success:
        return StatusKind::Succeeded;
    case Verdict::Partial:
        return StatusKind::CompletedWithErrors;
    case Verdict::Failed:
        return StatusKind::Failed;
    }
    Q_UNREACHABLE();
}

StatusKind statusOf(EventLevel level)
{
    switch (level) {
    case EventLevel::Debug:
    case EventLevel::Info:
        return StatusKind::Neutral;
    case EventLevel::Warning:
        return StatusKind::CompletedWithErrors;
    case EventLevel::Error:
        return StatusKind::Failed;
    }
    Q_UNREACHABLE();
}

StatusKind statusOf(CheckState state)
{
    switch (state) {
    case CheckState::Skipped:
        return StatusKind::Neutral;
    case CheckState::Ok:
        return StatusKind::Succeeded;
    case CheckState::Warning:
        return StatusKind::CompletedWithErrors;
    case CheckState::Failed:
        return StatusKind::Failed;
    }
    Q_UNREACHABLE();
}

QString StatusText::of(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return tr("Queued");
    case RunState::Reading:
        return tr("Reading the warehouse");
    case RunState::Preparing:
        return tr("Preparing the board");
    case RunState::Running:
        return tr("Running");
    case RunState::WaitingForQuota:
        return tr("Waiting for quota");
    case RunState::Retrying:
        return tr("Retrying");
    case RunState::Paused:
        return tr("Paused");
    case RunState::Stopping:
        return tr("Stopping");
    case RunState::Succeeded:
        return tr("Succeeded");
    case RunState::CompletedWithErrors:
        return tr("Completed with errors");
    case RunState::Failed:
        return tr("Failed");
    case RunState::Canceled:
        return tr("Stopped");
    case RunState::Interrupted:
        return tr("Interrupted");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(RowState state)
{
    switch (state) {
    case RowState::NotSent:
        return tr("Not sent");
    case RowState::Created:
        return tr("Created");
    case RowState::Updated:
        return tr("Updated");
    case RowState::Unchanged:
        return tr("Unchanged");
    case RowState::Refused:
        return tr("Refused");
    case RowState::Rejected:
        return tr("Rejected");
    case RowState::Unknown:
        return tr("Unknown");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Nothing:
        return tr("Nothing to do");
    case Verdict::Success:
        return tr("Success");
    case Verdict::Partial:
        return tr("Partial");
    case Verdict::Failed:
        return tr("Failed");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(EventLevel level)
{
    switch (level) {
    case EventLevel::Debug:
        return tr("Debug");
    case EventLevel::Info:
        return tr("Info");
    case EventLevel::Warning:
        return tr("Warning");
    case EventLevel::Error:
        return tr("Error");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(PlannedAction action)
{
    switch (action) {
    case PlannedAction::Create:
        return tr("Create");
    case PlannedAction::Update:
        return tr("Update");
    case PlannedAction::SendLines:
        return tr("Send lines");
    case PlannedAction::Archive:
        return tr("Archive");
    case PlannedAction::None:
        return tr("Nothing to send");
    case PlannedAction::Refuse:
        return tr("Refuse");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(BatchKind kind)
{
    switch (kind) {
    case BatchKind::Items:
        return tr("Items");
    case BatchKind::Subitems:
        return tr("Subitems");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(CheckStep step)
{
    switch (step) {
    case CheckStep::Driver:
        return tr("Driver");
    case CheckStep::Reach:
        return tr("Reach");
    case CheckStep::Login:
        return tr("Login");
    case CheckStep::Tables:
        return tr("Tables");
    case CheckStep::Columns:
        return tr("Columns");
    case CheckStep::OwnTables:
        return tr("Own tables");
    case CheckStep::Permissions:
        return tr("Permissions");
    case CheckStep::Clock:
        return tr("Clock");
    case CheckStep::Token:
        return tr("Token");
    case CheckStep::ApiVersion:
        return tr("API version");
    case CheckStep::Board:
        return tr("Board");
    case CheckStep::BoardColumns:
        return tr("Mapped columns");
    case CheckStep::RecordKey:
        return tr("Record key");
    case CheckStep::Limits:
        return tr("Limits");
    case CheckStep::Labels:
        return tr("Labels");
    }
    Q_UNREACHABLE();
}

QString StatusText::of(CheckState state)
{
    switch (state) {
    case CheckState::Skipped:
        return tr("Not tried");
    case CheckState::Ok:
        return tr("Good");
    case CheckState::Warning:
        return tr("Warning");
    case CheckState::Failed:
        return tr("Failed");
    }
    Q_UNREACHABLE();
}

} // namespace syncline
