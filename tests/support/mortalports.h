#pragma once

#include "domain/syncjournal.h"
#include "sync/syncports.h"

#include <atomic>
#include <functional>

namespace syncline::testing {

/// The life of a process, told in the calls that it makes on its ports and its journal. Thread-safe.
class Lifeline
{
public:
    /// What the call that is met does: its effect happens or not, and nobody hears of it.
    enum class Cut { Before, After };

    /// The n-th coming call (from 1) is the last one.
    void endAt(int n, Cut cut);
    /// Calls `strike` at the n-th coming call (from 1), before or after its effect; the process lives on.
    void interruptAt(int n, Cut cut, std::function<void()> strike);
    /// A new process.
    void revive();
    [[nodiscard]] bool isDead() const { return m_dead; }

    template<typename Call>
    auto beat(Call &&call) -> decltype(call());

private:
    std::atomic<int> m_left = -1; ///< calls until the cut; negative: none is planned
    Cut m_cut = Cut::Before;
    std::function<void()> m_strike;
    std::atomic<bool> m_dead = false;
};

/// What a dead process gets for every call.
[[nodiscard]] Error deadError();

template<typename Call>
auto Lifeline::beat(Call &&call) -> decltype(call())
{
    if (m_dead)
        return deadError();
    const bool last = m_left.load() >= 0 && m_left.fetch_sub(1) == 0;
    if (last && m_cut == Cut::Before)
        m_strike();
    if (m_dead)
        return deadError();
    auto result = call();
    if (last && m_cut == Cut::After)
        m_strike();
    if (m_dead)
        return deadError();
    return result;
}

/// The ports as a process has them that may die. `meetWriteBack` is called before each write-back, which fails with
/// its Error, `meetRow` before each row that a plan reads.
[[nodiscard]] LanePorts mortal(LanePorts ports, Lifeline &life, std::function<Result<void>()> meetWriteBack = {},
                               std::function<void()> meetRow = {});

/// Journals whose process may die: what is not in them by then never gets there.
class MortalJournalStore final : public JournalStore
{
public:
    MortalJournalStore(JournalStore &store, Lifeline &life)
        : m_store(store)
        , m_life(life)
    {
    }

    Result<std::unique_ptr<SyncJournal>> create(const QString &syncId, const QString &environment,
                                                const SyncRequest &request,
                                                const QDateTime &startedAt) override;
    Result<std::vector<InterruptedSync>> interrupted() override;
    Result<std::unique_ptr<SyncJournal>> reopen(const QString &syncId) override;

private:
    JournalStore &m_store;
    Lifeline &m_life;
};

} // namespace syncline::testing
