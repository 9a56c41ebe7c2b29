#include "sandbox/boardobjects.h"

#include "sandbox/columnrules.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

using graphql::FieldResult;
using graphql::Node;
using graphql::NodePtr;

namespace {

constexpr qsizetype idsPerCall = 100; // monday-api.md 3.3

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QStringList strings(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue entry : list.toArray())
        result.append(entry.toString());
    return result;
}

QString stateName(State state)
{
    switch (state) {
    case State::Active:
        return u"active"_s;
    case State::Archived:
        return u"archived"_s;
    case State::Deleted:
        return u"deleted"_s;
    }
    Q_UNREACHABLE();
}

/// The part of a list that `limit` and `page` ask for.
template<typename T>
std::vector<T> paged(std::vector<T> all, const QJsonObject &arguments)
{
    const auto size = static_cast<qint64>(all.size());
    const qint64 limit = std::max(1, arguments.value("limit"_L1).toInt(25));
    const qint64 first = std::min(size, limit * (std::max(1, arguments.value("page"_L1).toInt(1)) - 1));
    const qint64 last = std::min(size, first + limit);
    return {std::make_move_iterator(all.begin() + first), std::make_move_iterator(all.begin() + last)};
}

bool isAsked(const ColumnDefinition &column, const QJsonObject &arguments)
{
    const auto allows = [&](QLatin1StringView argument, const QString &value) {
        const QJsonValue list = arguments.value(argument);
        return !list.isArray() || list.toArray().contains(value);
    };
    return allows("ids"_L1, column.id) && allows("types"_L1, column.type);
}

class ColumnValueNode final : public Node
{
public:
    ColumnValueNode(const BoardDefinition &board, const ColumnDefinition &column, const StoredItem &item)
        : m_board(board)
        , m_column(column)
        , m_kept(column.type == "item_id"_L1 ? QJsonValue(QString::number(item.id))
                                             : item.values.value(column.id))
    {
    }

    QString typeName() const override
    {
        static const std::map<QString, QString> names{
            {u"text"_s, u"TextValue"_s},         {u"long_text"_s, u"LongTextValue"_s},
            {u"numbers"_s, u"NumbersValue"_s},   {u"date"_s, u"DateValue"_s},
            {u"checkbox"_s, u"CheckboxValue"_s}, {u"dropdown"_s, u"DropdownValue"_s},
            {u"status"_s, u"StatusValue"_s},     {u"mirror"_s, u"MirrorValue"_s},
            {u"formula"_s, u"FormulaValue"_s},   {u"item_id"_s, u"ItemIdValue"_s}};
        const auto found = names.find(m_column.type);
        return found == names.end() ? u"UnsupportedValue"_s : found->second;
    }

    FieldResult field(const QString &name, const QJsonObject &) override
    {
        const QString text = columnText(m_column, m_kept);
        if (name == "id"_L1)
            return QJsonValue(m_column.id);
        if (name == "type"_L1)
            return QJsonValue(m_column.type);
        // monday tells mirrors and formulas in display_value only (monday-api.md 8).
        if (name == "text"_L1)
            return m_column.type == "mirror"_L1 || m_column.type == "formula"_L1 ? QJsonValue()
                                                                                 : QJsonValue(text);
        if (name == "display_value"_L1)
            return QJsonValue(text);
        if (name == "value"_L1)
            return columnRawValue(m_column, m_kept);
        if (name == "column"_L1)
            return QJsonValue(columnObject(m_board, m_column));
        if (name == "number"_L1)
            return m_kept.isString() ? QJsonValue(m_kept.toString().toDouble()) : QJsonValue();
        if (name == "date"_L1)
            return QJsonValue(m_kept.toString().first(std::min<qsizetype>(10, m_kept.toString().size())));
        if (name == "time"_L1)
            return QJsonValue(text.size() > 10 ? text.sliced(11) : QString());
        if (name == "checked"_L1)
            return QJsonValue(m_kept.toBool());
        if (name == "label"_L1)
            return m_kept.isDouble() ? QJsonValue(text) : QJsonValue();
        if (name == "index"_L1)
            return m_kept.isDouble() ? m_kept : QJsonValue();
        return values();
    }

private:
    FieldResult values() const
    {
        QJsonArray values;
        for (const QJsonValue id : m_kept.toArray()) {
            if (const LabelDefinition *label = m_column.labelById(id.toInt()))
                values.append(QJsonObject{{u"id"_s, QString::number(label->id)}, {u"label"_s, label->text}});
        }
        return QJsonValue(values);
    }

    const BoardDefinition &m_board;
    const ColumnDefinition &m_column;
    QJsonValue m_kept;
};

class BoardNode final : public Node
{
public:
    BoardNode(ExecutionContext &context, QString boardId)
        : m_context(context)
        , m_id(std::move(boardId))
    {
    }

