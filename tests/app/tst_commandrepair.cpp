#include "commandlinetest.h"

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// Syncline's own tables, orders that lost their item, and plans of changed orders.
class TestCommandRepair : public CommandLineTest
{
    Q_OBJECT

private slots:
    void ownTablesAreMadeOnlyWithAgreement()
    {
        makeWorkspace(60);
        dropOwnTables();
        const QByteArray before = m_world->image();

        const CliOutcome plan = run({u"plan"_s});
        QCOMPARE(plan.exitCode, 0);
        QVERIFY2(plan.messages.contains("db-021"), plan.messages.constData());
        QCOMPARE(run({u"sync"_s, u"--dry-run"_s}).exitCode, 0);
        const CliOutcome status = run({u"status"_s});
        QCOMPARE(status.exitCode, 2);
        QVERIFY2(status.output.contains("FAILED  own tables"), status.output.constData());

        for (const QStringList &command :
             {QStringList{u"sync"_s, u"--execute"_s}, QStringList{u"retry"_s, u"--execute"_s},
              QStringList{u"--quiet"_s, u"sync"_s, u"--execute"_s}}) {
            const CliOutcome refused = run(command);
            QCOMPARE(refused.exitCode, 2);
            QVERIFY2(refused.messages.contains("cl-007") && refused.messages.contains("CREATE TABLE"),
                     refused.messages.constData());
            QCOMPARE(refused.output, QByteArray());
        }
        const CliOutcome no = runOnTerminal({u"sync"_s, u"--execute"_s}, "n\n");
        QCOMPARE(no.exitCode, 2);
        QVERIFY2(no.output.contains("CREATE TABLE"), no.output.constData());
        QCOMPARE(m_world->image(), before);
        QVERIFY(!QFileInfo::exists(file(u"demo/reports"_s)));

        const CliOutcome agreed = run({u"sync"_s, u"--execute"_s, u"--yes"_s, u"--limit"_s, u"1"_s});
        QVERIFY2(agreed.exitCode <= 1, agreed.messages.constData());
        QVERIFY(!ownTables().isEmpty());
        QVERIFY(run({u"status"_s}).output.contains("ok      own tables"));
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void ownTablesAreMadeAfterAYesOnTheTerminal()
    {
        makeWorkspace(20);
        dropOwnTables();
        const CliOutcome yes = runOnTerminal({u"--quiet"_s, u"sync"_s, u"--execute"_s}, "y\n");
        QVERIFY2(yes.exitCode == 0 || yes.exitCode == 1, yes.output.constData());
        QVERIFY2(yes.output.contains("CREATE TABLE"), yes.output.constData());
        QVERIFY(!ownTables().isEmpty());
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void resumeNeedsTheTablesToo()
    {
        makeWorkspace(200);
        QCOMPARE(run({u"resume"_s}).output.trimmed(), QByteArray("nothing to resume"));
        QVERIFY(interruptSync(2, SIGKILL).wasRunning);
        dropOwnTables();
        const CliOutcome refused = run({u"resume"_s});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.messages.contains("cl-007"), refused.messages.constData());
        const CliOutcome resumed = run({u"resume"_s, u"--yes"_s});
        QVERIFY2(resumed.exitCode <= 1, resumed.messages.constData());
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void theRecordKeyColumnIsMadeOnlyWithAgreement()
    {
        makeWorkspace(20);
        QByteArray config = read(m_world->config());
        QVERIFY(config.contains("record_key_column = \"text_mkrkey01\""));
        config.replace("record_key_column = \"text_mkrkey01\"", "record_key_column = \"key_of_record\"");
        QVERIFY(writeFileAtomically(m_world->config(), config));

        const CliOutcome refused = run({u"status"_s, u"--make-record-key"_s});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.messages.contains("cl-009"), refused.messages.constData());
        QVERIFY2(refused.output.contains("warn    record key"), refused.output.constData());
        QVERIFY(run({u"status"_s}).output.contains("warn    record key"));

        const CliOutcome made = run({u"status"_s, u"--make-record-key"_s, u"--yes"_s});
        QCOMPARE(made.exitCode, 0);
        QVERIFY2(made.output.contains("made    record key"), made.output.constData());
        const CliOutcome again = run({u"status"_s, u"--make-record-key"_s, u"--yes"_s});
        QVERIFY2(again.output.contains("ok      record key") && !again.output.contains("made    "),
                 again.output.constData());
    }

    void anOrderWithoutItemIsCreatedAgain()
    {
        makeWorkspace(60);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        const DemoRow lost = firstRow(u"SYNCED"_s, true);
        const QString key = lost.values[u"record_uuid"_s].toString();
        loseItem(lost);
        const CliOutcome failed = run({u"sync"_s, u"--execute"_s});
        QCOMPARE(failed.exitCode, 1);
        QVERIFY2(failed.output.contains("se-072"), failed.output.constData());
        QVERIFY2(rowOf(key).values[u"api_error_message"_s].toString().contains(u"[se-072]"_s),
                 qPrintable(rowOf(key).values[u"api_error_message"_s].toString()));

        const CliOutcome repaired = run({u"repair"_s, u"--create-again"_s, key});
        QVERIFY2(repaired.exitCode == 0, repaired.messages.constData());
        QCOMPARE(rowOf(key).values[u"sync_state"_s].toString(), u"PENDING"_s);
        const CliOutcome again = run({u"sync"_s, u"--execute"_s});
        QVERIFY2(again.exitCode == 0, again.output.constData());
        const DemoRow made = rowOf(key);
        QCOMPARE(made.values[u"sync_state"_s].toString(), u"SYNCED"_s);
        QVERIFY(made.values[u"monday_item_id"_s] != lost.values[u"monday_item_id"_s]);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void anOrderWithoutItemIsMarkedAsRemoved()
    {
        makeWorkspace(60);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        const DemoRow lost = firstRow(u"SYNCED"_s, true);
        const QString key = lost.values[u"record_uuid"_s].toString();
        loseItem(lost);
        QCOMPARE(run({u"sync"_s, u"--execute"_s}).exitCode, 1);
        const CliOutcome repaired = run({u"repair"_s, u"--mark-removed"_s, key});
        QVERIFY2(repaired.exitCode == 0, repaired.messages.constData());
        QCOMPARE(rowOf(key).values[u"sync_state"_s].toString(), u"NONE"_s);
        const CliOutcome after = run({u"sync"_s, u"--execute"_s});
        QVERIFY2(after.exitCode == 0, after.output.constData());
        QCOMPARE(run({u"retry"_s, u"--execute"_s, u"--max-retries"_s, u"9"_s}).output.count(key.toUtf8()), 0);
    }

    void whatIsOnTheBoardIsNotCreatedAgain()
    {
        makeWorkspace(60);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        const DemoRow row = firstRow(u"SYNCED"_s, true);
        const QString key = row.values[u"record_uuid"_s].toString();
        const CliOutcome refused = run({u"repair"_s, u"--create-again"_s, key});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.messages.contains("en-001"), refused.messages.constData());
        QCOMPARE(rowOf(key).values[u"monday_item_id"_s], row.values[u"monday_item_id"_s]);
        QCOMPARE(rowOf(key).values[u"sync_state"_s].toString(), u"SYNCED"_s);
    }

    void unknownRowsAreNotRepaired()
    {
        makeWorkspace(60);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        const DemoRow failed = firstRow(u"FAILED"_s, false);
        const QString key = failed.values[u"record_uuid"_s].toString();
        const QString near = QString(key.first(30) + u"ffffff"_s);
        const QString number = failed.values[u"AAG ORDER NUMBER"_s].toString();
        const QByteArray before = m_world->image();
        for (const QString &row : {near, number}) {
            const CliOutcome refused = run({u"repair"_s, u"--mark-removed"_s, key, row});
            QCOMPARE(refused.exitCode, 2);
            QVERIFY2(refused.messages.contains("cl-008") && refused.messages.contains(row.toUtf8()),
                     refused.messages.constData());
            QVERIFY2(refused.messages.contains(key.toUtf8()), refused.messages.constData());
        }
        QCOMPARE(m_world->image(), before);
    }

    void namedOrdersAloneAreSentAgain()
    {
        makeWorkspace(60);
        // Two orders whose sums are wrong, mended after the sync that refused them.
        std::vector<DemoRow> wrong;
        for (const DemoRow &row : m_world->warehouse()) {
            if (row.state() == u"PENDING"_s && row.text(u"action_type"_s) != u"NONE"_s && !row.isCancelled()
                && wrong.size() < 2)
                wrong.push_back(row);
        }
        QCOMPARE(wrong.size(), 2u);
        const auto setTotal = [this](const DemoRow &row, const QString &more) {
            sql(u"UPDATE FACT_ORDER_LIST SET \"TOTAL QTY\" = \"TOTAL QTY\" %1 WHERE record_uuid = '%2'"_s.arg(
                more, row.key()));
        };
        for (const DemoRow &row : wrong)
            setTotal(row, u"+ 1000"_s);
        QCOMPARE(run({u"sync"_s, u"--execute"_s}).exitCode, 1);
        for (const DemoRow &row : wrong) {
            QCOMPARE(rowOf(row.key()).state(), u"FAILED"_s);
            setTotal(row, u"- 1000"_s);
        }
        const QByteArray before = m_world->image();

        for (const QStringList &extent : {QStringList{u"--dry-run"_s}, QStringList{u"--execute"_s, u"--yes"_s}}) {
            for (const QString &order : {wrong[0].number(), QString(wrong[0].key().first(30) + u"ffffff"_s)}) {
                const CliOutcome unknown = run(QStringList{u"retry"_s} + extent + QStringList{u"--order"_s, order});
                QCOMPARE(unknown.exitCode, 2);
                QVERIFY2(unknown.messages.contains("cl-008") && unknown.messages.contains(order.toUtf8())
                             && unknown.messages.contains(wrong[0].key().toUtf8()),
                         unknown.messages.constData());
            }
        }
        const CliOutcome bounded =
            run({u"retry"_s, u"--execute"_s, u"--order"_s, wrong[0].key(), u"--max-retries"_s, u"5"_s});
        QCOMPARE(bounded.exitCode, 2);
        QVERIFY2(bounded.messages.contains("--max-retries"), bounded.messages.constData());
        const CliOutcome look = run({u"retry"_s, u"--dry-run"_s, u"--order"_s, wrong[0].key()});
        QCOMPARE(look.exitCode, 0);
        const QByteArray customer = wrong[0].text(u"CUSTOMER NAME"_s).toUtf8();
        QVERIFY2(!customer.isEmpty() && look.output.contains(customer), look.output.constData());
        QCOMPARE(m_world->image(), before);

        sql(u"UPDATE FACT_ORDER_LIST SET retry_count = 9 WHERE record_uuid = '%1'"_s.arg(wrong[0].key()));
        const CliOutcome sent = run({u"retry"_s, u"--execute"_s, u"--order"_s, wrong[0].key().toUpper(), u"--output-json"_s,
                                     file(u"run.json"_s)});
        QVERIFY2(sent.exitCode == 0, sent.output.constData());
        QVERIFY2(sent.output.contains("orders: 1 planned = 1 created"), sent.output.constData());
        QCOMPARE(rowOf(wrong[0].key()).state(), u"SYNCED"_s);
        QCOMPARE(rowOf(wrong[1].key()).state(), u"FAILED"_s);
        const QJsonObject json = QJsonDocument::fromJson(read(file(u"run.json"_s))).object();
        QCOMPARE(json[u"options"_s][u"records"_s].toArray(), QJsonArray{wrong[0].key()});
        QCOMPARE(json[u"customers"_s].toArray().size(), 1);

        const CliOutcome again = run({u"retry"_s, u"--execute"_s, u"--order"_s, wrong[0].key(), u"--order"_s, wrong[1].key()});
        QVERIFY2(again.output.contains("orders: 1 planned = 1 created"), again.output.constData());
        QCOMPARE(rowOf(wrong[1].key()).state(), u"SYNCED"_s);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void aDryRunOfARetryLooksAtWhatFailed()
    {
        makeWorkspace(60);
        QCOMPARE(run({u"sync"_s, u"--execute"_s}).exitCode, 1);
        const QString customer = firstRow(u"FAILED"_s, false).text(u"CUSTOMER NAME"_s);
        const QRegularExpression someOrders(u"^%1 +[1-9]"_s.arg(QRegularExpression::escape(customer)),
                                            QRegularExpression::MultilineOption);
        const auto looksAt = [&](const QStringList &command) {
            return someOrders.match(QString::fromUtf8(run(command).output)).hasMatch();
        };
        QVERIFY(looksAt({u"retry"_s, u"--dry-run"_s}));
        QVERIFY(looksAt({u"sync"_s, u"--dry-run"_s, u"--retry-errors"_s}));
        QVERIFY(!looksAt({u"sync"_s, u"--dry-run"_s}));
    }

    void thePlanNamesWhatChanges()
    {
        makeWorkspace(60);
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        const DemoRow row = firstRow(u"SYNCED"_s, true);
        const QString key = row.values[u"record_uuid"_s].toString();
        const QString number = row.values[u"AAG ORDER NUMBER"_s].toString();
        sql(u"UPDATE FACT_ORDER_LIST SET sync_state = 'PENDING', action_type = 'UPDATE', \"ORDER TYPE\" = "
            "'CANCELLED' WHERE record_uuid = '%1'"_s.arg(key));
        const CliOutcome plan = run({u"plan"_s});
        QCOMPARE(plan.exitCode, 0);
        QVERIFY2(plan.output.contains(QString(u"order "_s + number + u" of "_s).toUtf8())
                     && plan.output.contains("pl-024"),
                 plan.output.constData());
        const QJsonObject json = QJsonDocument::fromJson(run({u"plan"_s, u"--json"_s}).output).object();
        const QJsonArray rows = json[u"rows"_s].toArray();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0][u"key"_s].toString(), key);
        QCOMPARE(rows[0][u"event_id"_s].toString(), u"pl-024"_s);
        const QJsonArray customers = json[u"customers"_s].toArray();
        QCOMPARE(customers[0][u"cancelled"_s].toInt(), 1);
        QCOMPARE(customers[0][u"archive"_s].toInt(-1), 0);

        const QString config = file(u"demo/syncline.toml"_s);
        QByteArray toml = read(config);
        toml.replace("[monday.checks]", "[monday.checks]\ncancelled_orders = \"archive\"");
        if (!toml.contains("cancelled_orders"))
            toml += "\n[monday.checks]\ncancelled_orders = \"archive\"\n";
        QVERIFY(writeFileAtomically(config, toml));
        const QJsonObject archived = QJsonDocument::fromJson(run({u"plan"_s, u"--json"_s}).output).object();
        QCOMPARE(archived[u"rows"_s][0][u"action"_s].toString(), u"archive"_s);
        QCOMPARE(archived[u"customers"_s][0][u"archive"_s].toInt(), 1);
        QVERIFY(run({u"plan"_s}).output.contains(QString(u"archive: order "_s + number).toUtf8()));
    }
};

QTEST_GUILESS_MAIN(TestCommandRepair)
#include "tst_commandrepair.moc"
