#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>
#include <vector>

namespace syncline {

/// Column types that Syncline writes; the rest is known by name only (monday-api.md 8).
enum class ColumnType { Text, LongText, Numbers, Date, Status, Dropdown, Checkbox, ReadOnly, Other };

/// One allowed value of a status or dropdown column.
struct BoardLabel
{
    QString id; ///< number as text; for status columns the label's index
    QString text;
    bool deactivated = false;
};

struct BoardColumn
{
    QString id;
    QString title;
    ColumnType type = ColumnType::Other;
    QString typeName; ///< as monday calls it
    QString revision; ///< needed to change the labels
    std::vector<BoardLabel> labels;
};

struct BoardGroup
{
    QString id;
    QString title;
};

/// A board as monday describes it, without its items.
struct BoardSchema
{
    QString id;
    QString name;
    QString url;
    qint64 itemsCount = 0;
    qint64 itemsLimit = 0; ///< 0: not told
    std::vector<BoardColumn> columns;
    std::vector<BoardGroup> groups; ///< without archived and deleted ones

    [[nodiscard]] const BoardColumn *column(const QString &id) const;
    [[nodiscard]] BoardColumn *column(const QString &id);
    /// Compares without case and with blanks folded (contract 10). The first of several.
    [[nodiscard]] const BoardGroup *groupByTitle(const QString &title) const;
    [[nodiscard]] const BoardGroup *groupById(const QString &id) const;
};

/// The items board and the board of its subitems (monday-api.md 4: subitems have a hidden board with its own
/// columns).
struct BoardPair
{
    BoardSchema items;
    BoardSchema subitems;
};

/// A subitem as found on the board.
struct BoardSubitem
{
    qint64 id = 0;
    QString name;
};

/// An item as found on the board.
struct BoardItem
{
    qint64 id = 0;
    QString name;
    QString groupId;
    bool active = true; ///< false: archived or deleted
    QHash<QString, QString> texts; ///< by column id, as monday shows them; only the columns that were asked
    std::vector<BoardSubitem> subitems; ///< only when asked
};

/// Limits of the API to refuse at (monday-api.md 3.3). Lengths in UTF-16 units.
namespace boardlimits {
inline constexpr qsizetype itemName = 255;
inline constexpr qsizetype groupTitle = 255;
inline constexpr qsizetype longText = 2000;
inline constexpr qsizetype statusLabel = 30;
inline constexpr std::size_t statusLabels = 40;
inline constexpr std::size_t dropdownLabels = 500;
inline constexpr std::size_t subitemsPerItem = 100;
} // namespace boardlimits

/// The title for comparing: case folded, blanks folded to one, none at the ends.
[[nodiscard]] QString foldedTitle(const QString &title);
/// The first whose folded title is the same; null: none.
[[nodiscard]] const BoardGroup *groupByTitle(std::span<const BoardGroup> groups, const QString &title);
[[nodiscard]] ColumnType columnTypeFromName(const QString &mondayType);

} // namespace syncline
