#include "sync/sharedwarehouse.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr int writeBackAttempts = 4;
/// Rows in one transaction: enough to share the write to the disk, few enough that questions and other desks
/// get their turn. A batch is never divided.
constexpr std::size_t rowsTogether = 200;
/// Lanes that are so far ahead of the warehouse wait for it.
constexpr std::size_t mostWaitingRows = 2'000;

/// Forwards every call to the shared thread.
class SharedLeases final : public RowLeases
{
public:
    explicit SharedLeases(SharedWarehouse &shared)
        : m_shared(shared)
    {
    }

    Result<void> open(const QString &session, const QString &desk, std::chrono::seconds holds) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().open(session, desk, holds); });
    }
    Result<bool> renew(const QString &session, std::chrono::seconds holds) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().renew(session, holds); });
    }
    Result<Claim> claim(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().claim(session, keys); });
    }
    Result<void> release(const QString &session, const std::vector<RecordKey> &keys) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().release(session, keys); });
    }
    Result<void> close(const QString &session, const std::vector<RecordKey> &inDoubt) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().close(session, inDoubt); });
    }
    Result<bool> lock(const QString &session, const QString &name) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().lock(session, name); });
    }
    Result<void> unlock(const QString &session, const QString &name) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().unlock(session, name); });
    }
    Result<std::optional<LockHolder>> lockHolder(const QString &name) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.leases().lockHolder(name); });
    }

private:
    SharedWarehouse &m_shared;
};

class SharedPort final : public OrderWarehouse
{
public:
    explicit SharedPort(SharedWarehouse &shared)
        : m_shared(shared)
        , m_leases(shared)
    {
    }

    Result<std::vector<CustomerCounts>> customers() override
    {
        return m_shared.ask([](OrderWarehouse &own) { return own.customers(); });
    }
    Result<std::vector<CustomerCounts>> headersOfCustomers() override
    {
        return m_shared.ask([](OrderWarehouse &own) { return own.headersOfCustomers(); });
    }
    Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                 const std::function<Result<void>(OrderHeader)> &visit) override
    {
        return m_shared.ask(
            [&](OrderWarehouse &own) { return own.forEachSelected(customer, request, visit); });
    }
    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.selectedByKey(keys, request); });
    }
    Result<std::vector<KnownRow>> knownRows(const std::vector<RecordKey> &keys) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.knownRows(keys); });
    }
    Result<QHash<qint64, RecordKey>> ownersOf(const std::vector<qint64> &itemIds) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.ownersOf(itemIds); });
    }
    Result<std::vector<RecordKey>> withoutItem(const QString &orderNumber) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.withoutItem(orderNumber); });
    }
    Result<void> reopenLines(const std::vector<LineKey> &lines) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.reopenLines(lines); });
    }
    Result<void> repair(const std::vector<RecordKey> &keys, Repair repair) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.repair(keys, repair); });
    }
    Result<std::vector<UnstoredRow>> writeBackEach(const std::vector<WriteBack> &rows,
                                                   const QString &syncId) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.writeBackEach(rows, syncId); });
    }
    Result<void> assignGroup(const QString &customer, const QString &title, const QString &groupId) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.assignGroup(customer, title, groupId); });
    }
    Result<std::vector<OpenRow>> openRows(const QString &customer, WarehouseState state, int limit) override
    {
        return m_shared.ask([&](OrderWarehouse &own) { return own.openRows(customer, state, limit); });
    }
    Result<std::vector<Event>> findings() override
    {
        return m_shared.ask([](OrderWarehouse &own) { return own.findings(); });
    }
    RowLeases &leases() override { return m_leases; }

private:
    SharedWarehouse &m_shared;
    SharedLeases m_leases;
};

} // namespace

SharedWarehouse::SharedWarehouse(SyncEnvironment &environment, SyncJournal &journal, TimeLedger &time,
                                 QString syncId, std::stop_token abort, std::function<void(Error)> fail)
    : m_environment(environment)
    , m_journal(journal)
    , m_time(time)
    , m_syncId(std::move(syncId))
    , m_abort(std::move(abort))
    , m_fail(std::move(fail))
    , m_thread([this] { run(); })
{
}

SharedWarehouse::~SharedWarehouse()
{
    const std::lock_guard lock(m_mutex);
    m_ending = true;
    m_changed.notify_all();
}

std::unique_ptr<OrderWarehouse> SharedWarehouse::port()
{
    return std::make_unique<SharedPort>(*this);
}

void SharedWarehouse::writeBackLater(int batch, std::vector<WriteBack> rows)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_failed || m_waitingRows < mostWaitingRows; });
    if (m_failed)
        return;
    m_waitingRows += rows.size();
    m_answers.push_back({batch, std::move(rows)});
    m_changed.notify_all();
}

void SharedWarehouse::assignGroupLater(const QString &customer, const QString &title, const QString &groupId)
{
    const std::lock_guard lock(m_mutex);
    if (m_failed)
        return;
    m_groups.push_back({customer, title, groupId});
    m_changed.notify_all();
}

void SharedWarehouse::post(Question question)
{
    const std::lock_guard lock(m_mutex);
    m_questions.push_back(std::move(question));
    m_changed.notify_all();
}

