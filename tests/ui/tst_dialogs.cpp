#include "dialogs/refreshdialog.h"
#include "dialogs/settingsdialog.h"
#include "pages/connectioncheckview.h"
#include "windowtest.h"

#include <QCheckBox>
#include <QListWidget>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// The dialogs that look at the surroundings of a sync: the connection, the source of the orders.
class TestDialogs : public WindowTest
{
    Q_OBJECT

    static std::vector<CheckResult> allGood()
    {
        std::vector<CheckResult> results;
        for (const CheckStep step : allCheckSteps)
            results.push_back(checked(step, {{EventId::cc_014, {}, {}}}));
        return results;
    }

    template<typename Dialog>
    Dialog *open(const QKeySequence &key)
    {
        action(key)->trigger();
        auto *dialog = m_window->findChild<Dialog *>();
        if (!dialog)
            qFatal("no dialog");
        return dialog;
    }

    SettingsDialog *openCheck() { return open<SettingsDialog>(QKeySequence(u"Ctrl+Shift+T"_s)); }
    RefreshDialog *openRefresh() { return open<RefreshDialog>(QKeySequence(u"Shift+F5"_s)); }

    static QString labelText(const QWidget *dialog, const QString &name)
    {
        return dialog->findChild<QLabel *>(name)->text();
    }

    void haveSource()
    {
        m_workspace->facts.sourceTable = u"swp_ORDERS"_s;
        m_workspace->facts.hasSource = true;
        RefreshCounts counts;
        counts.added = 3;
        counts.changed = 2;
        counts.skipped = 1;
        counts.unchanged = 40;
        m_workspace->refresh.customers = {{u"PALOMA"_s, counts}};
        m_workspace->refresh.total = counts;
        m_workspace->refresh.skipped = {
            {.event = EventId::rf_016, .customer = {}, .sample = u"Order 7 is skipped"_s, .rows = 1}};
    }

private slots:
    void checksStepByStep()
    {
        WindowTest::open();
        m_workspace->checks = allGood();
        m_workspace->checks.resize(3);
        SettingsDialog *dialog = openCheck();
        QVERIFY(!dialog->isModal());
        QTRY_VERIFY(labelText(dialog, u"check-login"_s).contains(u"up to date"_s));
        // The next one is under way, the ones after it wait.
        QCOMPARE(labelText(dialog, u"check-tables"_s), u"Trying \u2026"_s);
        QCOMPARE(labelText(dialog, u"check-columns"_s), QString());
        QVERIFY(labelText(dialog, u"checkSummary"_s).startsWith(u"Checking"_s));
        auto *again = dialog->findChild<QPushButton *>(u"checkAgain"_s);
        again->click();
        QCOMPARE(m_workspace->checksCancelled, 1);
        for (std::size_t i = 3; i < allCheckSteps.size(); ++i)
            emit m_workspace->connectionChecked(skipped(allCheckSteps[i], {EventId::cc_034, {}, {}}));
        emit m_workspace->connectionCheckEnded();
        QCOMPARE(labelText(dialog, u"checkSummary"_s), u"Everything is ready"_s);
        again->click();
        QCOMPARE(m_workspace->checksStarted, 2);
        // Asking again for the dialog brings the same one.
        action(QKeySequence(u"Ctrl+Shift+T"_s))->trigger();
        QCOMPARE(m_window->findChildren<ConnectionCheckView *>().size(), 1);
    }

    void saysWhatToDo()
    {
        WindowTest::open();
        m_workspace->checks = allGood();
        m_workspace->checks[6] =
            checked(CheckStep::Permissions, {{EventId::cc_016, {{u"reason"_s, u"no right"_s}}, {}}});
        m_workspace->checks[8] = failed(CheckStep::Token, {EventId::mc_028, {{u"message"_s, u"no"_s}}, {}});
        SettingsDialog *dialog = openCheck();
        QTRY_COMPARE(labelText(dialog, u"checkSummary"_s), u"1 step failed  \u00b7  1 warning"_s);
        QVERIFY(labelText(dialog, u"check-permissions"_s).contains(u"no right"_s));
        QVERIFY(labelText(dialog, u"check-permissions"_s).contains(u"What to do: Plans and dry runs work"_s));
        QVERIFY(labelText(dialog, u"check-token"_s).contains(u"What to do: Enter a valid token"_s));
        QVERIFY(!dialog->findChild<QPushButton *>(u"makeRecordKey"_s)->isVisible());
    }

