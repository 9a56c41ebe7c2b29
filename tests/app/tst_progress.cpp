#include "cli/progress.h"
#include "models/format.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

#include <QLocale>

#include <cstdlib>

using namespace syncline;
using namespace syncline::cli;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using syncline::testing::FakeClock;

namespace {

Ledger ledger(qint64 planned, qint64 created, qint64 unchanged = 0)
{
    return {.planned = planned, .created = created, .unchanged = unchanged, .notSent = planned - created - unchanged};
}

/// A terminal whose messages are kept.
class Watched
{
public:
    explicit Watched(bool interactive)
        : m_stream(open_memstream(&m_text, &m_size))
        , terminal(m_stream, m_stream, interactive)
    {
    }
    ~Watched()
    {
        std::fclose(m_stream);
        std::free(m_text);
    }
    Q_DISABLE_COPY_MOVE(Watched)

    /// Since the last time.
    QString said()
    {
        std::fflush(m_stream);
        const QString all = QString::fromUtf8(m_text, static_cast<qsizetype>(m_size));
        return all.mid(std::exchange(m_taken, all.size()));
    }

private:
    char *m_text = nullptr;
    std::size_t m_size = 0;
    std::FILE *m_stream;
    qsizetype m_taken = 0;

public:
    Terminal terminal;
};

} // namespace

/// What a run says on the terminal.
class TestProgress : public syncline::testing::TestCase
{
    Q_OBJECT

    static void begin(Progress &progress)
    {
        RunStarted start;
        start.syncId = u"SYNC-00000001-20261123"_s;
        start.startedAt = QDateTime({2026, 11, 23}, {9, 0}, Qt::UTC);
        progress.post(start);
        progress.post(RunStateChanged{RunState::Running, {}});
        progress.post(CustomerPlanned{u"A"_s, ledger(1000, 0), ledger(6000, 0)});
    }

    /// Ten rows a second, headers and lines.
    static void send(Progress &progress, FakeClock &clock, int seconds)
    {
        for (int i = 1; i <= seconds; ++i) {
            clock.advance(1s);
            BatchRecord batch;
            batch.number = i;
            progress.post(BatchFinished{batch});
            progress.post(CustomerProgress{u"A"_s, ledger(1000, 2 * i), ledger(6000, 8 * i)});
        }
    }

    static RunStateChanged waiting(const QDateTime &until)
    {
        return {RunState::WaitingForQuota,
                {EventId::mc_004, {{u"seconds"_s, 9}, {u"limit"_s, u"the calls of this day are used up"_s}}, {}},
                until};
    }

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void countsHeadersAndLines()
    {
        FakeClock clock;
        Watched watched(true);
        Progress progress(watched.terminal, clock);
        begin(progress);
        send(progress, clock, 40);
        const QString said = watched.said();
        const QString last = said.section(u'\r', -1);
        QVERIFY2(last.contains(u"400 of 7000 rows, 400 ok, 0 failed, 10.0/s"_s), qPrintable(last));
        const QString end = Format::clockTime(clock.utcNow().addSecs(660), clock.utcNow());
        QVERIFY2(last.endsWith(QString(u", done at "_s + end)), qPrintable(last));
    }

    void foretellsNothingBeforeTheFirstBatch()
    {
        FakeClock clock;
        Watched watched(true);
        Progress progress(watched.terminal, clock);
        begin(progress);
        // Rows that the feeder finds on the board as they are to be.
        for (int i = 1; i <= 20; ++i) {
            clock.advance(1s);
            progress.post(CustomerProgress{u"A"_s, ledger(1000, 0, 20 * i), ledger(6000, 0)});
        }
        const QString said = watched.said();
        QVERIFY(said.contains(u"400 of 7000 rows"_s));
        QVERIFY2(!said.contains(u"done at"_s) && !said.contains(u"/s"_s), qPrintable(said));
    }

    void saysWhatIsWaitedForAndUntilWhen_data()
    {
        QTest::addColumn<bool>("interactive");
        QTest::newRow("progress line") << true;
        QTest::newRow("plain lines") << false;
    }

    void saysWhatIsWaitedForAndUntilWhen()
    {
        QFETCH(const bool, interactive);
        FakeClock clock;
        Watched watched(interactive);
        Progress progress(watched.terminal, clock);
        begin(progress);
        send(progress, clock, 40);
        watched.said();
        const QDateTime midnight({2026, 11, 24}, {0, 0}, Qt::UTC);
        progress.post(waiting(midnight));
        const QString said = watched.said();
        const QString words = u"waiting for quota until %1: the calls of this day are used up"_s.arg(
            Format::clockTime(midnight, clock.utcNow()));
        QVERIFY2(said.contains(words), qPrintable(said));
        if (!interactive) {
            QCOMPARE(said, QString(words + u'\n'));
            return;
        }
        // 6,600 rows are left, 10 of them a second after the wait.
        const QString end = u", done at "_s + Format::clockTime(midnight.addSecs(660), clock.utcNow());
        QVERIFY2(said.endsWith(end), qPrintable(said));
        // A row that was judged late changes nothing about it.
        clock.advance(20min);
        progress.post(CustomerProgress{u"A"_s, ledger(1000, 80), ledger(6000, 320)});
        QVERIFY2(watched.said().endsWith(end), "the time of the end moved");
    }
};

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_progress.moc"