void SharedWarehouse::run()
{
    std::unique_ptr<OrderWarehouse> warehouse;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] {
            return m_ending || !m_questions.empty()
                || (!m_failed && (!m_answers.empty() || !m_groups.empty()));
        });
        const TimeLedger::Span span(m_time, TimeLedger::Use::Local);
        Error missing;
        if (!warehouse && !(m_questions.empty() && m_answers.empty() && m_groups.empty())) {
            lock.unlock();
            Result<std::unique_ptr<OrderWarehouse>> opened = m_environment.openWarehouse();
            if (opened)
                warehouse = std::move(opened).value();
            else
                missing = std::move(opened).error();
            lock.lock();
        }
        if (!m_questions.empty()) {
            const Question question = std::move(m_questions.front());
            m_questions.pop_front();
            lock.unlock();
            question(warehouse.get(), missing);
            lock.lock();
        } else if (!m_failed && !warehouse && !(m_answers.empty() && m_groups.empty())) {
            lock.unlock();
            giveUp(missing);
            lock.lock();
        } else if (!m_failed && warehouse && !m_answers.empty()) {
            const std::vector<Answers> answers = takeAnswers();
            lock.unlock();
            if (Result<void> written = writeTogether(*warehouse, answers); !written)
                giveUp(std::move(written).error());
            lock.lock();
        } else if (!m_failed && warehouse && !m_groups.empty()) {
            const Group group = std::move(m_groups.front());
            m_groups.pop_front();
            lock.unlock();
            if (Result<void> assigned = warehouse->assignGroup(group.customer, group.title, group.id);
                !assigned)
                m_environment.events.post(assigned.error().event);
            lock.lock();
        } else if (m_ending) {
            break;
        }
    }
    lock.unlock();
    warehouse.reset();
    // This thread has no loop of its own: what was left to deleteLater() goes now.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

std::vector<SharedWarehouse::Answers> SharedWarehouse::takeAnswers()
{
    std::vector<Answers> answers;
    std::size_t rows = 0;
    while (!m_answers.empty() && (answers.empty() || rows + m_answers.front().rows.size() <= rowsTogether)) {
        rows += m_answers.front().rows.size();
        answers.push_back(std::move(m_answers.front()));
        m_answers.pop_front();
    }
    m_waitingRows -= rows;
    m_changed.notify_all();
    return answers;
}

Result<void> SharedWarehouse::writeTogether(OrderWarehouse &warehouse, const std::vector<Answers> &answers)
{
    if (answers.size() > 1) {
        std::vector<WriteBack> rows;
        for (const Answers &some : answers)
            rows.insert(rows.end(), some.rows.begin(), some.rows.end());
        const Result<std::vector<UnstoredRow>> written =
            rows.empty() ? std::vector<UnstoredRow>() : warehouse.writeBackEach(rows, m_syncId);
        if (written)
            return close(answers, *written);
        // One batch may be the reason; the others do not share its fate.
    }
    for (const Answers &some : answers) {
        if (Result<void> written = writePatiently(warehouse, some); !written)
            return written;
    }
    return {};
}

Result<void> SharedWarehouse::writePatiently(OrderWarehouse &warehouse, const Answers &answers)
{
    for (int attempt = 1; !answers.rows.empty(); ++attempt) {
        const Result<std::vector<UnstoredRow>> written = warehouse.writeBackEach(answers.rows, m_syncId);
        if (written)
            return close({{answers.batch, answers.rows}}, *written);
        m_environment.events.post({EventId::se_030,
                                   {{u"batch"_s, answers.batch},
                                    {u"rows"_s, static_cast<qint64>(answers.rows.size())},
                                    {u"reason"_s, written.error().text()}},
                                   {}});
        // The journal has the answers; an abort or a lasting fault leaves them to the next start.
        const std::chrono::seconds wait(1 << attempt);
        if (attempt == writeBackAttempts || !m_environment.clock.waitFor(wait, m_abort))
            return written.error();
    }
    return close({{answers.batch, {}}}, {});
}

Result<void> SharedWarehouse::close(const std::vector<Answers> &answers,
                                    const std::vector<UnstoredRow> &unstored)
{
    // Only the journal has monday's answer about them: they stay in doubt until the warehouse has it, too.
    if (!unstored.empty()) {
        QHash<LineKey, RowState> states;
        for (const Answers &some : answers) {
            for (const WriteBack &row : some.rows)
                states.insert(row.row, row.state);
        }
        std::vector<RowVerdict> doubtful;
        for (const UnstoredRow &row : unstored) {
            const RowState state = states.value(row.row);
            if (state == RowState::Created || state == RowState::Updated)
                doubtful.push_back({.row = row.row, .state = RowState::Unknown, .reason = row.reason});
        }
        if (Result<void> judged = m_journal.judge(doubtful); !judged)
            return judged;
    }
    std::vector<int> numbers;
    for (const Answers &some : answers)
        numbers.push_back(some.batch);
    return m_journal.writtenBack(numbers);
}

void SharedWarehouse::giveUp(Error error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_failed = true;
        m_answers.clear();
        m_groups.clear();
        m_waitingRows = 0;
        m_changed.notify_all();
    }
    m_fail(std::move(error));
}

} // namespace syncline
