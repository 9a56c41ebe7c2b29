#include "story.h"
#include "support/testenvironment.h"

#include <QElapsedTimer>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::Story;

namespace {

int fromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

/// As many as take some twenty seconds.
int usualCount()
{
    const std::optional<DatabaseDriver> engine = syncline::testing::engineOfWorld();
    if (!engine)
        return 300;
    if (*engine == DatabaseDriver::Sqlite)
        return 200;
    return syncline::testing::testsGoThroughOdbc() ? 10 : 25;
}

} // namespace

/// SYNCLINE_SEED is the first seed (1), SYNCLINE_SEEDS their number.
class TestExactlyOnce : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const QString missing = syncline::testing::missingDatabase(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void everyRowArrivesExactlyOnceWhateverHappens()
    {
        const int first = fromEnvironment("SYNCLINE_SEED", 1);
        const int count = fromEnvironment("SYNCLINE_SEEDS", usualCount());
        int broken = 0;
        QElapsedTimer timer;
        timer.start();
        for (int seed = first; seed < first + count; ++seed) {
            const QString world = file(QString::number(seed));
            QStringList failures;
            QStringList log;
            {
                Story story(static_cast<quint64>(seed), world);
                failures = story.tell();
                log = story.log();
            }
            QVERIFY(QDir(world).removeRecursively()); // the folder may be in memory
            if (failures.isEmpty())
                continue;
            ++broken;
            qInfo().noquote() << u"seed %1: %2\n  %3"_s.arg(seed).arg(failures.join(u"; "_s),
                                                                      log.join(u"\n  "_s));
        }
        qInfo() << count << "seeds from" << first << "in" << timer.elapsed() << "ms";
        QCOMPARE(broken, 0);
    }
};

QTEST_GUILESS_MAIN(TestExactlyOnce)
#include "tst_exactlyonce.moc"
