#include "journalfixture.h"

#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;

namespace {

const QString alpha = u"ALPHA"_s;
const QString beta = u"BETA"_s;

} // namespace

/// What each call of a journal means.
class TestJournal : public TestCase
{
    Q_OBJECT

private slots:
    void init()
    {
        prepare();
        m_store = std::make_unique<SqliteJournalStore>(file(u"state"_s), m_clock);
        Result<std::unique_ptr<SyncJournal>> made =
            m_store->create(syncId, u"production"_s, {}, m_clock.utcNow());
        VERIFY_RESULT(made);
        m_journal = *std::move(made);
    }

    void cleanup()
    {
        m_journal.reset();
        m_store.reset();
    }

    void rowsAreSentInTheOrderOfThePlan()
    {
        PlannedRow refused = planned(2, alpha);
        refused.row.state = RowState::Refused;
        VERIFY_RESULT(m_journal->plan({planned(3, beta), refused, planned(1, alpha)}));
        VERIFY_RESULT(m_journal->plan({planned(4, alpha)}));

        const auto all = m_journal->nextPlanned(0, 10, {});
        VERIFY_RESULT(all);
        QCOMPARE(keysOf(*all), (std::vector{key(3), key(1), key(4)}));
        const auto afterFirst = m_journal->nextPlanned(all->front().sequence, 1, {});
        VERIFY_RESULT(afterFirst);
        QCOMPARE(keysOf(*afterFirst), std::vector{key(1)});
        const auto ofAlpha = m_journal->nextPlanned(0, 10, alpha);
        VERIFY_RESULT(ofAlpha);
        QCOMPARE(keysOf(*ofAlpha), (std::vector{key(1), key(4)}));
        QCOMPARE(keysOf(*m_journal->nextPlanned(0, 10, u"GAMMA"_s)), std::vector<RecordKey>{});
    }

