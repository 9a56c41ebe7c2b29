#include "demoscriptworkspace.h"
#include "models/historymodel.h"
#include "pages/historypage.h"
#include "reports/reportwriter.h"
#include "scriptedprompter.h"
#include "synccontroller.h"
#include "support/testenvironment.h"
#include "text/markdowndocument.h"
#include "widgets/datatable.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextBrowser>
#include <QTextTable>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

class TestHistory : public syncline::testing::TestCase
{
    Q_OBJECT

    /// A finished sync with all its reports.
    QString makeSync(bool itemsGone = false)
    {
        FakeClock clock;
        DemoScriptWorkspace workspace(clock);
        workspace.itemsGone = itemsGone;
        workspace.facts.reportsRoot = folder();
        QSignalSpy events(&workspace, &Workspace::syncEvents);
        workspace.startSync({});
        if (!events.wait())
            qFatal("the script did not start");
        workspace.runBatches(100'000);
        workspace.finish(RunState::CompletedWithErrors);
        return workspace.summary().syncId;
    }

    FakeClock m_clock;
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<DemoScriptWorkspace> m_workspace;
    std::unique_ptr<QWidget> m_owner;
    SyncController *m_controller = nullptr;

    void choose(HistoryPage &page, const QString &file) const
    {
        auto *files = page.findChild<QListView *>(u"filesList"_s);
        for (int row = 0; row < files->model()->rowCount(); ++row) {
            if (files->model()->index(row, 0).data().toString() == file) {
                files->setCurrentIndex(files->model()->index(row, 0));
                return;
            }
        }
        QFAIL(qPrintable(file));
    }

private slots:
    void init()
    {
        prepare();
        m_prompter = std::make_unique<ScriptedPrompter>();
        m_workspace = std::make_unique<DemoScriptWorkspace>(m_clock);
        m_owner = std::make_unique<QWidget>();
        m_controller = new SyncController(*m_workspace, *m_prompter, m_clock, m_owner.get());
    }

    void cleanup()
    {
        m_owner.reset();
        m_workspace.reset();
    }

    void opensTheSummaryOfTheNewestSync()
    {
        const QString syncId = makeSync();
        HistoryPage page(*m_controller, *m_prompter);
        page.resize(900, 600);
        page.show();
        page.setReportsRoot(folder());
        auto *browser = page.findChild<QTextBrowser *>();
        // Parsed elsewhere and handed over: a document of this size takes seconds when it is set on a live
        // browser.
        QTRY_VERIFY_WITH_TIMEOUT(browser->isVisible() && browser->document()->toPlainText().contains(syncId),
                                 5000);
        QVERIFY(!browser->document()->isUndoRedoEnabled());
        QVERIFY(!browser->isUndoRedoEnabled());
        QCOMPARE(page.findChild<DataTable *>(u"historyTable"_s)->model()->rowCount(), 1);
        QVERIFY(page.canExport());
    }

    void showsEveryFile()
    {
        makeSync();
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        auto *files = page.findChild<QListView *>(u"filesList"_s);
        QTRY_VERIFY(files->model()->rowCount() > 15);
        auto *browser = page.findChild<QTextBrowser *>();
        QTRY_VERIFY(browser->isVisible());
        choose(page, u"BRIGHT HARBOR"_s);
        QTRY_VERIFY(browser->document()->toPlainText().contains(u"BRIGHT HARBOR"_s));

        auto *records = page.findChild<DataTable *>(u"recordsTable"_s);
        choose(page, u"rows.csv"_s);
        QTRY_VERIFY(records->isVisible());
        QCOMPARE(records->model()->rowCount(), 1248);
        QCOMPARE(records->model()->headerData(1, Qt::Horizontal).toString(), u"order_number"_s);
        auto *find = page.findChild<QLineEdit *>(u"reportFind"_s);
        QTest::keyClicks(find, u"PAL-"_s);
        QTRY_COMPARE(records->model()->rowCount(), 180);
        find->clear();
        QTRY_COMPARE(records->model()->rowCount(), 1248);
        choose(page, u"Events (events.jsonl)"_s);
        QTRY_VERIFY(records->model()->columnCount() == 1 && records->model()->rowCount() > 10);
    }

    void findsTextInADocument()
    {
        makeSync();
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        auto *browser = page.findChild<QTextBrowser *>();
        QTRY_VERIFY(browser->isVisible());
        auto *find = page.findChild<QLineEdit *>(u"reportFind"_s);
        QTest::keyClicks(find, u"paloma"_s);
        QTRY_COMPARE(browser->textCursor().selectedText().toLower(), u"paloma"_s);
        const int first = browser->textCursor().position();
        page.findNext(false);
        QVERIFY(browser->textCursor().hasSelection());
        page.findNext(true);
        QCOMPARE(browser->textCursor().position(), first);
    }

    void exportsTheSummary_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("beginning");
        QTest::newRow("web page") << u"out.html"_s << u"<!doctype html"_s;
        QTest::newRow("markdown") << u"out.md"_s << u"# "_s;
    }

