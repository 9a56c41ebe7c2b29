#include "reportfixture.h"
#include "reports/runjson.h"
#include "support/testenvironment.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace syncline;

class TestRunJson : public testing::TestCase
{
    Q_OBJECT

private slots:
    void keysAreThoseOfTheContract();
    void valuesAreReadable();
    void roundTrip();
    void roundTripOfAnEmptyRun();
    void failureOfTheRunSurvives();
    void missingAndUnknownKeysAreTolerated();
    void newerSchemaSaysSo();
    void damagedFiles_data();
    void damagedFiles();
    void headOfOurForm();
    void headOfAnotherForm();
};

void TestRunJson::keysAreThoseOfTheContract()
{
    const QJsonObject object = QJsonDocument::fromJson(runToJson(testing::sampleSummary())).object();
    QStringList expected{u"schema"_s,    u"sync_id"_s,    u"state"_s,  u"environment"_s,  u"dry_run"_s,
                         u"options"_s,   u"started_at"_s, u"ledger"_s, u"lines_ledger"_s, u"finished_at"_s,
                         u"customers"_s, u"groups"_s,     u"time"_s,   u"batches"_s,      u"errors"_s,
                         u"limits"_s,    u"versions"_s};
    expected.sort();
    QCOMPARE(object.keys(), expected);
    const QStringList ledger{u"created"_s,  u"not_sent"_s,  u"planned"_s, u"refused"_s,
                             u"rejected"_s, u"unchanged"_s, u"unknown"_s, u"updated"_s};
    QCOMPARE(object[u"ledger"_s].toObject().keys(), ledger);
    QCOMPARE(object[u"lines_ledger"_s].toObject().keys(), ledger);
    const QStringList customer{u"ledger"_s, u"lines_ledger"_s, u"name"_s,
                               u"report"_s, u"seconds"_s,      u"status"_s, u"time"_s};
    QCOMPARE(object[u"customers"_s][0].toObject().keys(), customer);
}

void TestRunJson::valuesAreReadable()
{
    RunSummary summary = testing::sampleSummary();
    summary.customers[1].report = u"customer_reports/b.md"_s;
    const QJsonObject object = QJsonDocument::fromJson(runToJson(summary)).object();
    QCOMPARE(object[u"schema"_s].toInt(), 1);
    QCOMPARE(object[u"state"_s].toString(), u"completed_with_errors"_s);
    QCOMPARE(object[u"started_at"_s].toString(), u"2026-03-15T09:05:00.000Z"_s);
    QCOMPARE(object[u"dry_run"_s].toBool(true), false);
    QCOMPARE(object[u"ledger"_s][u"planned"_s].toInt(), 12);
    const QJsonArray customers = object[u"customers"_s].toArray();
    QCOMPARE(customers[0][u"status"_s].toString(), u"success"_s);
    QVERIFY(customers[0][u"report"_s].isNull());
    QCOMPARE(customers[1][u"status"_s].toString(), u"failed"_s);
    QCOMPARE(customers[1][u"report"_s].toString(), u"customer_reports/b.md"_s);
    QCOMPARE(object[u"errors"_s][0][u"event_id"_s].toString(), u"rp-006"_s);
    QVERIFY(object[u"batches"_s][1][u"complexity"_s].isNull());
}

