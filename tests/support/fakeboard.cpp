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

Error cancelled()
{
    return failure(ErrorKind::Cancelled, Certainty::NotSent, u"stopped"_s);
}

bool isOver(const StopTokens &stop)
{
    return stop.drain.stop_requested() || stop.abort.stop_requested();
}

} // namespace

class FakeGateway final : public BoardGateway
{
public:
    explicit FakeGateway(FakeBoard &board) : m_board(board) { }

    void setAttendant(Attendant attendant) override { m_attendant = std::move(attendant); }

    Result<BoardPair> readBoards(const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onCall)
            m_board.onCall(FakeCall::ReadBoards);
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::ReadBoards);
        if (fault && *fault != FakeFault::LostAfter)
            return m_board.callFailure(*fault);
        if (fault)
            return m_board.callFailure(*fault);
        return m_board.boards;
    }

    Result<std::vector<BoardGroup>> readGroups(const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onCall)
            m_board.onCall(FakeCall::ReadGroups);
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::ReadGroups);
        if (fault && *fault != FakeFault::LostAfter)
            return m_board.callFailure(*fault);
        if (fault)
            return m_board.callFailure(*fault);
        return m_board.boards.items.groups;
    }

    Result<BoardGroup> createGroup(const QString &title, const QString &, const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onCall)
            m_board.onCall(FakeCall::CreateGroup);
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::CreateGroup);
        if (fault && *fault != FakeFault::LostAfter)
            return m_board.callFailure(*fault);
        ++m_board.createGroupCalls;
        const BoardGroup group{u"made%1"_s.arg(m_board.m_nextGroup++), title};
        m_board.boards.items.groups.push_back(group);
        if (fault)
            return m_board.callFailure(*fault);
        return group;
    }

    Result<BoardColumn> addLabels(const QString &columnId, bool onSubitems, const QStringList &labels,
                                  const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onAddLabels)
            m_board.onAddLabels();
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::AddLabels);
        if (fault && *fault != FakeFault::LostAfter)
            return m_board.callFailure(*fault);
        ++m_board.addLabelCalls;
        BoardSchema &schema = onSubitems ? m_board.boards.subitems : m_board.boards.items;
        BoardColumn *column = schema.column(columnId);
        for (const QString &label : labels) {
            if (std::ranges::find(column->labels, label, &BoardLabel::text) == column->labels.end())
                column->labels.push_back({QString::number(column->labels.size() + 1), label, false});
        }
        if (fault)
            return m_board.callFailure(*fault);
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
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop, batch.notAfter))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        std::unique_lock lock(m_board.m_mutex);
        const int number = ++m_board.m_sends;
        if (m_board.onSend) {
            lock.unlock();
            m_board.onSend(number);
            lock.lock();
        }
        m_board.catchUp();
        const auto fault = m_board.m_faults.find(number);
        if (std::ranges::find(m_board.m_late, batch.idempotencyKey,
                              [](const FakeBoard::Late &late) { return late.batch.idempotencyKey; })
            != m_board.m_late.end()) {
            // 409 IDEMPOTENCY_CONFLICT: the first one is still at work.
            return failure(ErrorKind::ServerBusy, Certainty::NotSent, u"409"_s);
        }
        if (m_board.mostRows > 0 && std::ssize(batch.aliases) > m_board.mostRows) {
            Error error = m_board.limited(std::chrono::seconds(60));
            error.kind = ErrorKind::ComplexityExhausted;
            return error;
        }
        if (fault == m_board.m_faults.end())
            return m_board.apply(batch);
        switch (fault->second) {
        case FakeFault::LostBefore: return failure(ErrorKind::ConnectionLost, Certainty::Unknown, u"lost"_s);
        case FakeFault::LostAfter:
            static_cast<void>(m_board.apply(batch));
            return failure(ErrorKind::ConnectionLost, Certainty::Unknown, u"lost"_s);
        case FakeFault::RateLimited: return m_board.limited(std::chrono::seconds(2));
        case FakeFault::ServerError:
            static_cast<void>(m_board.apply(batch));
            return failure(ErrorKind::ServerBusy, Certainty::Unknown, u"500"_s);
        case FakeFault::Locked: return failure(ErrorKind::ServerBusy, Certainty::NotSent, u"423"_s);
        case FakeFault::GatewayTimeout:
        case FakeFault::BadGateway: {
            const bool isTimeout = fault->second == FakeFault::GatewayTimeout;
            if (isTimeout)
                static_cast<void>(m_board.apply(batch));
            Error error = failure(ErrorKind::ServerBusy, Certainty::Unknown, u"gateway"_s);
            error.httpStatus = isTimeout ? 504 : 502;
            return error;
        }
        case FakeFault::RefusedWhole:
            return failure(ErrorKind::ValidationRejected, Certainty::Rejected, u"something is wrong"_s);
        case FakeFault::LostLate:
            m_board.m_late.push_back({batch, m_board.m_clock.steadyNow() + FakeBoard::lateness});
            return failure(ErrorKind::TimedOut, Certainty::Unknown, u"no answer in time"_s);
        case FakeFault::LongLimit: return m_board.limited(FakeBoard::cacheLife + std::chrono::seconds(1));
        case FakeFault::DayUsedUp: return m_board.dayUsedUp();
        case FakeFault::GroupVanished: {
            // With a group its items would go as well; an empty one takes nothing along.
            std::vector<BoardGroup> &groups = m_board.boards.items.groups;
            const auto empty = std::ranges::find_if(groups, [this](const BoardGroup &group) {
                return std::ranges::none_of(
                    m_board.m_items, [&group](const auto &item) { return item.second.groupId == group.id; });
            });
            if (empty != groups.end())
                groups.erase(empty);
            return m_board.apply(batch);
        }
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

    Result<std::vector<BoardItem>> findByText(const QString &columnId, const QStringList &texts,
                                              const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onCall)
            m_board.onCall(FakeCall::FindByText);
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        if (const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::FindByText))
            return m_board.callFailure(*fault);
        if (!m_board.boards.items.column(columnId))
            return failure(ErrorKind::SchemaMismatch, Certainty::NotSent, u"no column "_s + columnId);
        std::vector<BoardItem> found;
        for (const auto &[id, current] : m_board.m_items) {
            const FakeItem *item = m_board.searched(id);
            if (!item || item->parent != 0 || item->archived)
                continue;
            const auto text = item->values.find(columnId);
            if (text != item->values.end() && texts.contains(text->second, Qt::CaseInsensitive)) {
                found.push_back({.id = id,
                                 .name = item->name,
                                 .groupId = item->groupId,
                                 .texts = {{columnId, text->second}}});
            }
        }
        return found;
    }

    Result<std::vector<BoardItem>> itemsById(const std::vector<qint64> &ids, const StopTokens &stop) override
    {
        if (std::optional<Error> missed = m_board.takeTurn(m_attendant, stop))
            return *std::move(missed);
        const FakeBoard::Flight flight(m_board);
        if (m_board.onCall)
            m_board.onCall(FakeCall::ItemsById);
        if (isOver(stop))
            return cancelled();
        const std::lock_guard lock(m_board.m_mutex);
        m_board.catchUp();
        if (const std::optional<FakeFault> fault = m_board.faultOf(FakeCall::ItemsById))
            return m_board.callFailure(*fault);
        std::vector<BoardItem> found;
        for (const qint64 id : ids) {
            const auto item = m_board.m_items.find(id);
            if (item == m_board.m_items.end())
                continue;
            BoardItem entry{.id = id,
                            .name = item->second.name,
                            .groupId = item->second.groupId,
                            .active = !item->second.archived};
            for (const auto &[childId, child] : m_board.m_items) {
                if (child.parent == id && !child.archived)
                    entry.subitems.push_back({childId, child.name});
            }
            found.push_back(entry);
        }
        return found;
    }

