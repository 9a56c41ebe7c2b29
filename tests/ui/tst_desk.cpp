#include "windowtest.h"

#include <QSignalSpy>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

/// What belongs to work at several desks and to orders that failed: tables, repair, retry, plans of changes.
class TestDesk : public WindowTest
{
    Q_OBJECT

private slots:
    void asksBeforeItMakesTables()
    {
        m_workspace->tables = {u"CREATE TABLE \"SYNCLINE_SCHEMA\" (version INTEGER)"_s};
        open();
        m_prompter->agrees = false;
        action(QKeySequence(u"Ctrl+Return"_s))->trigger();
        QTRY_COMPARE(m_prompter->tablesQuestions.size(), 1U);
        QCOMPARE(m_prompter->tablesQuestions.front().statements, m_workspace->tables);
        QTRY_VERIFY(action(QKeySequence(u"Ctrl+Return"_s))->isEnabled());
        QCOMPARE(m_workspace->tablesMadeTimes, 0);
        QVERIFY(m_workspace->started.empty());

        m_prompter->agrees = true;
        startAndWait();
        QCOMPARE(m_workspace->tablesMadeTimes, 1);
        QCOMPARE(m_workspace->started.size(), 1U);
        m_workspace->finish(RunState::Canceled);
        startAndWait();
        QCOMPARE(m_prompter->tablesQuestions.size(), 2U);
    }

    void resumingAsksForTablesToo()
    {
        m_workspace->tables = {u"CREATE TABLE \"SYNCLINE_SCHEMA\" (version INTEGER)"_s};
        open();
        m_prompter->agrees = false;
        const ResumableSync interrupted{
            u"SYNC-0A1B2C3D-20261122"_s, m_clock->utcNow(), {.planned = 9, .notSent = 9}};
        emit m_workspace->interruptedFound({interrupted});
        const auto resume = [this] {
            for (auto *button : m_window->findChildren<QPushButton *>()) {
                if (button->isVisible() && button->text() == u"Resume"_s)
                    button->click();
            }
        };
        resume();
        QTRY_COMPARE(m_prompter->tablesQuestions.size(), 1U);
        QTRY_VERIFY(visibleText().contains(u"not yet settled"_s));
        QVERIFY(m_workspace->resumed.isEmpty());
        m_prompter->agrees = true;
        resume();
        QTRY_COMPARE(m_workspace->resumed, QStringList{interrupted.syncId});
    }

    void tablesThatCannotBeMadeAreAFinding()
    {
        m_workspace->tablesProblem = Error{
            .kind = ErrorKind::SchemaMismatch,
            .event = {.id = EventId::db_022,
                      .parameters = {{u"database"_s, u"orders"_s}, {u"version"_s, 9}, {u"known"_s, 1}}}};
        open();
        action(QKeySequence(u"Ctrl+Return"_s))->trigger();
        QTRY_VERIFY(visibleText().contains(u"this program knows 1"_s));
        QVERIFY(action(QKeySequence(u"Ctrl+Return"_s))->isEnabled());
        QVERIFY(m_workspace->started.empty());
    }

