// The statements of BoardStore; boardstore.cpp holds its file and transactions.

#include "sandbox/boardstore.h"
#include "sandbox/columnrules.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

#define ITEM_COLUMNS u"id, board_id, group_id, parent_id, name, state, created_at, column_values "
// The item as search sees it. :now and :lag are bound once per statement.
#define SHOWN_ITEMS                                                                                          \
    u"SELECT id, board_id, CASE WHEN settled THEN group_id ELSE shown_group_id END, parent_id, "             \
    u"CASE WHEN settled THEN name ELSE shown_name END, "                                                     \
    u"CASE WHEN settled THEN state ELSE shown_state END AS state_now, created_at, "                          \
    u"CASE WHEN settled THEN column_values ELSE shown_values END "                                           \
    u"FROM (SELECT *, (changed_at + :lag <= :now1 OR changed_at > :now2) AS settled FROM items) "

QByteArray toJson(const QJsonObject &values)
{
    return QJsonDocument(values).toJson(QJsonDocument::Compact);
}

QString searchText(const ColumnDefinition &column, const QJsonValue &kept)
{
    return columnText(column, kept).toCaseFolded();
}

} // namespace

// Boards

QStringList BoardStore::boardIds()
{
    QStringList ids;
    QSqlQuery &query = statement(u"SELECT id FROM boards ORDER BY position"_s);
    run(query);
    while (query.next())
        ids.append(query.value(0).toString());
    return ids;
}

const BoardDefinition *BoardStore::board(const QString &boardId)
{
    const auto found = m_boards.find(boardId);
    if (found != m_boards.end())
        return &found->second;
    QSqlQuery &query =
        statement(u"SELECT id, name, parent_id, subitem_board_id, active_items FROM boards WHERE id = ?"_s);
    query.addBindValue(boardId);
    if (!run(query) || !query.next())
        return nullptr;
    BoardDefinition board{.id = query.value(0).toString(),
                          .name = query.value(1).toString(),
                          .parentId = query.value(2).toString(),
                          .subitemBoardId = query.value(3).toString(),
                          .activeItems = query.value(4).toLongLong()};
    loadBoard(board);
    return &m_boards.emplace(boardId, std::move(board)).first->second;
}

void BoardStore::loadBoard(BoardDefinition &board)
{
    QSqlQuery &columns =
        statement(u"SELECT id, title, type, description, revision, archived FROM board_columns "
                  "WHERE board_id = ? ORDER BY position"_s);
    columns.addBindValue(board.id);
    run(columns);
    while (columns.next()) {
        board.columns.push_back({.id = columns.value(0).toString(),
                                 .title = columns.value(1).toString(),
                                 .type = columns.value(2).toString(),
                                 .description = columns.value(3).toString(),
                                 .revision = columns.value(4).toLongLong(),
                                 .archived = columns.value(5).toBool()});
    }
    for (ColumnDefinition &column : board.columns) {
        QSqlQuery &labels = statement(u"SELECT id, text, deactivated FROM labels "
                                      "WHERE board_id = ? AND column_id = ? ORDER BY position"_s);
        labels.addBindValue(board.id);
        labels.addBindValue(column.id);
        run(labels);
        while (labels.next()) {
            column.labels.push_back(
                {labels.value(0).toInt(), labels.value(1).toString(), labels.value(2).toBool()});
        }
    }
    QSqlQuery &groups = statement(
        u"SELECT id, title, color, position, state FROM board_groups WHERE board_id = ? ORDER BY position, id"_s);
    groups.addBindValue(board.id);
    run(groups);
    while (groups.next()) {
        board.groups.push_back({.id = groups.value(0).toString(),
                                .title = groups.value(1).toString(),
                                .color = groups.value(2).toString(),
                                .position = groups.value(3).toLongLong(),
                                .state = static_cast<State>(groups.value(4).toInt())});
    }
}

