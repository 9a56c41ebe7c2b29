#include "commandlinetest.h"
#include "support/ownserver.h"

#include <QDir>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// The server of the warehouse goes away in the middle of a sync and comes back.
class TestServerLoss : public CommandLineTest
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QDir(u"/usr/lib/postgresql"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty())
            QSKIP("PostgreSQL is not installed; tests/run installs it");
        QVERIFY(m_server.start());
        qputenv("SYNCLINE_TEST_POSTGRESQL", m_server.address().toUtf8());
        qputenv("SYNCLINE_TEST_ENGINE", "postgresql");
    }

    void noRowIsLostOrTwice_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("batches");
        QTest::addColumn<int>("pauseMs");
        QTest::newRow("crash at the beginning") << u"immediate"_s << 1 << 0;
        QTest::newRow("crash in the middle") << u"immediate"_s << 6 << 0;
        QTest::newRow("gone for three seconds") << u"fast"_s << 3 << 3'000;
        QTest::newRow("gone for longer than a link is tried again") << u"fast"_s << 3 << 9'000;
    }

    void noRowIsLostOrTwice()
    {
        QFETCH(QString, mode);
        QFETCH(int, batches);
        QFETCH(int, pauseMs);
        makeWorkspace(200);
        QProcess sync;
        sync.start(QStringLiteral(SYNCLINE_CLI), {u"--config"_s, config(), u"sync"_s, u"--execute"_s});
        QVERIFY(sync.waitForStarted());
        QByteArray messages;
        const auto enough = [&] { return messages.count("\nbatch ") >= batches; };
        while (!enough() && sync.state() == QProcess::Running) {
            sync.waitForReadyRead(20);
            messages += sync.readAllStandardError();
        }
        QVERIFY2(enough() && sync.state() == QProcess::Running, messages.constData());
        QVERIFY(m_server.stop(mode));
        // It waits for the server.
        QVERIFY(pauseMs == 0 || !sync.waitForFinished(pauseMs));
        QVERIFY(m_server.startAgain());
        QVERIFY(sync.state() == QProcess::NotRunning || sync.waitForFinished(120'000));
        messages += sync.readAllStandardError();
        QCOMPARE(sync.exitStatus(), QProcess::NormalExit);
        QVERIFY2(sync.exitCode() <= 1, messages.constData());
        // What a link that is tried again bridges is no news.
        QVERIFY2(pauseMs < 9'000 || messages.contains("se-094"), messages.constData());
        QCOMPARE((m_world->violations() + differences()).join(u'\n'), QString());
        const CliOutcome rest = run({u"sync"_s, u"--execute"_s});
        QVERIFY2(rest.exitCode <= 1, rest.messages.constData());
        QCOMPARE((differences() + m_world->unfinished() + m_world->untold()).join(u'\n'), QString());
    }

    void cleanupTestCase() { m_world.reset(); }

private:
    OwnServer m_server;
};

QTEST_GUILESS_MAIN(TestServerLoss)
#include "tst_serverloss.moc"
