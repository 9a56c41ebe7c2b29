#include "domain/board.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// foldedTitle(title) == folded, without making a text of every title: this is asked for each row and each group.
bool foldsTo(const QString &title, const QString &folded)
{
    qsizetype place = 0;
    bool gap = false;
    for (const QChar letter : title) {
        // Beyond ASCII folding may change the length.
        if (letter.unicode() >= 128)
            return foldedTitle(title) == folded;
        if (letter.isSpace()) {
            gap = place > 0;
            continue;
        }
        if (gap && (place >= folded.size() || folded.at(place++) != u' '))
            return false;
        if (place >= folded.size() || folded.at(place++) != letter.toCaseFolded())
            return false;
        gap = false;
    }
    return place == folded.size();
}

} // namespace

const BoardColumn *BoardSchema::column(const QString &columnId) const
{
    const auto found = std::ranges::find(columns, columnId, &BoardColumn::id);
    return found == columns.end() ? nullptr : &*found;
}

BoardColumn *BoardSchema::column(const QString &columnId)
{
    return const_cast<BoardColumn *>(std::as_const(*this).column(columnId));
}

const BoardGroup *BoardSchema::groupByTitle(const QString &title) const
{
    return syncline::groupByTitle(groups, title);
}

const BoardGroup *BoardSchema::groupById(const QString &groupId) const
{
    const auto found = std::ranges::find(groups, groupId, &BoardGroup::id);
    return found == groups.end() ? nullptr : &*found;
}

const BoardGroup *groupByTitle(std::span<const BoardGroup> groups, const QString &title)
{
    const QString wanted = foldedTitle(title);
    const auto found = std::ranges::find_if(
        groups, [&wanted](const BoardGroup &group) { return foldsTo(group.title, wanted); });
    return found == groups.end() ? nullptr : &*found;
}

QString foldedTitle(const QString &title)
{
    return title.simplified().toCaseFolded();
}

ColumnType columnTypeFromName(const QString &mondayType)
{
    static const QHash<QString, ColumnType> types{
        {u"text"_s, ColumnType::Text},
        {u"long_text"_s, ColumnType::LongText},
        {u"numbers"_s, ColumnType::Numbers},
        {u"numeric"_s, ColumnType::Numbers},
        {u"date"_s, ColumnType::Date},
        {u"status"_s, ColumnType::Status},
        {u"color"_s, ColumnType::Status},
        {u"dropdown"_s, ColumnType::Dropdown},
        {u"checkbox"_s, ColumnType::Checkbox},
        // Never writable (monday-api.md 8, last row).
        {u"item_id"_s, ColumnType::ReadOnly},
        {u"auto_number"_s, ColumnType::ReadOnly},
        {u"creation_log"_s, ColumnType::ReadOnly},
        {u"last_updated"_s, ColumnType::ReadOnly},
        {u"formula"_s, ColumnType::ReadOnly},
        {u"mirror"_s, ColumnType::ReadOnly},
        {u"progress"_s, ColumnType::ReadOnly},
        {u"button"_s, ColumnType::ReadOnly},
        {u"subtasks"_s, ColumnType::ReadOnly},
    };
    return types.value(mondayType.toLower(), ColumnType::Other);
}

} // namespace syncline
