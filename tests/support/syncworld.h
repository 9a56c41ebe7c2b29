#pragma once

#include "base/log.h"
#include "domain/settings.h"
#include "journal/sqlitejournalstore.h"
#include "support/fakeboard.h"
#include "support/fakeclock.h"
#include "support/fakewarehouse.h"
#include "support/mortalports.h"
#include "support/recordingsink.h"
#include "support/sqltables.h"
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

/// What SYNCLINE_TEST_ENGINE says of the warehouse of a world (testEngine()); none for the tables in memory.
[[nodiscard]] std::optional<DatabaseDriver> engineOfWorld();

/// A whole world in one object: warehouse and board in memory, or the warehouse in a SQL database, journals
/// in a folder, a clock that never waits. `tables` are the warehouse's rows as they were after the last sync.
class SyncWorld
{
public:
    explicit SyncWorld(const QString &folder, std::optional<DatabaseDriver> engine = std::nullopt);

    FakeClock clock;
    FakeTables tables{clock};
    FakeBoard board{clock};
    Lifeline life; ///< of the process that syncs
    RecordingSink log;
    RecordingObserver observer;
    EnvironmentSettings settings;
    StopPair stop;
    AccountExperience experience; ///< what earlier runs taught
    TransportStatistics statistics; ///< what the client counted besides the board's time, all runs together

    /// The desk that sync() and resume() sit at: 0 or 1. Each has journals of its own.
    int desk = 0;

    [[nodiscard]] Result<RunFinished> sync(const SyncRequest &request = {});
    /// sync() at a desk, whatever `desk` says; for two at once.
    [[nodiscard]] Result<RunFinished> syncAt(int which);
    [[nodiscard]] Result<RunFinished> resume(const QString &syncId);
    [[nodiscard]] std::vector<InterruptedSync> interrupted();
    /// Of another sync at the desk; dead from when it is destroyed. Null: it cannot be made.
    [[nodiscard]] std::unique_ptr<SyncJournal> newJournal(const QString &syncId);
    /// Another process takes the interrupted sync up, until the journal is destroyed. Null: it cannot.
    [[nodiscard]] std::unique_ptr<SyncJournal> takeUp(const QString &syncId);
    /// The warehouse as the process that syncs has it, and may lose it.
    [[nodiscard]] Result<std::unique_ptr<OrderWarehouse>> openWarehouse();
    /// Somebody else changes an order while others work on it.
    void change(const RecordKey &key, const std::function<void(OrderHeader &)> &how);
    /// Leases that somebody holds, dead or alive.
    [[nodiscard]] qsizetype leaseCount() const;

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
    [[nodiscard]] std::unique_ptr<BoardGateway> openGateway();
    /// With the rows that the test made or changed, and afterwards with what became of them in `tables`.
    [[nodiscard]] Result<RunFinished> worked(const std::function<Result<RunFinished>()> &work);

    std::unique_ptr<SqlTables> m_sql; ///< none: `tables` is the warehouse
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
