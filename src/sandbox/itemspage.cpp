// Pages of items: cursors, filters, search by column values.

#include "sandbox/boardobjects.h"
#include "sandbox/columnmutations.h"
#include "sandbox/columnrules.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

using graphql::FieldResult;
using graphql::Node;
using graphql::NodePtr;

namespace {

constexpr int largestPage = 500; // monday-api.md 3.3
constexpr qint64 cursorLifetimeMs = qint64{60} * 60'000; // from the first request

/// What a cursor remembers: where to go on, and in what.
struct Cursor
{
    QString boardId;
    QString groupId; ///< of an unfiltered page: where the last item was
    qint64 after = 0; ///< the last item that was given
    QJsonObject query; ///< query_params of a filtered page
    QJsonArray columns; ///< of a page by column values
    qint64 expiresAt = 0;

    [[nodiscard]] QString text() const
    {
        const QJsonObject object{{u"b"_s, boardId}, {u"g"_s, groupId}, {u"a"_s, QString::number(after)},
                                 {u"q"_s, query},   {u"c"_s, columns}, {u"e"_s, expiresAt}};
        const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
        return QString::fromLatin1(json.toBase64(QByteArray::Base64UrlEncoding));
    }

    [[nodiscard]] static std::optional<Cursor> fromText(const QString &text)
    {
        const QByteArray json = QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding);
        const QJsonObject object = QJsonDocument::fromJson(json).object();
        if (!object.contains("b"_L1))
            return std::nullopt;
        return Cursor{.boardId = object.value("b"_L1).toString(),
                      .groupId = object.value("g"_L1).toString(),
                      .after = object.value("a"_L1).toString().toLongLong(),
                      .query = object.value("q"_L1).toObject(),
                      .columns = object.value("c"_L1).toArray(),
                      .expiresAt = object.value("e"_L1).toInteger()};
    }
};

class ItemsPageNode final : public Node
{
public:
    ItemsPageNode(ExecutionContext &context, std::vector<StoredItem> items, QString cursor)
        : m_context(context)
        , m_items(std::move(items))
        , m_cursor(std::move(cursor))
    {
    }

    QString typeName() const override { return u"ItemsResponse"_s; }

    FieldResult field(const QString &name, const QJsonObject &) override
    {
        if (name == "cursor"_L1)
            return m_cursor.isEmpty() ? QJsonValue() : QJsonValue(m_cursor);
        std::vector<NodePtr> nodes;
        for (const StoredItem &item : m_items)
            nodes.push_back(itemNode(m_context, item));
        return nodes;
    }

private:
    ExecutionContext &m_context;
    std::vector<StoredItem> m_items;
    QString m_cursor;
};

FieldResult page(ExecutionContext &context, std::vector<StoredItem> items, int limit, Cursor cursor)
{
    QString next;
    if (items.size() > static_cast<std::size_t>(limit)) {
        items.resize(static_cast<std::size_t>(limit));
        cursor.after = items.back().id;
        cursor.groupId = items.back().groupId;
        next = cursor.text();
    }
    return NodePtr(std::make_unique<ItemsPageNode>(context, std::move(items), next));
}

/// One item more than the page holds, so that the end is seen.
FieldResult plainPage(ExecutionContext &context, const Cursor &cursor, int limit)
{
    const BoardDefinition *board = context.store.board(cursor.boardId);
    if (!board)
        return boardNotFound(cursor.boardId);
    std::vector<StoredItem> items;
    bool reached = cursor.groupId.isEmpty();
    for (const GroupDefinition &group : board->groups) {
        const bool isFirst = !reached && group.id == cursor.groupId;
        reached = reached || isFirst;
        if (!reached || group.state != State::Active)
            continue;
        const int missing = limit + 1 - static_cast<int>(items.size());
        for (StoredItem &item :
             context.store.itemsOf(board->id, group.id, isFirst ? cursor.after : 0, missing))
            items.push_back(std::move(item));
        if (items.size() > static_cast<std::size_t>(limit))
            break;
    }
    return page(context, std::move(items), limit, cursor);
}

QStringList compareTexts(const QJsonValue &value)
{
    const QJsonArray list = value.isArray() ? value.toArray() : QJsonArray{value};
    QStringList texts;
    for (const QJsonValue entry : list) {
        texts.append(entry.isDouble() ? QString::number(entry.toDouble(), 'g', QLocale::FloatingPointShortest)
                                      : entry.toString());
    }
    return texts;
}

/// What a rule may compare with: text, and for labels also their ids.
QStringList comparable(const BoardDefinition &board, const StoredItem &item, const QString &columnId)
{
    if (columnId == "name"_L1)
        return {item.name};
    if (columnId == "group"_L1)
        return {item.groupId};
    const ColumnDefinition &column = *board.column(columnId);
    const QJsonValue kept = item.values.value(columnId);
    QStringList texts{columnText(column, kept)};
    const QJsonArray ids = kept.isArray() ? kept.toArray()
        : kept.isDouble()                 ? QJsonArray{kept}
                                          : QJsonArray();
    for (const QJsonValue id : ids) {
        texts.append(QString::number(id.toInt()));
        if (const LabelDefinition *label = column.labelById(id.toInt()))
            texts.append(label->text);
    }
    return texts;
}

