#pragma once

#include "base/log.h"
#include "domain/settings.h"
#include "journal/sqlitejournalstore.h"
#include "support/fakeboard.h"
#include "support/fakeclock.h"
#include "support/fakewarehouse.h"
#include "support/mortalports.h"
#include "support/recordingsink.h"
#include "sync/syncsession.h"

namespace syncline::testing {

/// Keeps what a run tells. Thread-safe.
class RecordingObserver final : public SyncObserver
{
public:
    void post(SyncEvent event) override
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
    }

    template<typename T>
    [[nodiscard]] std::vector<T> all() const
    {
        const std::lock_guard lock(m_mutex);
        std::vector<T> found;
        for (const SyncEvent &event : m_events) {
            if (const T *one = std::get_if<T>(&event))
                found.push_back(*one);
        }
        return found;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<SyncEvent> m_events;
};

/// A whole world in one object: warehouse and board in memory, journals in a folder, a clock that never
/// waits.
class SyncWorld
{
public:
    explicit SyncWorld(const QString &folder);

    FakeClock clock;
    FakeTables tables{clock};
    FakeBoard board{clock};
    Lifeline life; ///< of the process that syncs
    RecordingSink log;
    RecordingObserver observer;
    EnvironmentSettings settings;
    StopPair stop;
    AccountExperience experience; ///< what earlier runs taught

    /// The desk that sync() and resume() sit at: 0 or 1. Each has journals of its own.
    int desk = 0;

    [[nodiscard]] Result<RunFinished> sync(const SyncRequest &request = {});
    /// sync() at a desk, whatever `desk` says; for two at once.
    [[nodiscard]] Result<RunFinished> syncAt(int which);
    [[nodiscard]] Result<RunFinished> resume(const QString &syncId);
    [[nodiscard]] std::vector<InterruptedSync> interrupted();

    /// Empty when every order of the warehouse that counts as synced is on the board exactly once, under its
    /// own id, with exactly its lines; else what differs.
    [[nodiscard]] QString differences() const;

private:
    class NoReports final : public SyncReports
    {
    public:
        explicit NoReports(Lifeline &life)
            : m_life(life)
        {
        }
        Result<void> begin(const QString &) override { return {}; }
        Result<QString> finish(RunSummary &summary, SyncJournal &, OrderWarehouse *) override
        {
            return m_life.isDead() ? Result<QString>(deadError()) : QString(u'/' + summary.syncId);
        }

    private:
        Lifeline &m_life;
    };
    [[nodiscard]] SyncEnvironment environment(int which);

    SeededIdSource m_ids{42};
    struct Desk
    {
        Desk(const QString &folder, FakeClock &clock, Lifeline &life)
            : files(folder, clock)
            , journals(files, life)
        {
        }
        SqliteJournalStore files;
        MortalJournalStore journals;
    };
    std::array<Desk, 2> m_desks;
    NoReports m_reports{life};
};

} // namespace syncline::testing
