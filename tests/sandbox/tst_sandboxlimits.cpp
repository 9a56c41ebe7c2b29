#include "sandbox/scaledclock.h"
#include "sandboxfixture.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace syncline;
using namespace syncline::sandbox;

namespace {

const QString createOne = u"mutation { a: create_item(board_id: 100, item_name: \"one\") { id } }"_s;
const QString createTwo =
    u"mutation { a: create_item(board_id: 100, item_name: \"one\") { id } "
    "b: create_item(board_id: 100, item_name: \"two\") { id } complexity { before query after "
    "reset_in_x_seconds } }"_s;

QJsonValue extensionsOf(const HttpReply &reply)
{
    return QJsonDocument::fromJson(reply.body)["errors"_L1][0]["extensions"_L1];
}

} // namespace

class TestSandboxLimits final : public testing::TestCase
{
    Q_OBJECT

private:
    std::unique_ptr<HandlerFixture> m_api;

    [[nodiscard]] HandlerFixture &api() { return *m_api; }
    [[nodiscard]] HttpReply create(const QByteArray &key = {}, const QString &query = createOne)
    {
        QHash<QByteArray, QByteArray> headers;
        if (!key.isEmpty())
            headers.insert("idempotency-key", key);
        return api().reply(requestBody(query), headers);
    }
    [[nodiscard]] QString codeOf(const HttpReply &reply) const
    {
        return extensionsOf(reply)["code"_L1].toString();
    }

private slots:
    void init()
    {
        prepare();
        m_api = std::make_unique<HandlerFixture>(file(u"state.db"_s), SandboxOptions::withoutLimits());
    }