private:
    FakeBoard &m_board;
    Attendant m_attendant;
};

std::optional<Error> FakeBoard::takeTurn(const Attendant &attendant, const StopTokens &stop,
                                         const QDateTime &notAfter)
{
    for (;;) {
        if (isOver(stop))
            return cancelled();
        if (attendant.attend) {
            if (Result<void> attended = attendant.attend(); !attended)
                return std::move(attended).error();
        }
        if (notAfter.isValid() && m_clock.utcNow() > notAfter)
            return failure(ErrorKind::ServerBusy, Certainty::NotSent, u"the key is forgotten"_s);
        std::chrono::milliseconds left;
        {
            const std::lock_guard lock(m_mutex);
            left = std::chrono::ceil<std::chrono::milliseconds>(m_limitedUntil - m_clock.steadyNow());
            if (left.count() <= 0)
                return std::nullopt;
            if (attendant.every.count() > 0)
                left = std::min(left, attendant.every);
            m_waited += std::chrono::duration<double>(left).count();
        }
        if (!m_clock.waitFor(left, stop.abort))
            return cancelled();
    }
}

Error FakeBoard::limited(std::chrono::seconds wait)
{
    m_limitedUntil = m_clock.steadyNow() + wait;
    Error error = failure(ErrorKind::RateLimited, Certainty::NotSent, u"too many"_s);
    error.retryAfter = wait;
    return error;
}

