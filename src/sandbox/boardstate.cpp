#include "sandbox/boardstate.h"

#include "sandbox/boardstore.h"
#include "sandbox/columnrules.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

namespace {

SeenItem seen(const StoredItem &item, const BoardDefinition &board)
{
    const GroupDefinition *group = board.group(item.groupId);
    SeenItem result{.id = item.id,
                    .name = item.name,
                    .groupId = item.groupId,
                    .groupTitle = group ? group->title : QString(),
                    .state = item.state};
    for (auto value = item.values.begin(); value != item.values.end(); ++value) {
        if (const ColumnDefinition *column = board.column(value.key()))
            result.texts.insert(value.key(), columnText(*column, value.value()));
    }
    return result;
}

} // namespace

const SeenItem *SeenBoard::item(qint64 id) const
{
    const auto found = std::ranges::find(items, id, &SeenItem::id);
    return found == items.end() ? nullptr : &*found;
}

std::vector<const SeenItem *> SeenBoard::itemsWith(const QString &columnId, const QString &text) const
{
    std::vector<const SeenItem *> found;
    for (const SeenItem &item : items) {
        if (item.state == State::Active && item.texts.value(columnId) == text)
            found.push_back(&item);
    }
    return found;
}

std::vector<const GroupDefinition *> SeenBoard::groupsTitled(const QString &title) const
{
    std::vector<const GroupDefinition *> found;
    for (const GroupDefinition &group : definition.groups) {
        if (group.state == State::Active && group.title == title)
            found.push_back(&group);
    }
    return found;
}

int SeenBoard::activeItems() const
{
    return static_cast<int>(std::ranges::count(items, State::Active, &SeenItem::state));
}

int SeenBoard::activeSubitems() const
{
    return std::accumulate(items.begin(), items.end(), 0, [](int sum, const SeenItem &item) {
        return sum + static_cast<int>(std::ranges::count(item.subitems, State::Active, &SeenItem::state));
    });
}

Result<BoardState> BoardState::read(const QString &stateFile)
{
    Result<std::unique_ptr<BoardStore>> opened = BoardStore::open(stateFile);
    if (!opened)
        return std::move(opened).error();
    BoardStore &store = **opened;
    BoardStore::Transaction transaction(store);
    BoardState state{.boards = {}, .counters = store.counters()};
    for (const QString &id : store.boardIds()) {
        const BoardDefinition board = *store.board(id);
        if (!board.parentId.isEmpty())
            continue;
        SeenBoard seenBoard{.definition = board, .items = {}};
        for (const StoredItem &item : store.allItems(id)) {
            SeenItem seenItem = seen(item, board);
            for (const StoredItem &subitem : store.subitems(item.id))
                seenItem.subitems.push_back(seen(subitem, *store.board(subitem.boardId)));
            seenBoard.items.push_back(std::move(seenItem));
        }
        state.boards.push_back(std::move(seenBoard));
    }
    if (Result<void> committed = transaction.commit(); !committed)
        return std::move(committed).error();
    return state;
}

const SeenBoard *BoardState::board(const QString &id) const
{
    const auto found =
        std::ranges::find_if(boards, [&](const SeenBoard &board) { return board.definition.id == id; });
    return found == boards.end() ? nullptr : &*found;
}

qint64 BoardState::counter(const QString &name) const
{
    const auto found = counters.find(name);
    return found == counters.end() ? 0 : found->second;
}

} // namespace syncline::sandbox
