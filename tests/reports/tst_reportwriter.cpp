#include "reportfixture.h"
#include "reports/csvtables.h"
#include "reports/reportwriter.h"
#include "reports/runcomparison.h"
#include "reports/runjson.h"
#include "reports/summaryreport.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;

namespace {

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll())
                                          : u"(%1 is not there)"_s.arg(path);
}

/// The first line that differs, which says more than two whole texts.
QString difference(const QString &actual, const QString &golden)
{
    const QStringList a = actual.split(u'\n');
    const QStringList b = golden.split(u'\n');
    for (qsizetype line = 0; line < std::max(a.size(), b.size()); ++line) {
        if (a.value(line) != b.value(line))
            return u"line %1:\n  is       %2\n  expected %3"_s.arg(line + 1).arg(a.value(line),
                                                                                 b.value(line));
    }
    return a.size() == b.size() ? QString() : u"one text ends earlier"_s;
}

/// A device that takes a number of bytes and then no more.
class SmallDisk final : public QIODevice
{
public:
    explicit SmallDisk(qint64 room)
        : m_room(room)
    {
    }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *, qint64 size) override
    {
        const qint64 taken = std::min(size, m_room);
        m_room -= taken;
        if (taken < size)
            setErrorString(u"No space left on device"_s);
        return taken;
    }

private:
    qint64 m_room;
};

} // namespace

class TestReportWriter : public testing::TestCase
{
    Q_OBJECT

private slots:
    void init();
    void summaryIsGolden();
    void customerReportIsGolden();
    void reportsAreStampedAndNamed();
    void withoutCustomerReports();
    void csvFiles();
    void manyFailuresAreCapped();
    void warehouseThatCannotBeAsked();
    void freshCustomerReport();
    void dryRunMakesNoFolder();
    void dryRunSummary();
    void retrySummary();
    void overallStatusWords_data();
    void overallStatusWords();
    void failureOfTheRun();
    void ledgerThatDoesNotAddUp();
    void waitsAreListedWhole();
    void nothingIsDividedByZero();
    void twoSyncsCompared();
    void journalThatFails();
    void diskThatFillsUp();
    void folderThatCannotBeMade();
    void customerReportThatCannotBeWritten();
    void writingAgainReplaces();

private:
    [[nodiscard]] Result<void> write(OrderWarehouse *warehouse);

    testing::FakeClock m_clock{QDateTime({2026, 3, 15}, {9, 21, 50}, Qt::UTC)};
    std::unique_ptr<SyncFolder> m_sync;
    std::unique_ptr<testing::ScriptedJournal> m_journal;
    RunSummary m_summary;
};

void TestReportWriter::init()
{
    prepare();
    m_sync = std::make_unique<SyncFolder>(folder(), u"SYNC-7F3A91C2-20260315"_s);
    m_journal = std::make_unique<testing::ScriptedJournal>();
    m_journal->rows = testing::sampleRows();
    m_journal->lines = testing::sampleLines();
    m_summary = testing::sampleSummary();
}

Result<void> TestReportWriter::write(OrderWarehouse *warehouse)
{
    return ReportWriter(*m_sync, m_clock).write(m_summary, *m_journal, warehouse);
}