Error FakeBoard::dayUsedUp()
{
    const QDateTime now = m_clock.utcNow();
    Error error = limited(std::chrono::seconds(now.secsTo(now.date().addDays(1).startOfDay(Qt::UTC))));
    error.kind = ErrorKind::DailyLimitExhausted;
    return error;
}

Error FakeBoard::callFailure(FakeFault fault)
{
    switch (fault) {
    case FakeFault::RateLimited:
        return limited(std::chrono::seconds(2));
    case FakeFault::DayUsedUp:
        return dayUsedUp();
    case FakeFault::Locked:
        return failure(ErrorKind::ServerBusy, Certainty::NotSent, u"423"_s);
    default:
        return failure(ErrorKind::ConnectionLost, Certainty::Unknown, u"lost"_s);
    }
}

QuotaSeconds FakeBoard::waited() const
{
    const std::lock_guard lock(m_mutex);
    return {.callsPerMinute = m_waited};
}

FakeBoard::FakeBoard(Clock &clock)
    : m_clock(clock)
    , m_countedUntil(clock.steadyNow())
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

void FakeBoard::fly(int by)
{
    const std::lock_guard lock(m_timeMutex);
    const Clock::Steady now = m_clock.steadyNow();
    if (m_inFlight > 0)
        m_secondsOnServer += std::chrono::duration<double>(now - m_countedUntil).count();
    m_countedUntil = now;
    m_inFlight += by;
}

double FakeBoard::secondsOnServer() const
{
    const std::lock_guard lock(m_timeMutex);
    const double since = std::chrono::duration<double>(m_clock.steadyNow() - m_countedUntil).count();
    return m_secondsOnServer + (m_inFlight > 0 ? since : 0);
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

void FakeBoard::failCall(FakeCall call, int n, FakeFault fault)
{
    const std::lock_guard lock(m_mutex);
    m_callFaults[{call, m_calls[call] + n}] = fault;
}

std::optional<FakeFault> FakeBoard::faultOf(FakeCall call)
{
    const auto fault = m_callFaults.find({call, ++m_calls[call]});
    return fault == m_callFaults.end() ? std::nullopt : std::optional(fault->second);
}

void FakeBoard::calm()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
    m_callFaults.clear();
}

qint64 FakeBoard::put(FakeItem item)
{
    const std::lock_guard lock(m_mutex);
    item.id = ++m_nextId;
    item.writtenAt = m_clock.steadyNow() - std::chrono::hours(1);
    m_items[item.id] = item;
    return item.id;
}

std::vector<BoardMutation> FakeBoard::mutations() const
{
    const std::lock_guard lock(m_mutex);
    return m_applied;
}

void FakeBoard::forgetMutations()
{
    const std::lock_guard lock(m_mutex);
    m_applied.clear();
}

void FakeBoard::moveItem(qint64 id, const QString &groupId)
{
    const std::lock_guard lock(m_mutex);
    m_items.at(id).groupId = groupId;
}

void FakeBoard::removeItem(qint64 id)
{
    const std::lock_guard lock(m_mutex);
    erase(id);
}

void FakeBoard::archiveItem(qint64 id)
{
    const std::lock_guard lock(m_mutex);
    archive(id);
}

void FakeBoard::catchUp()
{
    std::erase_if(m_late, [this](const Late &late) {
        const bool due = late.at <= m_clock.steadyNow();
        if (due)
            static_cast<void>(apply(late.batch));
        return due;
    });
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
    const auto now = m_clock.steadyNow();
    if (const auto cached = m_cache.constFind(batch.idempotencyKey);
        cached != m_cache.constEnd() && !forgetsKeys && now - cached->at <= cacheLife) {
        BatchAnswer answer = cached->answer;
        answer.replayed = true;
        return answer;
    }
    BatchAnswer answer;
    const std::vector<BoardMutation> mutations = m_encoded.value(batch.idempotencyKey);
    for (std::size_t i = 0; i < mutations.size(); ++i)
        answer.mutations.push_back(applyOne(mutations[i], batch.aliases[i]));
    answer.seconds = secondsPerRow * static_cast<double>(mutations.size());
    m_cache.insert(batch.idempotencyKey, {batch.body, answer, now});
    return answer;
}

