#include "commandlinetest.h"
#include "sandbox/boardstate.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// Syncs, looks and wrong command lines.
class TestCommandLine : public CommandLineTest
{
    Q_OBJECT

private slots:
    void theDemoArrivesWholeAndOnlyOnce()
    {
        const DemoReport demo = makeWorkspace(300);
        const QString copy = file(u"run.json"_s);
        const CliOutcome first =
            run({u"sync"_s, u"--execute"_s, u"--generate-report"_s, u"--output-json"_s, copy});
        QVERIFY2(first.exitCode == 1, first.messages.constData());
        QCOMPARE(first.messages.count("planned to end "), 1);
        QCOMPARE(differences().join(u'\n'), QString());

        const QJsonObject json = QJsonDocument::fromJson(contentOf(copy)).object();
        const QJsonObject ledger = json[u"ledger"_s].toObject();
        QCOMPARE(json[u"state"_s].toString(), u"completed_with_errors"_s);
        qint64 sum = 0;
        for (const RowState state : allRowStates)
            sum += ledger[nameOf(state)].toInteger(-1000);
        QCOMPARE(sum, ledger[u"planned"_s].toInteger());
        QCOMPARE(ledger[u"refused"_s].toInteger(), 5);
        QCOMPARE(ledger[u"unknown"_s].toInteger(), 0);

        // Every planted fault shows on its own row and nowhere else.
        QHash<QString, QString> states;
        const QString folder = QString::fromUtf8(first.output).trimmed().section(u'\n', -1);
        const QByteArray rows = contentOf(QString(folder + u"/summaries/rows.csv"_s));
        for (const QByteArray &line : rows.split('\n'))
            states.insert(QString::fromUtf8(line.left(36)), QString::fromUtf8(line));
        int refusedByPlan = 0;
        for (const PlantedFault &fault : demo.faults) {
            if (!fault.outcome)
                continue;
            const QString state = fault.outcome == DemoOutcome::Refused ? u",refused,"_s
                : fault.outcome == DemoOutcome::Created                 ? u",created,"_s
                                                                        : u",updated,"_s;
            QVERIFY2(states.value(fault.key.toString()).contains(state), qPrintable(fault.expectation));
            refusedByPlan += fault.outcome == DemoOutcome::Refused ? 1 : 0;
        }
        QCOMPARE(rows.count(",refused,"), refusedByPlan);
        QCOMPARE(contentOf(QString(folder + u"/summaries/failed_rows.csv"_s)).trimmed().count('\n'), refusedByPlan);
        for (const QString &path : {u"_SYNC_SUMMARY.md"_s, u"logs/events.jsonl"_s, u"logs/sync.log"_s,
                                    u"summaries/lines.csv"_s, u"summaries/run.json"_s}) {
            QVERIFY2(QFileInfo::exists(QString(folder + u'/' + path)), qPrintable(path));
        }

        const QString syncId = QFileInfo(folder).fileName();
        QVERIFY(run({u"report"_s, u"list"_s}).output.contains(syncId.toUtf8()));
        QVERIFY(run({u"report"_s, u"show"_s, syncId}).output.contains("EXECUTIVE SUMMARY"));
        QVERIFY(run({u"report"_s, u"BRIGHT HARBOR"_s}).output.contains("BRIGHT HARBOR"));
        for (const QString &format : {u"md"_s, u"html"_s, u"csv"_s, u"json"_s}) {
            const QString target = file(QString(u"export."_s + format));
            QCOMPARE(run({u"report"_s, u"export"_s, syncId, u"--format"_s, format, u"--to"_s, target}).exitCode, 0);
            QVERIFY(!contentOf(target).isEmpty());
        }

        const Result<sandbox::BoardState> before = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        const CliOutcome second = run({u"sync"_s, u"--execute"_s});
        QCOMPARE(second.exitCode, 0);
        QVERIFY(!second.messages.contains("planned to end"));
        const Result<sandbox::BoardState> after = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        for (const QString &mutation : {u"create_item"_s, u"create_subitem"_s, u"create_group"_s,
                                        u"change_multiple_column_values"_s, u"update_dropdown_column"_s}) {
            QCOMPARE(after->mutations(mutation), before->mutations(mutation));
        }
        const QString otherId = QFileInfo(QString::fromUtf8(second.output).trimmed().section(u'\n', -1)).fileName();
        QVERIFY(run({u"report"_s, u"compare"_s, syncId, otherId}).output.contains(otherId.toUtf8()));
    }

