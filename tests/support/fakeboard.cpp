#include "support/fakeboard.h"

#include <algorithm>
#include <condition_variable>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

Error failure(ErrorKind kind, Certainty certainty, const QString &what)
{
    return {.kind = kind,
            .certainty = certainty,
            .event = {.id = EventId::ba_001, .parameters = {{u"path"_s, u"board"_s}, {u"reason"_s, what}}}};
}

} // namespace

class FakeGateway final : public BoardGateway
{
public:
    explicit FakeGateway(FakeBoard &board) : m_board(board) { }

    Result<BoardPair> readBoards(const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        return m_board.boards;
    }

    Result<std::vector<BoardGroup>> readGroups(const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        return m_board.boards.items.groups;
    }

    Result<BoardGroup> createGroup(const QString &title, const QString &, const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        ++m_board.createGroupCalls;
        const BoardGroup group{u"made%1"_s.arg(m_board.m_nextGroup++), title};
        m_board.boards.items.groups.push_back(group);
        return group;
    }

    Result<BoardColumn> addLabels(const QString &columnId, bool onSubitems, const QStringList &labels,
                                  const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        ++m_board.addLabelCalls;
        BoardSchema &schema = onSubitems ? m_board.boards.subitems : m_board.boards.items;
        BoardColumn *column = schema.column(columnId);
        for (const QString &label : labels)
            column->labels.push_back({QString::number(column->labels.size() + 1), label, false});
        return *column;
    }

    EncodedBatch encode(const std::vector<BoardMutation> &mutations, const QString &idempotencyKey) const override
    {
        EncodedBatch batch{.body = idempotencyKey.toUtf8(), .idempotencyKey = idempotencyKey};
        for (std::size_t i = 0; i < mutations.size(); ++i)
            batch.aliases.push_back(u"r%1"_s.arg(i));
        const std::lock_guard lock(m_board.m_mutex);
        m_board.m_encoded.insert(idempotencyKey, mutations);
        return batch;
    }

    Result<BatchAnswer> send(const EncodedBatch &batch, const StopTokens &stop) override
    {
        std::unique_lock lock(m_board.m_mutex);
        const auto fault = m_board.m_faults.find(++m_board.m_sends);
        if (fault == m_board.m_faults.end())
            return m_board.apply(batch);
        switch (fault->second) {
        case FakeFault::LostBefore: return failure(ErrorKind::ConnectionLost, Certainty::Unknown, u"lost"_s);
        case FakeFault::LostAfter:
            static_cast<void>(m_board.apply(batch));
            return failure(ErrorKind::ConnectionLost, Certainty::Unknown, u"lost"_s);
        case FakeFault::RateLimited: {
            Error error = failure(ErrorKind::RateLimited, Certainty::NotSent, u"too many"_s);
            error.retryAfter = std::chrono::seconds(2);
            return error;
        }
        case FakeFault::ServerError:
            static_cast<void>(m_board.apply(batch));
            return failure(ErrorKind::ServerBusy, Certainty::Unknown, u"500"_s);
        case FakeFault::Locked: return failure(ErrorKind::ServerBusy, Certainty::NotSent, u"423"_s);
        case FakeFault::RefusedWhole:
            return failure(ErrorKind::ValidationRejected, Certainty::Rejected, u"something is wrong"_s);
        case FakeFault::GroupVanished:
            m_board.boards.items.groups.erase(m_board.boards.items.groups.begin());
            return m_board.apply(batch);
        case FakeFault::NullAlias: {
            BatchAnswer answer = m_board.apply(batch);
            answer.mutations.front() = {answer.mutations.front().alias, {},
                                        failure(ErrorKind::Internal, Certainty::Unknown, u"no answer"_s)};
            return answer;
        }
        case FakeFault::Unauthorised: return failure(ErrorKind::Unauthorised, Certainty::NotSent, u"no token"_s);
        case FakeFault::Hang: {
            std::condition_variable_any never;
            never.wait(lock, stop.abort, [] { return false; });
            return failure(ErrorKind::Cancelled, Certainty::Unknown, u"aborted"_s);
        }
        }
        Q_UNREACHABLE();
    }

    Result<std::vector<BoardItem>> findByRecordKey(const std::vector<RecordKey> &keys, const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        std::vector<BoardItem> found;
        for (const auto &[id, item] : m_board.m_items) {
            const auto key = item.values.find(u"key"_s);
            if (item.parent == 0 && key != item.values.end()
                && std::ranges::find(keys, RecordKey::fromString(key->second)) != keys.end()) {
                found.push_back({.id = id, .name = item.name, .groupId = item.groupId, .recordKey = key->second});
            }
        }
        return found;
    }

