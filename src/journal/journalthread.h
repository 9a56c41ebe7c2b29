#pragma once

#include "journal/journaldatabase.h"

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

QT_BEGIN_NAMESPACE
class QThread;
QT_END_NAMESPACE

namespace syncline::journal {

/// The thread that owns the connection of one journal. Calls come from any thread and wait until their change
/// is durable; those that wait at the same time are committed together (one write to the disk for all of
/// them).
class JournalThread
{
public:
    /// Returns when the file is open or could not be opened.
    [[nodiscard]] static Result<std::unique_ptr<JournalThread>> start(const QString &path);
    Q_DISABLE_COPY_MOVE(JournalThread)
    /// Finishes the calls that wait, then closes the file.
    ~JournalThread();

    /// Runs `work(JournalDatabase &)`, which gives a Result, and passes on what it gave once that is durable.
    /// A failed call is taken back alone; the others of its commit stay.
    template<typename Work>
    [[nodiscard]] auto call(Work work) -> std::invoke_result_t<Work, JournalDatabase &>
    {
        std::optional<std::invoke_result_t<Work, JournalDatabase &>> answer;
        Result<void> durable = perform([&answer, &work](JournalDatabase &database) -> Result<void> {
            answer.emplace(work(database));
            if (!answer->has_value())
                return answer->error();
            return {};
        });
        if (!durable)
            return std::move(durable).error();
        return *std::move(answer);
    }

private:
    using Work = std::function<Result<void>(JournalDatabase &)>;
    struct Job
    {
        Work work;
        std::promise<Result<void>> done;
    };

    JournalThread() = default;
    [[nodiscard]] Result<void> perform(Work work);
    void run(const QString &path, std::promise<Result<void>> &opened);
    [[nodiscard]] std::vector<Job> waitForJobs();
    static void commitTogether(JournalDatabase &database, std::vector<Job> jobs);

    std::unique_ptr<QThread> m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Job> m_jobs;
    bool m_stop = false;
};

} // namespace syncline::journal
