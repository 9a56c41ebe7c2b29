#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace syncline::sandbox {

/// A column of a board to be made.
struct ColumnSeed
{
    QString id;
    QString title;
    QString type; ///< as monday calls it: text, long_text, numbers, date, status, dropdown, mirror, ...
    QStringList labels;
};

struct GroupSeed
{
    QString id;
    QString title;
};

struct SubitemSeed
{
    qint64 id = 0;
    QString name;
    QJsonObject values; ///< by column id, in the form that mutations send
};

struct ItemSeed
{
    qint64 id = 0;
    QString groupId;
    QString name;
    QJsonObject values;
    std::vector<SubitemSeed> subitems;
};

/// A board with its subitem board as it stands before the first request.
struct BoardSeed
{
    QString id;
    QString name;
    QString subitemBoardId;
    QString subitemBoardName;
    std::vector<ColumnSeed> columns;
    std::vector<ColumnSeed> subitemColumns;
    std::vector<GroupSeed> groups;
    std::vector<ItemSeed> items;
};

/// Writes a new state file that holds the boards; an existing file is replaced. Same seeds, same bytes.
[[nodiscard]] Result<void> writeBoardState(const QString &stateFile, const std::vector<BoardSeed> &boards,
                                           const QDateTime &createdAt);

} // namespace syncline::sandbox
