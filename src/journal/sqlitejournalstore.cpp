#include "journal/sqlitejournalstore.h"

#include "journal/journalerrors.h"
#include "journal/sqlitejournal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace syncline {

using namespace journal;

namespace {

constexpr QLatin1StringView suffix(".sqlite");

/// Becomes a file name: nothing that leads out of the folder.
bool isFileName(const QString &syncId)
{
    static const QRegularExpression form(u"^[A-Za-z0-9][A-Za-z0-9_-]*$"_s);
    return form.match(syncId).hasMatch();
}

/// Who holds the lock, for people.
QString ownerOf(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString program;
    if (!lock.getLockInfo(&process, &host, &program))
        return u"another process"_s;
    return u"%1 (process %2 on %3)"_s.arg(program, QString::number(process), host);
}

/// A process that died while it made the lock leaves an empty one, which QLockFile takes for a living owner's.
/// Waits, a second at most, until its owner has had the time to write it. True when such a lock is gone.
bool breakUnwritten(QLockFile &lock)
{
    using namespace std::chrono_literals;
    for (auto waited = 0ms; waited < 1s; waited += 100ms) {
        if (const QFileInfo file(lock.fileName()); !file.exists() || file.size() > 0)
            return !file.exists();
        QThread::msleep(100);
    }
    return lock.removeStaleLockFile();
}

Result<std::unique_ptr<QLockFile>> lockSync(const QString &folder, const QString &syncId)
{
    auto lock = std::make_unique<QLockFile>(QString(folder + u'/' + syncId + u".lock"_s));
    // A lock is never too old: a sync may take days. QLockFile still breaks one whose process is gone.
    lock->setStaleLockTime(0);
    if (lock->tryLock(0))
        return lock;
    // The lock under which QLockFile breaks another one; who died while it made that is in the way, too.
    QLockFile breaking(QString(lock->fileName() + u".rmlock"_s));
    const bool canBreak = breakUnwritten(breaking);
    if ((breakUnwritten(*lock) || canBreak) && lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return inUse(syncId, ownerOf(*lock));
    return cannotMake(lock->fileName(), u"no permission, or the disk is full"_s);
}

} // namespace

SqliteJournalStore::SqliteJournalStore(const QString &folder, const Clock &clock)
    : m_folder(folder)
    , m_clock(clock)
{
}

std::unique_ptr<SqliteJournalStore> SqliteJournalStore::inMemory(const Clock &clock)
{
    return std::make_unique<SqliteJournalStore>(QString(), clock);
}

QString SqliteJournalStore::pathOf(const QString &syncId) const
{
    return m_folder.isEmpty() ? QString() : QString(m_folder + u'/' + syncId + suffix);
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournalStore::open(const QString &syncId) const
{
    if (m_folder.isEmpty())
        return openLocked(syncId, nullptr);
    Result<std::unique_ptr<QLockFile>> lock = lockSync(m_folder, syncId);
    if (!lock)
        return lock.error();
    return openLocked(syncId, *std::move(lock));
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournalStore::openLocked(const QString &syncId,
                                                                      std::unique_ptr<QLockFile> lock) const
{
    Result<std::unique_ptr<JournalThread>> thread = JournalThread::start(pathOf(syncId));
    if (!thread)
        return thread.error();
    return std::make_unique<SqliteJournal>(*std::move(thread), std::move(lock), pathOf(syncId), m_clock);
}

Result<std::unique_ptr<SyncJournal>> SqliteJournalStore::create(const QString &syncId,
                                                                const QString &environment,
                                                                const SyncRequest &request,
                                                                const QDateTime &startedAt)
{
    if (!isFileName(syncId))
        return unknownSync(syncId, m_folder);
    if (!m_folder.isEmpty()) {
        if (!QDir().mkpath(m_folder))
            return cannotMake(m_folder, u"the folder cannot be made"_s);
        if (QFileInfo::exists(pathOf(syncId)))
            return existsAlready(syncId);
    }
    Result<std::unique_ptr<SqliteJournal>> opened = open(syncId);
    if (!opened)
        return opened.error();
    std::unique_ptr<SqliteJournal> made = *std::move(opened);
    Result<void> created = made->createSession(
        {.syncId = syncId, .environment = environment, .request = request, .startedAt = startedAt});
    if (!created) {
        made->discard();
        return created.error();
    }
    return std::unique_ptr<SyncJournal>(std::move(made));
}

Result<std::optional<InterruptedSync>> SqliteJournalStore::inspect(SqliteJournal &found)
{
    const Result<std::optional<SessionRecord>> session = found.session();
    if (!session)
        return session.error();
    // Without a session its process ended before anything was planned; with a final state, before it removed
    // the file.
    if (!*session || (*session)->state) {
        found.discard();
        return std::optional<InterruptedSync>();
    }
    const Result<Ledger> ledger = found.ledger();
    if (!ledger)
        return ledger.error();
    return std::optional(InterruptedSync{.syncId = (*session)->syncId,
                                         .environment = (*session)->environment,
                                         .request = (*session)->request,
                                         .startedAt = (*session)->startedAt,
                                         .ledger = *ledger});
}

Result<std::vector<InterruptedSync>> SqliteJournalStore::interrupted()
{
    std::vector<InterruptedSync> syncs;
    if (m_folder.isEmpty())
        return syncs;
    const QStringList files = QDir(m_folder).entryList({u"*.sqlite"_s}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        const QString syncId = file.chopped(suffix.size());
        Result<std::unique_ptr<QLockFile>> lock = lockSync(m_folder, syncId);
        if (!lock && lock.error().kind == ErrorKind::InvalidInput)
            continue; // a living process works on it
        if (!lock)
            return lock.error();
        Result<std::unique_ptr<SqliteJournal>> opened = openLocked(syncId, *std::move(lock));
        if (!opened)
            return opened.error();
        Result<std::optional<InterruptedSync>> found = inspect(**opened);
        if (!found)
            return found.error();
        if (*found)
            syncs.push_back(**std::move(found));
    }
    std::ranges::stable_sort(syncs, {}, &InterruptedSync::startedAt);
    return syncs;
}

Result<std::unique_ptr<SyncJournal>> SqliteJournalStore::reopen(const QString &syncId)
{
    if (m_folder.isEmpty() || !isFileName(syncId) || !QFileInfo::exists(pathOf(syncId)))
        return unknownSync(syncId, m_folder);
    Result<std::unique_ptr<SqliteJournal>> opened = open(syncId);
    if (!opened)
        return opened.error();
    std::unique_ptr<SqliteJournal> found = *std::move(opened);
    const Result<std::optional<SessionRecord>> session = found->session();
    if (!session)
        return session.error();
    if (!*session || (*session)->state)
        return unknownSync(syncId, m_folder);
    return std::unique_ptr<SyncJournal>(std::move(found));
}

} // namespace syncline
