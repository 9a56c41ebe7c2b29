#include "sync/sharedwarehouse.h"

#include "sync/patientwarehouse.h"

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

/// Every call is made on a shared thread.
class SharedPort final : public RelayedWarehouse<SharedPort>
{
public:
    explicit SharedPort(SharedWarehouse &shared)
        : m_shared(shared)
    {
    }

    Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                   const SyncRequest &request) override
    {
        return m_shared.read([&](OrderWarehouse &own) { return own.selectedByKey(keys, request); });
    }

    template<typename Work>
    [[nodiscard]] auto ask(Work work)
    {
        return m_shared.ask(std::move(work));
    }
    template<typename Work>
    void askLater(Work work)
    {
        m_shared.askLater(std::move(work));
    }

private:
    SharedWarehouse &m_shared;
};

} // namespace

SharedWarehouse::SharedWarehouse(SyncEnvironment &environment, SyncJournal &journal, RunLedger &ledger,
                                 TimeLedger &time, QString syncId, StopTokens stop, std::function<void(Error)> fail)
    : m_environment(environment)
    , m_journal(journal)
    , m_ledger(ledger)
    , m_time(time)
    , m_syncId(std::move(syncId))
    , m_stop(std::move(stop))
    , m_fail(std::move(fail))
    , m_reader([this] { runConnected(&SharedWarehouse::readOnly); })
    , m_writer([this] { runConnected(&SharedWarehouse::write); })
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

void SharedWarehouse::writeBackLater(int batch, const QString &customer, std::vector<WriteBack> rows)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_failed || m_waitingRows < mostWaitingRows; });
    if (m_failed)
        return;
    m_waitingRows += rows.size();
    m_answers.push_back({batch, customer, std::move(rows)});
    m_changed.notify_all();
}

void SharedWarehouse::registerGroupLater(const BoardGroup &group)
{
    const std::lock_guard lock(m_mutex);
    if (m_failed)
        return;
    m_groups.push_back(group);
    m_changed.notify_all();
}

void SharedWarehouse::enqueue(Questions &questions, Question question)
{
    const std::lock_guard lock(m_mutex);
    questions.push_back(std::move(question));
    m_changed.notify_all();
}

void SharedWarehouse::runConnected(void (SharedWarehouse::*work)(OrderWarehouse &))
{
    {
        PatientWarehouse warehouse(m_environment, m_stop);
        (this->*work)(warehouse);
    }
    // This thread has no loop of its own: what was left to deleteLater() goes now.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void SharedWarehouse::answerFirst(Questions &questions, OrderWarehouse &warehouse,
                                  std::unique_lock<std::mutex> &lock)
{
    const Question question = std::move(questions.front());
    questions.pop_front();
    lock.unlock();
    question(warehouse);
    lock.lock();
}

void SharedWarehouse::readOnly(OrderWarehouse &warehouse)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_ending || !m_readings.empty(); });
        if (m_readings.empty())
            return;
        const TimeLedger::Span span(m_time, TimeLedger::Use::Local);
        answerFirst(m_readings, warehouse, lock);
    }
}

void SharedWarehouse::write(OrderWarehouse &warehouse)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] {
            return m_ending || !m_questions.empty()
                || (!m_failed && (!m_answers.empty() || !m_groups.empty()));
        });
        const TimeLedger::Span span(m_time, TimeLedger::Use::Local);
        if (!m_questions.empty()) {
            answerFirst(m_questions, warehouse, lock);
        } else if (!m_failed && !m_answers.empty()) {
            const std::vector<Answers> answers = takeAnswers();
            lock.unlock();
            if (Result<void> written = writeTogether(warehouse, answers); !written)
                giveUp(std::move(written).error());
            lock.lock();
        } else if (!m_failed && !m_groups.empty()) {
            const std::vector<BoardGroup> groups = std::exchange(m_groups, {});
            lock.unlock();
            if (Result<void> registered = warehouse.registerGroups(groups); !registered)
                m_environment.events.post(registered.error().event);
            lock.lock();
        } else if (m_ending) {
            return;
        }
    }
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
            return close({answers}, *written);
        m_environment.events.post({EventId::se_030,
                                   {{u"batch"_s, answers.batch},
                                    {u"rows"_s, static_cast<qint64>(answers.rows.size())},
                                    {u"reason"_s, written.error().text()}},
                                   {}});
        // The journal has the answers; an abort or a lasting fault leaves them to the next start.
        const std::chrono::seconds wait(1 << attempt);
        if (written.error().kind == ErrorKind::WarehouseAway || attempt == writeBackAttempts
            || !m_environment.clock.waitFor(wait, m_stop.abort))
            return written.error();
    }
    return close({answers}, {});
}

Result<void> SharedWarehouse::close(const std::vector<Answers> &answers,
                                    const std::vector<UnstoredRow> &unstored)
{
    if (Result<void> doubted = doubt(answers, unstored); !doubted)
        return doubted;
    std::vector<int> numbers;
    for (const Answers &some : answers)
        numbers.push_back(some.batch);
    return m_journal.writtenBack(numbers);
}

Result<void> SharedWarehouse::doubt(const std::vector<Answers> &answers,
                                    const std::vector<UnstoredRow> &unstored)
{
    if (unstored.empty())
        return {};
    struct Known
    {
        RowState state = RowState::NotSent;
        QString customer;
    };
    QHash<LineKey, Known> known;
    for (const Answers &some : answers) {
        for (const WriteBack &row : some.rows)
            known.insert(row.row, {row.state, some.customer});
    }
    // Only the journal has monday's answer about them: they stay in doubt until the warehouse has it, too.
    std::vector<RowVerdict> doubtful;
    for (const UnstoredRow &row : unstored) {
        const RowState state = known.value(row.row).state;
        if (state == RowState::Created || state == RowState::Updated)
            doubtful.push_back({.row = row.row, .state = RowState::Unknown, .reason = row.reason});
    }
    if (Result<void> judged = m_journal.judge(doubtful); !judged)
        return judged;
    for (const RowVerdict &verdict : doubtful) {
        const Known &was = known[verdict.row];
        m_ledger.move(was.customer, verdict.row, was.state, RowState::Unknown);
        m_ledger.publish(was.customer);
    }
    return {};
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
