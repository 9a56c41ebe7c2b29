#include "reports/syncfolder.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace syncline;

class TestSyncFolder : public testing::TestCase
{
    Q_OBJECT

private slots:
    void paths();
    void predecessorsSummary();
    void stem_data();
    void stem();
    void everyStemStaysInTheFolder_data() { stem_data(); }
    void everyStemStaysInTheFolder();
    void longNamesAreCutAtACharacter();
    void customersNeverShareAFile();
};

void TestSyncFolder::paths()
{
    const SyncFolder sync(u"/r"_s, u"SYNC-7F3A91C2-20260315"_s);
    QCOMPARE(sync.path(), u"/r/SYNC-7F3A91C2-20260315"_s);
    QCOMPARE(sync.summary(), u"/r/SYNC-7F3A91C2-20260315/_SYNC_SUMMARY.md"_s);
    QCOMPARE(sync.customerReports(), u"/r/SYNC-7F3A91C2-20260315/customer_reports"_s);
    QCOMPARE(sync.eventsLog(), u"/r/SYNC-7F3A91C2-20260315/logs/events.jsonl"_s);
    QCOMPARE(sync.textLog(), u"/r/SYNC-7F3A91C2-20260315/logs/sync.log"_s);
    QCOMPARE(sync.runJson(), u"/r/SYNC-7F3A91C2-20260315/summaries/run.json"_s);
    QCOMPARE(sync.rowsCsv(), u"/r/SYNC-7F3A91C2-20260315/summaries/rows.csv"_s);
    QCOMPARE(sync.failedRowsCsv(), u"/r/SYNC-7F3A91C2-20260315/summaries/failed_rows.csv"_s);
    QCOMPARE(sync.linesCsv(), u"/r/SYNC-7F3A91C2-20260315/summaries/lines.csv"_s);
}

void TestSyncFolder::predecessorsSummary()
{
    const SyncFolder sync(folder(), u"202508041430-SYNC-1A2B3C4D"_s);
    QVERIFY(QDir().mkpath(sync.path()));
    QFile summary(sync.path() + u"/202508041430-SYNC-1A2B3C4D_SUMMARY.md"_s);
    QVERIFY(summary.open(QIODevice::WriteOnly));
    QCOMPARE(sync.summary(), summary.fileName());
}

void TestSyncFolder::stem_data()
{
    QTest::addColumn<QString>("customer");
    QTest::addColumn<QString>("expected");
    QTest::newRow("rule of the predecessor") << u"TITLE NINE"_s << u"title_nine"_s;
    QTest::newRow("apostrophe") << u"B'HOOD"_s << u"b'hood"_s;
    QTest::newRow("blanks around") << u"  GREYSON "_s << u"greyson"_s;
    QTest::newRow("separators") << u"A/B\\C"_s << u"a_b_c"_s;
    QTest::newRow("out of the folder") << u"../../etc/passwd"_s << u"_._.._etc_passwd"_s;
    QTest::newRow("only dots") << u".."_s << u"_."_s;
    QTest::newRow("hidden") << u".config"_s << u"_config"_s;
    QTest::newRow("like an option") << u"-rf"_s << u"_rf"_s;
    QTest::newRow("absolute") << u"/ROOT"_s << u"_root"_s;
    QTest::newRow("drive") << u"C:X"_s << u"c_x"_s;
    QTest::newRow("wild") << u"A*?\"<>|B"_s << u"a______b"_s;
    QTest::newRow("control") << u"A\nB\tC\u0001D\u202EE"_s << u"a_b_c_d_e"_s;
    QTest::newRow("device") << u"CON"_s << u"_con"_s;
    QTest::newRow("device with an extension") << u"Nul.txt"_s << u"_nul.txt"_s;
    QTest::newRow("numbered device") << u"LPT1"_s << u"_lpt1"_s;
    QTest::newRow("not a device") << u"CONRAD"_s << u"conrad"_s;
    QTest::newRow("empty") << QString() << u"no_customer"_s;
    QTest::newRow("blank") << u"   "_s << u"no_customer"_s;
    QTest::newRow("other letters") << u"ÉTOILE 東京"_s << u"étoile_東京"_s;
    QTest::newRow("combined and single accent") << u"E\u0301TOILE"_s << u"étoile"_s;
    QTest::newRow("place holder") << u"A %1 %2"_s << u"a_%1_%2"_s;
}

void TestSyncFolder::stem()
{
    QFETCH(QString, customer);
    QTEST(customerFileStem(customer), "expected");
}

void TestSyncFolder::everyStemStaysInTheFolder()
{
    QFETCH(QString, customer);
    const QStringList paths = customerReportPaths({customer}, QDateTime({2026, 3, 15}, {9, 14, 2}, Qt::UTC));
    QVERIFY(paths.first().endsWith(u"_20260315_091402.md"));
    const QString clean = QDir::cleanPath(QDir(folder()).filePath(paths.first()));
    QCOMPARE(QFileInfo(clean).absolutePath(), QString(folder() + u"/customer_reports"));
    QVERIFY(QDir().mkpath(QFileInfo(clean).absolutePath()));
    QFile made(clean);
    QVERIFY2(made.open(QIODevice::WriteOnly), qPrintable(clean));
}

void TestSyncFolder::longNamesAreCutAtACharacter()
{
    QCOMPARE(customerFileStem(QString(500, u'A')), QString(120, u'a'));
    const QString cut = customerFileStem(QString(500, u'東'));
    QCOMPARE(cut, QString(40, u'東'));
}

void TestSyncFolder::customersNeverShareAFile()
{
    const QDateTime time({2026, 3, 15}, {10, 14, 2}, Qt::OffsetFromUTC, 3600);
    const QStringList paths =
        customerReportPaths({u"A B"_s, u"a_b"_s, u"A/B"_s, u"A B_2"_s, QString(), u"no customer"_s}, time);
    const QStringList expected{u"customer_reports/a_b_20260315_091402.md"_s,
                               u"customer_reports/a_b_2_20260315_091402.md"_s,
                               u"customer_reports/a_b_3_20260315_091402.md"_s,
                               u"customer_reports/a_b_2_2_20260315_091402.md"_s,
                               u"customer_reports/no_customer_20260315_091402.md"_s,
                               u"customer_reports/no_customer_2_20260315_091402.md"_s};
    QCOMPARE(paths, expected);
    QStringList many;
    for (int number = 0; number < 3; ++number)
        many.append(QString(500, u'x') + QString::number(number));
    const QStringList cut = customerReportPaths(many, time);
    QCOMPARE(QSet<QString>(cut.begin(), cut.end()).size(), 3);
}

QTEST_GUILESS_MAIN(TestSyncFolder)
#include "tst_syncfolder.moc"