void BoardStore::addBoard(const BoardDefinition &board, qint64 createdAt)
{
    QSqlQuery &query =
        statement(u"INSERT INTO boards (id, name, parent_id, subitem_board_id, active_items, created_at) "
                  "VALUES (?, ?, ?, ?, 0, ?)"_s);
    query.addBindValue(board.id);
    query.addBindValue(board.name);
    // A null QString would be bound as NULL.
    query.addBindValue(board.parentId.isNull() ? u""_s : board.parentId);
    query.addBindValue(board.subitemBoardId.isNull() ? u""_s : board.subitemBoardId);
    query.addBindValue(createdAt);
    run(query);
    for (const ColumnDefinition &column : board.columns)
        saveColumn(board.id, column);
    for (const GroupDefinition &group : board.groups)
        saveGroup(board.id, group);
}

void BoardStore::saveColumn(const QString &boardId, const ColumnDefinition &column)
{
    m_boards.erase(boardId);
    QSqlQuery &query = statement(
        u"INSERT INTO board_columns (board_id, id, position, title, type, description, revision, archived) "
        "VALUES (:board, :id, (SELECT count(*) FROM board_columns WHERE board_id = :in_board), :title, "
        ":type, "
        ":description, :revision, :archived) "
        "ON CONFLICT (board_id, id) DO UPDATE SET title = excluded.title, description = "
        "excluded.description, "
        "revision = excluded.revision, archived = excluded.archived"_s);
    query.bindValue(u":board"_s, boardId);
    query.bindValue(u":id"_s, column.id);
    query.bindValue(u":in_board"_s, boardId);
    query.bindValue(u":title"_s, column.title);
    query.bindValue(u":type"_s, column.type);
    query.bindValue(u":description"_s, column.description.isNull() ? u""_s : column.description);
    query.bindValue(u":revision"_s, column.revision);
    query.bindValue(u":archived"_s, column.archived);
    run(query);
    QSqlQuery &remove = statement(u"DELETE FROM labels WHERE board_id = ? AND column_id = ?"_s);
    remove.addBindValue(boardId);
    remove.addBindValue(column.id);
    run(remove);
    int position = 0;
    for (const LabelDefinition &label : column.labels) {
        QSqlQuery &insert =
            statement(u"INSERT INTO labels (board_id, column_id, position, id, text, deactivated) "
                      "VALUES (?, ?, ?, ?, ?, ?)"_s);
        insert.addBindValue(boardId);
        insert.addBindValue(column.id);
        insert.addBindValue(position++);
        insert.addBindValue(label.id);
        insert.addBindValue(label.text);
        insert.addBindValue(label.deactivated);
        run(insert);
    }
}

void BoardStore::saveGroup(const QString &boardId, const GroupDefinition &group)
{
    m_boards.erase(boardId);
    QSqlQuery &query =
        statement(u"INSERT OR REPLACE INTO board_groups (board_id, id, title, color, position, state) "
                  "VALUES (?, ?, ?, ?, ?, ?)"_s);
    query.addBindValue(boardId);
    query.addBindValue(group.id);
    query.addBindValue(group.title);
    query.addBindValue(group.color);
    query.addBindValue(group.position);
    query.addBindValue(static_cast<int>(group.state));
    run(query);
}

void BoardStore::changeActiveItems(const QString &boardId, int difference)
{
    if (difference == 0)
        return;
    QSqlQuery &query = statement(u"UPDATE boards SET active_items = active_items + ? WHERE id = ?"_s);
    query.addBindValue(difference);
    query.addBindValue(boardId);
    run(query);
    const auto cached = m_boards.find(boardId);
    if (cached != m_boards.end())
        cached->second.activeItems += difference;
}

// Items

std::vector<StoredItem> BoardStore::readItems(QSqlQuery &query)
{
    std::vector<StoredItem> items;
    run(query);
    while (query.next()) {
        items.push_back({.id = query.value(0).toLongLong(),
                         .boardId = query.value(1).toString(),
                         .groupId = query.value(2).toString(),
                         .parentId = query.value(3).toLongLong(),
                         .name = query.value(4).toString(),
                         .state = static_cast<State>(query.value(5).toInt()),
                         .createdAt = query.value(6).toLongLong(),
                         .values = QJsonDocument::fromJson(query.value(7).toByteArray()).object()});
    }
    query.finish();
    return items;
}