    void whoMayOnlyReadLooks()
    {
        m_workspace->startProblem = Error{
            .kind = ErrorKind::WarehouseFailed,
            .event = {.id = EventId::db_003,
                      .parameters = {{u"database"_s, u"orders"_s},
                                     {u"doing"_s, u"opening a session"_s},
                                     {u"reason"_s, u"permission denied"_s}}}};
        open();
        action(QKeySequence(u"Ctrl+Return"_s))->trigger();
        QTRY_VERIFY(visibleText().contains(u"The warehouse orders cannot be written"_s));
        QVERIFY(std::ranges::any_of(m_window->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->toolTip().contains(u"Get permission to write"_s);
        }));
        // Looking goes on.
        action(QKeySequence(u"Ctrl+Shift+Return"_s))->trigger();
        QTRY_VERIFY(visibleText().contains(u"DRY RUN \u2013 nothing was sent and nothing was written."_s));
        QVERIFY(table(u"planTable"_s)->model()->rowCount() > 0);
    }

    void restsBetweenReadingsThatFail()
    {
        open();
        startAndWait();
        m_workspace->customersProblem =
            Error{.kind = ErrorKind::WarehouseFailed,
                  .event = {.id = EventId::db_007, .parameters = {{u"path"_s, u"x.db"_s}}}};
        const int before = m_workspace->readings;
        const QSignalSpy failures(m_workspace.get(), &Workspace::customersFailed);
        int expected = before;
        // What comes in during the rest reads nothing; the rest doubles up to half a minute.
        m_clock->advance(std::chrono::seconds(60));
        for (const int milliseconds : {1'500, 3'000, 6'000, 12'000, 24'000, 30'000, 30'000}) {
            m_workspace->flood(4);
            QCOMPARE(m_workspace->readings, ++expected);
            QTRY_COMPARE(failures.count(), expected - before);
            m_clock->advance(std::chrono::milliseconds(milliseconds - 1));
            for (int i = 0; i < 5; ++i)
                m_workspace->flood(4);
            QCOMPARE(m_workspace->readings, expected);
            m_clock->advance(std::chrono::milliseconds(1));
        }
        m_workspace->customersProblem.reset();
        m_workspace->flood(4);
        QCOMPARE(m_workspace->readings, ++expected);
        QTRY_VERIFY(!visibleText().contains(u"Last known counts"_s));
        // A reading that works is the end of it.
        m_workspace->customersProblem = Error{.kind = ErrorKind::WarehouseFailed, .event = {EventId::db_007, {}, {}}};
        m_clock->advance(std::chrono::milliseconds(1'500));
        m_workspace->flood(4);
        QCOMPARE(m_workspace->readings, ++expected);
        QTRY_VERIFY(visibleText().contains(u"Last known counts"_s));
        m_clock->advance(std::chrono::milliseconds(1'500));
        m_workspace->flood(4);
        QCOMPARE(m_workspace->readings, ++expected);
    }

    void asksWhenTheDayWouldNotDo()
    {
        m_workspace->exceedsDay = true;
        open();
        m_prompter->agreesToStart = false;
        action(QKeySequence(u"Ctrl+Shift+Return"_s))->trigger();
        QTRY_VERIFY(m_window->findChild<QPushButton *>(u"startPlan"_s)->isVisible());
        auto *warning = m_window->findChild<Banner *>(u"dayWarning"_s);
        QVERIFY(warning->isVisible());
        QVERIFY(visibleText().contains(u"more calls than the day has left"_s));
        QVERIFY(visibleText().contains(u"(00:00 UTC)"_s));
        QVERIFY(m_prompter->startQuestions.empty());
        m_window->findChild<QPushButton *>(u"startPlan"_s)->click();
        QCOMPARE(m_prompter->startQuestions.size(), 1U);
        QVERIFY(m_prompter->questions.empty());
        QVERIFY(m_workspace->started.empty());
        m_prompter->agreesToStart = true;
        m_window->findChild<QPushButton *>(u"startPlan"_s)->click();
        QTRY_COMPARE(m_workspace->started.size(), 1U);
        QCOMPARE(m_prompter->startQuestions.size(), 2U);
    }

    void aPlanWithoutTablesMayBeStarted_data()
    {
        QTest::addColumn<bool>("otherProblem");
        QTest::newRow("only the tables are missing") << false;
        QTest::newRow("a column is missing, too") << true;
    }

    void aPlanWithoutTablesMayBeStarted()
    {
        QFETCH(const bool, otherProblem);
        open();
        action(QKeySequence(u"Ctrl+Shift+Return"_s))->trigger();
        PlanReport plan = m_workspace->planFor({});
        plan.blocked = true;
        plan.findings = {{.id = EventId::db_021,
                          .parameters = {{u"database"_s, u"orders"_s}, {u"version"_s, 0}, {u"needed"_s, 1}}}};
        if (otherProblem)
            plan.findings.push_back({.id = EventId::pl_018, .parameters = {{u"board"_s, u"x"_s}}});
        emit m_workspace->planReady(std::make_shared<const PlanReport>(plan));
        auto *start = m_window->findChild<QPushButton *>(u"startPlan"_s);
        QCOMPARE(start->isEnabled(), !otherProblem);
        QCOMPARE(visibleText().contains(u"starting the sync asks"_s), !otherProblem);
        QCOMPARE(visibleText().contains(u"Sending is blocked"_s), otherProblem);
    }

    void thePlanTellsOfCancelledOrders()
    {
        m_workspace->facts.cancelledOrders = CancelledRule::Archive;
        open();
        action(QKeySequence(u"Ctrl+Shift+Return"_s))->trigger();
        auto *notes = m_window->findChild<QLabel *>(u"planNotes"_s);
        QTRY_VERIFY(notes->isVisible());
        QVERIFY2(notes->text().contains(u"are cancelled: their items are archived"_s),
                 qPrintable(notes->text()));
        QVERIFY2(notes->text().contains(u"nothing to send"_s), qPrintable(notes->text()));
    }

    void sendsAgainWhatFailed()
    {
        open();
        startAndWait();
        while (m_workspace->hasBatches())
            m_workspace->runBatches(1);
        action(QKeySequence(u"Ctrl+3"_s))->trigger();
        auto *page = m_window->findChild<QTabWidget *>(u"syncTabs"_s)->currentWidget();
        auto *retry = page->findChild<QPushButton *>(u"retryAll"_s);
        QVERIFY(!retry->isEnabled());
        m_workspace->finish(RunState::CompletedWithErrors);
        QTRY_VERIFY(retry->isEnabled());
        retry->click();
        QTRY_COMPARE(m_workspace->started.size(), 2U);
        QCOMPARE(m_workspace->started.back().selection, RowSelection::Failed);
        QVERIFY(m_workspace->started.back().customers.size() > 3);
    }

    void sendsChosenOrdersAgain()
    {
        open();
        startAndWait();
        while (m_workspace->hasBatches())
            m_workspace->runBatches(1);
        m_workspace->finish(RunState::CompletedWithErrors);
        action(QKeySequence(u"Ctrl+3"_s))->trigger();
        auto *page = m_window->findChild<QTabWidget *>(u"syncTabs"_s)->currentWidget();
        auto *retry = page->findChild<QPushButton *>(u"retryChosen"_s);
        DataTable *failures = table(u"failedTable"_s);
        QTRY_VERIFY(failures->model()->rowCount() > 3);
        const auto keyAt = [failures](int row) {
            const QModelIndex index = failures->filter()->mapToSource(failures->filter()->index(row, 0));
            return qobject_cast<const RowTableModel *>(failures->filter()->sourceModel())->at(index.row()).row.key;
        };
        int other = 1;
        while (keyAt(other) == keyAt(0))
            ++other;
        failures->selectRow(0);
        QTRY_COMPARE(retry->text(), u"Retry 1 selected order"_s);
        QVERIFY(!page->findChild<QPushButton *>(u"createAgain"_s)->isVisible());
        failures->selectionModel()->select(failures->filter()->index(other, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QTRY_COMPARE(retry->text(), u"Retry 2 selected orders"_s);
        retry->click();
        QTRY_COMPARE(m_workspace->started.size(), 2U);
        const SyncRequest &request = m_workspace->started.back();
        QCOMPARE(QSet<RecordKey>(request.records.begin(), request.records.end()),
                 (QSet<RecordKey>{keyAt(0), keyAt(other)}));
        QCOMPARE(request.customers, QStringList());
        QCOMPARE(request.selection, RowSelection::Failed);
    }

    void createsLostOrdersAgain()
    {
        m_workspace->itemsGone = true;
        open();
        startAndWait();
        while (m_workspace->hasBatches())
            m_workspace->runBatches(1);
        m_workspace->finish(RunState::CompletedWithErrors);
        action(QKeySequence(u"Ctrl+3"_s))->trigger();
        DataTable *failures = table(u"failedTable"_s);
        failures->selectAll();
        auto *page = m_window->findChild<QTabWidget *>(u"syncTabs"_s)->currentWidget();
        auto *again = page->findChild<QPushButton *>(u"createAgain"_s);
        QTRY_VERIFY(again->isVisible());
        int gone = 0;
        for (int row = 0; row < failures->model()->rowCount(); ++row)
            gone += failures->model()->index(row, RowTableModel::EventName).data() == u"se-072"_s ? 1 : 0;
        QVERIFY(gone > 1);
        m_prompter->questions.clear();
        again->click();
        // Before the warehouse is changed; whether to send is asked with the plan.
        QTRY_COMPARE(m_prompter->questions.size(), 1U);
        QVERIFY(m_prompter->questions.front().text.startsWith(QString::number(gone)));
        QCOMPARE(m_workspace->repairs.size(), 1U);
        QCOMPARE(m_workspace->repairs.front().second, Repair::CreateAgain);
        QCOMPARE(int(m_workspace->repairs.front().first.size()), gone);
        QTRY_COMPARE(m_workspace->started.size(), 2U);
        QCOMPARE(m_prompter->startQuestions.size(), 2U);
        QCOMPARE(m_workspace->started.back().selection, RowSelection::Waiting);
        QCOMPARE(m_workspace->started.back().records, m_workspace->repairs.front().first);
    }

    void nothingIsRepairedWithoutAgreement()
    {
        m_workspace->itemsGone = true;
        open();
        startAndWait();
        while (m_workspace->hasBatches())
            m_workspace->runBatches(1);
        m_workspace->finish(RunState::CompletedWithErrors);
        action(QKeySequence(u"Ctrl+3"_s))->trigger();
        table(u"failedTable"_s)->selectAll();
        auto *page = m_window->findChild<QTabWidget *>(u"syncTabs"_s)->currentWidget();
        auto *removed = page->findChild<QPushButton *>(u"markRemoved"_s);
        QTRY_VERIFY(removed->isVisible());
        m_prompter->agrees = false;
        removed->click();
        QVERIFY(m_prompter->questions.back().dangerous);
        QVERIFY(m_workspace->repairs.empty());
        m_prompter->agrees = true;
        m_workspace->repairProblem =
            Error{.kind = ErrorKind::WarehouseFailed,
                  .event = {.id = EventId::db_024,
                            .parameters = {
                                {u"key"_s, u"k"_s}, {u"desk"_s, u"ann@desk2"_s}, {u"session"_s, u"s"_s}}}};
        removed->click();
        QTRY_VERIFY(visibleText().contains(u"ann@desk2"_s));
        QVERIFY(removed->isVisible() && removed->isEnabled());
    }

    void ordersThatAnotherDeskTookAreNotCounted()
    {
        open();
        startAndWait();
        m_workspace->runBatches(40);
        const QString before = m_window->findChild<Tile *>(u"rowsDone"_s)->value();
        m_workspace->loseToAnotherDesk(30);
        const QString after = m_window->findChild<Tile *>(u"rowsDone"_s)->value();
        QVERIFY2(before.section(u' ', 0, 0) == after.section(u' ', 0, 0) && before != after,
                 qPrintable(after));
        m_workspace->loseToAnotherDesk(1'000'000);
        const QString rest = m_window->findChild<Tile *>(u"rowsDone"_s)->value();
        const auto number = [&rest](int word) { return QLocale().toInt(rest.section(u' ', word, word)); };
        QVERIFY2(number(0) > 0 && number(0) <= number(2) && number(2) - number(0) < 20, qPrintable(rest));
        DataTable *customers = table(u"customersTable"_s);
        for (int row = 0; row < customers->model()->rowCount(); ++row) {
            const QModelIndex progress = customers->model()->index(row, CustomerTableModel::Progress);
            QVERIFY(progress.data(roles::Raw).toDouble() <= 1.0);
            QVERIFY2(!progress.data().toString().startsWith(u"0 of 0"_s),
                     qPrintable(progress.data().toString()));
        }
    }
};

QTEST_MAIN(TestDesk)
#include "tst_desk.moc"
