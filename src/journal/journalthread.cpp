#include "journal/journalthread.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace syncline::journal {

namespace {

/// An Error of `transaction` means that the whole of it is gone (SQLite ends it by itself when the disk is full).
struct Outcome
{
    Result<void> call;
    Result<void> transaction;
};

Outcome runAlone(JournalDatabase &database, const std::function<Result<void>(JournalDatabase &)> &work)
{
    const Result<void> done = work(database);
    return {done, done};
}

/// Runs one of several calls; when it fails, only its own changes go.

Outcome runBracketed(JournalDatabase &database, const std::function<Result<void>(JournalDatabase &)> &work)
{
    if (Result<void> marked = database.savepoint(); !marked)
        return {marked, marked};
    Outcome outcome{.call = work(database), .transaction = {}};
    if (!outcome.call)
        outcome.transaction = database.undoSavepoint();
    if (outcome.transaction)
        outcome.transaction = database.releaseSavepoint();
    return outcome;
}

} // namespace

Result<std::unique_ptr<JournalThread>> JournalThread::start(const QString &path)
{
    std::unique_ptr<JournalThread> journal(new JournalThread);
    std::promise<Result<void>> opened;
    std::future<Result<void>> result = opened.get_future();
    journal->m_thread.reset(QThread::create(
        [self = journal.get(), path, promise = std::move(opened)]() mutable { self->run(path, promise); }));
    journal->m_thread->setObjectName(u"journal"_s);
    journal->m_thread->start();
    if (Result<void> open = result.get(); !open)
        return std::move(open).error();
    return journal;
}

JournalThread::~JournalThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread->wait();
}

Result<void> JournalThread::perform(Work work)
{
    Q_ASSERT(QThread::currentThread() != m_thread.get());
    Job job{.work = std::move(work), .done = {}};
    std::future<Result<void>> done = job.done.get_future();
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return done.get();
}

void JournalThread::run(const QString &path, std::promise<Result<void>> &opened)
{
    Result<std::unique_ptr<JournalDatabase>> database = JournalDatabase::open(path);
    if (!database) {
        opened.set_value(database.error());
        return;
    }
    opened.set_value({});
    for (;;) {
        std::vector<Job> jobs = waitForJobs();
        if (jobs.empty())
            return;
        commitTogether(**database, std::move(jobs));
    }
}

std::vector<JournalThread::Job> JournalThread::waitForJobs()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
    std::vector<Job> jobs;
    jobs.swap(m_jobs);
    return jobs;
}

void JournalThread::commitTogether(JournalDatabase &database, std::vector<Job> jobs)
{
    Result<void> transaction = database.begin();
    std::vector<Result<void>> calls;
    calls.reserve(jobs.size());
    for (Job &job : jobs) {
        if (!transaction) {
            calls.push_back(transaction);
            continue;
        }
        Outcome outcome = jobs.size() == 1 ? runAlone(database, job.work) : runBracketed(database, job.work);
        calls.push_back(std::move(outcome.call));
        transaction = std::move(outcome.transaction);
    }
    if (transaction)
        transaction = database.commit();
    if (!transaction)
        database.rollback();
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        const bool lost = calls[index].has_value() && !transaction;
        jobs[index].done.set_value(lost ? transaction : std::move(calls[index]));
    }
}

} // namespace syncline::journal