MutationAnswer FakeBoard::applyOne(const BoardMutation &mutation, const QString &alias)
{
    const bool creates =
        mutation.kind == MutationKind::CreateItem || mutation.kind == MutationKind::CreateSubitem;
    const bool updates =
        mutation.kind == MutationKind::UpdateItem || mutation.kind == MutationKind::UpdateSubitem;
    const FakeItem *target = creates ? nullptr : activeItem(mutation.item);
    // An update that leaves the name as it is does not tell it.
    const QString name = updates && mutation.name.isEmpty() && target ? target->name : mutation.name;
    if (const auto column = m_refusedNames.constFind(name); column != m_refusedNames.constEnd()) {
        Error error = failure(ErrorKind::ValidationRejected, Certainty::Rejected, u"not allowed here"_s);
        error.columnId = *column;
        return {alias, {}, error};
    }
    const auto notFound = [&alias](const QString &what) {
        return MutationAnswer{alias, {}, failure(ErrorKind::NotFound, Certainty::Rejected, what)};
    };
    if (!creates && !target)
        return notFound(u"Item not found"_s);
    const bool namesGroup =
        mutation.kind == MutationKind::CreateItem || mutation.kind == MutationKind::MoveItem;
    if (namesGroup && !boards.items.groupById(mutation.groupId))
        return notFound(u"Group not found"_s);

    m_applied.push_back(mutation);
    FakeItem item = target ? *target : FakeItem{.name = mutation.name};
    switch (mutation.kind) {
    case MutationKind::CreateItem:
        item.groupId = mutation.groupId;
        item.madeFor = mutation.row.record;
        break;
    case MutationKind::CreateSubitem:
        if (!activeItem(mutation.parentItem))
            return notFound(u"Parent not found"_s);
        item.parent = mutation.parentItem;
        break;
    case MutationKind::UpdateItem:
        item.name = name;
        break;
    case MutationKind::UpdateSubitem:
        break;
    case MutationKind::MoveItem:
        item.groupId = mutation.groupId;
        break;
    case MutationKind::ArchiveItem:
        archive(mutation.item);
        return {alias, mutation.item, {}};
    case MutationKind::DeleteItem:
        erase(mutation.item);
        return {alias, mutation.item, {}};
    }
    if (creates)
        item.id = ++m_nextId;
    if (creates || updates) {
        for (const ColumnValue &value : mutation.values) {
            if (value.text.isEmpty())
                item.values.erase(value.columnId);
            else
                item.values[value.columnId] = value.text;
        }
    }
    write(item);
    return {alias, item.id, {}};
}

FakeItem *FakeBoard::activeItem(qint64 id)
{
    const auto item = m_items.find(id);
    return item == m_items.end() || item->second.archived ? nullptr : &item->second;
}

void FakeBoard::write(FakeItem item)
{
    // What search shows is taken over only from a state that had settled.
    if (const FakeItem *settled = searched(item.id))
        m_before[item.id] = *settled;
    item.writtenAt = m_clock.steadyNow();
    m_items[item.id] = std::move(item);
}

void FakeBoard::erase(qint64 id)
{
    std::erase_if(m_items, [id](const auto &entry) { return entry.first == id || entry.second.parent == id; });
}

void FakeBoard::archive(qint64 id)
{
    for (const auto &[each, item] : std::map(m_items)) {
        if ((each != id && item.parent != id) || item.archived)
            continue;
        FakeItem archived = item;
        archived.archived = true;
        write(std::move(archived));
    }
}

const FakeItem *FakeBoard::searched(qint64 id) const
{
    const auto item = m_items.find(id);
    if (item == m_items.end())
        return nullptr;
    if (item->second.writtenAt <= m_clock.steadyNow() - searchLag)
        return &item->second;
    const auto before = m_before.find(id);
    return before == m_before.end() ? nullptr : &before->second;
}

} // namespace syncline::testing
