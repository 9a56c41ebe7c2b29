#include "reports/synclog.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace syncline;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

Event sample(const QString &path)
{
    return {.id = EventId::ba_001,
            .parameters = {{u"path"_s, path}, {u"reason"_s, u"full"_s}, {u"rows"_s, 3}}};
}

} // namespace

class TestSyncLog : public testing::TestCase
{
    Q_OBJECT

private slots:
    void init();
    void writesBothLogs();
    void textCannotForgeALine();
    void appendsAndCutsHalfALine_data();
    void appendsAndCutsHalfALine();
    void manyThreadsLoseNothing();
    void everythingIsWrittenWhenItGoes();
    void dropsAfterClose();
    void folderThatCannotBeMade();
    void diskThatIsFullIsToldOnce();

private:
    testing::FakeClock m_clock{QDateTime({2026, 3, 15}, {9, 5, 0, 250}, Qt::UTC)};
    std::unique_ptr<SyncFolder> m_sync;
};

void TestSyncLog::init()
{
    prepare();
    m_sync = std::make_unique<SyncFolder>(folder(), u"SYNC-7F3A91C2-20260315"_s);
}

void TestSyncLog::writesBothLogs()
{
    const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
    VERIFY_RESULT(log);
    (*log)->post(sample(u"/a"_s));
    Event stamped = sample(u"/b"_s);
    stamped.time = QDateTime({2026, 3, 15}, {11, 0}, Qt::OffsetFromUTC, 3600);
    (*log)->post(stamped);
    VERIFY_RESULT((*log)->flush());

    const QList<QByteArray> lines = contentOf(m_sync->eventsLog()).split('\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(
        lines[0],
        QByteArray(
            R"({"time":"2026-03-15T09:05:00.250Z","level":"error","event_id":"ba-001","component":"base",)"
            R"("text":"The file /a could not be written: full",)"
            R"("parameters":{"path":"/a","reason":"full","rows":3}})"));
    QCOMPARE(QJsonDocument::fromJson(lines[1]).object()[u"time"_s].toString(), u"2026-03-15T10:00:00.000Z"_s);
    QCOMPARE(
        contentOf(m_sync->textLog()),
        QByteArray("2026-03-15T09:05:00.250Z ERROR   ba-001 base The file /a could not be written: full\n"
                   "2026-03-15T10:00:00.000Z ERROR   ba-001 base The file /b could not be written: full\n"));
}

void TestSyncLog::textCannotForgeALine()
{
    const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
    VERIFY_RESULT(log);
    (*log)->post(sample(u"/a\n2026-03-15T09:05:00Z INFO se-001 sync all is well\u001B[2J"_s));
    VERIFY_RESULT((*log)->flush());
    QCOMPARE(contentOf(m_sync->textLog()).count('\n'), 1);
    QVERIFY(!contentOf(m_sync->textLog()).contains('\x1B'));
    QCOMPARE(contentOf(m_sync->eventsLog()).count('\n'), 1);
}

void TestSyncLog::appendsAndCutsHalfALine_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("whole lines") << QByteArray("{}\n{}\n") << QByteArray("{}\n{}\n");
    QTest::newRow("half a line") << QByteArray("{}\n{\"time\":\"20") << QByteArray("{}\n");
    QTest::newRow("only half a line") << QByteArray("{\"time") << QByteArray();
    QTest::newRow("half a long line") << QByteArray("{}\n") + QByteArray(10'000, 'x') << QByteArray("{}\n");
    QTest::newRow("a long whole line") << QByteArray(10'000, 'x') + '\n' << QByteArray(10'000, 'x') + '\n';
}

void TestSyncLog::appendsAndCutsHalfALine()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, kept);
    QVERIFY(QDir().mkpath(QFileInfo(m_sync->eventsLog()).path()));
    QFile file(m_sync->eventsLog());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(before);
    file.close();

    const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
    VERIFY_RESULT(log);
    QCOMPARE(contentOf(m_sync->eventsLog()), kept);
    (*log)->post(sample(u"/a"_s));
    VERIFY_RESULT((*log)->close());
    const QByteArray after = contentOf(m_sync->eventsLog());
    QVERIFY(after.startsWith(QByteArray(kept + "{\"time\"")));
    QVERIFY(after.endsWith("}\n"));
}

void TestSyncLog::manyThreadsLoseNothing()
{
    Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
    VERIFY_RESULT(log);
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&log, thread] {
                for (int event = 0; event < 500; ++event)
                    (*log)->post(sample(u"/%1/%2"_s.arg(thread).arg(event)));
            });
        }
    }
    VERIFY_RESULT((*log)->flush());
    QSet<QString> paths;
    const QList<QByteArray> lines = contentOf(m_sync->eventsLog()).split('\n');
    for (const QByteArray &line : lines.first(lines.size() - 1)) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        QVERIFY2(document.isObject(), line.constData());
        paths.insert(document[u"parameters"_s][u"path"_s].toString());
    }
    QCOMPARE(lines.size(), 2001);
    QCOMPARE(paths.size(), 2000);
}

void TestSyncLog::everythingIsWrittenWhenItGoes()
{
    {
        const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
        VERIFY_RESULT(log);
        for (int event = 0; event < 100; ++event)
            (*log)->post(sample(u"/a"_s));
    }
    QCOMPARE(contentOf(m_sync->eventsLog()).count('\n'), 100);
    QCOMPARE(contentOf(m_sync->textLog()).count('\n'), 100);
}

void TestSyncLog::dropsAfterClose()
{
    const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock);
    VERIFY_RESULT(log);
    VERIFY_RESULT((*log)->close());
    (*log)->post(sample(u"/a"_s));
    VERIFY_RESULT((*log)->flush());
    VERIFY_RESULT((*log)->close());
    QCOMPARE(contentOf(m_sync->eventsLog()), QByteArray());
}

void TestSyncLog::folderThatCannotBeMade()
{
    QFile plain(file(u"plain"_s));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const Result<std::unique_ptr<SyncLog>> log =
        SyncLog::open(SyncFolder(plain.fileName(), m_sync->syncId()), m_clock);
    QVERIFY(!log);
    QCOMPARE(log.error().kind, ErrorKind::FileFailed);
    QCOMPARE(log.error().event.id, EventId::rp_007);
}

void TestSyncLog::diskThatIsFullIsToldOnce()
{
    if (!QFileInfo::exists(u"/dev/full"_s))
        QSKIP("This system has no /dev/full.");
    QVERIFY(QDir().mkpath(QFileInfo(m_sync->eventsLog()).path()));
    QVERIFY(QFile::link(u"/dev/full"_s, m_sync->eventsLog()));
    // Qt seeks to the end of what it appends to, and says that a device has none.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"sequential device"_s));
    std::atomic<int> told = 0;
    const Result<std::unique_ptr<SyncLog>> log = SyncLog::open(*m_sync, m_clock, [&told](const Error &error) {
        if (error.event.id == EventId::rp_007)
            ++told;
    });
    VERIFY_RESULT(log);
    for (int round = 0; round < 3; ++round) {
        (*log)->post(sample(u"/a"_s));
        const Result<void> flushed = (*log)->flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().kind, ErrorKind::FileFailed);
    }
    QCOMPARE(told.load(), 1);
}

QTEST_GUILESS_MAIN(TestSyncLog)
#include "tst_synclog.moc"
