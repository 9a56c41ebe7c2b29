#include "sandbox/columnmutations.h"

#include "sandbox/columnrules.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

using graphql::FieldResult;

namespace {

constexpr qint64 mostColumns = 1000; // monday-api.md 3.3

/// The given list replaces the labels (monday-api.md 4.1): one removal per call at most, and none when
/// one is added.
std::optional<ApiError> replaceLabels(ColumnDefinition &column, const QJsonArray &given)
{
    std::vector<LabelDefinition> labels;
    QSet<QString> texts;
    QSet<int> keptIds;
    int nextId = 0;
    for (const LabelDefinition &label : column.labels)
        nextId = std::max(nextId, label.id);
    qsizetype added = 0;
    for (const QJsonValue entry : given) {
        LabelDefinition label{.id = entry["id"_L1].toInt(),
                              .text = entry["label"_L1].toString(),
                              .deactivated = entry["is_deactivated"_L1].toBool()};
        const bool isNew = entry["id"_L1].isUndefined() || entry["id"_L1].isNull();
        if (label.text.isEmpty() || texts.contains(label.text))
            return invalidArgument(u"The label '%1' is empty or there twice"_s.arg(label.text));
        if (!isNew && (!column.labelById(label.id) || keptIds.contains(label.id)))
            return invalidArgument(
                u"The column has no label with the id %1, or it is there twice"_s.arg(label.id));
        if (isNew) {
            label.id = ++nextId;
            ++added;
        } else {
            keptIds.insert(label.id);
        }
        texts.insert(label.text);
        labels.push_back(label);
    }
    const qsizetype removed = std::ssize(column.labels) - keptIds.size();
    if (removed > 1 || (removed > 0 && added > 0)) {
        return invalidArgument(u"At most one label can be removed per call, and none together with adding; "
                               "labels that stay must be repeated with their ids"_s);
    }
    if (labels.size() > columnlimits::dropdownLabels) {
        return invalidArgument(
            u"A dropdown column has at most %1 labels"_s.arg(columnlimits::dropdownLabels));
    }
    column.labels = std::move(labels);
    return std::nullopt;
}

} // namespace

ApiError invalidArgument(const QString &message)
{
    return {.code = u"InvalidArgumentException"_s, .message = message};
}

std::optional<ApiError> checkTitle(const QString &title)
{
    if (!title.isEmpty() && title.size() <= longestTitle)
        return std::nullopt;
    return invalidArgument(u"A title has from 1 to %1 characters"_s.arg(longestTitle));
}

QString freshId(BoardStore &store)
{
    store.count(u"ids"_s);
    return QString::number(store.counter(u"ids"_s) + 46'655, 36);
}

FieldResult createColumn(ExecutionContext &context, const QJsonObject &arguments)
{
    static const QRegularExpression idForm(u"^[a-z_]{1,20}$"_s);
    const QString boardId = arguments.value("board_id"_L1).toString();
    const BoardDefinition *board = context.store.board(boardId);
    if (!board)
        return boardNotFound(boardId);
    if (std::ssize(board->columns) >= mostColumns)
        return invalidArgument(u"The board has reached its limit of %1 columns"_s.arg(mostColumns));
    ColumnDefinition column{.id = arguments.value("id"_L1).toString(),
                            .title = arguments.value("title"_L1).toString(),
                            .type = arguments.value("column_type"_L1).toString(),
                            .description = arguments.value("description"_L1).toString(),
                            .revision = 1};
    if (const std::optional<ApiError> error = checkTitle(column.title))
        return *error;
    if (column.id.isEmpty())
        column.id = column.type + u"_mk"_s + freshId(context.store);
    else if (!idForm.match(column.id).hasMatch() || board->column(column.id)) {
        return ApiError{
            .code = u"InvalidColumnIdException"_s,
            .message =
                u"The column id %1 is taken or not of 1 to 20 letters a-z and underscores"_s.arg(column.id)};
    }
    int labelId = column.type == "status"_L1 ? 0 : 1;
    for (const QJsonValue label : arguments.value("defaults"_L1)["labels"_L1].toArray())
        column.labels.push_back(
            {labelId++, label.isObject() ? label["label"_L1].toString() : label.toString()});
    context.store.saveColumn(boardId, column);
    return QJsonValue(columnObject(*context.store.board(boardId), column));
}

FieldResult updateDropdownColumn(ExecutionContext &context, const QJsonObject &arguments)
{
    const QString boardId = arguments.value("board_id"_L1).toString();
    const QString columnId = arguments.value("id"_L1).toString();
    const BoardDefinition *board = context.store.board(boardId);
    if (!board)
        return boardNotFound(boardId);
    const ColumnDefinition *column = board->column(columnId);
    if (!column || column->type != "dropdown"_L1) {
        return ApiError{.code = u"InvalidColumnIdException"_s,
                        .message = u"There is no dropdown column %1 on the board"_s.arg(columnId),
                        .data = {{u"column_id"_s, columnId}}};
    }
    if (arguments.value("revision"_L1).toString() != QString::number(column->revision)) {
        return ApiError{.code = u"REVISION_MISMATCH"_s,
                        .message = u"The column was changed in the meantime"_s,
                        .status = 409,
                        .data = {{u"column_id"_s, columnId}}};
    }
    ColumnDefinition changed = *column;
    if (arguments.contains("title"_L1)) {
        changed.title = arguments.value("title"_L1).toString();
        if (const std::optional<ApiError> error = checkTitle(changed.title))
            return *error;
    }
    if (arguments.contains("description"_L1))
        changed.description = arguments.value("description"_L1).toString();
    if (arguments.value("settings"_L1).isObject()) {
        const QJsonArray labels = arguments.value("settings"_L1)["labels"_L1].toArray();
        if (const std::optional<ApiError> error = replaceLabels(changed, labels))
            return *error;
    }
    ++changed.revision;
    context.store.saveColumn(boardId, changed);
    return QJsonValue(columnObject(*context.store.board(boardId), changed));
}

} // namespace syncline::sandbox
