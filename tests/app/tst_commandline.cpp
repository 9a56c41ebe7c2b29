#include "base/atomicfile.h"
#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "sandbox/boardstate.h"
#include "support/testenvironment.h"
#include "sync/valuejudge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

#include <csignal>

using namespace syncline;
using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int exitCode = -1;
    QByteArray output;
    QByteArray messages;
};

/// A row of the headers table with its lines that count as synced.
struct WarehouseRow
{
    QHash<QString, QVariant> values;
    QHash<QString, qint64> subitems; ///< size -> id
};

} // namespace

/// Runs the program itself on demo workspaces and compares the worlds afterwards.
class TestCommandLine : public syncline::testing::TestCase
{
    Q_OBJECT

private:
    QString config() const { return file(u"demo/syncline.toml"_s); }

    DemoReport makeWorkspace(int orders)
    {
        Result<DemoReport> made = makeDemo({.folder = file(u"demo"_s), .orders = orders});
        if (!made)
            qFatal("%s", qPrintable(made.error().text()));
        // The same server with the same faults, only nearer.
        const QString path = file(u"demo/sandbox.toml"_s);
        QByteArray behaviour = read(path);
        behaviour.replace("search_lag_seconds = 2.0", "search_lag_seconds = 0.3");
        behaviour.replace("request_ms = 80", "request_ms = 10").replace("mutation_ms = 10", "mutation_ms = 1");
        if (Result<void> written = writeFileAtomically(path, behaviour); !written)
            qFatal("%s", qPrintable(written.error().text()));
        return *made;
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QStringList arguments(const QStringList &command) const
    {
        return QStringList{u"--config"_s, config()} + command;
    }

    Outcome run(const QStringList &command) const
    {
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), arguments(command));
        if (!process.waitForFinished(120'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    /// Starts a sync and gives it the signal after so many batches; whether it was still running then.
    bool interruptSync(int batches, int signal)
    {
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), arguments({u"sync"_s, u"--execute"_s}));
        if (!process.waitForStarted())
            return false;
        process.setReadChannel(QProcess::StandardError);
        QByteArray seen;
        while (seen.count("\nbatch ") < batches && process.waitForReadyRead(60'000))
            seen += process.readAllStandardError();
        const bool running = process.state() == QProcess::Running;
        ::kill(static_cast<pid_t>(process.processId()), signal);
        process.waitForFinished(60'000);
        m_interruptedExit = process.exitStatus() == QProcess::CrashExit ? -1 : process.exitCode();
        return running;
    }

    std::vector<WarehouseRow> warehouse() const
    {
        std::vector<WarehouseRow> rows;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"check"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            if (!database.open())
                qFatal("%s", qPrintable(database.lastError().text()));
            QSqlQuery headers(u"SELECT * FROM FACT_ORDER_LIST"_s, database);
            while (headers.next()) {
                WarehouseRow row;
                for (int column = 0; column < headers.record().count(); ++column)
                    row.values.insert(headers.record().fieldName(column), headers.value(column));
                rows.push_back(row);
            }
            QHash<QString, std::size_t> byKey;
            for (std::size_t i = 0; i < rows.size(); ++i)
                byKey.insert(rows[i].values[u"record_uuid"_s].toString(), i);
            QSqlQuery lines(u"SELECT record_uuid, size_code, monday_subitem_id FROM ORDER_LIST_LINES "
                            "WHERE monday_subitem_id IS NOT NULL"_s,
                            database);
            while (lines.next()) {
                rows[byKey.value(lines.value(0).toString())].subitems.insert(lines.value(1).toString(),
                                                                             lines.value(2).toLongLong());
            }
        }
        QSqlDatabase::removeDatabase(u"check"_s);
        return rows;
    }

    /// What differs between warehouse and board; empty when every synced row is there once, with all its values, its
    /// group and its subitems, and nothing else is.
    QStringList differences() const
    {
        const Result<LoadedConfig> loaded = loadConfig(config());
        const EnvironmentSettings settings = *loaded->environment(u"demo"_s);
        const Result<sandbox::BoardState> state = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        const sandbox::SeenBoard *board = state->board(settings.boardId);
        QStringList all;
        int items = 0;
        qsizetype subitems = 0;
        for (const WarehouseRow &row : warehouse()) {
            const QString key = row.values[u"record_uuid"_s].toString();
            const QString number = row.values[u"AAG ORDER NUMBER"_s].toString();
            const auto twins = board->itemsWith(settings.mapping.recordKeyColumn, key);
            const QString syncState = row.values[u"sync_state"_s].toString();
            const qint64 itemId = row.values[u"monday_item_id"_s].toLongLong();
            if (itemId == 0) {
                if (!twins.empty())
                    all.append(u"%1 is on the board in state %2"_s.arg(number, syncState));
                continue;
            }
            ++items;
            subitems += row.subitems.size();
            if (twins.size() != 1 || twins.front()->id != itemId) {
                all.append(u"%1 is on the board %2 times"_s.arg(number).arg(twins.size()));
                continue;
            }
            if (syncState == "SYNCED"_L1)
                compare(settings, row, *twins.front(), all);
        }
        if (board->activeItems() != items)
            all.append(u"%1 items, %2 synced rows"_s.arg(board->activeItems()).arg(items));
        if (board->activeSubitems() != subitems)
            all.append(u"%1 subitems, %2 synced lines"_s.arg(board->activeSubitems()).arg(subitems));
        QSet<QString> titles;
        for (const auto &group : board->definition.groups) {
            if (titles.contains(foldedTitle(group.title)))
                all.append(u"two groups %1"_s.arg(group.title));
            titles.insert(foldedTitle(group.title));
        }
        return all;
    }

    static void compare(const EnvironmentSettings &settings, const WarehouseRow &row, const sandbox::SeenItem &item,
                        QStringList &all)
    {
        const QString number = row.values[u"AAG ORDER NUMBER"_s].toString();
        QHash<QString, QString> expected; // first non-empty source of each column
        for (const ColumnMapping &line : settings.mapping.headers) {
            const QString text = plainText(row.values.value(line.source));
            if (!text.isEmpty() && !expected.contains(line.targetColumnId)) {
                const bool isNumber = line.targetColumnId.startsWith("numeric_"_L1);
                expected.insert(line.targetColumnId, isNumber ? canonicalNumber(text).value_or(text) : text);
            }
        }
        for (auto value = expected.constBegin(); value != expected.constEnd(); ++value) {
            if (foldedTitle(item.texts.value(value.key())) != foldedTitle(*value)) {
                all.append(u"%1 %2: “%3” instead of “%4”"_s.arg(number, value.key(),
                                                                   item.texts.value(value.key()), *value));
            }
        }
        for (auto size = row.subitems.constBegin(); size != row.subitems.constEnd(); ++size) {
            const auto found = std::ranges::find(item.subitems, *size, &sandbox::SeenItem::id);
            if (found == item.subitems.end() || found->name != u"Size "_s + size.key())
                all.append(u"%1 has no subitem of size %2"_s.arg(number, size.key()));
        }
        const QString group = row.values[u"group_name"_s].toString();
        if (!group.isEmpty() && foldedTitle(group) != foldedTitle(item.groupTitle))
            all.append(u"%1 is in the group %2"_s.arg(number, item.groupTitle));
    }

    int m_interruptedExit = 0;

private slots:
    void theDemoArrivesWholeAndOnlyOnce()
    {
        const DemoReport demo = makeWorkspace(300);
        const QString copy = file(u"run.json"_s);
        const Outcome first =
            run({u"sync"_s, u"--execute"_s, u"--generate-report"_s, u"--output-json"_s, copy});
        QVERIFY2(first.exitCode == 1, first.messages.constData());
        QCOMPARE(differences().join(u'\n'), QString());

        const QJsonObject json = QJsonDocument::fromJson(read(copy)).object();
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
        const QByteArray rows = read(QString(folder + u"/summaries/rows.csv"_s));
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
        QCOMPARE(read(QString(folder + u"/summaries/failed_rows.csv"_s)).trimmed().count('\n'), refusedByPlan);
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
            QVERIFY(!read(target).isEmpty());
        }

        const Result<sandbox::BoardState> before = sandbox::BoardState::read(file(u"demo/sandbox.sqlite"_s));
        const Outcome second = run({u"sync"_s, u"--execute"_s});
        QCOMPARE(second.exitCode, 0);
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
        const Outcome outcome = run({u"sync"_s, u"--execute"_s, u"--customer"_s, u"O'RILEY SPORT"_s, u"--limit"_s,
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
        QVERIFY(interruptSync(batches, SIGKILL));
        const Outcome resumed = run({u"resume"_s});
        QVERIFY2(resumed.exitCode <= 1, resumed.messages.constData());
        const Outcome rest = run({u"sync"_s, u"--execute"_s});
        QVERIFY2(rest.exitCode <= 1, rest.messages.constData());
        QCOMPARE(differences().join(u'\n'), QString());
        const QJsonArray customers = QJsonDocument::fromJson(run({u"customers"_s, u"--json"_s}).output).array();
        for (const QJsonValue &customer : customers)
            QCOMPARE(customer[u"pending"_s].toInt(), 0);
    }

    void interruptStopsAfterTheBatch()
    {
        makeWorkspace(200);
        QVERIFY(interruptSync(3, SIGINT));
        QCOMPARE(m_interruptedExit, 3);
        QCOMPARE(differences().join(u'\n'), QString());
        QVERIFY(run({u"sync"_s, u"--execute"_s}).exitCode <= 1);
        QCOMPARE(differences().join(u'\n'), QString());
    }

    void lookingChangesNothing()
    {
        makeWorkspace(100);
        const QByteArray warehouseBefore = read(file(u"demo/warehouse.sqlite"_s));
        const Outcome dryRun = run({u"sync"_s, u"--dry-run"_s});
        QCOMPARE(dryRun.exitCode, 0);
        QVERIFY(dryRun.output.contains("DRY RUN"));
        const QJsonObject plan = QJsonDocument::fromJson(run({u"plan"_s, u"--json"_s}).output).object();
        QCOMPARE(plan[u"ledger"_s][u"refused"_s].toInt(), 5);
        QCOMPARE(plan[u"rows"_s].toArray().size(), plan[u"ledger"_s][u"planned"_s].toInt());
        QCOMPARE(run({u"status"_s}).exitCode, 0);
        QCOMPARE(read(file(u"demo/warehouse.sqlite"_s)), warehouseBefore);
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

        const QByteArray before = read(file(u"demo/warehouse.sqlite"_s));
        const Outcome dryRun = run({u"refresh"_s, u"--dry-run"_s});
        QVERIFY2(dryRun.exitCode == 0, dryRun.messages.constData());
        QVERIFY(dryRun.output.contains("DRY RUN"));
        QVERIFY(dryRun.output.contains(QByteArray(QByteArray::number(demo.newInSource) + " new, ")));
        const QStringList found = orders({u"refresh"_s, u"--dry-run"_s, u"--json"_s}, u"rows"_s);
        QVERIFY(found.size() >= demo.newInSource);
        QCOMPARE(read(file(u"demo/warehouse.sqlite"_s)), before);

        const Outcome written = run({u"refresh"_s, u"--execute"_s});
        QVERIFY2(written.exitCode == 0, written.messages.constData());
        const Outcome again = run({u"refresh"_s, u"--execute"_s});
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
        QTest::newRow("report of nothing") << QStringList{u"report"_s} << QByteArray("cl-005");
        QTest::newRow("unknown report") << QStringList{u"report"_s, u"show"_s, u"SYNC-00000000-20260101"_s}
                                        << QByteArray("SYNC-00000000-20260101");
    }

    void wrongCommandLines()
    {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, says);
        makeWorkspace(20);
        const Outcome outcome = run(command);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.messages.contains(says), outcome.messages.constData());
        QCOMPARE(outcome.output, QByteArray());
    }

    void globalOptionsMayFollowTheCommand()
    {
        makeWorkspace(20);
        QProcess process;
        process.start(QStringLiteral(SYNCLINE_CLI), {u"customers"_s, u"--json"_s, u"--config"_s, config()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(!QJsonDocument::fromJson(process.readAllStandardOutput()).array().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