    void exportsTheSummary()
    {
        QFETCH(QString, name);
        QFETCH(QString, beginning);
        makeSync();
        m_prompter->savePath = file(name);
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        QTRY_VERIFY(page.canExport());
        QSignalSpy message(&page, &HistoryPage::message);
        page.exportSummary();
        QVERIFY(message.wait());
        QVERIFY2(message.at(0).at(0).toString().startsWith(u"Exported to"_s),
                 qPrintable(message.at(0).at(0).toString()));
        QFile written(file(name));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(written.readAll()).startsWith(beginning, Qt::CaseInsensitive));
    }

    void sendsAgainWhatFailedInTheSync()
    {
        makeSync();
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        auto *retry = page.findChild<QPushButton *>(u"retryAll"_s);
        QTRY_VERIFY(retry->isEnabled());
        retry->click();
        QTRY_COMPARE(m_workspace->started.size(), 1U);
        const SyncRequest &request = m_workspace->started.front();
        QCOMPARE(request.selection, RowSelection::Failed);
        QVERIFY(request.customers.size() > 3);
        QVERIFY(!retry->isEnabled());
    }

    void actsOnChosenRecords()
    {
        makeSync(true);
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        auto *files = page.findChild<QListView *>(u"filesList"_s);
        QTRY_VERIFY(files->model()->rowCount() > 15);
        auto *records = page.findChild<DataTable *>(u"recordsTable"_s);
        auto *chosen = page.findChild<QPushButton *>(u"retryChosen"_s);
        auto *again = page.findChild<QPushButton *>(u"createAgain"_s);
        auto *removed = page.findChild<QPushButton *>(u"markRemoved"_s);
        for (const QPushButton *button : {chosen, again, removed})
            QVERIFY(!button->isVisible());
        choose(page, u"failed_rows.csv"_s);
        QTRY_VERIFY(records->isVisible());
        int gone = 0;
        for (int row = 0; row < records->model()->rowCount() && gone < 2; ++row) {
            if (records->model()->index(row, 8).data().toString() != "se-072"_L1)
                continue;
            ++gone;
            records->selectionModel()->select(records->model()->index(row, 0),
                                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        QCOMPARE(gone, 2);
        QVERIFY(chosen->isVisible());
        QCOMPARE(again->text(), u"Create again (2)"_s);
        removed->click();
        QTRY_COMPARE(m_workspace->repairs.size(), 1U);
        QCOMPARE(m_workspace->repairs.front().second, Repair::MarkRemoved);
        QCOMPARE(m_workspace->repairs.front().first.size(), 2U);
        QTRY_VERIFY(!removed->isVisible());
        choose(page, u"Events (events.jsonl)"_s);
        QTRY_VERIFY(!chosen->isVisible());
    }

    void offersToResumeWhatWasInterrupted()
    {
        const QString syncId = u"SYNC-0A1B2C3D-20261122"_s;
        QVERIFY(QDir(folder()).mkpath(syncId));
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(folder());
        auto *resume = page.findChild<QPushButton *>(u"resumeSync"_s);
        QTRY_COMPARE(page.findChild<DataTable *>(u"historyTable"_s)->model()->rowCount(), 1);
        QVERIFY(!resume->isVisible());
        emit m_workspace->interruptedFound({{syncId, m_clock.utcNow(), {.planned = 9, .notSent = 9}}});
        QVERIFY(resume->isVisible());
        resume->click();
        QTRY_COMPARE(m_workspace->resumed, QStringList{syncId});
        QVERIFY(!resume->isVisible());
    }

    void saysWhatIsNotThere()
    {
        HistoryPage page(*m_controller, *m_prompter);
        page.show();
        page.setReportsRoot(file(u"none"_s));
        const auto shows = [&page](const QString &text) {
            for (const QLabel *label : page.findChildren<QLabel *>()) {
                if (label->isVisible() && label->text() == text)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(shows(u"No reports yet"_s));
        QVERIFY(!page.canExport());
        // A folder without run.json was interrupted.
        QVERIFY(QDir(file(u"none"_s)).mkpath(u"SYNC-0A1B2C3D-20261122"_s));
        page.scan();
        QTRY_VERIFY(shows(u"No files to read"_s));
        QCOMPARE(page.findChild<DataTable *>(u"historyTable"_s)
                     ->model()
                     ->index(0, HistoryModel::State)
                     .data()
                     .toString(),
                 u"Interrupted"_s);
    }

    void documentsLoadNothing()
    {
        const QString picture = file(u"picture.png"_s);
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(picture));
        const QString markdown = u"![x](%1)\n\n![y](file://%1)\n\n<img src=\"%1\">\n"_s.arg(picture);
        const auto document = makeMarkdownDocument(markdown, {QFont(), QPalette()}, 10);
        for (const QString &name : {picture, QString(u"file://"_s + picture)})
            QVERIFY(!document->resource(QTextDocument::ImageResource, QUrl(name)).isValid());
    }

    void longTablesAreCutAndSaySo()
    {
        QString markdown = u"# Rows\n\n| a | b |\n| --- | --- |\n"_s;
        for (int i = 0; i < 5000; ++i)
            markdown += u"| %1 | x |\n"_s.arg(i);
        markdown += u"\nafter\n"_s;
        const auto document = makeMarkdownDocument(markdown, {QFont(), QPalette()}, 200);
        const QString text = document->toPlainText();
        QVERIFY(text.contains(u"4800 more row"_s));
        QVERIFY(text.contains(u"after"_s));
        const QList<QTextFrame *> frames = document->rootFrame()->childFrames();
        QCOMPARE(frames.size(), 1);
        QCOMPARE(qobject_cast<QTextTable *>(frames.constFirst())->rows(), 201);
    }

    void codeIsNoTable()
    {
        const auto document =
            makeMarkdownDocument(u"```\n| not | a | table |\n```\n"_s, {QFont(), QPalette()}, 0);
        QVERIFY(document->toPlainText().contains(u"| not | a | table |"_s));
    }
};

QTEST_MAIN(TestHistory)
#include "tst_history.moc"