    QString typeName() const override { return u"Board"_s; }

    FieldResult field(const QString &name, const QJsonObject &arguments) override
    {
        const BoardDefinition *board = m_context.store.board(m_id);
        if (!board)
            return boardNotFound(m_id);
        if (name == "id"_L1)
            return QJsonValue(board->id);
        if (name == "name"_L1)
            return QJsonValue(board->name);
        if (name == "url"_L1)
            return QJsonValue(m_context.baseUrl + u"/boards/" + board->id);
        if (name == "state"_L1)
            return QJsonValue(u"active"_s);
        if (name == "permissions"_L1)
            return QJsonValue(u"everyone"_s);
        if (name == "hierarchy_type"_L1)
            return QJsonValue(u"classic"_s);
        if (name == "items_count"_L1)
            return QJsonValue(board->activeItems);
        if (name == "items_limit"_L1)
            return QJsonValue(m_context.options.limits.itemsPerBoard);
        if (name == "columns"_L1)
            return columns(*board, arguments);
        if (name == "groups"_L1)
            return groups(*board, arguments);
        return itemsPage(m_context, m_id, arguments);
    }

private:
    static FieldResult columns(const BoardDefinition &board, const QJsonObject &arguments)
    {
        QJsonArray columns;
        for (const ColumnDefinition &column : board.columns) {
            if (isAsked(column, arguments))
                columns.append(columnObject(board, column));
        }
        return QJsonValue(columns);
    }

    static FieldResult groups(const BoardDefinition &board, const QJsonObject &arguments)
    {
        const QJsonValue ids = arguments.value("ids"_L1);
        QJsonArray groups;
        for (const GroupDefinition &group : board.groups) {
            if (group.state == State::Active && (!ids.isArray() || ids.toArray().contains(group.id)))
                groups.append(groupObject(group));
        }
        return QJsonValue(groups);
    }

    ExecutionContext &m_context;
    QString m_id;
};

class ItemNode final : public Node
{
public:
    ItemNode(ExecutionContext &context, StoredItem item)
        : m_context(context)
        , m_item(std::move(item))
    {
    }

    QString typeName() const override { return u"Item"_s; }

    FieldResult field(const QString &name, const QJsonObject &arguments) override
    {
        if (name == "id"_L1)
            return QJsonValue(QString::number(m_item.id));
        if (name == "name"_L1)
            return QJsonValue(m_item.name);
        if (name == "url"_L1)
            return QJsonValue(
                u"%1/boards/%2#item-%3"_s.arg(m_context.baseUrl, m_item.boardId).arg(m_item.id));
        if (name == "state"_L1)
            return QJsonValue(stateName(m_item.state));
        if (name == "created_at"_L1)
            return QJsonValue(
                QDateTime::fromMSecsSinceEpoch(m_item.createdAt, Qt::UTC).toString(Qt::ISODate));
        if (name == "board"_L1)
            return NodePtr(std::make_unique<BoardNode>(m_context, m_item.boardId));
        if (name == "parent_item"_L1)
            return parent();
        if (name == "subitems"_L1)
            return subitems();
        const BoardDefinition *board = m_context.store.board(m_item.boardId);
        if (!board)
            return boardNotFound(m_item.boardId);
        if (name == "group"_L1) {
            const GroupDefinition *group = board->group(m_item.groupId);
            return group ? QJsonValue(groupObject(*group)) : QJsonValue();
        }
        std::vector<NodePtr> values;
        for (const ColumnDefinition &column : board->columns) {
            if (isAsked(column, arguments))
                values.push_back(std::make_unique<ColumnValueNode>(*board, column, m_item));
        }
        return values;
    }

private:
    FieldResult parent()
    {
        std::optional<StoredItem> parent =
            m_item.parentId == 0 ? std::nullopt : m_context.store.item(m_item.parentId);
        return parent ? itemNode(m_context, *std::move(parent)) : NodePtr();
    }

    FieldResult subitems()
    {
        std::vector<NodePtr> nodes;
        for (StoredItem &subitem : m_context.store.subitems(m_item.id)) {
            if (subitem.state == State::Active)
                nodes.push_back(itemNode(m_context, std::move(subitem)));
        }
        return nodes;
    }

    ExecutionContext &m_context;
    StoredItem m_item;
};

QJsonObject versionObject(const QString &value, const QString &kind)
{
    return {{u"value"_s, value}, {u"kind"_s, kind}, {u"display_name"_s, value}};
}

QJsonObject accountObject()
{
    return {{u"id"_s, u"1"_s},
            {u"name"_s, u"Sandbox"_s},
            {u"slug"_s, u"sandbox"_s},
            {u"tier"_s, u"enterprise"_s},
            {u"is_during_trial"_s, false},
            {u"plan"_s,
             QJsonObject{{u"max_users"_s, 100},
                         {u"period"_s, u"yearly"_s},
                         {u"tier"_s, u"enterprise"_s},
                         {u"version"_s, 1}}}};
}

