#include "base/atomicfile.h"
#include "monday/costbook.h"
#include "support/fakeclock.h"
#include "support/recordingsink.h"
#include "support/testenvironment.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCostBook : public TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<RecordingSink> m_sink;

    [[nodiscard]] QString path() const { return file(u"state/costs.json"_s); }
    std::unique_ptr<CostBook> open(const QString &token = u"secret-token-of-an-account"_s,
                                   const QString &version = u"2026-10"_s)
    {
        return std::make_unique<CostBook>(path(), token, version, *m_clock, *m_sink);
    }
    [[nodiscard]] QByteArray content() const
    {
        QFile stored(path());
        return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
    }
    void store(const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(path()).absolutePath());
        QFile stored(path());
        QVERIFY(stored.open(QIODevice::WriteOnly));
        stored.write(text);
    }

private slots:
    void knowsNothingAtFirst()
    {
        const auto book = open();
        QVERIFY(!book->points(u"CreateItems"_s));
        QCOMPARE(book->limits(), AccountLimits());
        QCOMPARE(book->callsToday(), 0.0);
        QVERIFY(!QFile::exists(path()));
    }

    void remembersPerAccountAndVersion()
    {
        {
            const auto book = open();
            book->learnPoints(u"CreateItems"_s, 30'001);
            book->learnSeconds(u"CreateItems"_s, 1.25);
            book->learnLimits({.pointsPerMinute = 1'000'000, .callsPerDay = 10'000});
            book->learnLimits({.concurrency = 40, .pointsWindow = 30, .callsWindow = 10});
            book->countCall(1);
            book->countCall(0.1);
        }
        const AccountExperience known = open()->experience();
        QCOMPARE(known.createItem.points, std::optional<qint64>(30'001));
        QCOMPARE(known.createItem.seconds, std::optional(1.25));
        QCOMPARE(known.limits.pointsPerMinute, std::optional<qint64>(1'000'000));
        QCOMPARE(known.limits.callsPerDay, std::optional<qint64>(10'000));
        QCOMPARE(known.limits.concurrency, std::optional<qint64>(40));
        QCOMPARE(known.limits.pointsWindow, std::optional<qint64>(30));
        QCOMPARE(known.limits.callsWindow, std::optional<qint64>(10));
        QCOMPARE(known.callsToday, 1.1);
        // Another version may cost something else; the account's limits and its day stay.
        const AccountExperience newer = open(u"secret-token-of-an-account"_s, u"2027-01"_s)->experience();
        QVERIFY(!newer.createItem.points);
        QCOMPARE(newer.callsToday, 1.1);
        QCOMPARE(open(u"another"_s)->experience().callsToday, 0.0);
        QVERIFY(m_sink->events().empty());
    }

    void neverHoldsTheToken()
    {
        open()->countCall(1);
        QVERIFY(!content().isEmpty());
        QVERIFY(!content().contains("secret"));
    }

    void theDayEndsAtMidnight()
    {
        const auto book = open();
        book->countCall(5);
        m_clock->advance(16h);
        QCOMPARE(book->callsToday(), 0.0);
        book->countCall(1);
        QCOMPARE(book->callsToday(), 1.0);
        book->save();
        QCOMPARE(open()->callsToday(), 1.0);
    }

    void aCallCountedAtMidnightWhileTheFileIsWrittenIsOneOfTheNewDay()
    {
        m_clock = std::make_unique<FakeClock>(QDateTime({2026, 11, 23}, {23, 59, 59}, Qt::UTC));
        CostBook *counting = nullptr;
        int writes = 0;
        CostBook book(path(), u"token"_s, u"2026-10"_s, *m_clock, *m_sink,
                      [&](const QString &target, const QByteArray &text) {
                          if (++writes == 1) {
                              m_clock->advance(2s);
                              counting->countCall(1);
                          }
                          return writeFileAtomically(target, text);
                      });
        counting = &book;
        for (int call = 0; call < 40; ++call)
            book.countCall(1);
        book.save();
        QCOMPARE(book.callsToday(), 1.0);
        book.save();
        QCOMPARE(book.callsToday(), 1.0);
        QCOMPARE(writes, 2);
        QCOMPARE(open(u"token"_s)->callsToday(), 1.0);
    }

    void twoProgramsAddTheirCalls()
    {
        const auto one = open();
        const auto other = open();
        one->countCall(3);
        other->countCall(4);
        one->save();
        other->save();
        QCOMPARE(other->callsToday(), 7.0);
        one->countCall(1);
        one->save();
        QCOMPARE(open()->callsToday(), 8.0);
    }

    void isWrittenFromTimeToTime()
    {
        const auto book = open();
        book->countCall(1);
        QVERIFY(content().isEmpty());
        m_clock->advance(6s);
        book->countCall(1);
        QVERIFY(!content().isEmpty());
        QCOMPARE(open()->callsToday(), 2.0);
    }

    void aDamagedFileIsToldAndReplaced()
    {
        store("{ half a file");
        {
            const auto book = open();
            QCOMPARE(m_sink->count(EventId::mc_007), 1);
            book->countCall(2);
        }
        QCOMPARE(open()->callsToday(), 2.0);
    }

    void aNewerFileIsLeftAlone()
    {
        const QByteArray newer("{\"schema\": 99, \"accounts\": {}}");
        store(newer);
        open()->countCall(2);
        QCOMPARE(content(), newer);
        QCOMPARE(m_sink->count(EventId::mc_007), 1);
    }

    void aFolderThatCannotBeWrittenIsToldOnce()
    {
        // A file stands where the folder should be.
        QFile(file(u"state"_s)).open(QIODevice::WriteOnly);
        const auto book = open();
        for (int call = 0; call < 3; ++call) {
            book->countCall(1);
            book->save();
        }
        QCOMPARE(m_sink->count(EventId::mc_008), 1);
        QCOMPARE(book->callsToday(), 3.0);
    }

    void init()
    {
        prepare();
        m_sink = std::make_unique<RecordingSink>();
        m_clock = std::make_unique<FakeClock>();
    }
};

QTEST_GUILESS_MAIN(TestCostBook)
#include "tst_costbook.moc"
