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

/// The warehouse of one run, for all its lanes: one thread with one connection, so that they never wait for
/// each other's locks. Answers are written while the lanes go on sending, those that wait at the same time in
/// one transaction; the journal has them before, so what is lost here is written by `resume`. Questions go
/// before answers. Thread-safe.
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
    /// See OrderWarehouse::assignGroup(). A fault does not stop the run: rows learn their group when they are
    /// sent.
    void assignGroupLater(const QString &customer, const QString &title, const QString &groupId);

    /// A warehouse for any one thread, whose calls run on this one's. A visitor runs there, too. Must not
    /// outlive it.
    [[nodiscard]] std::unique_ptr<OrderWarehouse> port();

    /// Runs `work(OrderWarehouse &)` as soon as the transaction under way is over, and gives its Result.
    template<typename Work>
    [[nodiscard]] auto ask(Work work) -> std::invoke_result_t<Work, OrderWarehouse &>;
    using Question = std::function<void(OrderWarehouse &)>;
    /// The same without waiting for the end.
    void askLater(Question question);

private:
    struct Answers
    {
        int batch = 0;
        QString customer;
        std::vector<WriteBack> rows;
    };
    struct Group
    {
        QString customer;
        QString title;
        QString id;
    };

    void run();
    void work(OrderWarehouse &warehouse);
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
    std::deque<Question> m_questions;
    std::deque<Answers> m_answers;
    std::deque<Group> m_groups;
    std::size_t m_waitingRows = 0;
    bool m_failed = false; ///< nothing more is written
    bool m_ending = false;
    std::jthread m_thread; // ends before the rest goes
};

template<typename Work>
auto SharedWarehouse::ask(Work work) -> std::invoke_result_t<Work, OrderWarehouse &>
{
    using Answer = std::invoke_result_t<Work, OrderWarehouse &>;
    std::promise<Answer> promise;
    std::future<Answer> answer = promise.get_future();
    askLater([&](OrderWarehouse &warehouse) { promise.set_value(work(warehouse)); });
    return answer.get();
}

} // namespace syncline
