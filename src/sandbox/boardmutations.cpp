#include "sandbox/boardobjects.h"
#include "sandbox/columnmutations.h"
#include "sandbox/columnrules.h"
#include "sandbox/groupcolors.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <map>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

using graphql::FieldResult;
using graphql::Node;
using graphql::NodePtr;

namespace {

ApiError notFound(const QString &message, const QJsonObject &data)
{
    return {.code = u"ResourceNotFoundException"_s, .message = message, .status = 404, .data = data};
}

ApiError groupNotFound(const QString &groupId)
{
    return notFound(u"Group not found"_s, {{u"group_id"_s, groupId}});
}

ApiError itemNotFound(const QString &itemId)
{
    return notFound(u"Item not found"_s, {{u"item_id"_s, itemId}});
}

std::optional<ApiError> checkItemName(const QString &name)
{
    if (!name.isEmpty() && name.size() <= longestTitle)
        return std::nullopt;
    return ApiError{.code = u"ItemNameTooLongException"_s,
                    .message = u"An item name has from 1 to %1 characters"_s.arg(longestTitle),
                    .data = {{u"length"_s, name.size()}}};
}

/// The object inside `column_values`, which comes as a JSON text or as an object.
Outcome<QJsonObject> columnValuesFrom(const QJsonValue &argument)
{
    if (argument.isUndefined() || argument.isNull())
        return QJsonObject();
    if (argument.isObject())
        return argument.toObject();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(argument.toString().toUtf8(), &problem);
    if (argument.isString() && problem.error == QJsonParseError::NoError && document.isObject())
        return document.object();
    return ApiError{.code = u"JsonParseException"_s,
                    .message = u"column_values is not a JSON object: %1"_s.arg(problem.errorString()),
                    .status = 400};
}

/// Values that passed, not yet written.
struct CheckedValues
{
    QJsonObject values; ///< of the whole item as it will be
    std::vector<ColumnDefinition> columns; ///< that got labels
};

class MutationRoot final : public Node
{
public:
    explicit MutationRoot(ExecutionContext &context)
        : m_context(context)
        , m_store(context.store)
    {
    }

    QString typeName() const override { return u"Mutation"_s; }

    FieldResult field(const QString &name, const QJsonObject &arguments) override
    {
        using Handler = FieldResult (MutationRoot::*)(const QJsonObject &);
        static const std::map<QString, Handler> handlers{
            {u"create_item"_s, &MutationRoot::createItem},
            {u"create_subitem"_s, &MutationRoot::createSubitem},
            {u"change_multiple_column_values"_s, &MutationRoot::changeColumnValues},
            {u"change_simple_column_value"_s, &MutationRoot::changeSimpleColumnValue},
            {u"move_item_to_group"_s, &MutationRoot::moveItem},
            {u"archive_item"_s, &MutationRoot::archiveItem},
            {u"delete_item"_s, &MutationRoot::deleteItem},
            {u"create_group"_s, &MutationRoot::createGroup},
            {u"update_group"_s, &MutationRoot::updateGroup},
            {u"archive_group"_s, &MutationRoot::archiveGroup},
            {u"delete_group"_s, &MutationRoot::deleteGroup},
            {u"create_column"_s, &MutationRoot::createColumn},
            {u"update_dropdown_column"_s, &MutationRoot::updateDropdownColumn}};
        if (name == "complexity"_L1)
            return QJsonValue(complexityObject(m_context.complexity));
        FieldResult result = (this->*handlers.at(name))(arguments);
        const bool refused = std::holds_alternative<ApiError>(result);
        m_store.count((refused ? u"refused."_s : u"mutation."_s) + name);
        return result;
    }

private:
    // Faults that play inside a mutation

    [[nodiscard]] bool plays(FaultKind kind) const
    {
        return m_context.fault && m_context.fault->kind == kind;
    }

