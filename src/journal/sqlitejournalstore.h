#pragma once

#include "base/clock.h"
#include "domain/syncjournal.h"

#include <QString>

QT_BEGIN_NAMESPACE
class QLockFile;
QT_END_NAMESPACE

namespace syncline {

namespace journal {
class SqliteJournal;
}

/// Journals in one folder: `<SYNC-ID>.sqlite` with `<SYNC-ID>.lock` beside it while a process works on it. A
/// lock of a process that is gone is broken; one of a living process is respected. Thread-safe; reads the
/// disk.
class SqliteJournalStore final : public JournalStore
{
public:
    /// The folder is made when the first journal is. The clock must outlive the store and its journals.
    SqliteJournalStore(const QString &folder, const Clock &clock);
    /// Journals that leave nothing behind, for tests: none is ever interrupted, none can be reopened.
    [[nodiscard]] static std::unique_ptr<SqliteJournalStore> inMemory(const Clock &clock);

    [[nodiscard]] Result<std::unique_ptr<SyncJournal>> create(const QString &syncId,
                                                              const QString &environment,
                                                              const SyncRequest &request,
                                                              const QDateTime &startedAt) override;
    /// Oldest first. A damaged journal is an Error: it may know of rows that were sent, so nothing may be
    /// sent again until somebody has looked.
    [[nodiscard]] Result<std::vector<InterruptedSync>> interrupted() override;
    [[nodiscard]] Result<std::unique_ptr<SyncJournal>> reopen(const QString &syncId) override;

private:
    [[nodiscard]] QString pathOf(const QString &syncId) const;
    [[nodiscard]] Result<std::unique_ptr<journal::SqliteJournal>> open(const QString &syncId) const;
    [[nodiscard]] Result<std::unique_ptr<journal::SqliteJournal>>
    openLocked(const QString &syncId, std::unique_ptr<QLockFile> lock) const;
    /// Empty when there is nothing to resume; such a file is removed.
    [[nodiscard]] static Result<std::optional<InterruptedSync>> inspect(journal::SqliteJournal &found);

    QString m_folder; ///< empty: in memory
    const Clock &m_clock;
};

} // namespace syncline
