#include "models/failedrow.h"
#include "models/findingsmodel.h"
#include "models/format.h"
#include "models/historymodel.h"
#include "models/plancustomermodel.h"
#include "models/reportfilemodel.h"
#include "models/statuskind.h"
#include "modeltext.h"
#include "support/testenvironment.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::textOf;

namespace {

ReportEntry entry(const QString &id, RunState state, qint64 planned)
{
    ReportEntry result;
    result.syncId = id;
    result.folder = QString(u"/reports/"_s + id);
    result.state = state;
    result.environment = u"demo"_s;
    result.startedAt = QDateTime({2026, 11, 23}, {9, 0}, Qt::UTC);
    result.seconds = 75;
    result.ledger = {.planned = planned, .created = planned};
    result.customers = 2;
    return result;
}

Event finding(EventId id, const QString &key)
{
    return {.id = id, .parameters = {{u"file"_s, u"a.toml"_s}, {u"line"_s, 3}, {u"key"_s, key}}};
}

} // namespace

class TestListModels : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void failedRowsAreKnownFromListAndReport()
    {
        const RecordKey key = RecordKey::fromString(u"0f1e2d3c-0000-4000-8000-000000000001"_s);
        RowItem item;
        item.row.key = key;
        item.row.customer = u"CEDAR & SALT"_s;
        item.row.state = RowState::Rejected;
        item.row.reason = {.id = EventId::se_072, .parameters = {}};
        QCOMPARE(failedRowOf(item), std::optional(FailedRow{key, u"CEDAR & SALT"_s, true}));
        item.row.reason = {.id = EventId::pl_001, .parameters = {}};
        QCOMPARE(failedRowOf(item), std::optional(FailedRow{key, u"CEDAR & SALT"_s, false}));
        item.row.state = RowState::Unknown;
        QVERIFY(!failedRowOf(item));

        const QStringList header{u"key"_s, u"customer"_s, u"state"_s, u"event_id"_s};
        QCOMPARE(failedRowOf(header, {key.toString(), u"KITE & CO"_s, u"rejected"_s, u"se-072"_s}),
                 std::optional(FailedRow{key, u"KITE & CO"_s, true}));
        QCOMPARE(failedRowOf(header, {key.toString(), u"KITE & CO"_s, u"refused"_s, u"pl-001"_s}),
                 std::optional(FailedRow{key, u"KITE & CO"_s, false}));
        QVERIFY(!failedRowOf(header, {key.toString(), u"KITE & CO"_s, u"created"_s, QString()}));
        QVERIFY(!failedRowOf(header, {u"no key"_s, u"KITE & CO"_s, u"rejected"_s, u"se-072"_s}));
        // lines.csv names no customer
        const QStringList lines{u"key"_s, u"size_code"_s, u"state"_s, u"event_id"_s};
        QCOMPARE(failedRowOf(lines, {key.toString(), u"XL"_s, u"rejected"_s, u"pl-001"_s}),
                 std::optional(FailedRow{key, QString(), false}));
        QVERIFY(!failedRowOf(lines, {key.toString(), u"XL"_s, u"created"_s, QString()}));
        QVERIFY(!failedRowOf({u"key"_s, u"state"_s}, {key.toString(), u"rejected"_s}));
        QVERIFY(!failedRowOf({}, {u"a line of a log"_s}));
    }

    void historyShowsWhatIsKnown()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model);
        ReportEntry interrupted = entry(u"SYNC-2"_s, RunState::Interrupted, 0);
        interrupted.seconds = 0;
        model.setEntries({entry(u"SYNC-3"_s, RunState::Succeeded, 1234), interrupted});
        using Model = HistoryModel;
        QCOMPARE(textOf(model, {Model::State, Model::SyncId, Model::Orders, Model::Failed, Model::Duration}),
                 (QStringList{u"Succeeded|SYNC-3|1,234|0|1 min 15 s"_s, u"Interrupted|SYNC-2|||"_s}));
        QCOMPARE(model.index(1, Model::State).data(roles::Status).toInt(), int(StatusKind::Interrupted));
    }

    void historyKeepsTheSelectionWhenASyncIsAdded()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries(
            {entry(u"SYNC-2"_s, RunState::Interrupted, 0), entry(u"SYNC-1"_s, RunState::Failed, 5)});
        const QPersistentModelIndex kept = model.index(1, HistoryModel::SyncId);
        QSignalSpy reset(&model, &HistoryModel::modelReset);
        model.setEntries({entry(u"SYNC-3"_s, RunState::Succeeded, 1),
                          entry(u"SYNC-2"_s, RunState::Succeeded, 7),
                          entry(u"SYNC-1"_s, RunState::Failed, 5)});
        QCOMPARE(kept.data().toString(), u"SYNC-1"_s);
        QCOMPARE(kept.row(), 2);
        QCOMPARE(model.index(1, HistoryModel::Orders).data().toString(), u"7"_s);
        QCOMPARE(reset.count(), 0);
    }

    void filesAreInReadingOrder()
    {
        ReportFileModel model;
        const QAbstractItemModelTester tester(&model);
        model.setFiles({{{}, u"/x/logs/sync.log"_s, ReportFile::Kind::TextLog},
                        {u"KITE & CO"_s, u"/x/customer_reports/KITE.md"_s, ReportFile::Kind::Customer},
                        {{}, u"/x/summaries/rows.csv"_s, ReportFile::Kind::Table},
                        {{}, u"/x/_SYNC_SUMMARY.md"_s, ReportFile::Kind::Summary}});
        QCOMPARE(textOf(model, {0}),
                 (QStringList{u"Summary"_s, u"KITE & CO"_s, u"Log (sync.log)"_s, u"rows.csv"_s}));
        QCOMPARE(model.index(0, 0).data(ReportFileModel::PathRole).toString(), u"/x/_SYNC_SUMMARY.md"_s);
    }

    void findingsAreReplacedPerSource()
    {
        FindingsModel model;
        const QAbstractItemModelTester tester(&model);
        model.set(Finding::Source::Configuration,
                  {finding(EventId::cf_001, u"a"_s), finding(EventId::cf_014, u"b"_s),
                   finding(EventId::cf_001, u"a"_s)});
        model.set(Finding::Source::Warehouse,
                  {{.id = EventId::db_045, .parameters = {{u"database"_s, u"x"_s}}}});
        QCOMPARE(textOf(model, {FindingsModel::EventName, FindingsModel::Level}),
                 (QStringList{u"cf-014|Error"_s, u"db-045|Error"_s, u"cf-001|Warning"_s}));
        QCOMPARE(model.count(EventLevel::Error), 2);
        model.set(Finding::Source::Warehouse, {});
        QCOMPARE(textOf(model, {FindingsModel::EventName}), (QStringList{u"cf-014"_s, u"cf-001"_s}));
        QVERIFY(!model.index(0, FindingsModel::Advice).data().toString().contains(u'{'));
    }

    void planIsPerCustomer()
    {
        PlanCustomerModel model;
        const QAbstractItemModelTester tester(&model);
        PlanReport plan;
        CustomerPlan customer;
        customer.name = u"A"_s;
        customer.ledger = {.planned = 18, .unchanged = 4, .refused = 2, .notSent = 12};
        customer.itemsToCreate = 9;
        customer.itemsToUpdate = 1;
        customer.itemsToArchive = 2;
        customer.ordersCancelled = 3;
        customer.groupsToCreate = {u"A 2026 SPRING"_s};
        plan.customers = {customer};
        model.setPlan(plan);
        using Model = PlanCustomerModel;
        QCOMPARE(textOf(model,
                        {Model::Name, Model::Orders, Model::Refused, Model::ItemsToCreate,
                         Model::ItemsToUpdate, Model::ItemsToArchive, Model::Unchanged, Model::Cancelled,
                         Model::GroupsToCreate}),
                 QStringList{u"A|18|2|9|1|2|4|3|1"_s});
        model.setPlan({});
        QCOMPARE(model.rowCount(), 0);
    }

    void durationsHaveTwoUnits_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("negative") << -3.0 << u"0.0 s"_s;
        QTest::newRow("short") << 1.44 << u"1.4 s"_s;
        QTest::newRow("rounded over the border") << 59.7 << u"1 min 0 s"_s;
        QTest::newRow("minutes") << 200.0 << u"3 min 20 s"_s;
        QTest::newRow("hours") << 11'340.0 << u"3 h 9 min"_s;
        QTest::newRow("days") << 180'000.0 << u"2 d 2 h"_s;
    }

    void durationsHaveTwoUnits()
    {
        QFETCH(double, seconds);
        QTEST(Format::duration(seconds), "expected");
    }

    void aHundredPercentIsEveryRow()
    {
        QCOMPARE(Format::share(1.0), u"100.0 %"_s);
        QCOMPARE(Format::share(0.99999), u"99.9 %"_s);
    }

    void everyStateHasAWordAndAShape()
    {
        QSet<QString> words;
        for (const RowState state : allRowStates)
            words.insert(StatusText::of(state));
        QCOMPARE(words.size(), qsizetype(allRowStates.size()));
        QCOMPARE(statusOf(RunState::CompletedWithErrors), StatusKind::CompletedWithErrors);
        QCOMPARE(statusOf(Verdict::Nothing), StatusKind::Neutral);
        QCOMPARE(statusOf(EventLevel::Error), StatusKind::Failed);
    }
};

QTEST_GUILESS_MAIN(TestListModels)
#include "tst_listmodels.moc"
