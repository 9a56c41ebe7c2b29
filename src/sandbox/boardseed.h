#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>
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

/// Writes a new state file, item by item, so that any number of them fits. What is not finished is thrown
/// away. Same seeds in the same order, same bytes. Stays on the thread that made it.
class BoardSeedWriter
{
public:
    /// An existing file is replaced.
    [[nodiscard]] static Result<std::unique_ptr<BoardSeedWriter>> open(const QString &stateFile,
                                                                       const QDateTime &createdAt);
    ~BoardSeedWriter();
    Q_DISABLE_COPY_MOVE(BoardSeedWriter)

    /// A board with the items that the seed has.
    [[nodiscard]] Result<void> addBoard(const BoardSeed &seed);
    /// A further item of the board that was added last.
    [[nodiscard]] Result<void> addItem(const ItemSeed &item);
    [[nodiscard]] Result<void> finish();

private:
    struct Parts;
    explicit BoardSeedWriter(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

/// Writes a new state file that holds the boards; an existing file is replaced. Same seeds, same bytes.
[[nodiscard]] Result<void> writeBoardState(const QString &stateFile, const std::vector<BoardSeed> &boards,
                                           const QDateTime &createdAt);

} // namespace syncline::sandbox