    Result<std::vector<BoardItem>> itemsById(const std::vector<qint64> &ids, const StopTokens &) override
    {
        const std::lock_guard lock(m_board.m_mutex);
        std::vector<BoardItem> found;
        for (const qint64 id : ids) {
            const auto item = m_board.m_items.find(id);
            if (item == m_board.m_items.end())
                continue;
            BoardItem entry{.id = id, .name = item->second.name, .groupId = item->second.groupId};
            for (const auto &[childId, child] : m_board.m_items) {
                if (child.parent == id)
                    entry.subitems.push_back({childId, child.name});
            }
            found.push_back(entry);
        }
        return found;
    }

private:
    FakeBoard &m_board;
};

FakeBoard::FakeBoard()
{
    const auto column = [](const QString &id, ColumnType type, const QStringList &labels = {}) {
        BoardColumn made{.id = id, .title = id.toUpper(), .type = type};
        for (const QString &label : labels)
            made.labels.push_back({QString::number(made.labels.size()), label, false});
        return made;
    };
    boards.items = {.id = u"1"_s,
                    .name = u"Orders"_s,
                    .columns = {column(u"number"_s, ColumnType::Text), column(u"price"_s, ColumnType::Numbers),
                                column(u"season"_s, ColumnType::Dropdown, {u"SP26"_s}),
                                column(u"key"_s, ColumnType::Text)},
                    .groups = {{u"g1"_s, u"ALPINE LARK SP26"_s}}};
    boards.subitems = {.id = u"2"_s,
                       .name = u"Subitems"_s,
                       .columns = {column(u"size"_s, ColumnType::Dropdown, {u"S"_s, u"M"_s, u"L"_s}),
                                   column(u"qty"_s, ColumnType::Numbers)}};
}

std::unique_ptr<BoardGateway> FakeBoard::gateway()
{
    return std::make_unique<FakeGateway>(*this);
}

void FakeBoard::failSend(int n, FakeFault fault)
{
    const std::lock_guard lock(m_mutex);
    m_faults[m_sends + n] = fault;
}

void FakeBoard::refuseName(const QString &name, const QString &columnId)
{
    m_refusedNames.insert(name, columnId);
}

std::vector<FakeItem> FakeBoard::items() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<FakeItem> all;
    for (const auto &[id, item] : m_items) {
        if (item.parent == 0)
            all.push_back(item);
    }
    return all;
}

std::vector<FakeItem> FakeBoard::subitems() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<FakeItem> all;
    for (const auto &[id, item] : m_items) {
        if (item.parent != 0)
            all.push_back(item);
    }
    return all;
}

int FakeBoard::sends() const
{
    const std::lock_guard lock(m_mutex);
    return m_sends;
}

BatchAnswer FakeBoard::apply(const EncodedBatch &batch)
{
    if (const auto cached = m_cache.constFind(batch.idempotencyKey); cached != m_cache.constEnd()) {
        BatchAnswer answer = cached->answer;
        answer.replayed = true;
        return answer;
    }
    BatchAnswer answer;
    const std::vector<BoardMutation> mutations = m_encoded.value(batch.idempotencyKey);
    for (std::size_t i = 0; i < mutations.size(); ++i)
        answer.mutations.push_back(applyOne(mutations[i], batch.aliases[i]));
    m_cache.insert(batch.idempotencyKey, {batch.body, answer});
    return answer;
}

MutationAnswer FakeBoard::applyOne(const BoardMutation &mutation, const QString &alias)
{
    if (const auto column = m_refusedNames.constFind(mutation.name); column != m_refusedNames.constEnd()) {
        Error error = failure(ErrorKind::ValidationRejected, Certainty::Rejected, u"not allowed here"_s);
        error.columnId = *column;
        return {alias, {}, error};
    }
    FakeItem item;
    switch (mutation.kind) {
    case MutationKind::CreateItem:
        if (!boards.items.groupById(mutation.groupId))
            return {alias, {}, failure(ErrorKind::NotFound, Certainty::Rejected, u"Group not found"_s)};
        item = {.id = ++m_nextId, .name = mutation.name, .groupId = mutation.groupId};
        break;
    case MutationKind::CreateSubitem:
        if (!m_items.contains(mutation.parentItem))
            return {alias, {}, failure(ErrorKind::NotFound, Certainty::Rejected, u"Parent not found"_s)};
        item = {.id = ++m_nextId, .parent = mutation.parentItem, .name = mutation.name};
        break;
    default:
        if (!m_items.contains(mutation.item))
            return {alias, {}, failure(ErrorKind::NotFound, Certainty::Rejected, u"Item not found"_s)};
        if (mutation.kind == MutationKind::DeleteItem) {
            m_items.erase(mutation.item);
            return {alias, mutation.item, {}};
        }
        item = m_items[mutation.item];
    }
    for (const ColumnValue &value : mutation.values)
        item.values[value.columnId] = value.text;
    m_items[item.id] = item;
    return {alias, item.id, {}};
}

} // namespace syncline::testing