void TestRunJson::roundTrip()
{
    RunSummary before = testing::sampleSummary();
    before.time.quotaBy = {.complexity = 12, .callsPerMinute = 3};
    before.estimate = FlightEstimate{.calls = 40, .complexity = 900'000, .learnt = true,
                                     .exceedsDay = true, .binding = FlightLimit::Complexity,
                                     .earliestSeconds = 1, .latestSeconds = 2};
    before.request.records = {RecordKey(QUuid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
                              RecordKey(QUuid(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))};
    before.secondsSinceEstimate = 3;
    before.trafficSinceEstimate = Traffic{.requests = 50, .complexityUsed = 450'000};
    const QByteArray json = runToJson(before);
    const Result<RunSummary> after = runFromJson(json, u"run.json"_s);
    VERIFY_RESULT(after);
    QCOMPARE(after->time.quotaBy.complexity, 12.0);
    QCOMPARE(after->estimate->binding, FlightLimit::Complexity);
    const QJsonValue estimate = QJsonDocument::fromJson(json)[u"limits"_s][u"estimate"_s];
    QCOMPARE(estimate[u"took_seconds"_s].toDouble(), 3.0);
    QCOMPARE(estimate[u"error"_s].toDouble(), 0.5);
    QCOMPARE(estimate[u"calls_made"_s].toInt(), 50);
    QCOMPARE(estimate[u"complexity_used"_s].toInt(), 450'000);
    QCOMPARE(estimate[u"error_of_calls"_s].toDouble(), 0.25);
    QCOMPARE(estimate[u"error_of_complexity"_s].toDouble(), -0.5);
    QCOMPARE(after->trafficSinceEstimate->requests, 50);
    QVERIFY(after->estimate->exceedsDay);
    before.state = RunState::Canceled;
    QCOMPARE(QJsonDocument::fromJson(json)[u"options"_s][u"records"_s].toArray().size(), 2);
    const QJsonValue unchecked = QJsonDocument::fromJson(runToJson(before))[u"limits"_s][u"estimate"_s];
    for (const QString &key : {u"error"_s, u"error_of_calls"_s, u"error_of_complexity"_s})
        QVERIFY2(unchecked[key].isNull(), qPrintable(key));
    before.trafficSinceEstimate.reset(); // as an earlier version wrote it
    const Result<RunSummary> old = runFromJson(runToJson(before), {});
    QVERIFY(!old->trafficSinceEstimate);
    QCOMPARE(runToJson(*after), json);
    QCOMPARE(after->ledger, before.ledger);
    QCOMPARE(after->customers[1].time.quota, before.customers[1].time.quota);
    QCOMPARE(QJsonDocument::fromJson(json)[u"customers"_s][1][u"time"_s][u"total_seconds"_s].toDouble(), 400.25);
    QCOMPARE(after->customers[1].linesLedger, before.customers[1].linesLedger);
    QCOMPARE(after->request.customers, before.request.customers);
    QCOMPARE(after->request.records, before.request.records);
    QCOMPARE(after->request.limitPerCustomer, before.request.limitPerCustomer);
    QCOMPARE(after->groups[1].origin, GroupRun::Origin::Created);
    QCOMPARE(after->batches[2].kind, BatchKind::Subitems);
    QCOMPARE(after->batches[1].startedAt, before.batches[1].startedAt);
    QCOMPARE(after->errors[0].event, EventId::rp_006);
    QCOMPARE(after->time.quota, before.time.quota);
    QCOMPARE(after->boardUrl, before.boardUrl);
}

void TestRunJson::roundTripOfAnEmptyRun()
{
    RunSummary empty{.syncId = u"SYNC-00000000-20260315"_s, .state = RunState::Failed};
    empty.request.selection = RowSelection::Failed;
    empty.request.dryRun = true;
    const QByteArray json = runToJson(empty);
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    QVERIFY(object[u"started_at"_s].isNull());
    QVERIFY(object[u"options"_s][u"limit"_s].isNull());
    QVERIFY(object[u"customers"_s].isArray());
    const Result<RunSummary> after = runFromJson(json, {});
    VERIFY_RESULT(after);
    QCOMPARE(runToJson(*after), json);
    QCOMPARE(after->request.selection, RowSelection::Failed);
    QVERIFY(after->request.dryRun);
}

void TestRunJson::failureOfTheRunSurvives()
{
    RunSummary summary = testing::sampleSummary();
    summary.failure =
        Event{.id = EventId::ba_001, .parameters = {{u"path"_s, u"/x"_s}}, .time = summary.finishedAt};
    const Result<RunSummary> after = runFromJson(runToJson(summary), {});
    VERIFY_RESULT(after);
    QVERIFY(after->failure == summary.failure);
    QCOMPARE(after->errors.size(), summary.errors.size());
}

void TestRunJson::missingAndUnknownKeysAreTolerated()
{
    const Result<RunSummary> run = runFromJson(
        R"({"schema": 1, "sync_id": "SYNC-1", "state": "half_done", "colour": {"a": [1]},
            "errors": [{"event_id": "zz-999", "rows": 2}]})",
        {});
    VERIFY_RESULT(run);
    QCOMPARE(run->syncId, u"SYNC-1"_s);
    QCOMPARE(run->state, RunState::Interrupted);
    QCOMPARE(run->thresholds.success, 0.95);
    QCOMPARE(run->errors[0].event, EventId::None);
    QCOMPARE(run->errors[0].rows, 2);
}

void TestRunJson::newerSchemaSaysSo()
{
    const Result<RunSummary> run = runFromJson(R"({"schema": 2, "sync_id": "SYNC-1"})", u"/r/run.json"_s);
    QVERIFY(!run);
    QCOMPARE(run.error().event.id, EventId::rp_004);
    QVERIFY(run.error().text().contains(u"schema 2"));
}

void TestRunJson::damagedFiles_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << runToJson(testing::sampleSummary()).chopped(20);
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("something else") << QByteArray("{\"name\": \"x\"}");
    QTest::newRow("binary") << QByteArray(100, '\0');
}

void TestRunJson::damagedFiles()
{
    QFETCH(QByteArray, json);
    const Result<RunSummary> run = runFromJson(json, u"/r/run.json"_s);
    QVERIFY(!run);
    QCOMPARE(run.error().event.id, EventId::rp_003);
    QVERIFY(run.error().text().contains(u"/r/run.json"));
}

void TestRunJson::headOfOurForm()
{
    QByteArray json = runToJson(testing::sampleSummary());
    // Proves that the lists are not parsed.
    json.replace("\"groups\": [", "\"groups\": damaged");
    QBuffer file(&json);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<RunHead> head = runHeadFromJson(file, {});
    VERIFY_RESULT(head);
    QCOMPARE(head->customers, 2);
    QCOMPARE(head->summary.ledger.planned, 12);
    QCOMPARE(head->summary.seconds, 1004.25);
    QCOMPARE(head->summary.environment, u"production"_s);
}

void TestRunJson::headOfAnotherForm()
{
    QByteArray json =
        QJsonDocument::fromJson(runToJson(testing::sampleSummary())).toJson(QJsonDocument::Indented);
    QBuffer file(&json);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<RunHead> head = runHeadFromJson(file, {});
    VERIFY_RESULT(head);
    QCOMPARE(head->customers, 2);
    QCOMPARE(head->summary.ledger.planned, 12);

    QByteArray empty = runToJson({.syncId = u"SYNC-1"_s});
    QBuffer emptyFile(&empty);
    QVERIFY(emptyFile.open(QIODevice::ReadOnly));
    const Result<RunHead> none = runHeadFromJson(emptyFile, {});
    VERIFY_RESULT(none);
    QCOMPARE(none->customers, 0);
}

QTEST_GUILESS_MAIN(TestRunJson)
#include "tst_runjson.moc"