    void complexityOfAMinute()
    {
        api().options.limits.complexityPerMinute = 100'000;
        const HttpReply first = create({}, createTwo);
        const QJsonValue figures = QJsonDocument::fromJson(first.body)["data"_L1]["complexity"_L1];
        QCOMPARE(figures["before"_L1].toInt(), 100'000);
        QCOMPARE(figures["query"_L1].toInt(), 60'000);
        QCOMPARE(figures["after"_L1].toInt(), 40'000);
        QCOMPARE(headerOf(first, "RateLimit-Policy"),
                 QByteArray("\"complexityMinute\";q=100000;w=60;qu=\"content-bytes\""));
        QCOMPARE(headerOf(first, "RateLimit"), QByteArray("\"complexityMinute\";r=40000;t=60"));

        api().clock.advance(38s);
        const HttpReply second = create({}, createTwo);
        QCOMPARE(second.status, 429);
        QCOMPARE(codeOf(second), u"COMPLEXITY_BUDGET_EXHAUSTED"_s);
        QCOMPARE(extensionsOf(second)["retry_in_seconds"_L1].toInt(), 22);
        QCOMPARE(headerOf(second, "Retry-After"), QByteArray("22"));
        QCOMPARE(create().status, 200); // a smaller one still fits
        api().clock.advance(22s);
        QCOMPARE(create({}, createTwo).status, 200);
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 5);
    }

    void complexityOfOneRequest()
    {
        api().options.limits.complexityPerRequest = 50'000;
        const HttpReply reply = create({}, createTwo);
        QCOMPARE(codeOf(reply), u"maxComplexityExceeded"_s);
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 0);
    }

    void readsAreCheaper()
    {
        api().options.limits.complexityPerMinute = 100'000;
        const auto cost = [&](const QString &query) {
            return api().data(query)["complexity"_L1]["query"_L1].toInt();
        };
        const int small = cost(u"{ complexity { query } boards(ids: 100) { id } }"_s);
        const int page = cost(
            u"{ complexity { query } boards(ids: 100) { items_page(limit: 500) { items { id name } } } }"_s);
        QVERIFY(small < 10);
        QVERIFY(page > 1'000 && page < 30'000);
    }

    void callsOfAMinute()
    {
        api().options.limits.callsPerMinute = 2;
        QCOMPARE(create().status, 200);
        api().clock.advance(2s);
        QCOMPARE(headerOf(create(), "RateLimit"), QByteArray("\"minuteRate\";r=0;t=58"));
        const HttpReply refused = create();
        QCOMPARE(refused.status, 429);
        QCOMPARE(codeOf(refused), u"MINUTE_RATE_LIMIT_EXCEEDED"_s);
        QCOMPARE(extensionsOf(refused)["retry_in_seconds"_L1].toInt(), 58);
        api().clock.advance(58s);
        QCOMPARE(create().status, 200);
        QCOMPARE(api().state().counter(u"throttled"_s), 1);
    }

    void callsOfADay()
    {
        api().options.limits.callsPerDay = 2;
        QCOMPARE(create().status, 200);
        QCOMPARE(api().reply(requestBody(u"{ complexity { query } }"_s)).status, 200); // a tenth of a call
        const HttpReply refused = create();
        QCOMPARE(refused.status, 429);
        QCOMPARE(codeOf(refused), u"DAILY_LIMIT_EXCEEDED"_s);
        QCOMPARE(extensionsOf(refused)["retry_in_seconds"_L1].toInt(), 15 * 3600); // until 00:00 UTC
        api().clock.advance(15h);
        QCOMPARE(create().status, 200);
    }

    void requestsAtTheSameTime()
    {
        api().options.limits.concurrentRequests = 2;
        api().options.requestLatency = 100ms;
        api().options.mutationLatency = 1500ms;
        QCOMPARE(create({}, createTwo).delay, 3100ms);
        QCOMPARE(create().delay, 1600ms);
        const HttpReply refused = create();
        QCOMPARE(codeOf(refused), u"MAX_CONCURRENCY_EXCEEDED"_s);
        QCOMPARE(extensionsOf(refused)["retry_in_seconds"_L1].toInt(), 2);
        api().clock.advance(1600ms);
        QCOMPARE(create().status, 200);
    }

    void aKeyAnswersOnce()
    {
        const HttpReply first = create("k1");
        const HttpReply second = create("k1");
        QCOMPARE(headerOf(first, "Idempotency-Replayed"), QByteArray());
        QCOMPARE(headerOf(second, "Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(second.body, first.body);
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 1);
        QCOMPARE(api().state().mutations(u"create_item"_s), 1);
        QCOMPARE(api().state().counter(u"replayed"_s), 1);

        QCOMPARE(codeOf(create("k1", createTwo)), u"IDEMPOTENCY_KEY_REUSED"_s);
        const HttpReply otherUser =
            api().reply(requestBody(createOne), {{"authorization", "other"}, {"idempotency-key", "k1"}});
        QCOMPARE(headerOf(otherUser, "Idempotency-Replayed"), QByteArray());
        api().clock.advance(30min);
        QCOMPARE(headerOf(create("k1"), "Idempotency-Replayed"), QByteArray());
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 3);
    }

    void aKeyThatStillRunsIsAConflict()
    {
        api().options.mutationLatency = 1500ms;
        const HttpReply first = create("k1");
        QCOMPARE(first.delay, 1500ms);
        const HttpReply early = create("k1");
        QCOMPARE(early.status, 409);
        QCOMPARE(codeOf(early), u"IDEMPOTENCY_CONFLICT"_s);
        QCOMPARE(headerOf(early, "Retry-After"), QByteArray("2"));
        api().clock.advance(1500ms);
        QCOMPARE(create("k1").body, first.body);
    }

    void refusalsAreNotKept()
    {
        api().options.limits.callsPerMinute = 1;
        QCOMPARE(create().status, 200);
        QCOMPARE(create("k1").status, 429);
        api().clock.advance(1min);
        const HttpReply later = create("k1");
        QCOMPARE(later.status, 200);
        QCOMPARE(headerOf(later, "Idempotency-Replayed"), QByteArray());
    }

    void faultsByScheduleAreOnce()
    {
        const Fault dropped{.kind = FaultKind::DropAfter};
        api().options.schedule = {{.on = u"create_item"_s, .request = 2, .fault = dropped}};
        QCOMPARE(create("k1").delivery, HttpReply::Delivery::Whole);
        QCOMPARE(create("k2").delivery, HttpReply::Delivery::Drop);
        QCOMPARE(create("k2").delivery, HttpReply::Delivery::Whole);
        QCOMPARE(api().state().board(u"100"_s)->activeItems(), 2);
        QCOMPARE(api().state().counter(u"fault.drop_after"_s), 1);
    }

    void faultsByChanceFollowTheSeed()
    {
        const auto outcomes = [this](const QString &name, quint64 seed) {
            SandboxOptions options = SandboxOptions::withoutLimits();
            options.randomFaults = {
                .probability = 0.5, .seed = seed, .faults = {{.kind = FaultKind::Locked}}};
            HandlerFixture fixture(file(name), options);
            QString result;
            for (int i = 0; i < 40; ++i)
                result += fixture.reply(requestBody(createOne)).status == 423 ? u'x' : u'.';
            return result;
        };
        const QString first = outcomes(u"a.db"_s, 1);
        QVERIFY(first.count(u'x') > 5 && first.count(u'x') < 35);
        QCOMPARE(outcomes(u"b.db"_s, 1), first);
        QVERIFY(outcomes(u"c.db"_s, 2) != first);
    }

    void faultsInsideMutations()
    {
        const auto send = [&](const QString &values) {
            return api().send(
                u"mutation($v: JSON) { a: create_item(board_id: 100, group_id: \"g1\", item_name: \"x\", "
                "column_values: $v) { id column_values { id text } } b: create_item(board_id: 100, "
                "group_id: \"g2\", item_name: \"y\") { id } }"_s,
                {{u"v"_s, values}});
        };
        api().faults.push(u"create_item"_s, {.kind = FaultKind::SilentColumn, .column = u"num_1"_s});
        const QJsonObject silent = send(u"{\"text_1\": \"a\", \"num_1\": \"5\"}"_s);
        QVERIFY(!silent.contains("errors"_L1));
        const QString shown = json(silent);
        QVERIFY2(shown.contains(u"\"text\":\"a\""_s) && !shown.contains(u"\"5\""_s), qPrintable(shown));

        api().faults.push(u"mutation"_s, {.kind = FaultKind::LabelVanished});
        const QJsonObject label = send(u"{\"text_1\": \"a\", \"drop_1\": \"FA26\"}"_s);
        QCOMPARE(label["errors"_L1].toArray().size(), 1);
        QVERIFY(label["errors"_L1][0]["message"_L1].toString().contains(u"{1: SS26}"_s));

        api().faults.push(u"mutation"_s, {.kind = FaultKind::GroupVanished});
        const QJsonObject group = send(u"{}"_s);
        QCOMPARE(group["errors"_L1][0]["message"_L1].toString(), u"Group not found"_s);
        QVERIFY(group["data"_L1]["b"_L1].isObject());
    }

    void scaledTimeRunsFaster()
    {
        ScaledClock clock(api().clock, 60);
        const QDateTime before = clock.utcNow();
        const Clock::Steady steadyBefore = clock.steadyNow();
        api().clock.advance(1s);
        QCOMPARE(before.secsTo(clock.utcNow()), 60);
        QVERIFY(clock.steadyNow() - steadyBefore > 59s && clock.steadyNow() - steadyBefore < 61s);
        QVERIFY(clock.waitFor(1min, {}));
        QCOMPARE(api().clock.waits(), std::vector{1000ms});
    }
};

QTEST_GUILESS_MAIN(TestSandboxLimits)
#include "tst_sandboxlimits.moc"