    void makesTheRecordKeyColumnAfterAsking()
    {
        WindowTest::open();
        m_workspace->checks = allGood();
        CheckResult &key = m_workspace->checks[12];
        QCOMPARE(nameOf(key.step), u"record_key"_s);
        key = checked(CheckStep::RecordKey, {{EventId::pl_020, {{u"column_id"_s, u"key"_s}}, {}}});
        key.mayMakeRecordKey = true;
        SettingsDialog *dialog = openCheck();
        auto *make = dialog->findChild<QPushButton *>(u"makeRecordKey"_s);
        QTRY_VERIFY(make->isVisible());
        m_prompter->agrees = false;
        make->click();
        QCOMPARE(m_prompter->questions.size(), 1U);
        QCOMPARE(m_workspace->recordKeysMade, 0);
        m_prompter->agrees = true;
        m_workspace->recordKeyProblem =
            Error{.event = {EventId::mc_030, {{u"message"_s, u"not yours"_s}}, {}}};
        make->click();
        QTRY_VERIFY(labelText(dialog, u"check-record_key"_s).contains(u"not yours"_s));
        m_workspace->recordKeyProblem.reset();
        m_workspace->checks = allGood();
        emit m_workspace->recordKeyMade(u"Record key"_s);
        QCOMPARE(m_workspace->checksStarted, 2);
        QTRY_VERIFY(!make->isVisible());
    }

    void settingsTellTheConfiguration()
    {
        m_workspace->facts.configFile = u"/etc/syncline/syncline.toml"_s;
        m_workspace->facts.environments = {u"demo"_s, u"production"_s};
        m_workspace->facts.sandbox = false;
        m_workspace->facts.warehouse = {.key = u"orders"_s,
                                        .driver = DatabaseDriver::PostgreSql,
                                        .path = {},
                                        .host = u"db.example.com"_s,
                                        .port = 5433,
                                        .database = u"wms"_s,
                                        .schema = u"sales"_s,
                                        .user = u"reader"_s,
                                        .odbcDriver = {}};
        m_workspace->facts.api.url = QUrl(u"https://api.monday.com/v2"_s);
        m_workspace->facts.api.version = u"2026-10"_s;
        WindowTest::open();
        auto *dialog = open<SettingsDialog>(QKeySequence(u"Ctrl+,"_s));
        QVERIFY(!dialog->isModal());
        // Looking at the settings asks nothing of warehouse and board.
        QCOMPARE(m_workspace->checksStarted, 0);
        QCOMPARE(labelText(dialog, u"checkSummary"_s), u"Not checked yet"_s);
        const auto visible = [dialog] {
            QStringList texts;
            for (const QLabel *label : dialog->findChildren<QLabel *>()) {
                if (label->isVisible())
                    texts.append(label->text());
            }
            return texts;
        };
        const QStringList texts = visible();
        for (const QString &fact :
             {u"/etc/syncline/syncline.toml"_s, u"demo (the file has demo, production)"_s, u"orders, PostgreSQL"_s,
              u"db.example.com:5433"_s, u"wms"_s, u"sales"_s, u"reader"_s, u"Customer Master Schedule, 9609317401"_s,
              u"version 2026-10, https://api.monday.com/v2"_s})
            QVERIFY2(texts.contains(fact), qPrintable(fact + u'\n' + texts.join(u'\n')));
        QVERIFY(!texts.contains(m_workspace->facts.reportsRoot));
        dialog->findChild<QListWidget *>(u"settingsPages"_s)->setCurrentRow(1);
        QVERIFY(visible().contains(m_workspace->facts.reportsRoot));
        // The command leads to the check, wherever the dialog was.
        action(QKeySequence(u"Ctrl+Shift+T"_s))->trigger();
        QCOMPARE(m_workspace->checksStarted, 1);
        QVERIFY(dialog->findChild<QPushButton *>(u"checkAgain"_s)->isVisible());
        QCOMPARE(m_window->findChildren<SettingsDialog *>().size(), 1);
    }

    void looksAtTheSourceBeforeItWrites()
    {
        haveSource();
        WindowTest::open();
        const int readings = m_workspace->readings;
        RefreshDialog *dialog = openRefresh();
        QVERIFY(!action(QKeySequence(u"Ctrl+Return"_s))->isEnabled());
        auto *write = dialog->findChild<QPushButton *>(u"writeRefresh"_s);
        QTRY_VERIFY(write->isVisible());
        QCOMPARE(write->text(), u"&Write 5 orders"_s);
        QCOMPARE(m_workspace->refreshes.size(), 1U);
        QCOMPARE(m_workspace->refreshes.front(), std::pair(RefreshMode::Look, GoneSizes::Stay));
        QVERIFY(!dialog->findChild<QCheckBox *>(u"sizesGone"_s)->isVisible());
        QCOMPARE(dialog->findChild<DataTable *>(u"refreshTable"_s)->model()->rowCount(), 1);
        auto *reasons = dialog->findChild<QListWidget *>(u"refreshReasons"_s);
        QCOMPARE(reasons->count(), 1);
        QVERIFY(reasons->item(0)->text().contains(u"rf-016"_s));
        QVERIFY(action(QKeySequence(u"Ctrl+Return"_s))->isEnabled());
        QCOMPARE(m_workspace->readings, readings);
        write->click();
        QTRY_COMPARE(m_workspace->readings, readings + 1);
        QCOMPARE(m_workspace->refreshes.back(), std::pair(RefreshMode::Write, GoneSizes::Stay));
        QVERIFY(!write->isVisible());
        QTRY_VERIFY(visibleText().contains(u"Written, but for the orders that were skipped"_s));
    }

