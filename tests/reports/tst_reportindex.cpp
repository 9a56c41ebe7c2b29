#include "base/atomicfile.h"
#include "reportfixture.h"
#include "reports/reportindex.h"
#include "reports/reportwriter.h"
#include "reports/runjson.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;

class TestReportIndex : public testing::TestCase
{
    Q_OBJECT

private slots:
    void listsNewestFirst();
    void folderWithoutRunJsonIsInterrupted();
    void damagedRunJsonIsInterrupted();
    void predecessorsFolders_data();
    void predecessorsFolders();
    void findsByIdOnly_data();
    void findsByIdOnly();
    void filesOfASync();
    void pathsOutOfTheFolderAreNotFollowed();
    void readsTheWholeRecord();
    void readsTextUpToALimit();
    void exportsHtml();
    void exportsMarkdown();
    void exportFails();

private:
    void put(const QString &path, const QByteArray &content)
    {
        VERIFY_RESULT(writeFileAtomically(file(path), content));
    }
    void writeSample();
};

void TestReportIndex::writeSample()
{
    testing::ScriptedJournal journal;
    journal.rows = testing::sampleRows();
    journal.lines = testing::sampleLines();
    RunSummary summary = testing::sampleSummary();
    const testing::FakeClock clock;
    VERIFY_RESULT(ReportWriter(SyncFolder(folder(), summary.syncId), clock).write(summary, journal, nullptr));
}

void TestReportIndex::listsNewestFirst()
{
    QVERIFY(listReports(file(u"nowhere"_s)).empty());
    writeSample();
    put(u"notes/run.json"_s, "{}");
    put(u"SYNC-XXXXXXXX-20260315/summaries/run.json"_s, "{}");
    RunSummary later = testing::sampleSummary();
    later.syncId = u"SYNC-00000001-20260316"_s;
    later.startedAt = later.startedAt.addDays(1);
    put(u"SYNC-00000001-20260316/summaries/run.json"_s, runToJson(later));

    const std::vector<ReportEntry> entries = listReports(folder());
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[0].syncId, u"SYNC-00000001-20260316"_s);
    const ReportEntry &sample = entries[1];
    QCOMPARE(sample.syncId, u"SYNC-7F3A91C2-20260315"_s);
    QCOMPARE(sample.folder, file(u"SYNC-7F3A91C2-20260315"_s));
    QCOMPARE(sample.state, RunState::CompletedWithErrors);
    QVERIFY(!sample.predecessor);
    QCOMPARE(sample.environment, u"production"_s);
    QCOMPARE(sample.startedAt, QDateTime({2026, 3, 15}, {9, 5}, Qt::UTC));
    QCOMPARE(sample.ledger, testing::sampleSummary().ledger);
    QCOMPARE(sample.linesLedger.planned, 2);
    QCOMPARE(sample.customers, 2);
    QCOMPARE(sample.seconds, 1004.25);
}

void TestReportIndex::folderWithoutRunJsonIsInterrupted()
{
    // Killed between the summary and run.json.
    put(u"SYNC-00000001-20200229/_SYNC_SUMMARY.md"_s, "# x");
    put(u"SYNC-00000001-20200229/summaries/rows.csv"_s, "key\n");
    put(u"SYNC-00000002-20200228/logs/events.jsonl"_s, "");
    const std::vector<ReportEntry> entries = listReports(folder());
    QCOMPARE(entries.size(), std::size_t(2));
    for (const ReportEntry &entry : entries) {
        QCOMPARE(entry.state, RunState::Interrupted);
        QVERIFY(!entry.predecessor);
    }
    QCOMPARE(entries[0].startedAt, QDateTime({2020, 2, 29}, {0, 0}, Qt::UTC));
    const Result<RunSummary> record = readRunSummary(entries[0].folder);
    QVERIFY(!record);
    QCOMPARE(record.error().kind, ErrorKind::NotFound);
}

void TestReportIndex::damagedRunJsonIsInterrupted()
{
    put(u"SYNC-00000001-20200229/summaries/run.json"_s, "{\"schema\": 1, \"sync");
    const std::vector<ReportEntry> entries = listReports(folder());
    QCOMPARE(entries.size(), std::size_t(1));
    QCOMPARE(entries[0].state, RunState::Interrupted);
    QVERIFY(!entries[0].predecessor);
    QCOMPARE(readRunSummary(entries[0].folder).error().event.id, EventId::rp_003);
}

