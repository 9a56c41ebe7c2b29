#pragma once

#include "sync/runledger.h"
#include "sync/syncports.h"
#include "sync/timeledger.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace syncline {

/// The warehouse of one run, for all its lanes: one thread with one connection that writes, so that they never
/// wait for each other's locks, and one that reads orders meanwhile. Answers are written while the lanes go on
/// sending, those that wait at the same time in one transaction; the journal has them before, so what is lost
/// here is written by `resume`. Questions go before answers. Thread-safe.
class SharedWarehouse
{
public:
    /// `fail` is called, at most once and on another thread, when answers cannot be written for good; those
    /// that are left stay in the journal. A stop ends the wait for a warehouse that is away, see
    /// PatientWarehouse. The references outlive it.
    SharedWarehouse(SyncEnvironment &environment, SyncJournal &journal, RunLedger &ledger, TimeLedger &time,
                    QString syncId, StopTokens stop, std::function<void(Error)> fail);
    Q_DISABLE_COPY_MOVE(SharedWarehouse)
    /// Writes what waits.
    ~SharedWarehouse();

    /// The rows of a batch whose answer is in the journal and in the ledger; closes the batch there when they are
    /// written. Those that the warehouse does not take become unknown in both. Blocks while too many wait.
    void writeBackLater(int batch, const QString &customer, std::vector<WriteBack> rows);
    /// See OrderWarehouse::registerGroups(). A fault does not stop the run.
    void registerGroupLater(const BoardGroup &group);

    /// A warehouse for any one thread, whose calls run on those of this one: orders are read by key on the
    /// reading one, all else happens on the writing one. A visitor runs there, too. Must not outlive it.
    [[nodiscard]] std::unique_ptr<OrderWarehouse> port();

    using Question = std::function<void(OrderWarehouse &)>;
    /// Runs `work(OrderWarehouse &)` as soon as the transaction under way is over, and gives its Result.
    template<typename Work>
    [[nodiscard]] auto ask(Work work) -> std::invoke_result_t<Work, OrderWarehouse &>
    {
        return waitFor(m_questions, std::move(work));
    }
    /// The same without waiting for the end.
    void askLater(Question question) { enqueue(m_questions, std::move(question)); }
    /// The same for work that writes nothing: what is being written does not hold it up, and it does not see it.
    template<typename Work>
    [[nodiscard]] auto read(Work work) -> std::invoke_result_t<Work, OrderWarehouse &>
    {
        return waitFor(m_readings, std::move(work));
    }

private:
    struct Answers
    {
        int batch = 0;
        QString customer;
        std::vector<WriteBack> rows;
    };

    using Questions = std::deque<Question>;

    template<typename Work>
    [[nodiscard]] auto waitFor(Questions &questions, Work work) -> std::invoke_result_t<Work, OrderWarehouse &>;
    void enqueue(Questions &questions, Question question);
    /// Work of a thread, with a connection of its own.
    void runConnected(void (SharedWarehouse::*work)(OrderWarehouse &));
    void write(OrderWarehouse &warehouse);
    void readOnly(OrderWarehouse &warehouse);
    /// The first of the questions is asked with the lock let go.
    static void answerFirst(Questions &questions, OrderWarehouse &warehouse, std::unique_lock<std::mutex> &lock);
    [[nodiscard]] Result<void> writeTogether(OrderWarehouse &warehouse, const std::vector<Answers> &answers);
    [[nodiscard]] Result<void> writePatiently(OrderWarehouse &warehouse, const Answers &answers);
    [[nodiscard]] Result<void> close(const std::vector<Answers> &answers,
                                     const std::vector<UnstoredRow> &unstored);
    [[nodiscard]] Result<void> doubt(const std::vector<Answers> &answers,
                                     const std::vector<UnstoredRow> &unstored);
    [[nodiscard]] std::vector<Answers> takeAnswers();
    void giveUp(Error error);

    SyncEnvironment &m_environment;
    SyncJournal &m_journal;
    RunLedger &m_ledger;
    TimeLedger &m_time;
    const QString m_syncId;
    const StopTokens m_stop;
    const std::function<void(Error)> m_fail;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Questions m_questions;
    Questions m_readings;
    std::deque<Answers> m_answers;
    std::vector<BoardGroup> m_groups;
    std::size_t m_waitingRows = 0;
    bool m_failed = false; ///< nothing more is written
    bool m_ending = false;
    // They end before the rest goes.
    std::jthread m_reader;
    std::jthread m_writer;
};

template<typename Work>
auto SharedWarehouse::waitFor(Questions &questions, Work work) -> std::invoke_result_t<Work, OrderWarehouse &>
{
    using Answer = std::invoke_result_t<Work, OrderWarehouse &>;
    std::promise<Answer> promise;
    std::future<Answer> answer = promise.get_future();
    enqueue(questions, [&](OrderWarehouse &warehouse) { promise.set_value(work(warehouse)); });
    return answer.get();
}

} // namespace syncline