std::optional<StoredItem> BoardStore::item(qint64 id)
{
    QSqlQuery &query = statement(u"SELECT " ITEM_COLUMNS u"FROM items WHERE id = ?"_s);
    query.addBindValue(id);
    std::vector<StoredItem> items = readItems(query);
    return items.empty() ? std::nullopt : std::optional(std::move(items.front()));
}

std::vector<StoredItem> BoardStore::subitems(qint64 parentId)
{
    QSqlQuery &query =
        statement(u"SELECT " ITEM_COLUMNS u"FROM items WHERE parent_id = ? AND parent_id <> 0 ORDER BY id"_s);
    query.addBindValue(parentId);
    return readItems(query);
}

int BoardStore::activeSubitemCount(qint64 parentId)
{
    QSqlQuery &query =
        statement(u"SELECT count(*) FROM items WHERE parent_id = ? AND parent_id <> 0 AND state = 0"_s);
    query.addBindValue(parentId);
    return run(query) && query.next() ? query.value(0).toInt() : 0;
}

std::vector<StoredItem> BoardStore::itemsOf(const QString &boardId, const QString &groupId, qint64 after,
                                            int limit)
{
    QSqlQuery &query = groupId.isEmpty()
        ? statement(u"SELECT " ITEM_COLUMNS u"FROM items WHERE board_id = ? AND state = 0 AND id > ? "
                    "ORDER BY id LIMIT ?"_s)
        : statement(u"SELECT " ITEM_COLUMNS u"FROM items WHERE board_id = ? AND group_id = ? AND state = 0 "
                    "AND id > ? ORDER BY id LIMIT ?"_s);
    query.addBindValue(boardId);
    if (!groupId.isEmpty())
        query.addBindValue(groupId);
    query.addBindValue(after);
    query.addBindValue(limit);
    return readItems(query);
}

std::vector<StoredItem> BoardStore::allItems(const QString &boardId)
{
    QSqlQuery &query = statement(u"SELECT " ITEM_COLUMNS u"FROM items WHERE board_id = ? ORDER BY id"_s);
    query.addBindValue(boardId);
    return readItems(query);
}

