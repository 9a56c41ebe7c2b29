#include "monday/boardparser.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Ids are strings in GraphQL and numbers in settings.
QString idText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

QString firstText(const QJsonObject &object, std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys) {
        if (QString text = object.value(key).toString(); !text.isEmpty())
            return text;
    }
    return {};
}

BoardLabel labelFromObject(const QJsonObject &label)
{
    const QJsonValue id = label.contains("id"_L1) ? label.value("id"_L1) : label.value("index"_L1);
    return {.id = idText(id),
            .text = firstText(label, {"label"_L1, "name"_L1, "text"_L1}),
            .deactivated = label.value("is_deactivated"_L1).toBool()};
}

/// What does not tell its state is active.
bool isActive(const QJsonObject &item)
{
    return item.value("state"_L1).toString(u"active"_s) == "active"_L1;
}

} // namespace

QJsonObject columnSettings(const QJsonValue &settings)
{
    return settings.isString() ? QJsonDocument::fromJson(settings.toString().toUtf8()).object()
                               : settings.toObject();
}

std::vector<BoardLabel> parseLabels(const QJsonObject &settings)
{
    std::vector<BoardLabel> result;
    const QJsonValue labels = settings.value("labels"_L1);
    for (const QJsonArray list = labels.toArray(); const auto &label : list)
        result.push_back(labelFromObject(label.toObject()));
    const QJsonObject byIndex = labels.toObject();
    for (auto entry = byIndex.begin(); entry != byIndex.end(); ++entry) {
        const QString text = entry->isObject() ? labelFromObject(entry->toObject()).text : entry->toString();
        result.push_back(BoardLabel{.id = entry.key(), .text = text});
    }
    QSet<QString> deactivated;
    for (const QJsonArray list = settings.value("deactivated_labels"_L1).toArray(); const auto &id : list)
        deactivated.insert(idText(id.isObject() ? id.toObject().value("id"_L1) : QJsonValue(id)));
    for (BoardLabel &label : result)
        label.deactivated = label.deactivated || deactivated.contains(label.id);
    // The place of an empty label is free, not a label.
    std::erase_if(result, [](const BoardLabel &label) { return label.text.isEmpty(); });
    return result;
}

BoardColumn parseColumn(const QJsonObject &column)
{
    BoardColumn result{.id = column.value("id"_L1).toString(),
                       .title = column.value("title"_L1).toString(),
                       .typeName = column.value("type"_L1).toString(),
                       .revision = idText(column.value("revision"_L1))};
    result.type = columnTypeFromName(result.typeName);
    if (result.type == ColumnType::Status || result.type == ColumnType::Dropdown)
        result.labels = parseLabels(columnSettings(column.value("settings"_L1)));
    return result;
}

std::vector<BoardGroup> parseGroups(const QJsonObject &board)
{
    std::vector<BoardGroup> result;
    for (const QJsonArray list = board.value("groups"_L1).toArray(); const auto &value : list) {
        const QJsonObject group = value.toObject();
        if (group.value("archived"_L1).toBool() || group.value("deleted"_L1).toBool())
            continue;
        result.push_back(
            BoardGroup{.id = group.value("id"_L1).toString(), .title = group.value("title"_L1).toString()});
    }
    return result;
}

BoardSchema parseBoard(const QJsonObject &board)
{
    BoardSchema result{.id = idText(board.value("id"_L1)),
                       .name = board.value("name"_L1).toString(),
                       .url = board.value("url"_L1).toString(),
                       .itemsCount = board.value("items_count"_L1).toInteger(),
                       .itemsLimit = board.value("items_limit"_L1).toInteger()};
    for (const QJsonArray list = board.value("columns"_L1).toArray(); const auto &value : list) {
        const QJsonObject column = value.toObject();
        if (!column.value("archived"_L1).toBool())
            result.columns.push_back(parseColumn(column));
    }
    result.groups = parseGroups(board);
    return result;
}

std::optional<BoardItem> parseItem(const QJsonObject &item)
{
    BoardItem result{.id = idText(item.value("id"_L1)).toLongLong(),
                     .name = item.value("name"_L1).toString(),
                     .groupId = item.value("group"_L1).toObject().value("id"_L1).toString(),
                     .active = isActive(item)};
    if (result.id <= 0)
        return std::nullopt;
    for (const QJsonArray list = item.value("column_values"_L1).toArray(); const auto &value : list) {
        const QJsonObject column = value.toObject();
        result.texts.insert(column.value("id"_L1).toString(), column.value("text"_L1).toString());
    }
    for (const QJsonArray list = item.value("subitems"_L1).toArray(); const auto &value : list) {
        const QJsonObject subitem = value.toObject();
        if (!isActive(subitem))
            continue;
        result.subitems.push_back(BoardSubitem{.id = idText(subitem.value("id"_L1)).toLongLong(),
                                               .name = subitem.value("name"_L1).toString()});
    }
    return result;
}

} // namespace syncline
