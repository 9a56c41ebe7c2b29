#include "dialogs/tablesdialog.h"
#include "scriptedprompter.h"
#include "support/testenvironment.h"
#include "widgetprompter.h"

#include <QFileDialog>
#include <QLabel>
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
