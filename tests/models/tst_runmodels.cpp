#include "models/flighttext.h"
#include "models/format.h"
#include "models/runfeed.h"
#include "modeltext.h"
#include "support/fakeclock.h"
#include "support/testenvironment.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace syncline;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using syncline::testing::FakeClock;
using syncline::testing::textOf;

namespace {

Ledger ledger(qint64 planned, qint64 created, qint64 refused = 0)
{
    return {
        .planned = planned, .created = created, .refused = refused, .notSent = planned - created - refused};
}

RunStarted start()
{
    RunStarted event;
    event.syncId = u"SYNC-00000001-20261123"_s;
    event.startedAt = QDateTime({2026, 11, 23}, {9, 0}, Qt::UTC);
    return event;
}

BatchFinished batch(int number, double seconds = 1.5)
{
    BatchRecord record;
    record.number = number;
    record.customer = u"A"_s;
    record.rows = record.succeeded = 10;
    record.seconds = seconds;
    return {record};
}

RowFailed failure(int number, const QString &size = {})
{
    RowFailed failed;
    failed.row.key = RecordKey(QUuid(uint(number), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    failed.row.orderNumber = QString::number(number);
    failed.row.customer = u"A"_s;
    failed.row.column = u"Freight"_s;
    failed.row.state = RowState::Refused;
    failed.row.reason = {.id = EventId::pl_001,
                         .parameters = {{u"source"_s, u"FREIGHT"_s},
                                        {u"column"_s, u"Freight"_s},
                                        {u"value"_s, u"15.6 per carton"_s}}};
    if (!size.isEmpty()) {
        LineRecord line;
        line.key = {failed.row.key, size};
        line.state = RowState::Rejected;
        line.reason = {.id = EventId::mc_032, .parameters = {{u"message"_s, u"no"_s}}};
        failed.line = line;
    }
    return failed;
}

} // namespace

class TestRunModels : public syncline::testing::TestCase
{
    Q_OBJECT

private slots:
    void rowsThatAnotherDeskHasLeaveTheCounts()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), CustomerPlanned{u"A"_s, ledger(10, 0), ledger(60, 0)},
                   CustomerPlanned{u"B"_s, ledger(5, 0), ledger(30, 0)}});
        run.apply({batch(1), CustomerProgress{u"A"_s, ledger(10, 5), ledger(60, 20)}});
        for (int second = 0; second < 5; ++second) {
            clock.advance(2s);
            // The orders leave, and judged lines of theirs with them; B has nothing left.
            run.apply({batch(2 + second), CustomerProgress{u"A"_s, ledger(8 - second / 2, 5), ledger(40, 18)},
                       CustomerProgress{u"B"_s, ledger(0, 0), ledger(0, 0)}});
            QVERIFY(run.ledger().balances());
            QVERIFY(run.rowsLeft() >= 0);
            QVERIFY(run.rate().value_or(0) >= 0);
        }
        QCOMPARE(run.rowsDone(), 5 + 18);
        QCOMPARE(run.rowsLeft(), 1 + 22);
        QVERIFY(!run.throughput().points().empty());
        for (const QPointF &point : run.throughput().points())
            QVERIFY(point.y() >= 0);
    }

    void addsUpTheLedgersOfAllCustomers()
    {
        FakeClock clock;
        RunModel run(clock);
        QSignalSpy changed(&run, &RunModel::changed);
        run.apply({start(), CustomerPlanned{u"A"_s, ledger(10, 0), ledger(60, 0)},
                   CustomerPlanned{u"B"_s, ledger(5, 0, 2), {}},
                   CustomerProgress{u"A"_s, ledger(10, 4), ledger(60, 12)}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(run.ledger(), ledger(15, 4, 2));
        QVERIFY(run.ledger().balances());
        QCOMPARE(run.linesLedger(), ledger(60, 12));
        QCOMPARE(run.rowsDone(), 18);
        QCOMPARE(run.rowsLeft(), 57);
        QVERIFY(run.isActive());
    }

    void saysNothingAboutTheEndBeforeTheFirstBatch()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}},
                   CustomerPlanned{u"A"_s, ledger(100, 0, 20), {}}});
        clock.advance(10s);
        run.apply({FlightChanged{1, 16}});
        QVERIFY(!run.rate());
        QVERIFY(!run.finishTime());
    }

    void keepsTheEstimateAndTheTimeOfItsRun()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), FlightEstimated{{.earliestSeconds = 60, .latestSeconds = 90, .rowsPerSecond = 12}},
                   TimeShared{{.server = 3, .quota = 1}}});
        QVERIFY(run.estimate());
        QCOMPARE(run.estimate()->rowsPerSecond, 12.0);
        QCOMPARE(run.ceiling()->rowsPerSecond, 12.0);
        run.apply({CeilingChanged{FlightLimit::Complexity, 5.5, true}});
        QCOMPARE(run.ceiling()->binding, FlightLimit::Complexity);
        QCOMPARE(run.estimate()->rowsPerSecond, 12.0);
        QCOMPARE(run.timeShares().quota, 1.0);
        RunFinished finish;
        finish.summary.time = {.server = 7};
        run.apply({finish});
        QCOMPARE(run.timeShares().server, 7.0);
        QVERIFY(run.estimate());
        run.apply({start()});
        QVERIFY(!run.estimate());
        QCOMPARE(run.timeShares().server, 0.0);
    }

    void countsAWaitForQuotaWhileItLasts()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}}, FlightChanged{1, 4}, TimeShared{{.server = 3}}});
        clock.advance(5s);
        QCOMPARE(run.timeShares().quota, 0.0);
        QCOMPARE(run.timeShares().server, 8.0);
        run.apply({RunStateChanged{RunState::WaitingForQuota, {}}});
        clock.advance(2s); // a request is still under way
        QCOMPARE(run.timeShares().quota, 0.0);
        run.apply({FlightChanged{0, 4}});
        clock.advance(7s);
        QCOMPARE(run.timeShares().quota, 7.0);
        QCOMPARE(run.timeShares().server, 10.0);
        run.apply({TimeShared{{.server = 10, .quota = 7}}});
        clock.advance(4s);
        QCOMPARE(run.timeShares().quota, 11.0);
        run.apply({RunStateChanged{RunState::Running, {}}, TimeShared{{.server = 10, .quota = 11}}});
        clock.advance(4s);
        QCOMPARE(run.timeShares().quota, 11.0);
    }

    void foretellsTheEndFromTheLastHalfMinute()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}},
                   CustomerPlanned{u"A"_s, ledger(1000, 0, 100), {}}});
        // Slow for a minute, then 10 rows each second; refused rows are no speed.
        clock.advance(60s);
        qint64 done = 0;
        for (int i = 0; i < 40; ++i) {
            clock.advance(1s);
            done += 10;
            run.apply({batch(i + 1), CustomerProgress{u"A"_s, ledger(1000, done, 100), {}}});
        }
        QVERIFY(run.rate());
        QVERIFY2(std::abs(*run.rate() - 10.0) < 0.5, qPrintable(QString::number(*run.rate())));
        QVERIFY(run.finishTime());
        const qint64 seconds = clock.utcNow().secsTo(*run.finishTime());
        QVERIFY2(seconds >= 48 && seconds <= 53, qPrintable(QString::number(seconds)));
        // A stall makes the rate fall, and the end is never in the past.
        clock.advance(20s);
        QVERIFY(*run.rate() < 7.0);
        QVERIFY(*run.finishTime() >= clock.utcNow());
        run.apply({RunStateChanged{RunState::WaitingForQuota, {.id = EventId::mc_006}}});
        QVERIFY(!run.finishTime());
        QCOMPARE(run.stateReason().id, EventId::mc_006);
    }

    void foretellsTheEndOverWaitsForQuota()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}},
                   CustomerPlanned{u"A"_s, ledger(4000, 0, 0), {}}});
        qint64 done = 0;
        TimeShares time;
        // As much as a minute allows in ten seconds, then nothing.
        for (int minute = 0; minute < 4; ++minute) {
            for (int i = 0; i < 10; ++i) {
                clock.advance(1s);
                done += 30;
                time.server += 1;
                run.apply({TimeShared{time}, batch(minute * 10 + i + 1),
                           CustomerProgress{u"A"_s, ledger(4000, done, 0), {}}});
            }
            run.apply({RunStateChanged{RunState::WaitingForQuota, {.id = EventId::mc_006}}});
            clock.advance(10s);
            QCOMPARE(run.finishTime().has_value(), minute > 0);
            clock.advance(40s);
            time.quota += 50;
            run.apply({RunStateChanged{RunState::Running, {}}, TimeShared{time}});
        }
        const double rate = *run.rate();
        QVERIFY2(rate > 4.5 && rate < 6, qPrintable(QString::number(rate)));
        const double seconds = static_cast<double>(clock.utcNow().secsTo(*run.finishTime()));
        QVERIFY2(seconds > 2800 / 6.0 && seconds < 2800 / 4.5, qPrintable(QString::number(seconds)));
    }

    void foretellsTheEndOverALongWait()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}},
                   CustomerPlanned{u"A"_s, ledger(4000, 0, 0), {}}});
        const RunStateChanged untilNight{RunState::WaitingForQuota, {.id = EventId::mc_006},
                                         clock.utcNow().addSecs(36'000)};
        // Nothing was sent yet, so nothing tells how fast it will be.
        run.apply({untilNight});
        QVERIFY(!run.finishTime());
        run.apply({RunStateChanged{RunState::Running, {}}});
        qint64 done = 0;
        const auto send = [&](int seconds) {
            for (int i = 0; i < seconds; ++i) {
                clock.advance(1s);
                done += 10;
                run.apply({batch(static_cast<int>(done / 10)), CustomerProgress{u"A"_s, ledger(4000, done), {}}});
            }
        };
        send(40);
        run.apply({untilNight});
        const QDateTime end = untilNight.until.addSecs(360);
        QVERIFY(run.finishTime());
        QVERIFY(std::abs(run.finishTime()->secsTo(end)) < 10);
        const QDateTime told = *run.finishTime();
        for (int minute = 0; minute < 30; ++minute) {
            clock.advance(1min);
            QCOMPARE(run.finishTime(), told);
        }
        // A later end of the same wait is not measured by the silence before it.
        RunStateChanged later = untilNight;
        later.until = later.until.addSecs(600);
        run.apply({later});
        QCOMPARE(run.finishTime(), told.addSecs(600));
        // Overdue, it is the time from now on.
        clock.advance(std::chrono::seconds(clock.utcNow().secsTo(later.until) + 30));
        QCOMPARE(run.finishTime(), told.addSecs(630));
        // Afterwards the silence is no part of the speed.
        run.apply({RunStateChanged{RunState::Running, {}}});
        QVERIFY(!run.rate());
        send(3);
        QVERIFY2(std::abs(run.rate().value_or(0) - 10) < 0.5, qPrintable(QString::number(run.rate().value_or(0))));
    }

    void foretellsTheEndFromTheEndOfAShortWait()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Running, {}},
                   CustomerPlanned{u"A"_s, ledger(4000, 0, 0), {}}});
        // Not the first wait: those before are part of the speed.
        run.apply({TimeShared{{.server = 1, .quota = 1}}});
        for (int i = 1; i <= 70; ++i) {
            clock.advance(1s);
            run.apply({batch(i), CustomerProgress{u"A"_s, ledger(4000, 10 * i), {}}});
        }
        const QDateTime until = clock.utcNow().addSecs(50);
        run.apply({RunStateChanged{RunState::WaitingForQuota, {.id = EventId::mc_006}, until}});
        QVERIFY(run.finishTime());
        const double left = static_cast<double>(run.rowsLeft()) / *run.rate();
        QVERIFY(std::abs(static_cast<double>(until.secsTo(*run.finishTime())) - left) < 2);
    }

    void saysUntilWhenItWaits()
    {
        const QDateTime now({2026, 11, 23}, {9, 0}, Qt::UTC);
        RunStateChanged change{RunState::WaitingForQuota, {.id = EventId::mc_006}};
        QCOMPARE(FlightText::wait(change, now), QString());
        change.until = now.addSecs(300);
        const QString time = Format::clockTime(change.until, now);
        QCOMPARE(FlightText::wait(change, now), QString(u"until "_s + time));
        change.reason = {EventId::mc_004, {{u"seconds"_s, 300}, {u"limit"_s, u"the points are used up"_s}}, {}};
        QCOMPARE(FlightText::wait(change, now), QString(u"until "_s + time + u": the points are used up"_s));
    }

    void countsPlanningAndWhatCannotBeTold()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), RunStateChanged{RunState::Reading, {}}, FlightChanged{1, 2}});
        clock.advance(2s);
        run.apply({FlightChanged{0, 2}});
        clock.advance(60s);
        QCOMPARE(run.timeShares().local, 60.0);
        QCOMPARE(run.timeShares().server, 2.0);
        QCOMPARE(run.untoldSeconds(), 0.0);
        run.apply({RunStateChanged{RunState::Running, {}}});
        clock.advance(5s);
        QCOMPARE(run.timeShares().total(), 62.0);
        QCOMPARE(run.untoldSeconds(), 5.0);
        run.apply({FlightChanged{1, 2}});
        clock.advance(3s);
        QCOMPARE(run.untoldSeconds(), 5.0);
        QCOMPARE(run.timeShares().total() + run.untoldSeconds(), run.secondsElapsed());
        // The run knows better.
        run.apply({TimeShared{{.server = 5, .local = 61, .idle = 4}}});
        QCOMPARE(run.timeShares().total(), 70.0);
        QCOMPARE(run.untoldSeconds(), 0.0);
    }

    void endsOnce()
    {
        FakeClock clock;
        RunModel run(clock);
        QSignalSpy finished(&run, &RunModel::finished);
        RunFinished end;
        end.summary.state = RunState::CompletedWithErrors;
        end.summary.ledger = ledger(10, 9, 1);
        end.summary.seconds = 5;
        end.folder = u"/reports/x"_s;
        run.apply({start(), batch(1), CustomerProgress{u"A"_s, ledger(10, 2), {}}, end});
        QCOMPARE(finished.count(), 1);
        QVERIFY(!run.isActive());
        QVERIFY(run.hasRun());
        QCOMPARE(run.ledger(), ledger(10, 9, 1));
        QCOMPARE(run.folder(), u"/reports/x"_s);
        QCOMPARE(*run.rate(), 2.0);
        QVERIFY(!run.finishTime());
        run.apply({start()});
        QVERIFY(run.isActive());
        QCOMPARE(run.ledger(), Ledger());
        QVERIFY(run.folder().isEmpty());
    }

    void keepsAtMostSoManyPoints()
    {
        SeriesBuffer average(SeriesBuffer::Merge::Average);
        SeriesBuffer maximum(SeriesBuffer::Merge::Maximum);
        for (int i = 0; i < 100'000; ++i) {
            average.append({double(i), i % 2 == 0 ? 2.0 : 4.0});
            maximum.append({double(i), i == 4711 ? 99.0 : 1.0});
            QVERIFY(average.points().size() <= 500);
        }
        QVERIFY(average.points().size() > 200);
        for (const QPointF &point : average.points())
            QVERIFY(point.y() >= 2.0 && point.y() <= 4.0);
        QVERIFY(std::ranges::is_sorted(average.points(), {}, [](const QPointF &point) { return point.x(); }));
        QVERIFY(std::ranges::any_of(maximum.points(), [](const QPointF &point) { return point.y() > 98; }));
        QCOMPARE(maximum.maximum(), 99.0);
    }

    void drawsThroughputOncePerSecond()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), CustomerPlanned{u"A"_s, ledger(1000, 0), {}}});
        for (int i = 1; i <= 100; ++i) {
            clock.advance(100ms);
            run.apply({batch(i), CustomerProgress{u"A"_s, ledger(1000, i), {}}});
        }
        QVERIFY(run.throughput().points().size() >= 9 && run.throughput().points().size() <= 10);
        QCOMPARE(run.batchSeconds().points().size(), 100);
        QCOMPARE(run.judgedRows().points().constLast().y(), 100.0);
    }

    void drawsASilenceFromItsBeginning()
    {
        FakeClock clock;
        RunModel run(clock);
        run.apply({start(), CustomerPlanned{u"A"_s, ledger(1000, 0), {}}, batch(1)});
        for (int i = 1; i <= 5; ++i) {
            clock.advance(1s);
            run.apply({batch(i + 1), CustomerProgress{u"A"_s, ledger(1000, 20 * i), {}}});
        }
        clock.advance(40s);
        run.apply({batch(7), CustomerProgress{u"A"_s, ledger(1000, 104), {}}});
        const QList<QPointF> points = run.throughput().points();
        QCOMPARE(points.at(points.size() - 3).y(), 20.0);
        QCOMPARE(points.at(points.size() - 2), QPointF(6, 0.1));
        QCOMPARE(points.constLast(), QPointF(45, 0.1));
    }

    void listsBatches()
    {
        BatchTableModel model;
        const QAbstractItemModelTester tester(&model);
        BatchFinished bad = batch(2);
        bad.batch.failed = 4;
        bad.batch.succeeded = 6;
        bad.batch.attempts = 3;
        bad.batch.error = u"slow"_s;
        model.apply({batch(1), bad});
        using Model = BatchTableModel;
        QCOMPARE(textOf(model,
                        {Model::Number, Model::Result, Model::Kind, Model::Failed, Model::Attempts,
                         Model::Seconds, Model::Message}),
                 (QStringList{u"1|Succeeded|Items|0|1|1.50|"_s, u"2|Partial|Items|4|3|1.50|slow"_s}));
        model.apply({start(), batch(1)});
        QCOMPARE(model.rowCount(), 1);
        std::vector<SyncEvent> many;
        for (int i = 0; i < Model::capacity + 5; ++i)
            many.push_back(batch(i));
        model.apply(many);
        QCOMPARE(model.rowCount(), Model::capacity);
        QCOMPARE(model.at(0).number, 5);
    }

    void listsFailedRowsAndLines()
    {
        RowTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply({failure(1), failure(1, u"XL"_s), failure(2)});
        using Model = RowTableModel;
        QCOMPARE(
            textOf(model, {Model::State, Model::Order, Model::Size, Model::BoardColumn, Model::EventName}),
            (QStringList{u"Refused|1||Freight|pl-001"_s, u"Rejected|1|XL|Freight|mc-032"_s,
                         u"Refused|2||Freight|pl-001"_s}));
        QVERIFY(model.index(0, Model::Reason).data().toString().contains(u"15.6 per carton"_s));
        QVERIFY(model.index(0, 0).data(roles::SearchText).toString().contains(u"freight"_s));
        RowFailed again = failure(2);
        again.row.state = RowState::Unknown;
        model.apply({again});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2, Model::State).data().toString(), u"Unknown"_s);
        model.apply({start()});
        QCOMPARE(model.rowCount(), 0);
    }

    void countsTheFailuresThatDoNotFit()
    {
        RowTableModel model;
        std::vector<SyncEvent> events;
        for (int i = 0; i < RowTableModel::capacity + 7; ++i)
            events.push_back(failure(i));
        model.apply(events);
        QCOMPARE(model.rowCount(), RowTableModel::capacity);
        QCOMPARE(model.leftOut(), 7);
    }

    void logKeepsTheNewest()
    {
        EventLogModel model;
        const QAbstractItemModelTester tester(&model);
        std::vector<SyncEvent> events;
        for (int i = 0; i < 30'000; ++i)
            events.push_back(
                Event{.id = EventId::mc_004, .parameters = {{u"seconds"_s, i}, {u"limit"_s, u"minute"_s}}});
        model.apply(events);
        QCOMPARE(model.rowCount(), EventLogModel::capacity);
        model.apply({Event{.id = EventId::mc_006}});
        QCOMPARE(model.rowCount(), EventLogModel::capacity);
        QCOMPARE(model.index(0, EventLogModel::Text).data().toString(),
                 u"Waiting 10001 s for monday: minute"_s);
        QCOMPARE(model.index(model.rowCount() - 1, EventLogModel::EventName).data().toString(), u"mc-006"_s);
    }

    void logTellsAWaitOnce()
    {
        EventLogModel model;
        const Event wait{.id = EventId::mc_004, .parameters = {{u"seconds"_s, 9}, {u"limit"_s, u"minute"_s}}};
        // So it comes from the engine: as an event, and as the reason of the state.
        model.apply({wait, RunStateChanged{RunState::WaitingForQuota, wait}});
        QCOMPARE(model.rowCount(), 1);
    }

    void worksAFloodOffInSlices()
    {
        FakeClock clock;
        RunFeed feed(clock);
        std::vector<SyncEvent> events{start()};
        for (int i = 0; i < 10'000; ++i)
            events.push_back(batch(i + 1));
        RunFinished end;
        end.summary.state = RunState::Succeeded;
        events.push_back(end);
        QSignalSpy changed(&feed.run(), &RunModel::changed);
        QSignalSpy finished(&feed.run(), &RunModel::finished);
        feed.push(events);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(feed.batches().rowCount(), int(RunFeed::slice) - 1);
        QVERIFY(finished.isEmpty());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(feed.batches().rowCount(), 10'000);
        QCOMPARE(feed.run().batches(), 10'000);
        QCOMPARE(changed.count(), 6);
    }
};

QTEST_GUILESS_MAIN(TestRunModels)
#include "tst_runmodels.moc"