bool ruleHolds(const QString &operation, const QStringList &values, const QStringList &wanted)
{
    const auto any = [&](auto compare) {
        return std::ranges::any_of(values, [&](const QString &value) {
            return std::ranges::any_of(wanted, [&](const QString &text) { return compare(value, text); });
        });
    };
    const auto equal = [](const QString &a, const QString &b) {
        return a.compare(b, Qt::CaseInsensitive) == 0;
    };
    const auto contains = [](const QString &a, const QString &b) {
        return a.contains(b, Qt::CaseInsensitive);
    };
    if (operation == "any_of"_L1)
        return any(equal);
    if (operation == "not_any_of"_L1)
        return !any(equal);
    if (operation == "is_empty"_L1)
        return values.first().isEmpty();
    if (operation == "is_not_empty"_L1)
        return !values.first().isEmpty();
    if (operation == "contains_text"_L1)
        return any(contains);
    if (operation == "not_contains_text"_L1)
        return !any(contains);
    if (operation == "starts_with"_L1)
        return any([](const QString &a, const QString &b) { return a.startsWith(b, Qt::CaseInsensitive); });
    return any([](const QString &a, const QString &b) { return a.endsWith(b, Qt::CaseInsensitive); });
}

std::optional<ApiError> checkRules(const BoardDefinition &board, const QJsonArray &rules)
{
    static const QStringList operations{u"any_of"_s,       u"not_any_of"_s,    u"is_empty"_s,
                                        u"is_not_empty"_s, u"contains_text"_s, u"not_contains_text"_s,
                                        u"starts_with"_s,  u"ends_with"_s};
    for (const QJsonValue rule : rules) {
        const QString columnId = rule["column_id"_L1].toString();
        const QString operation = rule["operator"_L1].toString();
        if (columnId != "name"_L1 && columnId != "group"_L1 && !board.column(columnId)) {
            return ApiError{.code = u"InvalidColumnIdException"_s,
                            .message = u"The column %1 is not on the board"_s.arg(columnId)};
        }
        if (!operations.contains(operation))
            return invalidArgument(u"This server does not know the operator %1"_s.arg(operation));
    }
    return std::nullopt;
}

FieldResult filteredPage(ExecutionContext &context, const Cursor &cursor, int limit)
{
    const BoardDefinition *board = context.store.board(cursor.boardId);
    if (!board)
        return boardNotFound(cursor.boardId);
    const QJsonArray rules = cursor.query.value("rules"_L1).toArray();
    if (const std::optional<ApiError> error = checkRules(*board, rules))
        return *error;
    const bool anyRule = cursor.query.value("operator"_L1) == QJsonValue("or"_L1);
    const QStringList ids = compareTexts(cursor.query.value("ids"_L1).toArray());
    std::vector<StoredItem> items;
    for (StoredItem &item :
         context.store.searchableItems(board->id, context.now, context.options.searchLag)) {
        if (item.id <= cursor.after || (!ids.isEmpty() && !ids.contains(QString::number(item.id))))
            continue;
        const auto holds = [&](const QJsonValue &rule) {
            return ruleHolds(rule["operator"_L1].toString(),
                             comparable(*board, item, rule["column_id"_L1].toString()),
                             compareTexts(rule["compare_value"_L1]));
        };
        const bool matches = rules.isEmpty()
            || (anyRule ? std::any_of(rules.begin(), rules.end(), holds)
                        : std::all_of(rules.begin(), rules.end(), holds));
        if (matches)
            items.push_back(std::move(item));
        if (items.size() > static_cast<std::size_t>(limit))
            break;
    }
    return page(context, std::move(items), limit, cursor);
}

bool hasOneOf(const BoardDefinition &board, const StoredItem &item, const QString &columnId,
              const QStringList &wanted)
{
    const bool isDropdown = columnId != "name"_L1 && board.column(columnId)->type == "dropdown"_L1;
    const QStringList values{comparable(board, item, columnId).first()};
    return ruleHolds(isDropdown ? u"contains_text"_s : u"any_of"_s, values, wanted);
}