    /// Group vanished: the group that is about to be used is deleted by someone else.
    void playOnGroup(const BoardDefinition &board, const QString &groupId)
    {
        const GroupDefinition *group = board.group(groupId);
        if (!plays(FaultKind::GroupVanished) || !group)
            return;
        setGroupState(board, *group, State::Deleted);
        m_context.fault.reset();
    }

    /// Label vanished: the first label that is about to be used is deleted by someone else.
    void playOnLabels(const QString &boardId, const QJsonObject &values)
    {
        for (auto value = values.begin(); plays(FaultKind::LabelVanished) && value != values.end(); ++value) {
            const ColumnDefinition *column = m_store.board(boardId)->column(value.key());
            const bool isNamed = m_context.fault->column.isEmpty() || m_context.fault->column == value.key();
            if (!column || !isNamed || (column->type != "dropdown"_L1 && column->type != "status"_L1))
                continue;
            NewLabels none;
            const Outcome<QJsonValue> kept = checkColumnValue(*column, value.value(), ValueForm::Json, none);
            const QJsonValue *used = std::get_if<QJsonValue>(&kept);
            if (!used || used->isNull())
                continue;
            const int labelId = used->isArray() ? used->toArray().first().toInt() : used->toInt();
            ColumnDefinition changed = *column;
            std::erase_if(changed.labels,
                          [labelId](const LabelDefinition &label) { return label.id == labelId; });
            ++changed.revision;
            m_store.saveColumn(boardId, changed);
            m_context.fault.reset();
        }
    }

    /// Silent column: the value that is not going to be written, although the answer is good.
    [[nodiscard]] QJsonObject withoutSilentColumn(QJsonObject values)
    {
        if (!plays(FaultKind::SilentColumn) || values.isEmpty())
            return values;
        const QString column =
            m_context.fault->column.isEmpty() ? values.begin().key() : m_context.fault->column;
        if (values.contains(column)) {
            values.remove(column);
            m_context.fault.reset();
        }
        return values;
    }

    // Items

    Outcome<CheckedValues> checkValues(const BoardDefinition &board, const QJsonObject &before,
                                       const QJsonObject &given, ValueForm form, bool createLabels) const
    {
        CheckedValues checked{.values = before};
        for (auto value = given.begin(); value != given.end(); ++value) {
            const ColumnDefinition *column = board.column(value.key());
            if (!column) {
                return ApiError{.code = u"InvalidColumnIdException"_s,
                                .message = u"This column ID doesn't exist for the board"_s,
                                .data = {{u"column_id"_s, value.key()}}};
            }
            NewLabels newLabels{.allowed = createLabels};
            const Outcome<QJsonValue> kept = checkColumnValue(*column, value.value(), form, newLabels);
            if (const ApiError *error = std::get_if<ApiError>(&kept))
                return *error;
            if (!newLabels.labels.empty()) {
                ColumnDefinition changed = *column;
                for (const LabelDefinition &label : newLabels.labels)
                    changed.labels.push_back(label);
                ++changed.revision;
                checked.columns.push_back(std::move(changed));
            }
            if (const QJsonValue &one = std::get<QJsonValue>(kept); one.isNull())
                checked.values.remove(value.key());
            else
                checked.values.insert(value.key(), one);
        }
        return checked;
    }

    void saveColumns(const QString &boardId, const std::vector<ColumnDefinition> &columns)
    {
        for (const ColumnDefinition &column : columns)
            m_store.saveColumn(boardId, column);
    }

    /// Writes a new item whose place is already checked.
    FieldResult addItem(StoredItem item, const QJsonObject &arguments)
    {
        if (const std::optional<ApiError> error = checkItemName(item.name))
            return *error;
        const Outcome<QJsonObject> given = columnValuesFrom(arguments.value("column_values"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&given))
            return *error;
        playOnLabels(item.boardId, std::get<QJsonObject>(given));
        const Outcome<CheckedValues> checked =
            checkValues(*m_store.board(item.boardId), {}, withoutSilentColumn(std::get<QJsonObject>(given)),
                        ValueForm::Json, arguments.value("create_labels_if_missing"_L1).toBool());
        if (const ApiError *error = std::get_if<ApiError>(&checked))
            return *error;
        const CheckedValues &values = std::get<CheckedValues>(checked);
        saveColumns(item.boardId, values.columns);
        item.values = values.values;
        item.createdAt = m_context.now;
        item.id = m_store.addItem(item, m_context.now);
        return itemNode(m_context, std::move(item));
    }

