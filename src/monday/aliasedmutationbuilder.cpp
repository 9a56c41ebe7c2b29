#include "monday/aliasedmutationbuilder.h"

#include "monday/columnvalueencoder.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr QStringView mixedSubitems = u"MixedSubitems";

/// The field with its arguments; %1 is the number of the mutation.
QString field(MutationKind kind)
{
    switch (kind) {
    case MutationKind::CreateItem:
        return u"create_item(board_id: $board, group_id: $g%1, item_name: $n%1, column_values: $v%1)"_s;
    case MutationKind::CreateSubitem:
        return u"create_subitem(parent_item_id: $p%1, item_name: $n%1, column_values: $v%1)"_s;
    case MutationKind::UpdateItem:
        return u"change_multiple_column_values(board_id: $board, item_id: $i%1, column_values: $v%1)"_s;
    case MutationKind::UpdateSubitem:
        return u"change_multiple_column_values(board_id: $subitemBoard, item_id: $i%1, column_values: $v%1)"_s;
    case MutationKind::MoveItem:
        return u"move_item_to_group(item_id: $i%1, group_id: $g%1)"_s;
    case MutationKind::ArchiveItem:
        return u"archive_item(item_id: $i%1)"_s;
    case MutationKind::DeleteItem:
        return u"delete_item(item_id: $i%1)"_s;
    }
    Q_UNREACHABLE();
}

/// Declarations of the variables that field() uses.
QString declarations(MutationKind kind)
{
    switch (kind) {
    case MutationKind::CreateItem:
        return u"$g%1: String!, $n%1: String!, $v%1: JSON!"_s;
    case MutationKind::CreateSubitem:
        return u"$p%1: ID!, $n%1: String!, $v%1: JSON!"_s;
    case MutationKind::UpdateItem:
    case MutationKind::UpdateSubitem:
        return u"$i%1: ID!, $v%1: JSON!"_s;
    case MutationKind::MoveItem:
        return u"$i%1: ID!, $g%1: String!"_s;
    case MutationKind::ArchiveItem:
    case MutationKind::DeleteItem:
        return u"$i%1: ID!"_s;
    }
    Q_UNREACHABLE();
}

/// column_values is a string that holds JSON, which every version of the API takes (monday-api.md 1.1).
QString jsonText(const QJsonObject &values)
{
    return QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact));
}

void addVariables(QJsonObject &variables, const BoardMutation &mutation, const QString &number)
{
    const auto set = [&](QChar letter, const QString &value) { variables.insert(letter + number, value); };
    switch (mutation.kind) {
    case MutationKind::CreateItem:
        set(u'g', mutation.groupId);
        set(u'n', mutation.name);
        set(u'v', jsonText(encodeColumnValues(mutation.values)));
        return;
    case MutationKind::CreateSubitem:
        set(u'p', QString::number(mutation.parentItem));
        set(u'n', mutation.name);
        set(u'v', jsonText(encodeColumnValues(mutation.values)));
        return;
    case MutationKind::UpdateItem: {
        // A change of several columns takes the name for one of them (monday-api.md 8).
        QJsonObject values = encodeColumnValues(mutation.values);
        if (!mutation.name.isEmpty())
            values.insert(u"name"_s, mutation.name);
        set(u'i', QString::number(mutation.item));
        set(u'v', jsonText(values));
        return;
    }
    case MutationKind::UpdateSubitem:
        set(u'i', QString::number(mutation.item));
        set(u'v', jsonText(encodeColumnValues(mutation.values)));
        return;
    case MutationKind::MoveItem:
        set(u'i', QString::number(mutation.item));
        set(u'g', mutation.groupId);
        return;
    case MutationKind::ArchiveItem:
    case MutationKind::DeleteItem:
        set(u'i', QString::number(mutation.item));
        return;
    }
    Q_UNREACHABLE();
}

bool usesBoard(MutationKind kind)
{
    return kind == MutationKind::CreateItem || kind == MutationKind::UpdateItem;
}

} // namespace

QString operationName(MutationKind kind)
{
    switch (kind) {
    case MutationKind::CreateItem:
        return u"CreateItems"_s;
    case MutationKind::CreateSubitem:
        return u"CreateSubitems"_s;
    case MutationKind::UpdateItem:
        return u"UpdateItems"_s;
    case MutationKind::UpdateSubitem:
        return u"UpdateSubitems"_s;
    case MutationKind::MoveItem:
        return u"MoveItems"_s;
    case MutationKind::ArchiveItem:
        return u"ArchiveItems"_s;
    case MutationKind::DeleteItem:
        return u"DeleteItems"_s;
    }
    Q_UNREACHABLE();
}

bool isOnSubitems(MutationKind kind)
{
    // Items are archived; what is deleted are subitems.
    return kind == MutationKind::CreateSubitem || kind == MutationKind::UpdateSubitem
        || kind == MutationKind::DeleteItem;
}

bool isOnSubitems(QStringView operation)
{
    return operation == mixedSubitems || operation == operationName(MutationKind::CreateSubitem)
        || operation == operationName(MutationKind::UpdateSubitem)
        || operation == operationName(MutationKind::DeleteItem);
}

AliasedMutationBuilder::AliasedMutationBuilder(QString boardId, QString subitemBoardId)
    : m_boardId(std::move(boardId))
    , m_subitemBoardId(std::move(subitemBoardId))
{
}

MutationDocument AliasedMutationBuilder::build(const std::vector<BoardMutation> &mutations) const
{
    Q_ASSERT(!mutations.empty());
    MutationDocument result;
    result.aliases.reserve(mutations.size());
    result.operation = operationName(mutations.front().kind);
    QString declared;
    QString fields;
    bool board = false;
    bool subitemBoard = false;
    for (std::size_t index = 0; index < mutations.size(); ++index) {
        const BoardMutation &mutation = mutations[index];
        const QString number = QString::number(index);
        QString alias = u'r' + number;
        if (mutation.kind != mutations.front().kind)
            result.operation =
                isOnSubitems(mutations.front().kind) ? mixedSubitems.toString() : u"MixedItems"_s;
        board = board || usesBoard(mutation.kind);
        subitemBoard = subitemBoard || mutation.kind == MutationKind::UpdateSubitem;
        declared += ", "_L1 + declarations(mutation.kind).replace("%1"_L1, number);
        fields += "  "_L1 + alias + ": "_L1 + field(mutation.kind).replace("%1"_L1, number) + " { id }\n"_L1;
        addVariables(result.variables, mutation, number);
        result.aliases.push_back(std::move(alias));
    }
    if (subitemBoard) {
        declared.prepend(", $subitemBoard: ID!"_L1);
        result.variables.insert(u"subitemBoard"_s, m_subitemBoardId);
    }
    if (board) {
        declared.prepend(", $board: ID!"_L1);
        result.variables.insert(u"board"_s, m_boardId);
    }
    result.text = "mutation "_L1 + result.operation + '('_L1 + QStringView(declared).sliced(2) + ") {\n"_L1
        + fields + "  complexity { query reset_in_x_seconds }\n}\n"_L1;
    return result;
}

} // namespace syncline