FieldResult columnValuesPage(ExecutionContext &context, const Cursor &cursor, int limit)
{
    static const QStringList searchable{u"text"_s,   u"long_text"_s, u"numbers"_s, u"date"_s,
                                        u"status"_s, u"dropdown"_s,  u"checkbox"_s};
    const BoardDefinition *board = context.store.board(cursor.boardId);
    if (!board)
        return boardNotFound(cursor.boardId);
    if (cursor.columns.isEmpty())
        return invalidArgument(u"Columns are missing"_s);
    QString indexed;
    for (const QJsonValue asked : cursor.columns) {
        const QString columnId = asked["column_id"_L1].toString();
        const ColumnDefinition *column = board->column(columnId);
        if (!column && columnId != "name"_L1) {
            return ApiError{.code = u"InvalidColumnIdException"_s,
                            .message = u"The column %1 is not on the board"_s.arg(columnId)};
        }
        if (column && !searchable.contains(column->type))
            return invalidArgument(u"Columns of type %1 cannot be searched"_s.arg(column->type));
        const bool hasWholeText = column && (column->type == "text"_L1 || column->type == "numbers"_L1);
        if (hasWholeText && indexed.isEmpty())
            indexed = columnId;
    }
    const auto wantedOf = [](const QJsonValue &asked) { return compareTexts(asked["column_values"_L1]); };
    std::vector<StoredItem> candidates;
    if (indexed.isEmpty()) {
        candidates = context.store.searchableItems(board->id, context.now, context.options.searchLag);
    } else {
        const auto asked =
            std::find_if(cursor.columns.begin(), cursor.columns.end(),
                         [&](const QJsonValue &one) { return one["column_id"_L1].toString() == indexed; });
        candidates = context.store.searchByText(*board, indexed, wantedOf(*asked), context.now,
                                                context.options.searchLag);
    }
    std::vector<StoredItem> items;
    for (StoredItem &item : candidates) {
        const bool matches =
            std::all_of(cursor.columns.begin(), cursor.columns.end(), [&](const QJsonValue &asked) {
                return hasOneOf(*board, item, asked["column_id"_L1].toString(), wantedOf(asked));
            });
        if (matches && item.id > cursor.after)
            items.push_back(std::move(item));
        if (items.size() > static_cast<std::size_t>(limit))
            break;
    }
    return page(context, std::move(items), limit, cursor);
}

FieldResult pageAt(ExecutionContext &context, const Cursor &cursor, int limit)
{
    if (!cursor.columns.isEmpty())
        return columnValuesPage(context, cursor, limit);
    return cursor.query.isEmpty() ? plainPage(context, cursor, limit) : filteredPage(context, cursor, limit);
}

std::optional<ApiError> checkLimit(int limit)
{
    if (limit >= 1 && limit <= largestPage)
        return std::nullopt;
    return invalidArgument(u"The limit must be from 1 to %1"_s.arg(largestPage));
}

FieldResult pageAtText(ExecutionContext &context, const QString &text, int limit)
{
    if (const std::optional<ApiError> error = checkLimit(limit))
        return *error;
    const std::optional<Cursor> cursor = Cursor::fromText(text);
    if (!cursor)
        return ApiError{.code = u"CursorException"_s, .message = u"The cursor is not valid"_s};
    if (cursor->expiresAt <= context.now)
        return ApiError{.code = u"CursorExpiredError"_s, .message = u"The cursor has expired"_s};
    return pageAt(context, *cursor, limit);
}

} // namespace

FieldResult itemsPage(ExecutionContext &context, const QString &boardId, const QJsonObject &arguments)
{
    const int limit = arguments.value("limit"_L1).toInt();
    const QString cursor = arguments.value("cursor"_L1).toString();
    const QJsonObject query = arguments.value("query_params"_L1).toObject();
    if (!cursor.isEmpty() && !query.isEmpty())
        return invalidArgument(u"A cursor and query_params exclude each other"_s);
    if (!cursor.isEmpty())
        return pageAtText(context, cursor, limit);
    if (const std::optional<ApiError> error = checkLimit(limit))
        return *error;
    return pageAt(context, {.boardId = boardId, .query = query, .expiresAt = context.now + cursorLifetimeMs},
                  limit);
}

FieldResult nextItemsPage(ExecutionContext &context, const QJsonObject &arguments)
{
    return pageAtText(context, arguments.value("cursor"_L1).toString(), arguments.value("limit"_L1).toInt());
}

FieldResult itemsPageByColumnValues(ExecutionContext &context, const QJsonObject &arguments)
{
    const int limit = arguments.value("limit"_L1).toInt();
    const QString cursor = arguments.value("cursor"_L1).toString();
    const QJsonArray columns = arguments.value("columns"_L1).toArray();
    if (!cursor.isEmpty() && !columns.isEmpty())
        return invalidArgument(u"A cursor and columns exclude each other"_s);
    if (!cursor.isEmpty())
        return pageAtText(context, cursor, limit);
    if (const std::optional<ApiError> error = checkLimit(limit))
        return *error;
    return columnValuesPage(context,
                            {.boardId = arguments.value("board_id"_L1).toString(),
                             .columns = columns,
                             .expiresAt = context.now + cursorLifetimeMs},
                            limit);
}

} // namespace syncline::sandbox
