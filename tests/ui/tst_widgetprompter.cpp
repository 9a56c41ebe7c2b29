#include "dialogs/flightdialog.h"
#include "dialogs/tablesdialog.h"
#include "scriptedprompter.h"
#include "support/testenvironment.h"
#include "widgetprompter.h"
#include "widgets/banner.h"

#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>

#include <optional>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

class TestWidgetPrompter : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void asksWithoutBlocking_data()
    {
        QTest::addColumn<bool>("dangerous");
        QTest::addColumn<bool>("agrees");
        QTest::newRow("agreed") << false << true;
        QTest::newRow("refused") << false << false;
        QTest::newRow("dangerous, agreed") << true << true;
        QTest::newRow("dangerous, refused") << true << false;
    }

    void asksWithoutBlocking()
    {
        QFETCH(bool, dangerous);
        QFETCH(bool, agrees);
        QWidget window;
        window.show();
        WidgetPrompter prompter;
        std::optional<bool> answer;
        prompter.confirm(&window, {u"Send?"_s, u"<b>KITE & CO</b>"_s, u"detail"_s, u"Send"_s, dangerous},
                         [&answer](bool yes) { answer = yes; });
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box && box->isVisible());
        QVERIFY(!answer);
        QCOMPARE(box->textFormat(), Qt::PlainText);
        QCOMPARE(box->defaultButton()->text() == u"Send"_s, !dangerous);
        for (QAbstractButton *button : box->buttons()) {
            if ((button->text() == u"Send"_s) == agrees)
                button->click();
        }
        QCOMPARE(answer, agrees);
        QTRY_VERIFY(!window.findChild<QMessageBox *>());
    }

    void asksForTables_data()
    {
        QTest::addColumn<bool>("agrees");
        QTest::newRow("agreed") << true;
        QTest::newRow("refused") << false;
    }

    void asksForTables()
    {
        QFETCH(bool, agrees);
        QWidget window;
        window.show();
        WidgetPrompter prompter;
        std::optional<bool> answer;
        prompter.askForTables(&window, {u"orders"_s, {u"CREATE TABLE A (x)"_s, u"CREATE INDEX B ON A (x)"_s}},
                              [&answer](bool make) { answer = make; });
        QPointer<TablesDialog> dialog = window.findChild<TablesDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(!answer);
        const auto *text = dialog->findChild<QPlainTextEdit *>();
        QVERIFY(text->isReadOnly());
        QCOMPARE(text->toPlainText(), u"CREATE TABLE A (x);\n\nCREATE INDEX B ON A (x);\n"_s);
        QTest::keyClick(dialog, agrees ? Qt::Key_Return : Qt::Key_Escape);
        QCOMPARE(answer, agrees);
        QTRY_VERIFY(!dialog);
    }

    void asksForAStart_data()
    {
        QTest::addColumn<bool>("production");
        QTest::addColumn<qint64>("orders");
        QTest::addColumn<bool>("exceedsDay");
        QTest::addColumn<bool>("starts"); // by Return
        QTest::newRow("usual") << false << qint64(12) << false << true;
        QTest::newRow("production") << true << qint64(12) << false << false;
        QTest::newRow("nothing to send") << false << qint64(0) << false << false;
        QTest::newRow("more than the day") << false << qint64(12) << true << false;
    }

    void asksForAStart()
    {
        QFETCH(bool, production);
        QFETCH(qint64, orders);
        QFETCH(bool, exceedsDay);
        QFETCH(bool, starts);
        QWidget window;
        window.show();
        PlanReport plan;
        StartQuestion question;
        question.board = u"<b>Board</b>"_s;
        question.production = production;
        question.now = QDateTime(QDate(2026, 11, 23), QTime(9, 0), Qt::UTC);
        plan.ledger = {.planned = orders, .refused = orders > 0 ? 3 : 0, .notSent = orders > 0 ? orders - 3 : 0};
        plan.flight = {.calls = 70, .complexity = 1'200'000, .callsToday = 30, .callsPerDay = 1'000,
                                .exceedsDay = exceedsDay, .earliestSeconds = 60, .latestSeconds = 120};
        for (const QString &customer : {u"ANN"_s, u"BEA"_s}) {
            plan.refusals.push_back(
                {.event = EventId::pl_001, .customer = customer, .sample = u"no number"_s, .rows = 1});
        }
        plan.refusals.push_back(
            {.event = EventId::pl_008, .customer = u"BEA"_s, .sample = u"no season"_s, .rows = 1});
        question.plan = std::make_shared<const PlanReport>(plan);
        WidgetPrompter prompter;
        std::optional<bool> answer;
        prompter.askForStart(&window, question, [&answer](bool start) { answer = start; });
        QPointer<FlightDialog> dialog = window.findChild<FlightDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(!answer);
        QStringList texts;
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'));
            texts.append(label->text());
        }
        const QString all = texts.join(u'\n');
        QVERIFY2(all.contains(u"70 (7.0 % of the 1,000 of a day; 30 are used already)"_s), qPrintable(all));
        QVERIFY(all.contains(u"between "_s));
        QVERIFY(all.contains(u"1 min 0 s to 2 min 0 s"_s));
        const auto *warning = dialog->findChild<Banner *>(u"dayWarning"_s);
        QCOMPARE(warning->isVisible(), exceedsDay);
        QCOMPARE(all.contains(u"about 70, and 970 of 1,000 are left"_s), exceedsDay);
        auto *list = dialog->findChild<QListWidget *>(u"flightRefusals"_s);
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(0)->text().startsWith(u"2 order"_s));
        QCOMPARE(dialog->findChild<QPushButton *>(u"startFlight"_s)->isEnabled(), orders > 0);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(answer, starts);
        QTRY_VERIFY(!dialog);
    }

    void savesTheScript_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("saved") << u"tables.sql"_s << u"Saved to "_s;
        QTest::newRow("where there is a file") << u"taken/tables.sql"_s << u"Not saved: "_s;
    }

    void savesTheScript()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        QFile taken(file(u"taken"_s));
        QVERIFY(taken.open(QIODevice::WriteOnly));
        ScriptedPrompter prompter;
        prompter.savePath = file(name);
        QWidget window;
        auto *dialog = new TablesDialog({u"orders"_s, {u"CREATE TABLE A (x)"_s}}, prompter, &window);
        dialog->show();
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text().contains(u"script"_s))
                button->click();
        }
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"saved"_s)->text().startsWith(says));
        QVERIFY(dialog->isVisible());
        QCOMPARE(prompter.saveQuestions.size(), 1U);
        QFile written(file(name));
        QCOMPARE(written.open(QIODevice::ReadOnly), !name.contains(u'/'));
        if (written.isOpen())
            QCOMPARE(written.readAll(), QByteArray("CREATE TABLE A (x);\n"));
    }

    void asksForAFile()
    {
        QWidget window;
        window.show();
        WidgetPrompter prompter;
        std::optional<QString> answer;
        prompter.askSavePath(&window, {u"Export"_s, file(u"out.html"_s), {u"Web page (*.html)"_s}},
                             [&answer](const QString &path, const QString &) { answer = path; });
        auto *dialog = window.findChild<QFileDialog *>();
        QVERIFY(dialog);
        QVERIFY(!answer);
        dialog->reject();
        QCOMPARE(answer, QString());
    }
};

QTEST_MAIN(TestWidgetPrompter)
#include "tst_widgetprompter.moc"