    FieldResult createItem(const QJsonObject &arguments)
    {
        const QString boardId = arguments.value("board_id"_L1).toString();
        const BoardDefinition *board = m_store.board(boardId);
        if (!board || !board->parentId.isEmpty())
            return boardNotFound(boardId);
        const qint64 limit = m_context.options.limits.itemsPerBoard;
        if (limit > 0 && board->activeItems >= limit) {
            return ApiError{.code = u"ItemsLimitationException"_s,
                            .message = u"The board has reached its limit of %1 items"_s.arg(limit),
                            .data = {{u"board_id"_s, boardId}}};
        }
        QString groupId = arguments.value("group_id"_L1).toString();
        if (groupId.isEmpty()) {
            const auto top = std::ranges::find(board->groups, State::Active, &GroupDefinition::state);
            if (top == board->groups.end())
                return groupNotFound(groupId);
            groupId = top->id;
        }
        playOnGroup(*board, groupId);
        const GroupDefinition *group = m_store.board(boardId)->group(groupId);
        if (!group || group->state != State::Active)
            return groupNotFound(groupId);
        return addItem(
            {.boardId = boardId, .groupId = groupId, .name = arguments.value("item_name"_L1).toString()},
            arguments);
    }

    FieldResult createSubitem(const QJsonObject &arguments)
    {
        const Outcome<StoredItem> found = activeItem(arguments.value("parent_item_id"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        const StoredItem &parent = std::get<StoredItem>(found);
        const BoardDefinition *board = m_store.board(m_store.board(parent.boardId)->subitemBoardId);
        if (!board)
            return invalidArgument(u"Item %1 cannot have subitems"_s.arg(parent.id));
        const qint64 limit = m_context.options.limits.subitemsPerItem;
        if (limit > 0 && m_store.activeSubitemCount(parent.id) >= limit) {
            return ApiError{.code = u"ItemsLimitationException"_s,
                            .message = u"The item has reached its limit of %1 subitems"_s.arg(limit),
                            .data = {{u"item_id"_s, QString::number(parent.id)}}};
        }
        return addItem({.boardId = board->id,
                        .groupId = board->groups.empty() ? QString() : board->groups.front().id,
                        .parentId = parent.id,
                        .name = arguments.value("item_name"_L1).toString()},
                       arguments);
    }

    Outcome<StoredItem> activeItem(const QJsonValue &id)
    {
        std::optional<StoredItem> item = m_store.item(id.toString().toLongLong());
        if (!item || item->state != State::Active)
            return itemNotFound(id.toString());
        return *std::move(item);
    }

    FieldResult changeItem(const QJsonObject &arguments, QJsonObject given, ValueForm form)
    {
        const QString boardId = arguments.value("board_id"_L1).toString();
        if (!m_store.board(boardId))
            return boardNotFound(boardId);
        Outcome<StoredItem> found = activeItem(arguments.value("item_id"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        StoredItem &item = std::get<StoredItem>(found);
        if (item.boardId != boardId)
            return itemNotFound(QString::number(item.id));
        if (given.contains("name"_L1)) {
            item.name = given.take("name"_L1).toString();
            if (const std::optional<ApiError> error = checkItemName(item.name))
                return *error;
        }
        playOnLabels(boardId, given);
        const Outcome<CheckedValues> checked =
            checkValues(*m_store.board(boardId), item.values, withoutSilentColumn(given), form,
                        arguments.value("create_labels_if_missing"_L1).toBool());
        if (const ApiError *error = std::get_if<ApiError>(&checked))
            return *error;
        const CheckedValues &values = std::get<CheckedValues>(checked);
        saveColumns(boardId, values.columns);
        item.values = values.values;
        m_store.saveItem(item, m_context.now, m_context.options.searchLag);
        return itemNode(m_context, std::move(item));
    }

    FieldResult changeColumnValues(const QJsonObject &arguments)
    {
        const Outcome<QJsonObject> given = columnValuesFrom(arguments.value("column_values"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&given))
            return *error;
        return changeItem(arguments, std::get<QJsonObject>(given), ValueForm::Json);
    }

    FieldResult changeSimpleColumnValue(const QJsonObject &arguments)
    {
        QJsonValue value = arguments.value("value"_L1);
        if (value.isUndefined())
            value = QJsonValue::Null;
        return changeItem(arguments, {{arguments.value("column_id"_L1).toString(), value}},
                          ValueForm::Simple);
    }

    FieldResult moveItem(const QJsonObject &arguments)
    {
        Outcome<StoredItem> found = activeItem(arguments.value("item_id"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        StoredItem &item = std::get<StoredItem>(found);
        const QString groupId = arguments.value("group_id"_L1).toString();
        playOnGroup(*m_store.board(item.boardId), groupId);
        const GroupDefinition *group = m_store.board(item.boardId)->group(groupId);
        if (!group || group->state != State::Active)
            return groupNotFound(groupId);
        item.groupId = groupId;
        m_store.saveItem(item, m_context.now, m_context.options.searchLag);
        return itemNode(m_context, std::move(item));
    }

    void setItemState(StoredItem &item, State state)
    {
        item.state = state;
        m_store.saveItem(item, m_context.now, m_context.options.searchLag);
        for (StoredItem &subitem : m_store.subitems(item.id)) {
            if (subitem.state == State::Active)
                setItemState(subitem, state);
        }
    }

    FieldResult endItem(const QJsonObject &arguments, State state)
    {
        Outcome<StoredItem> found = activeItem(arguments.value("item_id"_L1));
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        StoredItem &item = std::get<StoredItem>(found);
        setItemState(item, state);
        return itemNode(m_context, std::move(item));
    }

    FieldResult archiveItem(const QJsonObject &arguments) { return endItem(arguments, State::Archived); }
    FieldResult deleteItem(const QJsonObject &arguments) { return endItem(arguments, State::Deleted); }

    // Groups

    FieldResult createGroup(const QJsonObject &arguments)
    {
        const QString boardId = arguments.value("board_id"_L1).toString();
        const BoardDefinition *board = m_store.board(boardId);
        if (!board || !board->parentId.isEmpty())
            return boardNotFound(boardId);
        const QString title = arguments.value("group_name"_L1).toString();
        if (const std::optional<ApiError> error = checkTitle(title))
            return *error;
        const QString asked = arguments.value("group_color"_L1).toString();
        if (!asked.isEmpty() && std::ranges::find(groupColors, QStringView(asked)) == groupColors.end())
            return invalidArgument(u"%1 is not one of the colours for groups"_s.arg(asked));
        // A new group stands on top unless a place is given.
        qint64 position =
            board->groups.empty() ? groupPositionStep : board->groups.front().position - groupPositionStep;
        const QString neighbour = arguments.value("relative_to"_L1).toString();
        if (!neighbour.isEmpty()) {
            const GroupDefinition *group = board->group(neighbour);
            if (!group || group->state != State::Active)
                return groupNotFound(neighbour);
            const bool after = arguments.value("position_relative_method"_L1).toString() != "before_at"_L1;
            position = positionBeside(*board, *group, after);
        }
        const auto number = static_cast<qint64>(board->groups.size());
        const GroupDefinition group{.id = u"group_"_s + freshId(m_store),
                                    .title = title,
                                    .color = asked.isEmpty() ? groupColor(number + 1) : asked,
                                    .position = position};
        m_store.saveGroup(boardId, group);
        return QJsonValue(groupObject(group));
    }

    static qint64 positionBeside(const BoardDefinition &board, const GroupDefinition &group, bool after)
    {
        qint64 bound = group.position + (after ? 2 : -2) * groupPositionStep;
        for (const GroupDefinition &other : board.groups) {
            if (after && other.position > group.position)
                bound = std::min(bound, other.position);
            if (!after && other.position < group.position)
                bound = std::max(bound, other.position);
        }
        return (group.position + bound) / 2;
    }

    FieldResult updateGroup(const QJsonObject &arguments)
    {
        const QString boardId = arguments.value("board_id"_L1).toString();
        Outcome<GroupDefinition> found = activeGroup(boardId, arguments.value("group_id"_L1).toString());
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        GroupDefinition &group = std::get<GroupDefinition>(found);
        const QString attribute = arguments.value("group_attribute"_L1).toString();
        const QString value = arguments.value("new_value"_L1).toString();
        if (attribute == "title"_L1) {
            if (const std::optional<ApiError> error = checkTitle(value))
                return *error;
            group.title = value;
        } else if (attribute == "color"_L1) {
            if (std::ranges::find(groupColors, QStringView(value)) == groupColors.end())
                return invalidArgument(u"%1 is not one of the colours for groups"_s.arg(value));
            group.color = value;
        } else if (attribute == "position"_L1) {
            return invalidArgument(u"The attribute position is replaced by the relative ones"_s);
        } else {
            const BoardDefinition &board = *m_store.board(boardId);
            const GroupDefinition *neighbour = board.group(value);
            if (!neighbour || neighbour->state != State::Active)
                return groupNotFound(value);
            group.position = positionBeside(board, *neighbour, attribute == "relative_position_after"_L1);
        }
        m_store.saveGroup(boardId, group);
        return QJsonValue(groupObject(group));
    }

    Outcome<GroupDefinition> activeGroup(const QString &boardId, const QString &groupId)
    {
        const BoardDefinition *board = m_store.board(boardId);
        if (!board)
            return boardNotFound(boardId);
        const GroupDefinition *group = board->group(groupId);
        if (!group || group->state != State::Active)
            return groupNotFound(groupId);
        return *group;
    }

    void setGroupState(const BoardDefinition &board, GroupDefinition group, State state)
    {
        const QString boardId = board.id;
        group.state = state;
        m_store.saveGroup(boardId, group);
        constexpr int all = std::numeric_limits<int>::max();
        for (StoredItem &item : m_store.itemsOf(boardId, group.id, 0, all))
            setItemState(item, state);
    }

    FieldResult endGroup(const QJsonObject &arguments, State state)
    {
        const QString boardId = arguments.value("board_id"_L1).toString();
        Outcome<GroupDefinition> found = activeGroup(boardId, arguments.value("group_id"_L1).toString());
        if (const ApiError *error = std::get_if<ApiError>(&found))
            return *error;
        const BoardDefinition &board = *m_store.board(boardId);
        if (std::ranges::count(board.groups, State::Active, &GroupDefinition::state) == 1) {
            return ApiError{.code = u"DeleteLastGroupException"_s,
                            .message = u"A board needs at least one group"_s,
                            .status = 409};
        }
        GroupDefinition &group = std::get<GroupDefinition>(found);
        setGroupState(board, group, state);
        group.state = state;
        return QJsonValue(groupObject(group));
    }

    FieldResult archiveGroup(const QJsonObject &arguments) { return endGroup(arguments, State::Archived); }
    FieldResult deleteGroup(const QJsonObject &arguments) { return endGroup(arguments, State::Deleted); }

    // Columns

    FieldResult createColumn(const QJsonObject &arguments)
    {
        return sandbox::createColumn(m_context, arguments);
    }
    FieldResult updateDropdownColumn(const QJsonObject &arguments)
    {
        return sandbox::updateDropdownColumn(m_context, arguments);
    }

    ExecutionContext &m_context;
    BoardStore &m_store;
};

} // namespace

NodePtr mutationRoot(ExecutionContext &context)
{
    return std::make_unique<MutationRoot>(context);
}

} // namespace syncline::sandbox
