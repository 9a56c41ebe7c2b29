#include "sync/writeback.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// The row's own part of the request (predecessor's bug B44 kept the database row instead).
QByteArray requestPart(const BoardMutation &mutation)
{
    QJsonObject part{{u"mutation"_s, nameOf(mutation.kind)}};
    if (!mutation.name.isEmpty())
        part.insert(u"name"_s, mutation.name);
    if (!mutation.groupId.isEmpty())
        part.insert(u"group_id"_s, mutation.groupId);
    if (mutation.item != 0)
        part.insert(u"item_id"_s, QString::number(mutation.item));
    if (mutation.parentItem != 0)
        part.insert(u"parent_item_id"_s, QString::number(mutation.parentItem));
    QJsonObject values;
    for (const ColumnValue &value : mutation.values)
        values.insert(value.columnId, value.text);
    part.insert(u"column_values"_s, values);
    return json(part);
}

QByteArray responsePart(const RowVerdict &verdict)
{
    QJsonObject part;
    if (verdict.mondayId)
        part.insert(u"id"_s, QString::number(*verdict.mondayId));
    if (verdict.reason.id != EventId::None) {
        part.insert(u"event_id"_s, verdict.reason.name());
        part.insert(u"error"_s, verdict.reason.text());
    }
    return json(part);
}

} // namespace

QString nameOf(MutationKind kind)
{
    switch (kind) {
    case MutationKind::CreateItem:
        return u"create_item"_s;
    case MutationKind::CreateSubitem:
        return u"create_subitem"_s;
    case MutationKind::UpdateItem:
    case MutationKind::UpdateSubitem:
        return u"change_multiple_column_values"_s;
    case MutationKind::MoveItem:
        return u"move_item_to_group"_s;
    case MutationKind::ArchiveItem:
        return u"archive_item"_s;
    case MutationKind::DeleteItem:
        return u"delete_item"_s;
    }
    Q_UNREACHABLE();
}

RowState stateAfter(MutationKind kind)
{
    return kind == MutationKind::CreateItem || kind == MutationKind::CreateSubitem ? RowState::Created
                                                                                   : RowState::Updated;
}

WriteBack unchangedHeader(const RowPlan &plan)
{
    WriteBack row{.row = {plan.record.key, {}}, .state = RowState::Unchanged, .mondayId = plan.itemId};
    row.readAs = plan.content;
    if (plan.isInGroup)
        row.groupId = plan.groupId;
    if (!plan.sent.isEmpty())
        row.sent = plan.sent;
    return row;
}

WriteBack unchangedLine(const LinePlan &line)
{
    WriteBack row{.row = line.record.key, .state = RowState::Unchanged, .mondayId = line.record.mondayId};
    row.subitemRemoved = !line.record.mondayId;
    row.readAs = line.content;
    if (!line.sent.isEmpty())
        row.sent = line.sent;
    return row;
}

QString reasonText(const Event &reason)
{
    return u"%1 [%2]"_s.arg(reason.text(), reason.name());
}

std::optional<WriteBack> writeBackOf(const WorkItem &item, const RowVerdict &verdict,
                                     const QDateTime &requestedAt, const QDateTime &respondedAt)
{
    WriteBack row{.row = verdict.row, .state = verdict.state};
    const bool isCreation =
        item.mutation.kind == MutationKind::CreateItem || item.mutation.kind == MutationKind::CreateSubitem;
    if (verdict.state == RowState::NotSent || verdict.state == RowState::Unknown) {
        // The board may have the new values or the old ones.
        row.doubtsSent = verdict.state == RowState::Unknown && !isCreation;
        if (row.doubtsSent)
            row.sent = item.sent;
        return row.doubtsSent ? std::optional(row) : std::nullopt;
    }
    const bool isRemoval = item.mutation.kind == MutationKind::DeleteItem;
    row.subitemRemoved = item.isLine() && isRemoval && verdict.state == RowState::Updated;
    if (!row.subitemRemoved)
        row.mondayId = verdict.mondayId;
    if (item.isLine() && item.mutation.parentItem != 0)
        row.parentItem = item.mutation.parentItem;
    const bool isSent = verdict.state == RowState::Created || verdict.state == RowState::Updated;
    row.doubtsSent = isSent && (isRemoval || item.mutation.kind == MutationKind::ArchiveItem);
    if (isSent && !row.doubtsSent && !item.sent.isEmpty())
        row.sent = item.sent;
    row.readAs = item.content;
    row.groupId = item.groupId;
    row.countsAsRetry = !item.isLine() && item.row->plan.isRetry;
    row.operation = nameOf(item.mutation.kind);
    if (verdict.state == RowState::Rejected)
        row.errorMessage = reasonText(verdict.reason);
    row.requestPart = requestPart(item.mutation);
    row.responsePart = responsePart(verdict);
    row.requestedAt = requestedAt;
    row.respondedAt = respondedAt;
    return row;
}

} // namespace syncline
