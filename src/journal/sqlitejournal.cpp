#include "journal/sqlitejournal.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace syncline::journal {

namespace {

/// Rows read at once, so that a visitor neither holds the journal up nor fills the memory.
constexpr int pageSize = 500;

} // namespace

SqliteJournal::SqliteJournal(std::unique_ptr<JournalThread> thread, std::unique_ptr<QLockFile> lock,
                             QString path, const Clock &clock)
    : m_lock(std::move(lock))
    , m_thread(std::move(thread))
    , m_path(std::move(path))
    , m_clock(clock)
{
}

SqliteJournal::~SqliteJournal()
{
    m_thread.reset();
    if (m_discard && !m_path.isEmpty()) {
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(QString(m_path + suffix));
    }
}

Result<void> SqliteJournal::plan(const std::vector<PlannedRow> &rows)
{
    return m_thread->call([&rows](JournalDatabase &database) { return database.plan(rows); });
}

Result<void> SqliteJournal::planComplete()
{
    return m_thread->call([](JournalDatabase &database) { return database.setPlanComplete(true); });
}

Result<bool> SqliteJournal::isPlanComplete()
{
    const Result<std::optional<SessionRecord>> record = session();
    if (!record)
        return record.error();
    return *record && (*record)->planComplete;
}

Result<void> SqliteJournal::forgetPlan()
{
    return m_thread->call([](JournalDatabase &database) { return database.forgetPlan(); });
}

Result<std::vector<PlannedKey>> SqliteJournal::nextPlanned(qint64 afterSequence, int limit,
                                                           const QString &customer)
{
    return m_thread->call(
        [&](JournalDatabase &database) { return database.nextPlanned(afterSequence, limit, customer); });
}

Result<std::vector<PlannedKey>> SqliteJournal::nextUnfinished(qint64 afterSequence, int limit,
                                                              const QString &customer)
{
    return m_thread->call(
        [&](JournalDatabase &database) { return database.nextUnfinished(afterSequence, limit, customer); });
}

Result<std::vector<RecordKey>> SqliteJournal::alreadyPlanned(const std::vector<RecordKey> &headers)
{
    return m_thread->call(
        [&headers](JournalDatabase &database) { return database.alreadyPlanned(headers); });
}

Result<std::vector<LineKey>> SqliteJournal::plannedLines(const std::vector<RecordKey> &headers)
{
    return m_thread->call([&headers](JournalDatabase &database) { return database.plannedLines(headers); });
}

Result<std::vector<LeftOut>> SqliteJournal::leaveOut(const std::vector<LineKey> &rows)
{
    return m_thread->call([&rows](JournalDatabase &database) { return database.leaveOut(rows); });
}

Result<void> SqliteJournal::intend(const BatchIntent &intent)
{
    return m_thread->call([&intent](JournalDatabase &database) { return database.intend(intent); });
}

Result<void> SqliteJournal::answer(const BatchRecord &record, const std::vector<RowVerdict> &verdicts)
{
    return m_thread->call([&](JournalDatabase &database) { return database.answer(record, verdicts); });
}

Result<void> SqliteJournal::writtenBack(const std::vector<int> &batchNumbers)
{
    return m_thread->call([&batchNumbers](JournalDatabase &database) -> Result<void> {
        for (const int number : batchNumbers) {
            if (Result<void> closed = database.writtenBack(number); !closed)
                return closed;
        }
        return {};
    });
}

Result<void> SqliteJournal::judge(const std::vector<RowVerdict> &verdicts)
{
    return m_thread->call([&verdicts](JournalDatabase &database) { return database.judge(verdicts); });
}

Result<std::vector<OpenBatch>> SqliteJournal::openBatches()
{
    return m_thread->call([](JournalDatabase &database) { return database.openBatches(); });
}

Result<std::vector<RecordKey>> SqliteJournal::recordsInDoubt()
{
    return m_thread->call([](JournalDatabase &database) { return database.reader().recordsInDoubt(); });
}

Result<int> SqliteJournal::nextBatchNumber()
{
    return m_thread->call([](JournalDatabase &database) { return database.nextBatchNumber(); });
}

Result<void> SqliteJournal::noteGroup(const GroupRun &group)
{
    return m_thread->call([&group](JournalDatabase &database) { return database.noteGroup(group); });
}

Result<RunSummary> SqliteJournal::summarise()
{
    return m_thread->call([](JournalDatabase &database) { return database.summarise(); });
}

Result<void> SqliteJournal::forEachRow(const std::function<Result<void>(const RowRecord &)> &visit)
{
    for (qint64 after = 0;;) {
        const Result<std::vector<SequencedRow>> page = m_thread->call(
            [after](JournalDatabase &database) { return database.reader().pageOfRows(after, pageSize); });
        if (!page)
            return page.error();
        if (page->empty())
            return {};
        for (const SequencedRow &entry : *page) {
            if (Result<void> visited = visit(entry.row); !visited)
                return visited;
        }
        after = page->back().sequence;
    }
}

Result<void> SqliteJournal::forEachLine(const std::function<Result<void>(const LineRecord &)> &visit)
{
    const Result<qint64> last =
        m_thread->call([](JournalDatabase &database) { return database.reader().lastSequence(); });
    if (!last)
        return last.error();
    for (qint64 after = 0; after < *last; after += pageSize) {
        const Result<std::vector<LineRecord>> page = m_thread->call([after](JournalDatabase &database) {
            return database.reader().pageOfLines(after, after + pageSize);
        });
        if (!page)
            return page.error();
        for (const LineRecord &line : *page) {
            if (Result<void> visited = visit(line); !visited)
                return visited;
        }
    }
    return {};
}

Result<void> SqliteJournal::noteProgress(const UsedSoFar &used,
                                         const std::map<QString, TimeShares> &customers)
{
    return m_thread->call([&](JournalDatabase &database) -> Result<void> {
        for (const auto &[customer, time] : customers) {
            if (Result<void> noted = database.setTimeOf(customer, time); !noted)
                return noted;
        }
        return database.setProgress(used);
    });
}

Result<void> SqliteJournal::close(RunState state)
{
    const QDateTime now = m_clock.utcNow();
    Result<void> closed =
        m_thread->call([state, &now](JournalDatabase &database) { return database.setClosed(state, now); });
    if (closed)
        discard();
    return closed;
}

Result<std::optional<SessionRecord>> SqliteJournal::session()
{
    return m_thread->call([](JournalDatabase &database) { return database.session(); });
}

Result<void> SqliteJournal::createSession(const SessionRecord &session)
{
    return m_thread->call([&session](JournalDatabase &database) { return database.createSession(session); });
}

Result<Ledger> SqliteJournal::ledger()
{
    return m_thread->call([](JournalDatabase &database) { return database.reader().ledger(); });
}

} // namespace syncline::journal
