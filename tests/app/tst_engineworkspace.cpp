#include "config/workspaceconfig.h"
#include "demo/demo.h"
#include "gui/engineworkspace.h"
#include "support/testenvironment.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace syncline;
using namespace Qt::StringLiterals;

/// What the window asks of the real engine about tables and lost orders.
class TestEngineWorkspace : public syncline::testing::TestCase
{
    Q_OBJECT

    SystemClock m_clock;
    SystemIdSource m_ids;
    std::unique_ptr<EventFanOut> m_events;
    std::unique_ptr<EngineWorkspace> m_workspace;

    void openDemo(bool withTables)
    {
        const Result<DemoReport> made = makeDemo({.folder = file(u"demo"_s), .orders = 20});
        QVERIFY(made);
        if (!withTables)
            dropTables();
        const Result<LoadedConfig> config = loadConfig(made->configFile);
        QVERIFY(config);
        WorkspaceInfo info;
        info.environment = u"demo"_s;
        m_events = std::make_unique<EventFanOut>(m_clock);
        m_workspace = std::make_unique<EngineWorkspace>(
            std::make_unique<Engine>(*config->environment(u"demo"_s), made->configFile, *m_events, m_clock,
                                     m_ids),
            info, *m_events);
    }

    void dropTables() const
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"drop"_s);
            database.setDatabaseName(file(u"demo/warehouse.sqlite"_s));
            QVERIFY(database.open());
            QStringList names;
            QSqlQuery query(
                u"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'SYNCLINE_%'"_s,
                database);
            while (query.next())
                names.append(query.value(0).toString());
            QVERIFY(!names.isEmpty());
            for (const QString &name : std::as_const(names))
                QVERIFY(query.exec(u"DROP TABLE \"%1\""_s.arg(name)));
        }
        QSqlDatabase::removeDatabase(u"drop"_s);
    }

    QStringList pending()
    {
        QSignalSpy looked(m_workspace.get(), &Workspace::tablesLookedAt);
        m_workspace->lookAtTables();
        // Answers never come before the call has returned.
        if (!looked.isEmpty() || !looked.wait())
            return {u"no answer"_s};
        return looked.first().first().toStringList();
    }

private slots:
    void init() { prepare(); }

    void cleanup()
    {
        m_workspace.reset();
        m_events.reset();
    }

    void makesTheTables()
    {
        openDemo(false);
        const QStringList statements = pending();
        QVERIFY2(statements.join(u'\n').contains(u"CREATE TABLE"_s), qPrintable(statements.join(u'\n')));
        QSignalSpy made(m_workspace.get(), &Workspace::tablesMade);
        m_workspace->makeTables();
        QVERIFY(made.wait());
        QCOMPARE(pending(), QStringList());
    }

    void refusesToRepairWhatItDoesNotKnow()
    {
        openDemo(true);
        QCOMPARE(pending(), QStringList());
        QSignalSpy failed(m_workspace.get(), &Workspace::repairFailed);
        m_workspace->repair({RecordKey(QUuid::createUuid())}, Repair::MarkRemoved);
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().event.name(), u"db-009"_s);
    }

    void checksTheConnectionBesideTheWindow()
    {
        openDemo(true);
        QSignalSpy checked(m_workspace.get(), &Workspace::connectionChecked);
        QSignalSpy ended(m_workspace.get(), &Workspace::connectionCheckEnded);
        m_workspace->checkConnection();
        QVERIFY(checked.isEmpty());
        QVERIFY(ended.wait());
        QCOMPARE(checked.size(), static_cast<qsizetype>(allCheckSteps.size()));
        for (const QList<QVariant> &arguments : std::as_const(checked))
            QVERIFY(arguments.first().value<CheckResult>().state != CheckState::Failed);
        // A second one voids the first.
        checked.clear();
        m_workspace->checkConnection();
        m_workspace->checkConnection();
        QVERIFY(ended.wait());
        QCOMPARE(ended.size(), 2);
        QCOMPARE(checked.size(), static_cast<qsizetype>(allCheckSteps.size()));
    }

    void refreshesOrdersBesideTheWindow()
    {
        openDemo(true);
        QSignalSpy loaded(m_workspace.get(), &Workspace::customersLoaded);
        m_workspace->loadCustomers();
        QVERIFY(loaded.wait());
        QVERIFY(m_workspace->info().hasSource);
        QSignalSpy refreshed(m_workspace.get(), &Workspace::ordersRefreshed);
        m_workspace->refreshOrders(RefreshMode::Look, GoneSizes::Stay);
        QVERIFY(refreshed.wait());
        const auto look = refreshed.takeFirst().first().value<RefreshReport>();
        m_workspace->refreshOrders(RefreshMode::Write, GoneSizes::Stay);
        QVERIFY(refreshed.wait());
        const auto written = refreshed.takeFirst().first().value<RefreshReport>();
        QCOMPARE(written.total, look.total);
        m_workspace->refreshOrders(RefreshMode::Look, GoneSizes::Stay);
        QVERIFY(refreshed.wait());
        const auto again = refreshed.takeFirst().first().value<RefreshReport>();
        QCOMPARE(again.total.added + again.total.changed + again.total.cancelled, 0);
        const RefreshCounts &all = look.total;
        QCOMPARE(again.total.unchanged, all.sourceRows() - all.skipped - all.notOurs - all.blank);
    }

    void saysWhyThereIsNoEngine()
    {
        m_events = std::make_unique<EventFanOut>(m_clock);
        const Error problem{.kind = ErrorKind::InvalidInput, .event = {.id = EventId::cl_005}};
        m_workspace = std::make_unique<EngineWorkspace>(problem, WorkspaceInfo(), *m_events);
        QSignalSpy failed(m_workspace.get(), &Workspace::tablesFailed);
        m_workspace->lookAtTables();
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().event.name(), u"cl-005"_s);
        QSignalSpy checked(m_workspace.get(), &Workspace::connectionChecked);
        m_workspace->checkConnection();
        QVERIFY(checked.wait());
        QCOMPARE(checked.first().first().value<CheckResult>().events.front().name(), u"cl-005"_s);
        QSignalSpy refused(m_workspace.get(), &Workspace::refreshFailed);
        m_workspace->refreshOrders(RefreshMode::Look, GoneSizes::Stay);
        QVERIFY(refused.wait());
    }
};

QTEST_GUILESS_MAIN(TestEngineWorkspace)
#include "tst_engineworkspace.moc"