    void sizesThatAreGoneAreRemovedOnlyAfterATick()
    {
        haveSource();
        RefreshReport &report = m_workspace->refresh;
        report.total.keepingSizes = 4;
        report.total.linesKept = 9;
        report.customers.front().counts = report.total;
        report.sizesGone = {u"XL"_s, u"R&D"_s};
        report.kept = {{.customer = u"PALOMA"_s, .sizes = report.sizesGone, .orders = 4, .lines = 9}};
        report.findings = {{EventId::rf_005, {{u"table"_s, u"swp_ORDERS"_s}, {u"sizes"_s, u"XL, R&D"_s}}, {}}};
        WindowTest::open();
        RefreshDialog *dialog = openRefresh();
        auto *gone = dialog->findChild<QCheckBox *>(u"sizesGone"_s);
        QTRY_VERIFY(gone->isVisible());
        QVERIFY(!gone->isChecked());
        QVERIFY2(gone->text().contains(u"XL, R&&D"_s), qPrintable(gone->text()));
        QVERIFY(visibleText().contains(u"swp_ORDERS has no columns for the sizes XL, R&D"_s));
        const auto *kept = dialog->findChild<QListWidget *>(u"refreshKept"_s);
        QCOMPARE(kept->count(), 1);
        QVERIFY2(kept->item(0)->text().contains(u"4 orders  \u00b7  9 lines"_s), qPrintable(kept->item(0)->text()));

        // The tick looks again, and only what was looked at is written.
        gone->click();
        QCOMPARE(m_workspace->refreshes.back(), std::pair(RefreshMode::Look, GoneSizes::Empty));
        auto *write = dialog->findChild<QPushButton *>(u"writeRefresh"_s);
        QTRY_VERIFY(write->isVisible() && write->isEnabled());
        write->click();
        QCOMPARE(m_workspace->refreshes.back(), std::pair(RefreshMode::Write, GoneSizes::Empty));
        QTRY_VERIFY(visibleText().contains(u"Written"_s));
        QVERIFY(!gone->isVisible());
        // It holds for one writing.
        dialog->findChild<QPushButton *>(u"lookAgain"_s)->click();
        QCOMPARE(m_workspace->refreshes.back(), std::pair(RefreshMode::Look, GoneSizes::Stay));
        QCOMPARE(m_workspace->refreshes.size(), 4U);
    }

    void anEmptySourceIsNoSuccess()
    {
        haveSource();
        RefreshReport &report = m_workspace->refresh;
        report = {};
        report.total.onlyInHeaders = 30;
        report.customers = {{u"PALOMA"_s, report.total}};
        report.findings = {{EventId::rf_006, {{u"table"_s, u"swp_ORDERS"_s}}, {}}};
        WindowTest::open();
        openRefresh();
        QTRY_VERIFY(visibleText().contains(u"The source swp_ORDERS has no rows"_s));
        QVERIFY(visibleText().contains(u"Find out whether loading the source failed"_s));
        QVERIFY(!visibleText().contains(u"everything that the source has"_s));
    }

    void aRefreshIsCancelled()
    {
        haveSource();
        m_workspace->answersRefresh = false;
        WindowTest::open();
        RefreshDialog *dialog = openRefresh();
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == u"Cancel"_s)
                button->click();
        }
        QCOMPARE(m_workspace->refreshesCancelled, 1);
        emit m_workspace->refreshFailed({.kind = ErrorKind::Cancelled, .event = {EventId::rf_021, {}, {}}});
        QVERIFY(visibleText().contains(u"Cancelled. Nothing was changed."_s));
        QVERIFY(dialog->findChild<QPushButton *>(u"lookAgain"_s)->isEnabled());
        QVERIFY(!dialog->findChild<QPushButton *>(u"writeRefresh"_s)->isVisible());
    }

    void saysWhyARefreshFailed()
    {
        haveSource();
        m_workspace->refreshProblem = Error{
            .kind = ErrorKind::WarehouseFailed,
            .event = {EventId::db_010, {{u"database"_s, u"orders"_s}, {u"table"_s, u"swp_ORDERS"_s}}, {}}};
        WindowTest::open();
        openRefresh();
        QTRY_VERIFY(visibleText().contains(u"has no table swp_ORDERS"_s));
        QVERIFY(action(QKeySequence(u"Ctrl+Return"_s))->isEnabled());
    }

    void withoutASourceThereIsNoRefresh_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("says");
        QTest::newRow("none configured") << QString() << u"names no source table"_s;
        QTest::newRow("not in the warehouse") << u"swp_ORDERS"_s << u"has no table swp_ORDERS"_s;
    }

    void withoutASourceThereIsNoRefresh()
    {
        QFETCH(QString, table);
        QFETCH(QString, says);
        m_workspace->facts.sourceTable = table;
        WindowTest::open();
        const QAction *refresh = action(QKeySequence(u"Shift+F5"_s));
        QVERIFY(!refresh->isEnabled());
        QVERIFY2(refresh->toolTip().contains(says), qPrintable(refresh->toolTip()));
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
