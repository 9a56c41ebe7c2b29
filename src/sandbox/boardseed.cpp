#include "sandbox/boardseed.h"

#include "sandbox/boardstore.h"
#include "sandbox/columnrules.h"
#include "sandbox/groupcolors.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

Error seedError(const QString &board, const QString &reason)
{
    return {.kind = ErrorKind::InvalidInput,
            .event = {.id = EventId::sb_002, .parameters = {{u"board"_s, board}, {u"reason"_s, reason}}}};
}

std::vector<ColumnDefinition> columnsFrom(const std::vector<ColumnSeed> &seeds)
{
    std::vector<ColumnDefinition> columns;
    for (const ColumnSeed &seed : seeds) {
        ColumnDefinition column{.id = seed.id, .title = seed.title, .type = seed.type, .revision = 1};
        int id = seed.type == "status"_L1 ? 0 : 1;
        for (const QString &label : seed.labels)
            column.labels.push_back({id++, label, false});
        columns.push_back(std::move(column));
    }
    return columns;
}

/// The values in the form that the store keeps; read-only columns may be given as text.
Result<QJsonObject> keptValues(const BoardDefinition &board, const QString &item, const QJsonObject &values)
{
    QJsonObject kept;
    for (auto value = values.begin(); value != values.end(); ++value) {
        const ColumnDefinition *column = board.column(value.key());
        if (!column)
            return seedError(
                board.id, u"item %1 has a value for column %2, which is not there"_s.arg(item, value.key()));
        if (isReadOnlyType(column->type) && value->isString()) {
            kept.insert(value.key(), value.value());
            continue;
        }
        NewLabels none;
        const Outcome<QJsonValue> checked = checkColumnValue(*column, value.value(), ValueForm::Json, none);
        if (const ApiError *refusal = std::get_if<ApiError>(&checked))
            return seedError(board.id, u"item %1: %2"_s.arg(item, refusal->message));
        if (const QJsonValue &one = std::get<QJsonValue>(checked); !one.isNull())
            kept.insert(value.key(), one);
    }
    return kept;
}

} // namespace

struct BoardSeedWriter::Parts
{
    Parts(std::unique_ptr<BoardStore> opened, qint64 at)
        : store(std::move(opened))
        , transaction(*store)
        , createdAt(at)
    {
    }

    std::unique_ptr<BoardStore> store;
    BoardStore::Transaction transaction;
    const qint64 createdAt;
    BoardDefinition board; ///< the one added last
    BoardDefinition subitemBoard;
};

BoardSeedWriter::BoardSeedWriter(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

BoardSeedWriter::~BoardSeedWriter() = default;

Result<std::unique_ptr<BoardSeedWriter>> BoardSeedWriter::open(const QString &stateFile,
                                                               const QDateTime &createdAt)
{
    // The leavings of an older file would be read as parts of the new one.
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        QFile file(stateFile + suffix);
        if (file.exists() && !file.remove())
            return seedError(stateFile, file.errorString());
    }
    Result<std::unique_ptr<BoardStore>> store = BoardStore::open(stateFile, BoardStore::Mode::Seed);
    if (!store)
        return std::move(store).error();
    auto parts = std::make_unique<Parts>(*std::move(store), createdAt.toMSecsSinceEpoch());
    return std::unique_ptr<BoardSeedWriter>(new BoardSeedWriter(std::move(parts)));
}

Result<void> BoardSeedWriter::addBoard(const BoardSeed &seed)
{
    BoardDefinition board{.id = seed.id,
                          .name = seed.name,
                          .subitemBoardId = seed.subitemBoardId,
                          .columns = columnsFrom(seed.columns)};
    qint64 position = 0;
    for (const GroupSeed &group : seed.groups) {
        ++position;
        board.groups.push_back({.id = group.id,
                                .title = group.title,
                                .color = groupColor(position),
                                .position = position * groupPositionStep});
    }
    m_parts->board = std::move(board);
    m_parts->subitemBoard = {.id = seed.subitemBoardId,
                             .name = seed.subitemBoardName,
                             .parentId = seed.id,
                             .columns = columnsFrom(seed.subitemColumns),
                             .groups = {{.id = u"subitems_of_%1"_s.arg(seed.id),
                                         .title = u"Subitems"_s,
                                         .color = groupColor(1),
                                         .position = groupPositionStep}}};
    m_parts->store->addBoard(m_parts->board, m_parts->createdAt);
    m_parts->store->addBoard(m_parts->subitemBoard, m_parts->createdAt);
    for (const ItemSeed &item : seed.items) {
        if (Result<void> added = addItem(item); !added)
            return added;
    }
    return {};
}

Result<void> BoardSeedWriter::addItem(const ItemSeed &item)
{
    const auto &[store, transaction, createdAt, board, subitemBoard] = *m_parts;
    if (!board.group(item.groupId))
        return seedError(board.id,
                         u"item %1 is in group %2, which is not there"_s.arg(item.name, item.groupId));
    Result<QJsonObject> values = keptValues(board, item.name, item.values);
    if (!values)
        return std::move(values).error();
    const qint64 itemId = store->addItem(
        {.id = item.id, .boardId = board.id, .groupId = item.groupId, .name = item.name, .values = *values},
        createdAt);
    for (const SubitemSeed &subitem : item.subitems) {
        Result<QJsonObject> subitemValues = keptValues(subitemBoard, subitem.name, subitem.values);
        if (!subitemValues)
            return std::move(subitemValues).error();
        store->addItem({.id = subitem.id,
                        .boardId = subitemBoard.id,
                        .groupId = subitemBoard.groups.front().id,
                        .parentId = itemId,
                        .name = subitem.name,
                        .values = *subitemValues},
                       createdAt);
    }
    return {};
}

Result<void> BoardSeedWriter::finish()
{
    return m_parts->transaction.commit();
}

Result<void> writeBoardState(const QString &stateFile, const std::vector<BoardSeed> &boards,
                             const QDateTime &createdAt)
{
    Result<std::unique_ptr<BoardSeedWriter>> writer = BoardSeedWriter::open(stateFile, createdAt);
    if (!writer)
        return std::move(writer).error();
    for (const BoardSeed &board : boards) {
        if (Result<void> added = (*writer)->addBoard(board); !added)
            return added;
    }
    return (*writer)->finish();
}

} // namespace syncline::sandbox