class QueryRoot final : public Node
{
public:
    explicit QueryRoot(ExecutionContext &context)
        : m_context(context)
    {
    }

    QString typeName() const override { return u"Query"_s; }

    FieldResult field(const QString &name, const QJsonObject &arguments) override
    {
        if (name == "boards"_L1)
            return boards(arguments);
        if (name == "items"_L1)
            return items(arguments);
        if (name == "next_items_page"_L1)
            return nextItemsPage(m_context, arguments);
        if (name == "items_page_by_column_values"_L1)
            return itemsPageByColumnValues(m_context, arguments);
        if (name == "complexity"_L1)
            return QJsonValue(complexityObject(m_context.complexity));
        if (name == "version"_L1)
            return QJsonValue(versionObject(m_context.options.apiVersion, u"current"_s));
        if (name == "versions"_L1)
            return QJsonValue(QJsonArray{versionObject(m_context.options.apiVersion, u"current"_s)});
        if (name == "account"_L1)
            return QJsonValue(accountObject());
        if (name == "platform_api"_L1) {
            const qint64 calls = m_context.options.limits.callsPerDay;
            const QJsonObject limit{{u"base"_s, calls}, {u"total"_s, calls}};
            return QJsonValue(QJsonObject{{u"daily_limit"_s, calls > 0 ? QJsonValue(limit) : QJsonValue()}});
        }
        return QJsonValue(QJsonObject{{u"id"_s, u"1"_s},
                                      {u"name"_s, u"Sandbox user"_s},
                                      {u"email"_s, u"sandbox@example.com"_s},
                                      {u"account"_s, accountObject()}});
    }

private:
    FieldResult boards(const QJsonObject &arguments)
    {
        const QJsonValue asked = arguments.value("ids"_L1);
        const QStringList all = m_context.store.boardIds();
        std::vector<NodePtr> nodes;
        for (const QString &id : asked.isArray() ? strings(asked) : all) {
            if (all.contains(id))
                nodes.push_back(std::make_unique<BoardNode>(m_context, id));
        }
        return paged(std::move(nodes), arguments);
    }

    FieldResult items(const QJsonObject &arguments)
    {
        const QStringList ids = strings(arguments.value("ids"_L1));
        if (ids.size() > idsPerCall) {
            return ApiError{.code = u"InvalidArgumentException"_s,
                            .message = u"At most %1 ids can be asked for at once"_s.arg(idsPerCall)};
        }
        const bool onlyActive = arguments.value("exclude_nonactive"_L1).toBool();
        std::vector<NodePtr> nodes;
        for (const QString &id : ids) {
            std::optional<StoredItem> item = m_context.store.item(id.toLongLong());
            if (item && (!onlyActive || item->state == State::Active))
                nodes.push_back(itemNode(m_context, *std::move(item)));
        }
        return paged(std::move(nodes), arguments);
    }

    ExecutionContext &m_context;
};

} // namespace

ApiError boardNotFound(const QString &boardId)
{
    return {.code = u"InvalidBoardIdException"_s,
            .message = u"The board does not exist or is not accessible"_s,
            .data = {{u"board_id"_s, boardId}}};
}

NodePtr queryRoot(ExecutionContext &context)
{
    return std::make_unique<QueryRoot>(context);
}

NodePtr itemNode(ExecutionContext &context, StoredItem item)
{
    return std::make_unique<ItemNode>(context, std::move(item));
}

QJsonObject groupObject(const GroupDefinition &group)
{
    return {{u"id"_s, group.id},
            {u"title"_s, group.title},
            {u"color"_s, group.color},
            {u"position"_s, QString::number(group.position)},
            {u"archived"_s, group.state == State::Archived},
            {u"deleted"_s, group.state == State::Deleted}};
}

QJsonObject columnObject(const BoardDefinition &board, const ColumnDefinition &column)
{
    return {{u"id"_s, column.id},
            {u"title"_s, column.title},
            {u"description"_s, column.description},
            {u"type"_s, column.type},
            {u"archived"_s, column.archived},
            {u"revision"_s, QString::number(column.revision)},
            {u"settings"_s, columnSettings(column, board.subitemBoardId)},
            {u"settings_str"_s, compact(columnSettingsStr(column, board.subitemBoardId))}};
}

QJsonObject complexityObject(const ComplexityFigures &figures)
{
    return {{u"before"_s, figures.before},
            {u"query"_s, figures.query},
            {u"after"_s, figures.after},
            {u"reset_in_x_seconds"_s, figures.secondsToReset}};
}

} // namespace syncline::sandbox
