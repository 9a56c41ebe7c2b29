#pragma once

#include "support/syncworld.h"

#include <random>
#include <set>

namespace syncline::testing {

/// What an order must have come to when everything is over.
struct Expectation
{
    RecordKey key;
    bool valid = true;
    bool touchesHeader = true; ///< else only lines of it are sent
    QString price;
    QString season; ///< empty: the column is empty
    QString name; ///< of the item; empty: whatever it was
    QString group; ///< title, folded; empty: wherever it was
    std::map<QString, std::optional<QString>> lines; ///< quantity by size; none: not on the board
    std::set<QString> badLines;
};

/// One drawn world with everything that happens to it. All of it follows from the seed.
class Story
{
public:
    static constexpr std::chrono::minutes leaseTime{11}; ///< more than a session holds in SyncWorld

    Story(quint64 seed, const QString &folder)
        : m_random(seed)
        , m_edits(~seed)
        , m_world(folder, engineOfWorld())
    {
    }

    /// What broke the promises; empty when nothing did.
    QStringList tell();

    QStringList log() const { return m_log; }

private:
    int draw(int n) { return static_cast<int>(m_random() % static_cast<quint64>(n)); }
    bool chance(int percent) { return draw(100) < percent; }
    void require(bool holds, const QString &what)
    {
        if (!holds)
            m_broken.append(what);
    }

    void build();
    void addOrder(int number);
    void shapeLines(OrderHeader &order, Expectation &expected, qint64 itemId);
    SyncRequest drawRequest();
    void drawFaults();
    /// False when nothing ends the leg before its time.
    bool drawEnd();
    void drawLostAnswer();
    void drawEdits();
    void edit(Expectation &expected, int price, std::size_t line, int quantity);
    void troubledLeg();
    void changeOrders();
    void renameWaiting(OrderHeader &order, Expectation &expected);
    void changeHeader(OrderHeader &order, Expectation &expected);
    void changeLines(OrderHeader &order, Expectation &expected);
    void calmDown();
    void calmResume(const QString &syncId);
    void lastSync();
    void checkSummary(const RunSummary &summary, const QString &when);
    void checkAlways(const QString &when);
    void checkEnd();
    void checkOrder(const Expectation &expected);
    /// Some desk still has a journal with rows in doubt.
    [[nodiscard]] bool keepsDoubt();
    /// Another order looks the same on the board.
    [[nodiscard]] bool hasTwin(const OrderHeader &order) const;

    std::mt19937_64 m_random;
    std::mt19937_64 m_edits; ///< of its own, so that each seed goes on meaning what it meant without edits
    SyncWorld m_world;
    std::vector<Expectation> m_expected;
    QStringList m_broken;
    QStringList m_log;
    int m_desks = 1;
    /// The board has no column for record keys: a row in doubt that looks like another one stays in doubt,
    /// and that is told.
    bool m_keyless = false;
    bool m_rowsMayFail = false; ///< a fault was drawn that monday reports as a refusal of a row
};

} // namespace syncline::testing