qint64 BoardStore::addItem(const StoredItem &item, qint64 now)
{
    QSqlQuery &query = statement(
        u"INSERT INTO items (id, board_id, group_id, parent_id, name, state, created_at, changed_at, "
        "column_values) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    query.addBindValue(item.id == 0 ? QVariant() : QVariant(item.id));
    query.addBindValue(item.boardId);
    query.addBindValue(item.groupId.isNull() ? u""_s : item.groupId);
    query.addBindValue(item.parentId);
    query.addBindValue(item.name);
    query.addBindValue(static_cast<int>(item.state));
    query.addBindValue(now);
    query.addBindValue(now);
    query.addBindValue(toJson(item.values));
    if (!run(query))
        return 0;
    StoredItem added = item;
    added.id = query.lastInsertId().toLongLong();
    changeActiveItems(item.boardId, item.state == State::Active ? 1 : 0);
    indexTexts(added);
    return added.id;
}

void BoardStore::saveItem(const StoredItem &item, qint64 now, std::chrono::milliseconds lag)
{
    QSqlQuery &before = statement(u"SELECT state FROM items WHERE id = ?"_s);
    before.addBindValue(item.id);
    if (!run(before) || !before.next())
        return fail(u"item %1 is not there"_s.arg(item.id));
    const bool wasActive = before.value(0).toInt() == static_cast<int>(State::Active);
    // What search shows is taken over only from a state that had settled.
    QSqlQuery &settle = statement(
        u"UPDATE items SET shown_group_id = group_id, shown_name = name, shown_state = state, "
        "shown_values = column_values WHERE id = :id AND (changed_at + :lag <= :now1 OR changed_at > :now2)"_s);
    settle.bindValue(u":id"_s, item.id);
    settle.bindValue(u":lag"_s, static_cast<qint64>(lag.count()));
    settle.bindValue(u":now1"_s, now);
    settle.bindValue(u":now2"_s, now);
    run(settle);
    QSqlQuery &query = statement(
        u"UPDATE items SET group_id = ?, name = ?, state = ?, changed_at = ?, column_values = ? WHERE id = ?"_s);
    query.addBindValue(item.groupId.isNull() ? u""_s : item.groupId);
    query.addBindValue(item.name);
    query.addBindValue(static_cast<int>(item.state));
    query.addBindValue(now);
    query.addBindValue(toJson(item.values));
    query.addBindValue(item.id);
    run(query);
    const int isActive = item.state == State::Active ? 1 : 0;
    changeActiveItems(item.boardId, isActive - (wasActive ? 1 : 0));
    indexTexts(item);
}

// Search

std::vector<StoredItem> BoardStore::searchableItems(const QString &boardId, qint64 now,
                                                    std::chrono::milliseconds lag)
{
    QSqlQuery &query = statement(SHOWN_ITEMS u"WHERE board_id = :board AND state_now = 0 ORDER BY id"_s);
    query.bindValue(u":lag"_s, static_cast<qint64>(lag.count()));
    query.bindValue(u":now1"_s, now);
    query.bindValue(u":now2"_s, now);
    query.bindValue(u":board"_s, boardId);
    return readItems(query);
}

std::vector<StoredItem> BoardStore::searchByText(const BoardDefinition &board, const QString &columnId,
                                                 const QStringList &texts, qint64 now,
                                                 std::chrono::milliseconds lag)
{
    const ColumnDefinition *column = board.column(columnId);
    if (!column)
        return {};
    QSqlQuery &known = statement(u"SELECT 1 FROM searched_columns WHERE board_id = ? AND column_id = ?"_s);
    known.addBindValue(board.id);
    known.addBindValue(columnId);
    if (run(known) && !known.next()) {
        // Only columns that someone searches get an index; it is made with the first search.
        QSqlQuery &add = statement(u"INSERT INTO searched_columns (board_id, column_id) VALUES (?, ?)"_s);
        add.addBindValue(board.id);
        add.addBindValue(columnId);
        run(add);
        m_searchedColumns.clear();
        for (const StoredItem &item : allItems(board.id))
            indexTexts(item);
    }
    QStringList wanted;
    for (const QString &text : texts)
        wanted.append(text.toCaseFolded());
    std::vector<qint64> candidates;
    for (const QString &text : std::as_const(wanted)) {
        QSqlQuery &query = statement(
            u"SELECT item_id FROM searched_texts WHERE board_id = ? AND column_id = ? AND text = ?"_s);
        query.addBindValue(board.id);
        query.addBindValue(columnId);
        query.addBindValue(text);
        run(query);
        while (query.next())
            candidates.push_back(query.value(0).toLongLong());
    }
    std::ranges::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::vector<StoredItem> found;
    for (const qint64 id : candidates) {
        QSqlQuery &query = statement(SHOWN_ITEMS u"WHERE id = :id AND state_now = 0"_s);
        query.bindValue(u":lag"_s, static_cast<qint64>(lag.count()));
        query.bindValue(u":now1"_s, now);
        query.bindValue(u":now2"_s, now);
        query.bindValue(u":id"_s, id);
        // The index also holds texts of the past; what search shows now decides.
        for (StoredItem &item : readItems(query)) {
            if (wanted.contains(searchText(*column, item.values.value(columnId))))
                found.push_back(std::move(item));
        }
    }
    return found;
}

void BoardStore::indexTexts(const StoredItem &item)
{
    auto columns = m_searchedColumns.find(item.boardId);
    if (columns == m_searchedColumns.end()) {
        QStringList ids;
        QSqlQuery &query = statement(u"SELECT column_id FROM searched_columns WHERE board_id = ?"_s);
        query.addBindValue(item.boardId);
        run(query);
        while (query.next())
            ids.append(query.value(0).toString());
        columns = m_searchedColumns.emplace(item.boardId, ids).first;
    }
    if (columns->second.isEmpty())
        return;
    const BoardDefinition *owner = board(item.boardId);
    for (const QString &columnId : std::as_const(columns->second)) {
        const ColumnDefinition *column = owner ? owner->column(columnId) : nullptr;
        const QString text = column ? searchText(*column, item.values.value(columnId)) : QString();
        if (text.isEmpty())
            continue;
        QSqlQuery &query = statement(
            u"INSERT OR IGNORE INTO searched_texts (board_id, column_id, text, item_id) VALUES (?, ?, ?, ?)"_s);
        query.addBindValue(item.boardId);
        query.addBindValue(columnId);
        query.addBindValue(text);
        query.addBindValue(item.id);
        run(query);
    }
}

// Limits, counters, faults, idempotency

LimitWindow BoardStore::limitWindow(const QString &name)
{
    QSqlQuery &query = statement(u"SELECT started_at, used FROM limit_windows WHERE name = ?"_s);
    query.addBindValue(name);
    if (!run(query) || !query.next())
        return {};
    return {query.value(0).toLongLong(), query.value(1).toDouble()};
}

void BoardStore::saveLimitWindow(const QString &name, const LimitWindow &window)
{
    QSqlQuery &query =
        statement(u"INSERT OR REPLACE INTO limit_windows (name, started_at, used) VALUES (?, ?, ?)"_s);
    query.addBindValue(name);
    query.addBindValue(window.startedAt);
    query.addBindValue(window.used);
    run(query);
}

RunningRequests BoardStore::runningRequests(qint64 now)
{
    QSqlQuery &remove = statement(u"DELETE FROM running_requests WHERE until <= ?"_s);
    remove.addBindValue(now);
    run(remove);
    QSqlQuery &query = statement(u"SELECT count(*), min(until) FROM running_requests"_s);
    if (!run(query) || !query.next())
        return {};
    return {query.value(0).toInt(), query.value(1).toLongLong()};
}

void BoardStore::addRunningRequest(qint64 until)
{
    QSqlQuery &query = statement(u"INSERT INTO running_requests (until) VALUES (?)"_s);
    query.addBindValue(until);
    run(query);
}

void BoardStore::count(const QString &counter, qint64 amount)
{
    QSqlQuery &query = statement(u"INSERT INTO counters (name, value) VALUES (?, ?) "
                                 "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"_s);
    query.addBindValue(counter);
    query.addBindValue(amount);
    run(query);
}

qint64 BoardStore::counter(const QString &counter)
{
    QSqlQuery &query = statement(u"SELECT value FROM counters WHERE name = ?"_s);
    query.addBindValue(counter);
    return run(query) && query.next() ? query.value(0).toLongLong() : 0;
}

std::map<QString, qint64> BoardStore::counters()
{
    std::map<QString, qint64> counters;
    QSqlQuery &query = statement(u"SELECT name, value FROM counters"_s);
    run(query);
    while (query.next())
        counters.emplace(query.value(0).toString(), query.value(1).toLongLong());
    return counters;
}

bool BoardStore::markFaultPlayed(const QString &fault)
{
    QSqlQuery &query = statement(u"INSERT OR IGNORE INTO faults_played (fault) VALUES (?)"_s);
    query.addBindValue(fault);
    return run(query) && query.numRowsAffected() == 1;
}

std::optional<CachedAnswer> BoardStore::cachedAnswer(const QByteArray &key, qint64 now)
{
    QSqlQuery &remove = statement(u"DELETE FROM answers WHERE expires_at <= ?"_s);
    remove.addBindValue(now);
    run(remove);
    QSqlQuery &query =
        statement(u"SELECT body_hash, answer, ready_at, expires_at FROM answers WHERE key = ?"_s);
    query.addBindValue(key);
    if (!run(query) || !query.next())
        return std::nullopt;
    return CachedAnswer{query.value(0).toByteArray(), query.value(1).toByteArray(),
                        query.value(2).toLongLong(), query.value(3).toLongLong()};
}

void BoardStore::saveAnswer(const QByteArray &key, const CachedAnswer &answer)
{
    QSqlQuery &query =
        statement(u"INSERT OR REPLACE INTO answers (key, body_hash, answer, ready_at, expires_at) "
                  "VALUES (?, ?, ?, ?, ?)"_s);
    query.addBindValue(key);
    query.addBindValue(answer.bodyHash);
    query.addBindValue(answer.answer);
    query.addBindValue(answer.readyAt);
    query.addBindValue(answer.expiresAt);
    run(query);
}

} // namespace syncline::sandbox
