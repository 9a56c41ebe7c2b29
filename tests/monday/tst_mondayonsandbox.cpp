#include "monday/mondayboardgateway.h"
#include "monday/qnamtransport.h"
#include "sandbox/boardseed.h"
#include "sandbox/sandboxserver.h"
#include "support/recordingsink.h"
#include "support/testenvironment.h"

#include <QThread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

sandbox::BoardSeed board()
{
    return {.id = u"11"_s,
            .name = u"Schedule"_s,
            .subitemBoardId = u"22"_s,
            .subitemBoardName = u"Subitems of Schedule"_s,
            .columns = {{u"text_key"_s, u"Record key"_s, u"text"_s, {}},
                        {u"numbers_1"_s, u"QTY"_s, u"numbers"_s, {}},
                        {u"dropdown_1"_s, u"COLOUR"_s, u"dropdown"_s, {u"RED"_s}}},
            .subitemColumns = {{u"numbers_2"_s, u"QTY"_s, u"numbers"_s, {}}},
            .groups = {{u"g1"_s, u"Spring"_s}}};
}

RecordKey key(uint number)
{
    return RecordKey(QUuid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1));
}

BoardMutation order(uint number, const QString &colour = u"RED"_s)
{
    return {.kind = MutationKind::CreateItem,
            .row = {.record = key(number)},
            .groupId = u"g1"_s,
            .name = u"Order \"%1\"; ü"_s.arg(number),
            .values = {{u"text_key"_s, ColumnType::Text, key(number).toString()},
                       {u"numbers_1"_s, ColumnType::Numbers, u"12"_s},
                       {u"dropdown_1"_s, ColumnType::Dropdown, colour}}};
}

} // namespace

/// The gateway against the local monday.com, over a real connection.
class TestMondayOnSandbox : public TestCase
{
    Q_OBJECT

private:
    /// Runs as a lane does, on a thread of its own; what it returns says what went wrong.
    void onLane(const std::function<void(MondayBoardGateway &)> &work)
    {
        const std::unique_ptr<QThread> thread(QThread::create([this, &work] {
            MondayBoardGateway gateway({.url = m_address.url,
                                        .token = u"demo"_s,
                                        .apiVersion = u"2026-10"_s,
                                        .boardId = u"11"_s,
                                        .subitemBoardId = u"22"_s,
                                        .recordKeyColumn = u"text_key"_s,
                                        .timeout = 10s},
                                       std::make_unique<QnamTransport>(), *m_governor, m_clock, m_sink);
            work(gateway);
        }));
        thread->start();
        thread->wait();
    }

    Result<BatchAnswer> send(const EncodedBatch &batch)
    {
        std::optional<Result<BatchAnswer>> answer;
        onLane([&](MondayBoardGateway &gateway) { answer = gateway.send(batch, {}); });
        return *std::move(answer);
    }

    EncodedBatch encode(const std::vector<BoardMutation> &mutations, const QString &idempotencyKey)
    {
        EncodedBatch batch;
        onLane([&](MondayBoardGateway &gateway) { batch = gateway.encode(mutations, idempotencyKey); });
        return batch;
    }

    SystemClock m_clock;
    RecordingSink m_sink;
    std::unique_ptr<RateGovernor> m_governor;
    std::unique_ptr<sandbox::SandboxServer> m_server;
    sandbox::SandboxAddress m_address;

private slots:
    void init()
    {
        prepare();
        VERIFY_RESULT(sandbox::writeBoardState(file(u"board.db"_s), {board()}, m_clock.utcNow()));
        m_governor = std::make_unique<RateGovernor>(4, m_clock);
        sandbox::SandboxOptions options = sandbox::SandboxOptions::withoutLimits();
        options.searchLag = 0ms;
        m_server = std::make_unique<sandbox::SandboxServer>(file(u"board.db"_s), options, m_clock);
        const Result<sandbox::SandboxAddress> address = m_server->start();
        VERIFY_RESULT(address);
        m_address = *address;
    }

    void cleanup() { m_server.reset(); }

    void readsAndPreparesTheBoard()
    {
        onLane([](MondayBoardGateway &gateway) {
            const Result<BoardPair> pair = gateway.readBoards({});
            VERIFY_RESULT(pair);
            QCOMPARE(pair->items.name, u"Schedule"_s);
            QCOMPARE(pair->items.column(u"dropdown_1"_s)->labels.front().text, u"RED"_s);
            QVERIFY(pair->subitems.column(u"numbers_2"_s));
            VERIFY_RESULT(gateway.account({}));

            const Result<BoardGroup> group = gateway.createGroup(u"Autumn"_s, u"group-key"_s, {});
            VERIFY_RESULT(group);
            const Result<std::vector<BoardGroup>> groups = gateway.readGroups({});
            VERIFY_RESULT(groups);
            QCOMPARE(groups->size(), 2u);

            const Result<BoardColumn> column =
                gateway.addLabels(u"dropdown_1"_s, false, {u"RED"_s, u"BLUE, DARK"_s}, {});
            VERIFY_RESULT(column);
            QCOMPARE(column->labels.size(), 2u);
            QCOMPARE(column->labels.back().text, u"BLUE, DARK"_s);
        });
    }

