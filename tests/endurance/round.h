#pragma once

#include "support/demoworld.h"

#include <functional>

namespace syncline::testing {

/// What a round may be made of; everything else follows from its seed.
struct RoundLimits
{
    int fewestOrders = 20;
    int mostOrders = 200;
    int kills = 5; ///< at most, in each of its two syncs
    int desks = 1; ///< processes at once on one workspace
    bool patient = true; ///< also faults for which a request has to run into its time limit
};

struct RoundResult
{
    QStringList differences; ///< empty: everything is where it belongs, once
    int kills = 0; ///< processes that were killed while they ran
};

/// A drawn demo workspace, its syncs with everything that happens to them, and the comparison of the worlds.
/// The draws follow from the seed; the moments at which processes are killed do so only as far as a computer
/// does the same twice. One thread; blocks for seconds.
class Round
{
public:
    /// `tell` gets a line for each thing done.
    Round(quint64 seed, const RoundLimits &limits, const QString &folder,
          std::function<void(const QString &)> tell);

    RoundResult play();

private:
    int draw(int n) { return static_cast<int>(m_random() % static_cast<quint64>(n)); }
    bool chance(int percent) { return draw(100) < percent; }

    void build();
    void troubledServer();
    void calmServer();
    /// A sync of what waits: processes that are killed or faulted until the last may end.
    void troubledSync(int phase);
    [[nodiscard]] QStringList drawSync();
    [[nodiscard]] KillPoint drawKill();
    /// Without faults and kills, until nothing waits.
    void finish(int phase);
    void command(const QStringList &arguments);
    void idleSync();
    /// Adds what is wrong; whether anything is.
    bool isWrong(const QStringList &differences, const QString &when);
    void note(const DeskCommand &command, const Interruption &told);

    std::mt19937_64 m_random;
    const RoundLimits m_limits;
    DemoWorld m_world;
    std::function<void(const QString &)> m_tell;
    int m_orders = 0;
    RoundResult m_result;
};

} // namespace syncline::testing