    void aRowIsPlannedOnce()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s})}));
        QVERIFY(!m_journal->plan({planned(2, alpha), planned(1, alpha)}));
        QCOMPARE(m_journal->summarise()->ledger.planned, 1); // nothing of the failed call stayed
    }

    void planningIsMarkedAndForgotten()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s})}));
        QCOMPARE(*m_journal->isPlanComplete(), false);
        VERIFY_RESULT(m_journal->planComplete());
        QCOMPARE(*m_journal->isPlanComplete(), true);
        VERIFY_RESULT(m_journal->forgetPlan());
        QCOMPARE(*m_journal->isPlanComplete(), false);
        QCOMPARE(m_journal->summarise()->ledger, Ledger{});
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s})}));
    }

    void aPlanThatWasSentIsNotForgotten()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha)}));
        VERIFY_RESULT(m_journal->intend(intentOf(1, {{key(1), {}}}, alpha)));
        QVERIFY(!m_journal->forgetPlan());
        QCOMPARE(m_journal->summarise()->ledger.planned, 1);
    }

    void rowsInFlightAreUnknownAndNotSentTwice()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha), planned(2, alpha)}));
        VERIFY_RESULT(m_journal->intend(intentOf(1, {{key(1), {}}}, alpha)));
        QCOMPARE(keysOf(*m_journal->nextPlanned(0, 10, {})), std::vector{key(2)});
        const RunSummary summary = *m_journal->summarise();
        QCOMPARE(summary.ledger.unknown, 1);
        QCOMPARE(summary.ledger.notSent, 1);
        QVERIFY(summary.batches.empty());
        QVERIFY(summary.errors.empty());
    }

    void anAnswerJudgesRowsAndReturnsTheOthers()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s}), planned(2, alpha), planned(3, alpha)}));
        const BatchIntent intent = intentOf(1, {{key(1), {}}, {key(2), {}}, {key(3), {}}}, alpha);
        VERIFY_RESULT(m_journal->intend(intent));
        VERIFY_RESULT(m_journal->answer(
            recordOf(intent),
            {created({key(1), {}}, 901), rejected({key(2), {}}, u"Freight"_s, EventId::ba_001)}));

        const RunSummary summary = *m_journal->summarise();
        QCOMPARE(summary.ledger.created, 1);
        QCOMPARE(summary.ledger.rejected, 1);
        QCOMPARE(summary.ledger.notSent, 1);
        QVERIFY(summary.ledger.balances());
        QCOMPARE(summary.linesLedger.notSent, 1);
        QCOMPARE(keysOf(*m_journal->nextPlanned(0, 10, {})), std::vector{key(3)});
    }

    void linesAreJudgedBySize()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s, u"O'S"_s, u"30/30"_s})}));
        const BatchIntent intent =
            intentOf(1, {{key(1), u"S"_s}, {key(1), u"O'S"_s}}, alpha, BatchKind::Subitems);
        VERIFY_RESULT(m_journal->intend(intent));
        QCOMPARE(m_journal->summarise()->linesLedger.unknown, 2);
        VERIFY_RESULT(m_journal->answer(recordOf(intent), {created({key(1), u"O'S"_s}, 77)}));
        const RunSummary summary = *m_journal->summarise();
        QCOMPARE(summary.linesLedger.created, 1);
        QCOMPARE(summary.linesLedger.notSent, 2);
        QCOMPARE(summary.ledger.notSent, 1);
    }

    void anOpenBatchIsGivenBackUntilItIsWrittenBack()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s}), planned(2, alpha)}));
        BatchIntent intent = intentOf(1, {{key(1), {}}, {key(2), {}}}, alpha);
        intent.rows.at(1).sentItem = {u"N-2"_s, u"STYLE"_s, u"g1"_s};
        VERIFY_RESULT(m_journal->intend(intent));
        QStringList groups;
        VERIFY_RESULT(m_journal->forEachRow([&groups](const RowRecord &row) -> Result<void> {
            groups.append(row.sentItem.groupId);
            return {};
        }));
        QCOMPARE(groups, (QStringList{u""_s, u"g1"_s}));

        std::vector<OpenBatch> open = *m_journal->openBatches();
        QCOMPARE(open.size(), 1);
        QVERIFY(open.front().verdicts.empty());
        QCOMPARE(open.front().intent.number, 1);
        QCOMPARE(open.front().intent.kind, BatchKind::Items);
        QCOMPARE(open.front().intent.customer, alpha);
        QCOMPARE(open.front().intent.idempotencyKey, u"key-1"_s);
        QCOMPARE(open.front().intent.body, intent.body);
        QCOMPARE(open.front().intent.sentAt, intent.sentAt);
        QCOMPARE(open.front().intent.rows.size(), 2);
        QCOMPARE(open.front().intent.rows.at(1).alias, u"r1"_s);
        QCOMPARE(open.front().intent.rows.at(1).row, (LineKey{key(2), {}}));
        QVERIFY(open.front().intent.rows.at(0).sentItem.name.isEmpty());
        QCOMPARE(open.front().intent.rows.at(1).sentItem.orderNumber, u"N-2"_s);
        QCOMPARE(open.front().intent.rows.at(1).sentItem.name, u"STYLE"_s);

        VERIFY_RESULT(m_journal->answer(
            recordOf(intent),
            {created({key(1), {}}, 901), rejected({key(2), {}}, u"Freight"_s, EventId::ba_001)}));
        open = *m_journal->openBatches();
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.front().verdicts.size(), 2);
        QCOMPARE(open.front().verdicts.at(0).state, RowState::Created);
        QCOMPARE(open.front().verdicts.at(0).mondayId, std::optional<qint64>(901));
        QCOMPARE(open.front().verdicts.at(1).row, (LineKey{key(2), {}}));
        QCOMPARE(open.front().verdicts.at(1).column, u"Freight"_s);
        QCOMPARE(open.front().verdicts.at(1).reason.id, EventId::ba_001);

        VERIFY_RESULT(m_journal->writtenBack({1}));
        QVERIFY(m_journal->openBatches()->empty());
        QCOMPARE(m_journal->summarise()->batches.size(), 1);
    }

    void aDocumentThatWasNotSentLeavesNothingOpen()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha)}));
        const BatchIntent intent = intentOf(1, {{key(1), {}}}, alpha);
        VERIFY_RESULT(m_journal->intend(intent));
        VERIFY_RESULT(m_journal->answer(recordOf(intent), {}));
        QVERIFY(m_journal->openBatches()->empty());
        QCOMPARE(keysOf(*m_journal->nextPlanned(0, 1, {})), std::vector{key(1)});
    }

    void ordersInDoubtAreThoseOfOpenBatchesAndUnknownOnes()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha), planned(2, alpha), planned(3, alpha, {u"S"_s}),
                                       planned(4, alpha), planned(5, alpha)}));
        QCOMPARE(m_journal->recordsInDoubt()->size(), 0);
        const auto answer = [this](int number, const LineKey &row, const RowVerdict &verdict,
                                   BatchKind kind) {
            const BatchIntent intent = intentOf(number, {row}, alpha, kind);
            VERIFY_RESULT(m_journal->intend(intent));
            VERIFY_RESULT(m_journal->answer(recordOf(intent), {verdict}));
        };
        const LineKey line{key(3), u"S"_s};
        answer(1, {key(1), {}}, created({key(1), {}}, 5), BatchKind::Items);
        answer(2, {key(2), {}}, {.row = {key(2), {}}, .state = RowState::Unknown}, BatchKind::Items);
        answer(3, {key(3), {}}, created({key(3), {}}, 6), BatchKind::Items);
        answer(4, line, {.row = line, .state = RowState::Unknown}, BatchKind::Subitems);
        answer(5, {key(4), {}}, created({key(4), {}}, 7), BatchKind::Items);
        VERIFY_RESULT(m_journal->writtenBack({1, 2, 3, 4}));
        std::vector<RecordKey> inDoubt = *m_journal->recordsInDoubt();
        std::ranges::sort(inDoubt, {}, &RecordKey::toString);
        QCOMPARE(inDoubt, (std::vector{key(2), key(3), key(4)}));
    }

    void anUnknownAnswerIsReplacedByTheTruth()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha)}));
        const BatchIntent intent = intentOf(1, {{key(1), {}}}, alpha);
        VERIFY_RESULT(m_journal->intend(intent));
        VERIFY_RESULT(
            m_journal->answer(recordOf(intent), {{.row = {key(1), {}}, .state = RowState::Unknown}}));
        QCOMPARE(m_journal->summarise()->ledger.unknown, 1);
        VERIFY_RESULT(m_journal->answer(recordOf(intent), {created({key(1), {}}, 5)}));
        QCOMPARE(m_journal->openBatches()->front().verdicts.size(), 1);
        QCOMPARE(m_journal->openBatches()->front().verdicts.front().state, RowState::Created);
    }

    void anAnswerMayJudgeARowThatTheDocumentDidNotName()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s})}));
        const BatchIntent intent = intentOf(1, {{key(1), u"S"_s}}, alpha, BatchKind::Subitems);
        VERIFY_RESULT(m_journal->intend(intent));
        VERIFY_RESULT(m_journal->answer(
            recordOf(intent),
            {created({key(1), u"S"_s}, 5), {.row = {key(1), {}}, .state = RowState::Updated}}));
        const OpenBatch open = m_journal->openBatches()->front();
        QCOMPARE(open.intent.rows.size(), 1);
        QCOMPARE(open.verdicts.size(), 2);
    }

    void judgingKeepsAKnownId()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha)}));
        VERIFY_RESULT(m_journal->judge({created({key(1), {}}, 42)}));
        VERIFY_RESULT(m_journal->judge({rejected({key(1), {}}, u"Price"_s, EventId::ba_001)}));
        std::vector<RowRecord> rows;
        VERIFY_RESULT(m_journal->forEachRow([&rows](const RowRecord &row) -> Result<void> {
            rows.push_back(row);
            return {};
        }));
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.front().state, RowState::Rejected);
        QCOMPARE(rows.front().mondayId, std::optional<qint64>(42));
        QCOMPARE(rows.front().column, u"Price"_s);
    }

    void strangersAreErrors()
    {
        VERIFY_RESULT(m_journal->plan({planned(1, alpha, {u"S"_s})}));
        const Result<void> intended = m_journal->intend(intentOf(1, {{key(1), {}}, {key(9), {}}}, alpha));
        QVERIFY(!intended);
        QCOMPARE(intended.error().kind, ErrorKind::Internal);
        QCOMPARE(*m_journal->nextBatchNumber(), 1); // taken back as a whole
        QCOMPARE(m_journal->summarise()->ledger.notSent, 1);
        QVERIFY(!m_journal->judge({created({key(9), {}}, 1)}));
        QVERIFY(!m_journal->judge({created({key(1), u"XXL"_s}, 1)}));
        QVERIFY(!m_journal->answer({.number = 5}, {}));
        QVERIFY(!m_journal->writtenBack({5}));
    }

    void theSummaryIsCountedFromTheRows()
    {
        VERIFY_RESULT(m_journal->plan(
            {planned(1, beta, {u"S"_s}), planned(2, alpha), planned(3, alpha), planned(4, alpha)}));
        const BatchIntent first = intentOf(1, {{key(2), {}}}, alpha);
        const BatchIntent second = intentOf(5, {{key(3), {}}, {key(4), {}}}, alpha);
        VERIFY_RESULT(m_journal->intend(first));
        BatchRecord record = recordOf(first, 1.5);
        record.complexity = 30'000;
        record.succeeded = 1;
        VERIFY_RESULT(m_journal->answer(record, {created({key(2), {}}, 1)}));
        VERIFY_RESULT(m_journal->intend(second));
        VERIFY_RESULT(m_journal->answer(recordOf(second, 3),
                                        {rejected({key(3), {}}, u"Freight"_s, EventId::ba_001),
                                         rejected({key(4), {}}, u"Freight"_s, EventId::ba_001)}));
        VERIFY_RESULT(m_journal->judge({rejected({key(1), u"S"_s}, {}, EventId::ba_001)}));
        VERIFY_RESULT(m_journal->noteGroup({.id = u"g1"_s,
                                            .title = u"ALPHA SP26"_s,
                                            .customer = alpha,
                                            .origin = GroupRun::Origin::Created}));
        VERIFY_RESULT(m_journal->noteGroup({.id = u"g1"_s, .title = u"ALPHA SP26"_s, .customer = alpha}));
        VERIFY_RESULT(m_journal->noteProgress(
            {.time = {.server = 10, .quota = 2.5, .quotaBy = {.concurrency = 2.5}},
             .traffic = {.requests = 7, .throttled = 1, .complexityUsed = 90'000}},
            {{alpha, {.server = 4, .quota = 2.5, .idle = 0.5, .quotaBy = {.concurrency = 2.5}}}}));

        const Result<RunSummary> read = m_journal->summarise();
        VERIFY_RESULT(read);
        QCOMPARE(read->syncId, syncId);
        QCOMPARE(read->environment, u"production"_s);
        QCOMPARE(read->startedAt, m_clock.utcNow());
        QCOMPARE(read->seconds, 12.5);
        QCOMPARE(read->time.quota, 2.5);
        QCOMPARE(read->time.quotaBy.concurrency, 2.5);
        QCOMPARE(read->ledger.planned, 4);
        QCOMPARE(read->customers.size(), 2);
        QCOMPARE(read->customers.front().name, alpha);
        QCOMPARE(read->customers.front().ledger.rejected, 2);
        QCOMPARE(read->traffic.requests, 7);
        QCOMPARE(read->traffic.throttled, 1);
        QCOMPARE(read->traffic.complexityUsed, 90'000);
        QCOMPARE(read->customers.front().seconds, 7.0);
        QCOMPARE(read->customers.front().time.quotaBy.concurrency, 2.5);
        QCOMPARE(read->customers.back().seconds, 0.0);
        QCOMPARE(read->customers.back().linesLedger.rejected, 1);
        QCOMPARE(read->groups.size(), 1);
        QCOMPARE(read->groups.front().origin, GroupRun::Origin::Created);
        QCOMPARE(read->groups.front().rows, 3);
        QCOMPARE(read->batches.size(), 2);
        QCOMPARE(read->batches.front().complexity, std::optional<qint64>(30'000));
        QCOMPARE(read->batches.back().complexity, std::nullopt);
        QCOMPARE(read->errors.size(), 2);
        QCOMPARE(read->errors.front().rows, 2);
        QCOMPARE(read->errors.front().column, u"Freight"_s);
        QVERIFY(read->errors.front().sample.contains("FREIGHT"_L1));
        QCOMPARE(read->errors.back().customer, beta);
        QCOMPARE(*m_journal->nextBatchNumber(), 6);
    }

    void visitorsSeeAllRowsAndMayCallTheJournal()
    {
        std::vector<PlannedRow> rows;
        for (int number = 1; number <= 1203; ++number)
            rows.push_back(planned(number, alpha, {u"XL"_s, u"S"_s}));
        VERIFY_RESULT(m_journal->plan(rows));
        int seen = 0;
        VERIFY_RESULT(m_journal->forEachRow([&](const RowRecord &row) -> Result<void> {
            if (row.key != key(++seen))
                return Error{};
            return m_journal->judge({created({row.key, {}}, seen)});
        }));
        QCOMPARE(seen, 1203);
        QStringList sizes;
        VERIFY_RESULT(m_journal->forEachLine([&sizes](const LineRecord &line) -> Result<void> {
            sizes.append(line.key.sizeCode);
            return {};
        }));
        QCOMPARE(sizes.size(), 2406);
        QCOMPARE(sizes.mid(0, 2), (QStringList{u"XL"_s, u"S"_s}));
        const Result<void> ended = m_journal->forEachLine(
            [](const LineRecord &) -> Result<void> { return Error{.kind = ErrorKind::Cancelled}; });
        QCOMPARE(ended.error().kind, ErrorKind::Cancelled);
    }

    void manyThreadsMoveEveryRowOnce()
    {
        constexpr int lanes = 4;
        constexpr int batchesPerLane = 25;
        constexpr int rowsPerBatch = 10;
        std::vector<PlannedRow> rows;
        for (int number = 0; number < lanes * batchesPerLane * rowsPerBatch; ++number)
            rows.push_back(planned(number + 1, alpha));
        VERIFY_RESULT(m_journal->plan(rows));
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int lane = 0; lane < lanes; ++lane) {
                threads.push_back(std::jthread([this, lane, &failures] {
                    for (int turn = 0; turn < batchesPerLane; ++turn) {
                        const int batch = lane * batchesPerLane + turn;
                        std::vector<LineKey> keys;
                        std::vector<RowVerdict> verdicts;
                        for (int row = 0; row < rowsPerBatch; ++row) {
                            keys.push_back({key(batch * rowsPerBatch + row + 1), {}});
                            verdicts.push_back(created(keys.back(), batch));
                        }
                        const BatchIntent intent = intentOf(batch + 1, keys, alpha);
                        const bool good = m_journal->intend(intent)
                            && m_journal->answer(recordOf(intent), verdicts)
                            && m_journal->writtenBack({batch + 1})
                            && !m_journal->judge({created({key(0), {}}, 1)});
                        failures += good ? 0 : 1;
                    }
                }));
            }
        }
        QCOMPARE(failures.load(), 0);
        const RunSummary summary = *m_journal->summarise();
        QCOMPARE(summary.ledger.created, lanes * batchesPerLane * rowsPerBatch);
        QVERIFY(summary.ledger.balances());
        QCOMPARE(summary.batches.size(), static_cast<std::size_t>(lanes * batchesPerLane));
    }

private:
    FakeClock m_clock;
    std::unique_ptr<SqliteJournalStore> m_store;
    std::unique_ptr<SyncJournal> m_journal;
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
