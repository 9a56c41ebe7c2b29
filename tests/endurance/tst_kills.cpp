#include "round.h"
#include "support/testenvironment.h"
#include "support/warehousebuilder.h"

using namespace Qt::StringLiterals;
using syncline::testing::Round;
using syncline::testing::RoundLimits;
using syncline::testing::RoundResult;

/// A few rounds of the machine that tries to break it (`tests/soak` plays more): the program is killed as a
/// process, resumed, and warehouse and board are compared.
class TestKills : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        using namespace syncline;
        if (const QString missing = testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void everyRowLandsOnce_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const quint64 seed : {1, 3, 4, 5}) // of those that draw many kills
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }

    void everyRowLandsOnce()
    {
        QFETCH(quint64, seed);
        QStringList story;
        const RoundLimits limits{.mostOrders = 35, .kills = 6, .patient = false};
        const RoundResult result = Round(seed, limits, file(u"demo"_s), [&story](const QString &told) {
                                       story.append(told);
                                   }).play();
        qInfo("%d kills", result.kills);
        m_kills += result.kills;
        QVERIFY2(result.differences.isEmpty(), qPrintable((story + result.differences).join(u'\n')));
    }

    void thereWasSomethingToSurvive() const { QVERIFY2(m_kills >= 10, qPrintable(QString::number(m_kills))); }

private:
    int m_kills = 0;
};

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
