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

} // namespace

/// SYNCLINE_SEED is the first seed (1), SYNCLINE_SEEDS their number.
class TestExactlyOnce : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void everyRowArrivesExactlyOnceWhateverHappens()
    {
        const int first = fromEnvironment("SYNCLINE_SEED", 1);
        const int count = fromEnvironment("SYNCLINE_SEEDS", 300);
        int broken = 0;
        QElapsedTimer timer;
        timer.start();
        for (int seed = first; seed < first + count; ++seed) {
            Story story(static_cast<quint64>(seed), file(QString::number(seed)));
            const QStringList failures = story.tell();
            if (failures.isEmpty())
                continue;
            ++broken;
            qInfo().noquote() << u"seed %1: %2\n  %3"_s.arg(seed).arg(failures.join(u"; "_s),
                                                                      story.log().join(u"\n  "_s));
        }
        qInfo() << count << "seeds from" << first << "in" << timer.elapsed() << "ms";
        QCOMPARE(broken, 0);
    }
};

QTEST_GUILESS_MAIN(TestExactlyOnce)
#include "tst_exactlyonce.moc"