    void writesAndFindsItems()
    {
        onLane([](MondayBoardGateway &gateway) {
            const Result<BatchAnswer> items = gateway.send(gateway.encode({order(1), order(2)}, u"k1"_s), {});
            VERIFY_RESULT(items);
            QVERIFY(items->mutations[0].id && items->mutations[1].id);
            QVERIFY(items->complexity.value_or(0) > 0);
            const qint64 first = *items->mutations[0].id;
            const BoardMutation line{.kind = MutationKind::CreateSubitem,
                                     .parentItem = first,
                                     .name = u"Size M"_s,
                                     .values = {{u"numbers_2"_s, ColumnType::Numbers, u"5"_s}}};
            const Result<BatchAnswer> lines = gateway.send(gateway.encode({line}, u"k2"_s), {});
            VERIFY_RESULT(lines);
            QVERIFY(lines->mutations[0].id);
            BoardMutation change = line;
            change.kind = MutationKind::UpdateSubitem;
            change.item = *lines->mutations[0].id;
            const Result<BatchAnswer> changed = gateway.send(gateway.encode({change}, u"k3"_s), {});
            VERIFY_RESULT(changed);
            QCOMPARE(changed->mutations[0].id, std::optional(change.item));

            const Result<std::vector<BoardItem>> found = gateway.findByRecordKey({key(1), key(7)}, {});
            VERIFY_RESULT(found);
            QCOMPARE(found->size(), 1u);
            QCOMPARE(found->front().id, first);
            QCOMPARE(found->front().recordKey, key(1).toString());
            const Result<std::vector<BoardItem>> read = gateway.itemsById({first}, {});
            VERIFY_RESULT(read);
            QCOMPARE(read->front().subitems.size(), 1u);
            QCOMPARE(read->front().name, u"Order \"1\"; ü"_s);

            const BoardMutation removal{.kind = MutationKind::DeleteItem, .item = first};
            VERIFY_RESULT(gateway.send(gateway.encode({removal}, u"k4"_s), {}));
            const Result<std::vector<BoardItem>> gone = gateway.findByRecordKey({key(1)}, {});
            VERIFY_RESULT(gone);
            QVERIFY(gone->empty());
        });
    }

    void aRefusedRowLeavesTheOthers()
    {
        const Result<BatchAnswer> answer = send(encode({order(1), order(2, u"PINK"_s), order(3)}, u"k"_s));
        VERIFY_RESULT(answer);
        QVERIFY(answer->mutations[0].id);
        QVERIFY(answer->mutations[2].id);
        QVERIFY(answer->mutations[1].error);
        const Error &error = *answer->mutations[1].error;
        QCOMPARE(error.kind, ErrorKind::ValidationRejected);
        QCOMPARE(error.certainty, Certainty::Rejected);
        QCOMPARE(error.columnId, u"dropdown_1"_s);
        QVERIFY2(!error.text().contains(u"RED"_s), qPrintable(error.text()));
    }

    void faultsLeaveNoDuplicate_data()
    {
        using enum sandbox::FaultKind;
        QTest::addColumn<sandbox::FaultKind>("fault");
        QTest::addColumn<Certainty>("certainty");
        for (const auto &[fault, certainty] :
             {std::pair(DropBefore, Certainty::Unknown), std::pair(DropAfter, Certainty::Unknown),
              std::pair(Reset, Certainty::Unknown), std::pair(CutBody, Certainty::Unknown),
              std::pair(ErrorAfter, Certainty::Unknown), std::pair(BadGateway, Certainty::Unknown),
              std::pair(Locked, Certainty::NotSent), std::pair(MinuteLimit, Certainty::NotSent),
              std::pair(ComplexityLimit, Certainty::NotSent), std::pair(ConcurrencyLimit, Certainty::NotSent),
              std::pair(LegacyFlat, Certainty::NotSent)})
            QTest::newRow(qPrintable(sandbox::nameOf(fault))) << fault << certainty;
    }

    void faultsLeaveNoDuplicate()
    {
        QFETCH(const sandbox::FaultKind, fault);
        m_server->failNext(u"create_item"_s, {.kind = fault, .seconds = 1});
        const EncodedBatch batch = encode({order(1), order(2)}, u"once"_s);
        const Result<BatchAnswer> failed = send(batch);
        QVERIFY(!failed);
        QTEST(failed.error().certainty, "certainty");
        // The same key while in doubt, a new one when it was certainly not processed (monday-api.md 6).
        const bool inDoubt = failed.error().certainty == Certainty::Unknown;
        const Result<BatchAnswer> again = send(inDoubt ? batch : encode({order(1), order(2)}, u"twice"_s));
        VERIFY_RESULT(again);
        QVERIFY(again->mutations[0].id && again->mutations[1].id);
        const Result<sandbox::BoardState> state = m_server->state();
        VERIFY_RESULT(state);
        QCOMPARE(state->board(u"11"_s)->activeItems(), 2);
    }
};

QTEST_GUILESS_MAIN(TestMondayOnSandbox)
#include "tst_mondayonsandbox.moc"
