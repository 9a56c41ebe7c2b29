#include "support/testenvironment.h"
#include "widgetprompter.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <optional>

using namespace syncline;
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
