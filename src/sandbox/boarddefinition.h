#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace syncline::sandbox {

/// One allowed value of a status or dropdown column.
struct LabelDefinition
{
    int id = 0; ///< for status columns the label's index
    QString text;
    bool deactivated = false;
};

struct ColumnDefinition
{
    QString id;
    QString title;
    QString type; ///< as monday calls it
    QString description;
    qint64 revision = 0;
    bool archived = false;
    std::vector<LabelDefinition> labels;

    [[nodiscard]] const LabelDefinition *labelById(int labelId) const
    {
        for (const LabelDefinition &label : labels) {
            if (label.id == labelId)
                return &label;
        }
        return nullptr;
    }
    [[nodiscard]] const LabelDefinition *labelByText(const QString &text) const
    {
        for (const LabelDefinition &label : labels) {
            if (label.text == text)
                return &label;
        }
        return nullptr;
    }
};

/// Life of a board, a group or an item. The numbers stand in the state file.
enum class State { Active = 0, Archived = 1, Deleted = 2 };

struct GroupDefinition
{
    QString id;
    QString title;
    QString color;
    qint64 position = 0;
    State state = State::Active;
};

/// A board without its items.
struct BoardDefinition
{
    QString id;
    QString name;
    QString parentId; ///< of a subitem board: the board of its parents
    QString subitemBoardId;
    qint64 activeItems = 0;
    std::vector<ColumnDefinition> columns;
    std::vector<GroupDefinition> groups; ///< by position; archived and deleted ones too

    [[nodiscard]] const ColumnDefinition *column(const QString &columnId) const
    {
        for (const ColumnDefinition &column : columns) {
            if (column.id == columnId)
                return &column;
        }
        return nullptr;
    }
    [[nodiscard]] const GroupDefinition *group(const QString &groupId) const
    {
        for (const GroupDefinition &group : groups) {
            if (group.id == groupId)
                return &group;
        }
        return nullptr;
    }
};

} // namespace syncline::sandbox
