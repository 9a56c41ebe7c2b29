#include "models/customertablemodel.h"
#include "modeltext.h"
#include "support/testenvironment.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace syncline;
using namespace Qt::StringLiterals;
using syncline::testing::textOf;

namespace {

CustomerCounts counts(const QString &name, qint64 pending, qint64 failed = 0)
{
    CustomerCounts result;
    result.name = name;
    result.pending = pending;
    result.failed = failed;
    result.synced = 1200;
    return result;
}

Ledger ledger(qint64 planned, qint64 created, qint64 refused)
{
    return {
        .planned = planned, .created = created, .refused = refused, .notSent = planned - created - refused};
}

using Model = CustomerTableModel;

} // namespace

class TestCustomerTableModel : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void aCustomerOfAnotherDeskHasNoProgress()
    {
        CustomerTableModel model;
        const QAbstractItemModelTester tester(&model);
        CustomerCounts counts;
        counts.name = u"A"_s;
        counts.pending = 4;
        model.setCustomers({counts});
        model.apply({RunStarted{}, CustomerPlanned{u"A"_s, {.planned = 4, .notSent = 4}, {.planned = 8, .notSent = 8}, 2}});
        QCOMPARE(model.index(0, CustomerTableModel::Progress).data().toString(), u"0 of 4"_s);
        model.apply({CustomerProgress{u"A"_s, {.planned = 1, .created = 1}, {.planned = 2, .created = 2}}});
        QCOMPARE(model.index(0, CustomerTableModel::Progress).data().toString(), u"1 of 1"_s);
        QCOMPARE(model.index(0, CustomerTableModel::Progress).data(roles::Raw).toDouble(), 1.0);
        QCOMPARE(model.at(0).state, CustomerState::Success);
        model.apply({CustomerProgress{u"A"_s, {}, {}}});
        QCOMPARE(model.index(0, CustomerTableModel::Progress).data().toString(), QString());
        QCOMPARE(model.index(0, CustomerTableModel::Progress).data(roles::Raw).toDouble(), -1.0);
        QCOMPARE(model.at(0).state, CustomerState::Waiting);
    }

    void showsWhereTheTimeOfACustomerWent()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setCustomers({counts(u"A"_s, 4), counts(u"B"_s, 4)});
        const auto answered = [](const TimeShares &time) {
            BatchRecord batch;
            batch.customer = u"A"_s;
            batch.customerTime = time;
            return BatchFinished{batch};
        };
        const TimeShares later{.server = 60, .quota = 30, .local = 6, .idle = 4, .quotaBy = {.complexity = 25}};
        const auto shown = [&model](int row) { return model.index(row, Model::Time).data().toString(); };
        model.apply({RunStarted{}, CustomerPlanned{u"A"_s, ledger(4, 0, 0), {}}});
        QCOMPARE(shown(0), QString());
        // A lane that was slower to tell does not take anything back.
        model.apply({answered(later), answered({.server = 5})});
        model.apply({answered({.server = 7})});
        QCOMPARE(shown(0), u"1 min 40 s"_s);
        QCOMPARE(shown(1), QString());
        QCOMPARE(model.index(0, Model::Time).data(roles::Shares).value<TimeShares>().quota, 30.0);
        QVERIFY(!model.index(1, Model::Time).data(roles::Shares).isValid());
        QCOMPARE(model.index(0, Model::Time).data(roles::Raw).toDouble(), 100.0);
        const QString words = model.index(0, Model::Time).data(Qt::ToolTipRole).toString();
        QCOMPARE(words.split(u'\n'),
                 (QStringList{u"Time of this customer: 1 min 40 s"_s, u"monday 60.0 %, 1 min 0 s"_s,
                              u"quota 30.0 %, 30 s"_s, u"of these, complexity points of the minute: 25 s"_s,
                              u"of these, not told apart yet: 5.0 s"_s, u"this computer 6.0 %, 6.0 s"_s,
                              u"idle 4.0 %, 4.0 s"_s}));
        QCOMPARE(model.index(0, Model::Progress).data(Qt::ToolTipRole).toString(), words);
        RunFinished end;
        CustomerRun run;
        run.name = u"A"_s;
        run.time = {.server = 120};
        end.summary.customers = {run};
        model.apply({end});
        QCOMPARE(shown(0), u"2 min 0 s"_s);
        model.apply({RunStarted{}});
        QCOMPARE(shown(0), QString());
    }

    void showsCountsAndState()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setCustomers(
            {counts(u"ALPINE LARK"_s, 1500), counts(u"PALOMA"_s, 0), counts(u"KITE & CO"_s, 4, 2)});
        QCOMPARE(
            textOf(
                model,
                {Model::Name, Model::Pending, Model::Failed, Model::Synced, Model::State, Model::LastSync}),
            (QStringList{u"ALPINE LARK|1,500|0|1,200|Waiting|never"_s, u"PALOMA|0|0|1,200|Up to date|never"_s,
                         u"KITE & CO|4|2|1,200|Has failures|never"_s}));
        QCOMPARE(model.index(0, Model::Pending).data(roles::Raw).toLongLong(), 1500);
        QVERIFY(model.index(1, Model::Pending).data(roles::Muted).toBool());
        QCOMPARE(model.index(2, Model::State).data(roles::Status).toInt(),
                 int(StatusKind::CompletedWithErrors));
    }

    void linesAloneWait()
    {
        Model model;
        CustomerCounts customer = counts(u"PALOMA"_s, 0);
        customer.linesPending = 3;
        model.setCustomers({customer});
        QCOMPARE(model.count(Model::Filter::Waiting), 1);
        QCOMPARE(model.count(Model::Filter::UpToDate), 0);
    }

    void updatesWithoutReset()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setCustomers(
            {counts(u"A"_s, 1), counts(u"B"_s, 2), counts(u"C"_s, 3), counts(u"D"_s, 4), counts(u"E"_s, 5)});
        const QPersistentModelIndex kept = model.index(3, Model::Name);
        QSignalSpy reset(&model, &Model::modelReset);
        QSignalSpy changed(&model, &Model::dataChanged);
        model.setCustomers({counts(u"AA"_s, 9), counts(u"A"_s, 1), counts(u"C"_s, 3), counts(u"D"_s, 40),
                            counts(u"E"_s, 5)});
        QCOMPARE(textOf(model, {Model::Name, Model::Pending}),
                 (QStringList{u"AA|9"_s, u"A|1"_s, u"C|3"_s, u"D|40"_s, u"E|5"_s}));
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), u"D"_s);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 3);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 3);
    }

    void reordersByMoving()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setCustomers({counts(u"A"_s, 1), counts(u"B"_s, 2), counts(u"C"_s, 3)});
        const QPersistentModelIndex kept = model.index(2, Model::Name);
        model.setCustomers({counts(u"C"_s, 3), counts(u"A"_s, 1), counts(u"B"_s, 2)});
        QCOMPARE(textOf(model, {Model::Name}), (QStringList{u"C"_s, u"A"_s, u"B"_s}));
        QCOMPARE(kept.row(), 0);
    }

    void halfOfTheRowsAreOneRange_data()
    {
        QTest::addColumn<int>("changedRows");
        QTest::addColumn<int>("ranges");
        QTest::newRow("one") << 1 << 1;
        QTest::newRow("four apart") << 4 << 4;
        QTest::newRow("six of ten") << 6 << 1;
    }

    void halfOfTheRowsAreOneRange()
    {
        QFETCH(int, changedRows);
        QFETCH(int, ranges);
        Model model;
        std::vector<CustomerCounts> customers;
        for (int i = 0; i < 10; ++i)
            customers.push_back(counts(QString::number(i), 5));
        model.setCustomers(customers);
        model.apply({RunStarted{}});
        std::vector<SyncEvent> events;
        for (int i = 0; i < changedRows; ++i)
            events.push_back(CustomerProgress{QString::number(i * 2 % 9), ledger(5, 1, 0), {}});
        QSignalSpy changed(&model, &Model::dataChanged);
        model.apply(events);
        QCOMPARE(changed.count(), ranges);
    }

    void followsARun()
    {
        Model model;
        const QAbstractItemModelTester tester(&model);
        model.setCustomers({counts(u"A"_s, 10), counts(u"B"_s, 10), counts(u"C"_s, 0)});
        model.apply({RunStarted{}, CustomerPlanned{u"A"_s, ledger(10, 0, 0), {}},
                     CustomerPlanned{u"B"_s, ledger(10, 0, 1), {}}});
        QCOMPARE(textOf(model, {Model::State, Model::Progress}),
                 (QStringList{u"Queued|0 of 10"_s, u"Queued|1 of 10"_s, u"Up to date|"_s}));
        model.apply({CustomerProgress{u"A"_s, ledger(10, 5, 0), {}}});
        QCOMPARE(model.index(0, Model::State).data().toString(), u"Running"_s);
        QCOMPARE(model.index(0, Model::Progress).data(roles::Rows).value<Ledger>().created, 5);
        // Headers are done, lines are not.
        model.apply({CustomerProgress{u"A"_s, ledger(10, 10, 0), ledger(60, 30, 0)}});
        QCOMPARE(model.index(0, Model::State).data().toString(), u"Running"_s);
        RunFinished end;
        end.summary.customers = {{.name = u"A"_s, .ledger = ledger(10, 9, 1)},
                                 {.name = u"B"_s, .ledger = ledger(10, 0, 0)}};
        model.apply({end});
        QCOMPARE(textOf(model, {Model::State, Model::Progress}),
                 (QStringList{u"Partial|10 of 10"_s, u"Not sent|0 of 10"_s, u"Up to date|"_s}));
        // New counts keep what the sync did; the next sync forgets it.
        model.setCustomers({counts(u"A"_s, 0, 1), counts(u"B"_s, 10), counts(u"C"_s, 0)});
        QCOMPARE(model.index(0, Model::State).data().toString(), u"Partial"_s);
        model.apply({RunStarted{}});
        QCOMPARE(textOf(model, {Model::State, Model::Progress}),
                 (QStringList{u"Has failures|"_s, u"Waiting|"_s, u"Up to date|"_s}));
    }

    void staleCountsAreMuted()
    {
        Model model;
        model.setCustomers({counts(u"A"_s, 10)});
        QVERIFY(!model.index(0, Model::Pending).data(roles::Muted).toBool());
        model.setStale(true);
        QVERIFY(model.index(0, Model::Pending).data(roles::Muted).toBool());
        model.setCustomers({counts(u"A"_s, 10)});
        QVERIFY(!model.index(0, Model::Pending).data(roles::Muted).toBool());
    }

    void totalsAreOfTheChosen()
    {
        Model model;
        model.setCustomers({counts(u"A"_s, 10, 1), counts(u"B"_s, 20, 2)});
        QCOMPARE(model.totals({}).pending, 30);
        QCOMPARE(model.totals({u"B"_s}).failed, 2);
        QCOMPARE(model.totals({u"nobody"_s}).pending, 0);
    }
};

QTEST_GUILESS_MAIN(TestCustomerTableModel)
#include "tst_customertablemodel.moc"