void TestReportIndex::predecessorsFolders_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("summary");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<RunState>("state");
    const QString dated = u"202508041430-SYNC-1A2B3C4D"_s;
    const QString named = u"202508041430-SYNC-1A2B3C4D_SUMMARY.md"_s;
    QTest::newRow("partial") << dated << named << QByteArray("⚠️ PARTIAL SUCCESS (83.3%)")
                             << RunState::CompletedWithErrors;
    QTest::newRow("success") << dated << named << QByteArray("✅ SUCCESS (100.0%)") << RunState::Succeeded;
    QTest::newRow("failed") << dated << u"_SYNC_SUMMARY.md"_s << QByteArray("❌ FAILED (0.0%)")
                            << RunState::Failed;
    QTest::newRow("first form") << u"SYNC-1A2B3C4D-20250802"_s << u"_SYNC_SUMMARY.md"_s
                                << QByteArray("✅ SUCCESS (100.0%)") << RunState::Succeeded;
    QTest::newRow("claims nothing") << dated << named << QByteArray() << RunState::CompletedWithErrors;
}

void TestReportIndex::predecessorsFolders()
{
    QFETCH(QString, id);
    QFETCH(QString, summary);
    QFETCH(QByteArray, status);
    const QByteArray text =
        "# SYNC EXECUTIVE SUMMARY\n\n**Overall Status**: " + status + "\n\nFAILED rows: 0\n";
    put(id + u'/' + summary, text);
    put(id + u"/customer_reports/title_nine_20250804_143102.md"_s, "# TITLE NINE");
    QVERIFY(QDir().mkpath(file(id + u"/logs"_s)));
    const std::vector<ReportEntry> entries = listReports(folder());
    QCOMPARE(entries.size(), std::size_t(1));
    QVERIFY(entries[0].predecessor);
    QTEST(entries[0].state, "state");
    if (id.startsWith(u"2025"))
        QCOMPARE(entries[0].startedAt, QDateTime({2025, 8, 4}, {14, 30}).toUTC());

    const std::vector<ReportFile> files = listReportFiles(entries[0].folder);
    QCOMPARE(files.size(), std::size_t(2));
    QCOMPARE(files[0].path, file(id + u'/' + summary));
    QCOMPARE(files[1].title, u"title nine"_s);
    const Result<QByteArray> document = reportDocument(entries[0].folder, ExportFormat::Html);
    VERIFY_RESULT(document);
    QVERIFY(document->contains("<h1>TITLE NINE</h1>"));
}

void TestReportIndex::findsByIdOnly_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("found");
    QTest::newRow("id") << u"SYNC-7F3A91C2-20260315"_s << true;
    QTest::newRow("typed in lower case") << u" sync-7f3a91c2-20260315"_s << true;
    QTest::newRow("not there") << u"SYNC-00000000-20260315"_s << false;
    QTest::newRow("a path") << u"../secret"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestReportIndex::findsByIdOnly()
{
    QFETCH(QString, id);
    QFETCH(bool, found);
    writeSample();
    QVERIFY(QDir().mkpath(file(u"../secret"_s)));
    const Result<QString> path = findReport(folder(), id);
    QCOMPARE(path.has_value(), found);
    if (found)
        QCOMPARE(*path, file(u"SYNC-7F3A91C2-20260315"_s));
    else
        QCOMPARE(path.error().event.id, EventId::rp_005);
    QVERIFY(QDir().rmdir(file(u"../secret"_s)));
}

void TestReportIndex::filesOfASync()
{
    writeSample();
    put(u"SYNC-7F3A91C2-20260315/logs/sync.log"_s, "x\n");
    const std::vector<ReportFile> files = listReportFiles(file(u"SYNC-7F3A91C2-20260315/"_s));
    QStringList names;
    for (const ReportFile &one : files) {
        QVERIFY(QFileInfo(one.path).isAbsolute());
        names.append(QFileInfo(one.path).fileName());
    }
    const QStringList expected{u"_SYNC_SUMMARY.md"_s,
                               u"alpine_lark_20260315_092144.md"_s,
                               u"bright_harbor_20260315_092144.md"_s,
                               u"rows.csv"_s,
                               u"failed_rows.csv"_s,
                               u"lines.csv"_s,
                               u"sync.log"_s,
                               u"run.json"_s};
    QCOMPARE(names, expected);
    QCOMPARE(files[1].title, u"ALPINE LARK"_s);
    QCOMPARE(files[1].kind, ReportFile::Kind::Customer);
    QVERIFY(listReportFiles(file(u"nowhere"_s)).empty());
}