    void oneCustomerWithALimit()
    {
        makeWorkspace(300);
        const Result<sandbox::BoardState> before = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        const CliOutcome outcome = run({u"sync"_s, u"--execute"_s, u"--customer"_s, u"O'RILEY SPORT"_s, u"--limit"_s,
                                     u"3"_s, u"--skip-subitems"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.messages.constData());
        const Result<sandbox::BoardState> after = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        QCOMPARE(after->mutations(u"create_item"_s) - before->mutations(u"create_item"_s), 3);
        QCOMPARE(after->mutations(u"create_subitem"_s), before->mutations(u"create_subitem"_s));
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void aKilledSyncIsResumed_data()
    {
        QTest::addColumn<int>("batches");
        for (const int batches : {0, 1, 3, 8, 20})
            QTest::addRow("after %d batches", batches) << batches;
    }

    void aKilledSyncIsResumed()
    {
        QFETCH(int, batches);
        makeWorkspace(200);
        QVERIFY(interruptSync(batches, SIGKILL).wasRunning);
        const CliOutcome resumed = run({u"resume"_s});
        QVERIFY2(resumed.exitCode <= 1, resumed.messages.constData());
        const CliOutcome rest = run({u"sync"_s, u"--execute"_s});
        QVERIFY2(rest.exitCode <= 1, rest.messages.constData());
        QCOMPARE(differences().join(u'\n'), QString());
        const QJsonArray customers = QJsonDocument::fromJson(run({u"customers"_s, u"--json"_s}).output).array();
        for (const QJsonValue &customer : customers)
            QCOMPARE(customer[u"pending"_s].toInt(), 0);
    }

    void interruptStopsAfterTheBatch()
    {
        makeWorkspace(200);
        const Interruption stopped = interruptSync(3, SIGINT);
        QVERIFY(stopped.wasRunning);
        QCOMPARE(stopped.outcome.exitCode, 3);
        QCOMPARE(differences().join(u'\n'), QString());
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void lookingChangesNothing()
    {
        makeWorkspace(100);
        const QByteArray warehouseBefore = m_world->image();
        const CliOutcome dryRun = run({u"sync"_s, u"--dry-run"_s});
        QCOMPARE(dryRun.exitCode, 0);
        QVERIFY(dryRun.output.contains("DRY RUN"));
        const QJsonObject plan = QJsonDocument::fromJson(run({u"plan"_s, u"--json"_s}).output).object();
        QCOMPARE(plan[u"ledger"_s][u"refused"_s].toInt(), 5);
        QCOMPARE(plan[u"rows"_s].toArray().size(), plan[u"ledger"_s][u"planned"_s].toInt());
        QCOMPARE(run({u"status"_s}).exitCode, 0);
        QCOMPARE(m_world->image(), warehouseBefore);
        QVERIFY(!QFileInfo::exists(file(u"demo/reports"_s)));
    }

    void refreshBringsWhatIsNew()
    {
        const DemoReport demo = makeWorkspace(200);
        const auto orders = [this](const QStringList &command, const QString &list) {
            QStringList keys;
            const QJsonObject json = QJsonDocument::fromJson(run(command).output).object();
            for (const QJsonValue &row : json[list].toArray())
                keys.append(row[u"key"_s].toString());
            keys.sort();
            return keys;
        };
        run({u"sync"_s, u"--execute"_s});
        const QStringList planned = orders({u"plan"_s, u"--json"_s}, u"rows"_s);

        const QByteArray before = m_world->image();
        const CliOutcome dryRun = run({u"refresh"_s, u"--dry-run"_s});
        QVERIFY2(dryRun.exitCode == 0, dryRun.messages.constData());
        QVERIFY(dryRun.output.contains("DRY RUN"));
        QVERIFY(dryRun.output.contains(QByteArray(QByteArray::number(demo.newInSource) + " new, ")));
        const QStringList found = orders({u"refresh"_s, u"--dry-run"_s, u"--json"_s}, u"rows"_s);
        QVERIFY(found.size() >= demo.newInSource);
        QCOMPARE(m_world->image(), before);

        const CliOutcome written = run({u"refresh"_s, u"--execute"_s});
        QVERIFY2(written.exitCode == 0, written.messages.constData());
        const CliOutcome again = run({u"refresh"_s, u"--execute"_s});
        QVERIFY(again.output.contains("0 new, 0 changed, 0 cancelled, "));

        QStringList expected = planned + found;
        expected.removeDuplicates();
        expected.sort();
        QCOMPARE(orders({u"plan"_s, u"--json"_s}, u"rows"_s), expected);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void wrongCommandLines_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << QStringList() << QByteArray("subcommand");
        QTest::newRow("neither dry run nor execute") << QStringList{u"sync"_s} << QByteArray("--dry-run");
        QTest::newRow("refresh without extent") << QStringList{u"refresh"_s} << QByteArray("--dry-run");
        QTest::newRow("both") << QStringList{u"sync"_s, u"--dry-run"_s, u"--execute"_s} << QByteArray("--dry-run");
        QTest::newRow("unknown customer")
            << QStringList{u"sync"_s, u"--execute"_s, u"--customer"_s, u"ALPIN LARK"_s} << QByteArray("ALPINE LARK");
        QTest::newRow("unknown environment")
            << QStringList{u"--environment"_s, u"live"_s, u"customers"_s} << QByteArray("demo");
        QTest::newRow("limit of nothing") << QStringList{u"plan"_s, u"--limit"_s, u"0"_s} << QByteArray("--limit");
        QTest::newRow("repair of nothing") << QStringList{u"repair"_s, u"--create-again"_s} << QByteArray("ROW");
        QTest::newRow("repair without remedy")
            << QStringList{u"repair"_s, u"0f1e2d3c-0000-4000-8000-000000000000"_s} << QByteArray("--mark-removed");
        QTest::newRow("repair of an unknown row")
            << QStringList{u"repair"_s, u"--mark-removed"_s, u"0f1e2d3c-0000-4000-8000-000000000000"_s}
            << QByteArray("cl-008");
        QTest::newRow("report of nothing") << QStringList{u"report"_s} << QByteArray("cl-005");
        QTest::newRow("unknown report") << QStringList{u"report"_s, u"show"_s, u"SYNC-00000000-20260101"_s}
                                        << QByteArray("SYNC-00000000-20260101");
    }

    void wrongCommandLines()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, says);
        makeWorkspace(20);
        const CliOutcome outcome = run(command);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.messages.contains(says), outcome.messages.constData());
        QCOMPARE(outcome.output, QByteArray());
    }

    void globalOptionsMayFollowTheCommand()
    {
        makeWorkspace(20);
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), {u"customers"_s, u"--json"_s, u"--config"_s, m_world->config()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(!QJsonDocument::fromJson(process.readAllStandardOutput()).array().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