void TestReportWriter::summaryIsGolden()
{
    VERIFY_RESULT(write(nullptr));
    const QString problem =
        difference(contentOf(m_sync->summary()), contentOf(u"" GOLDEN_FOLDER "/summary.md"_s));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestReportWriter::customerReportIsGolden()
{
    testing::ScriptedWarehouse warehouse;
    warehouse.failed = {{.key = testing::keyOf(9),
                         .orderNumber = u"ORD-009"_s,
                         .style = u"BH26K071"_s,
                         .colour = u"SEA | GLASS"_s,
                         .customerSeason = u"SPRING 26"_s,
                         .aagSeason = u"SP26"_s,
                         .quantity = u"120"_s,
                         .state = u"FAILED"_s,
                         .errorMessage = u"FREIGHT: 15.6 per carton"_s}};
    VERIFY_RESULT(write(&warehouse));
    const QString path = m_sync->customerReports() + u"/bright_harbor_20260315_092144.md"_s;
    const QString problem = difference(contentOf(path), contentOf(u"" GOLDEN_FOLDER "/customer.md"_s));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestReportWriter::reportsAreStampedAndNamed()
{
    VERIFY_RESULT(write(nullptr));
    QCOMPARE(m_summary.customers[0].report, u"customer_reports/alpine_lark_20260315_092144.md"_s);
    const Result<RunSummary> written = runFromJson(contentOf(m_sync->runJson()).toUtf8(), {});
    VERIFY_RESULT(written);
    QCOMPARE(written->customers[0].report, m_summary.customers[0].report);
    QVERIFY(contentOf(m_sync->path() + u'/' + m_summary.customers[0].report).startsWith(u"# ALPINE LARK - "));
}

void TestReportWriter::withoutCustomerReports()
{
    m_summary.request.customerReports = false;
    VERIFY_RESULT(write(nullptr));
    QVERIFY(!QFileInfo::exists(m_sync->customerReports()));
    QVERIFY(contentOf(m_sync->runJson()).contains(u"\"report\":null"));
    QVERIFY(QFileInfo::exists(m_sync->summary()));
}

void TestReportWriter::csvFiles()
{
    m_journal->rows[0].orderNumber = u"=1+1, \"x\""_s;
    VERIFY_RESULT(write(nullptr));
    const QStringList rows = contentOf(m_sync->rowsCsv()).split(u'\n');
    QCOMPARE(rows.size(), 15); // header, 12 rows of which one reason has a line end, end of the last line
    QCOMPARE(rows[0], u"key,order_number,customer,group,state,monday_id,column,reason,event_id"_s);
    QCOMPARE(
        rows[1],
        u"10000000-0000-4000-8000-000000000001,\"'=1+1, \"\"x\"\"\",ALPINE LARK,ALPINE LARK SP26,created,"_s
        u"9100000001,,,"_s);
    QCOMPARE(
        rows[9],
        u"10000000-0000-4000-8000-000000000009,ORD-009,BRIGHT HARBOR,BRIGHT HARBOR SP26,refused,,FREIGHT,"_s
        u"The warehouse has no customer 15.6 per carton,rp-006"_s);
    const QString failed = contentOf(m_sync->failedRowsCsv());
    QVERIFY(failed.startsWith(rows[0]));
    for (const QString &state : {u",refused,"_s, u",rejected,"_s, u",unknown,"_s})
        QCOMPARE(failed.count(state), 1);
    QVERIFY(!failed.contains(u",created,"));
    QVERIFY(!failed.contains(u",not_sent,"));
    QCOMPARE(
        contentOf(m_sync->linesCsv()),
        u"key,size_code,qty,state,monday_id,reason,event_id\n"
        "10000000-0000-4000-8000-000000000007,XS,12,created,9200000001,,\n"
        "10000000-0000-4000-8000-000000000007,O/S,-3,rejected,,The warehouse has no customer O/S,rp-006\n"_s);
}

void TestReportWriter::manyFailuresAreCapped()
{
    RowRecord failing = m_journal->rows[8];
    for (int row = 0; row < 700; ++row)
        m_journal->rows.push_back(failing);
    VERIFY_RESULT(write(nullptr));
    const QString report = contentOf(m_sync->path() + u'/' + m_summary.customers[1].report);
    QVERIFY(report.contains(u"The first 500 of 703. All are in `summaries/failed_rows.csv`."));
    QCOMPARE(report.count(u"\n| ORD-009 |"), 498); // two others fail as well
    QCOMPARE(contentOf(m_sync->failedRowsCsv()).count(u",refused,"), 701);
}

void TestReportWriter::warehouseThatCannotBeAsked()
{
    testing::ScriptedWarehouse warehouse;
    warehouse.problem = Error{
        .kind = ErrorKind::WarehouseFailed,
        .event = {.id = EventId::ba_001, .parameters = {{u"path"_s, u"/db"_s}, {u"reason"_s, u"*gone*"_s}}}};
    VERIFY_RESULT(write(&warehouse));
    for (const CustomerRun &customer : m_summary.customers) {
        const QString report = contentOf(m_sync->path() + u'/' + customer.report);
        QVERIFY2(
            report.contains(u"could not be asked: The file /db could not be written: \\*gone\\* (ba-001)"),
            qPrintable(report));
    }
    QVERIFY(QFileInfo::exists(m_sync->runJson()));
}

void TestReportWriter::freshCustomerReport()
{
    testing::ScriptedWarehouse warehouse;
    warehouse.counts = {
        {.name = u"B'HOOD"_s, .pending = 150, .failed = 2, .synced = 1'234, .linesPending = 7}};
    warehouse.waiting.resize(150, {.orderNumber = u"ORD-1"_s, .state = u"PENDING"_s});
    const Result<QString> report = freshCustomerMarkdown(warehouse, u"B'HOOD"_s, m_clock.utcNow());
    VERIFY_RESULT(report);
    QVERIFY(report->startsWith(u"# B'HOOD - Customer Report\n"));
    QVERIFY(report->contains(u"| Synced | 1,234 |"));
    QVERIFY(report->contains(u"### Pending: more than 100\n"));
    QCOMPARE(report->count(u"| ORD-1 |"), 100);
    QVERIFY(report->contains(u"150 rows, 7 lines pending"));

    const Result<QString> nobody = freshCustomerMarkdown(warehouse, u"NOBODY"_s, m_clock.utcNow());
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().event.id, EventId::rp_006);
}

void TestReportWriter::dryRunMakesNoFolder()
{
    m_summary.request.dryRun = true;
    VERIFY_RESULT(write(nullptr));
    QVERIFY(!QFileInfo::exists(m_sync->path()));
}

void TestReportWriter::dryRunSummary()
{
    m_summary.request.dryRun = true;
    m_summary.ledger = {.planned = 1'500, .refused = 3, .notSent = 1'497};
    for (CustomerRun &customer : m_summary.customers)
        customer.ledger = {.planned = 10, .refused = 1, .notSent = 9};
    const QString text = summaryMarkdown(m_summary);
    QVERIFY(text.startsWith(u"# DRY RUN EXECUTIVE SUMMARY\n"));
    QVERIFY(text.contains(u"DRY RUN: 1,497 rows would be sent, 3 would be refused"));
    QVERIFY(!text.contains(u"SUCCESS"));
    QVERIFY(!text.contains(u"FAILED"));
    QVERIFY(!text.contains(u"Output Organization"));
}

void TestReportWriter::retrySummary()
{
    m_summary.request.selection = RowSelection::Failed;
    const QString text = summaryMarkdown(m_summary);
    QVERIFY(text.startsWith(u"# RETRY EXECUTIVE SUMMARY\n"));
    QVERIFY(text.contains(u"**Operation**: Error Record Retry Processing"));
    QVERIFY(text.contains(u"- **Rows Identified for Retry**: 12\n- **Rows Successfully Sent**: 8\n"));
    QVERIFY(text.contains(u"- **Retry Success Rate**: 72.7%\n"));
    QVERIFY(text.contains(u"- **Maximum Retries per Row**: 3\n"));
    m_summary.request.customers.clear();
    m_summary.request.records.resize(2);
    const QString ofChosen = summaryMarkdown(m_summary);
    QVERIFY(ofChosen.contains(u"- **Target Customer**: those of the chosen orders\n- **Chosen Orders**: 2\n"));
    QVERIFY(!ofChosen.contains(u"Maximum Retries"));
}

void TestReportWriter::overallStatusWords_data()
{
    QTest::addColumn<RunState>("state");
    QTest::addColumn<Ledger>("ledger");
    QTest::addColumn<Ledger>("lines");
    QTest::addColumn<QString>("text");
    QTest::newRow("all good") << RunState::Succeeded << Ledger{.planned = 5, .created = 5} << Ledger()
                              << u"\u2714 SUCCESS (100.0%)"_s;
    QTest::newRow("nothing to do is neutral")
        << RunState::Succeeded << Ledger() << Ledger() << u"\u2013 NOTHING TO DO"_s;
    QTest::newRow("some failed") << RunState::CompletedWithErrors
                                 << Ledger{.planned = 6, .created = 5, .rejected = 1} << Ledger()
                                 << u"\u26A0 PARTIAL SUCCESS (83.3%), completed with errors, 1 row failed"_s;
    QTest::newRow("half is a failure")
        << RunState::CompletedWithErrors << Ledger{.planned = 8, .created = 4, .refused = 4} << Ledger()
        << u"\u2718 FAILED (50.0%), completed with errors, 4 rows failed"_s;
    QTest::newRow("only lines failed") << RunState::CompletedWithErrors << Ledger{.planned = 5, .updated = 5}
                                       << Ledger{.planned = 2, .rejected = 2}
                                       << u"\u2714 SUCCESS (100.0%), completed with errors, 2 lines failed"_s;
    QTest::newRow("stopped: share of what was sent")
        << RunState::Canceled << Ledger{.planned = 100, .created = 10, .notSent = 90} << Ledger()
        << u"\u25A0 STOPPED (100.0%), stopped by the user, 90 rows not sent"_s;
    QTest::newRow("failed in the middle")
        << RunState::Failed << Ledger{.planned = 100, .created = 10, .notSent = 90} << Ledger()
        << u"\u2718 FAILED (100.0%), 90 rows not sent"_s;
}

void TestReportWriter::overallStatusWords()
{
    QFETCH(RunState, state);
    QFETCH(Ledger, ledger);
    QFETCH(Ledger, lines);
    QTEST(overallStatus({.state = state, .ledger = ledger, .linesLedger = lines}), "text");
}

void TestReportWriter::failureOfTheRun()
{
    m_summary.state = RunState::Failed;
    m_summary.failure =
        Event{.id = EventId::ba_001, .parameters = {{u"path"_s, u"/a|b"_s}, {u"reason"_s, u"full"_s}}};
    const QString text = summaryMarkdown(m_summary);
    QVERIFY(text.contains(
        u"## Error Details\n\n- **What happened**: The file /a\\|b could not be written: full\n"));
    QVERIFY(text.contains(u"- **Event**: ba-001\n- **What to do**: Free some disk space"));
}

void TestReportWriter::ledgerThatDoesNotAddUp()
{
    ++m_summary.ledger.planned;
    QVERIFY(summaryMarkdown(m_summary).contains(u"do not add up"));
}

void TestReportWriter::waitsAreListedWhole()
{
    m_summary.time = {.server = 600, .quota = 300, .local = 100};
    m_summary.time.quotaBy = {.complexity = 120, .concurrency = 60, .other = 120};
    const QString text = summaryMarkdown(m_summary);
    QVERIFY(text.contains(u"| Waiting for its limits | 5 min 0 s | 30.0% |\n"
                          "| of these: points of the minute | 2 min 0 s | 12.0% |\n"
                          "| of these: requests at once | 1 min 0 s | 6.0% |\n"
                          "| of these: locked boards and other limits | 2 min 0 s | 12.0% |\n"
                          "| Warehouse and this computer |"));
}

void TestReportWriter::nothingIsDividedByZero()
{
    const QString text =
        summaryMarkdown({.syncId = u"SYNC-7F3A91C2-20260315"_s, .state = RunState::Succeeded});
    QVERIFY(text.contains(u"No customer had rows to send."));
    QVERIFY(text.contains(u"No batch was sent."));
    QVERIFY(!text.contains(u"Throughput"));
    QVERIFY(!text.contains(u"nan") && !text.contains(u"inf"));
}

void TestReportWriter::twoSyncsCompared()
{
    RunSummary second = m_summary;
    second.syncId = u"SYNC-00000002-20260316"_s;
    second.ledger = {.planned = 13, .created = 13};
    second.customers[1].name = u"CEDAR | PINE"_s;
    second.errors[0].rows = 5;
    second.errors[1].column = u"SEASON"_s;
    const QString text = comparisonMarkdown(m_summary, second);
    QVERIFY(text.contains(u"| Headers planned | 12 | 13 | +1 |"));
    QVERIFY(text.contains(u"| Headers rejected | 1 | 0 | -1 |"));
    QVERIFY(text.contains(u"| Success | 72.7% | 100.0% |"));
    QVERIFY(text.contains(u"| BRIGHT HARBOR | 6 | 0 | 3 | 0 | 40.0% | \u2013 |"));
    QVERIFY(text.contains(u"| CEDAR \\| PINE | 0 | 6 | 0 | 3 | \u2013 | 40.0% |"));
    QVERIFY(text.contains(u"| rp-006 | BRIGHT HARBOR | FREIGHT | 2 | 5 | +3 |"));
    QVERIFY(text.contains(u"| rp-005 | BRIGHT HARBOR | SEASON | 0 | 1 | new |"));
    QVERIFY(text.contains(u"| rp-005 | BRIGHT HARBOR |  | 1 | 0 | gone |"));
}

void TestReportWriter::journalThatFails()
{
    m_journal->failAfter = 3;
    const Result<void> written = write(nullptr);
    QVERIFY(!written);
    QCOMPARE(written.error().event.id, EventId::rp_001);
    QVERIFY(!QFileInfo::exists(m_sync->rowsCsv()));
    QVERIFY(!QFileInfo::exists(m_sync->failedRowsCsv()));
    QVERIFY(!QFileInfo::exists(m_sync->runJson()));
}

void TestReportWriter::diskThatFillsUp()
{
    SmallDisk disk(100'000);
    QVERIFY(disk.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    CsvWriter csv(disk, u"/r/rows.csv"_s, rowTitles());
    const QStringList fields = rowFields(m_journal->rows[8]);
    Result<void> added;
    int rows = 0;
    for (; added && rows < 100'000; ++rows)
        added = csv.addRow(fields);
    QVERIFY(!added);
    QVERIFY2(rows < 2'000, qPrintable(QString::number(rows))); // it does not go on without effect
    QCOMPARE(added.error().event.id, EventId::rp_002);
    QCOMPARE(added.error().text(), u"The report /r/rows.csv could not be written: No space left on device"_s);
}

void TestReportWriter::folderThatCannotBeMade()
{
    QFile plain(file(u"plain"_s));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const Result<void> written = ReportWriter(SyncFolder(plain.fileName(), m_sync->syncId()), m_clock)
                                     .write(m_summary, *m_journal, nullptr);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::FileFailed);
}

void TestReportWriter::customerReportThatCannotBeWritten()
{
    // A folder in the place of the first customer's report.
    QVERIFY(QDir().mkpath(m_sync->customerReports() + u"/alpine_lark_20260315_092144.md/x"_s));
    const Result<void> written = write(nullptr);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::FileFailed);
    QVERIFY(m_summary.customers[0].report.isEmpty());
    QVERIFY(QFileInfo(m_sync->customerReports() + u"/bright_harbor_20260315_092144.md"_s).isFile());
    QVERIFY(!QFileInfo::exists(m_sync->runJson()));
}

void TestReportWriter::writingAgainReplaces()
{
    VERIFY_RESULT(write(nullptr));
    m_clock.advance(std::chrono::minutes(5));
    VERIFY_RESULT(write(nullptr));
    QCOMPARE(QDir(m_sync->customerReports()).entryList(QDir::Files).size(), 2);
}

QTEST_GUILESS_MAIN(TestReportWriter)
#include "tst_reportwriter.moc"