void TestReportIndex::pathsOutOfTheFolderAreNotFollowed()
{
    put(u"secret.md"_s, "secret");
    RunSummary summary = testing::sampleSummary();
    summary.customers[0].report = u"../secret.md"_s;
    summary.customers[1].report = file(u"secret.md"_s);
    put(u"SYNC-7F3A91C2-20260315/summaries/run.json"_s, runToJson(summary));
    put(u"SYNC-7F3A91C2-20260315/_SYNC_SUMMARY.md"_s, "# x");
    QVERIFY(QDir().mkpath(file(u"SYNC-7F3A91C2-20260315/customer_reports"_s)));
    QVERIFY(QFile::link(file(u"secret.md"_s), file(u"SYNC-7F3A91C2-20260315/customer_reports/x.md"_s)));
    for (const ReportFile &one : listReportFiles(file(u"SYNC-7F3A91C2-20260315"_s)))
        QVERIFY(one.kind != ReportFile::Kind::Customer);
}

void TestReportIndex::readsTheWholeRecord()
{
    writeSample();
    const Result<RunSummary> summary = readRunSummary(file(u"SYNC-7F3A91C2-20260315"_s));
    VERIFY_RESULT(summary);
    QCOMPARE(summary->batches.size(), std::size_t(3));
}

void TestReportIndex::readsTextUpToALimit()
{
    put(u"a.md"_s, "abc\xC3\xA9");
    QCOMPARE(*readReportText(file(u"a.md"_s), 100), u"abcé"_s);
    QCOMPARE(*readReportText(file(u"a.md"_s), 4), u"abc"_s);
    QCOMPARE(*readReportText(file(u"a.md"_s), 0), QString());
    const Result<QString> nothing = readReportText(file(u"b.md"_s), 100);
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().event.id, EventId::rp_001);
}

void TestReportIndex::exportsHtml()
{
    writeSample();
    VERIFY_RESULT(exportSummary(file(u"SYNC-7F3A91C2-20260315"_s), ExportFormat::Html, file(u"out.html"_s)));
    QFile page(file(u"out.html"_s));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray html = page.readAll();
    QVERIFY(html.startsWith("<!DOCTYPE html>"));
    QVERIFY(html.contains("<h2>THE LEDGER</h2>\n<table>"));
    QVERIFY(html.contains("<td>Headers</td>\n<td align=\"right\">12</td>"));
    QVERIFY(html.contains("<h1>BRIGHT HARBOR - Sync Report</h1>"));
    QVERIFY(html.contains("prefers-color-scheme: dark"));
    // The only address is the board's; hostile texts of the sample stay text.
    QCOMPARE(html.count("href="), 1);
    QVERIFY(html.contains("href=\"https://company.monday.com/boards/9609317401\""));
    QVERIFY(!html.contains("<img") && !html.contains("<script") && !html.contains("src="));
    QVERIFY(html.contains("![x](http://evil.example/a.png)"));
}

void TestReportIndex::exportsMarkdown()
{
    writeSample();
    const Result<QByteArray> text = reportDocument(file(u"SYNC-7F3A91C2-20260315"_s), ExportFormat::Markdown);
    VERIFY_RESULT(text);
    QVERIFY(text->startsWith("# SYNC EXECUTIVE SUMMARY\n"));
    QVERIFY(text->contains("\n# ALPINE LARK - Sync Report\n"));
}

void TestReportIndex::exportFails()
{
    QVERIFY(QDir().mkpath(file(u"SYNC-7F3A91C2-20260315"_s)));
    const Result<void> nothing =
        exportSummary(file(u"SYNC-7F3A91C2-20260315"_s), ExportFormat::Html, file(u"out.html"_s));
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().event.id, EventId::rp_001);
    writeSample();
    const Result<void> nowhere = exportSummary(file(u"SYNC-7F3A91C2-20260315"_s), ExportFormat::Html,
                                               file(u"SYNC-7F3A91C2-20260315/_SYNC_SUMMARY.md/out.html"_s));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().event.id, EventId::ba_001);
}

QTEST_GUILESS_MAIN(TestReportIndex)
#include "tst_reportindex.moc"
