#include "sandbox/sandboxoptions.h"
#include "support/testenvironment.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace syncline;
using namespace syncline::sandbox;

class TestSandboxOptions final : public testing::TestCase
{
    Q_OBJECT

private:
    QString write(const QByteArray &content)
    {
        QFile options(file(u"limits.toml"_s));
        if (!options.open(QIODevice::WriteOnly) || options.write(content) != content.size())
            qFatal("cannot write the options");
        return options.fileName();
    }

private slots:
    void readsEveryKey()
    {
        const Result<SandboxOptions> options = loadSandboxOptions(write(R"(
token = "secret"
api_version = "2026-07"
search_lag_seconds = 30
time_scale = 60.0
idempotency_minutes = 1.5
[limits]
complexity_per_minute = 1000000
complexity_per_request = 1
complexity_per_mutation = 2
calls_per_minute = 3
calls_per_day = 4
concurrent_requests = 5
items_per_board = 6
subitems_per_item = 7
[latency]
request_ms = 20
mutation_ms = 1500
[random_faults]
probability = 0.25
seed = 9
kinds = ["drop_after", "minute_limit;seconds=1"]
[[fault]]
on = "create_item"
request = 3
kind = "cut_body"
bytes = 10
[[fault]]
on = "mutation"
kind = "hang"
apply = false
)"));
        VERIFY_RESULT(options);
        QCOMPARE(options->token, u"secret"_s);
        QCOMPARE(options->apiVersion, u"2026-07"_s);
        QCOMPARE(options->searchLag, 30s);
        QCOMPARE(options->timeScale, 60.0);
        QCOMPARE(options->idempotencyTime, 90s);
        QCOMPARE(options->limits.complexityPerMinute, 1'000'000);
        QCOMPARE(options->limits.subitemsPerItem, 7);
        QCOMPARE(options->requestLatency, 20ms);
        QCOMPARE(options->mutationLatency, 1500ms);
        QCOMPARE(options->randomFaults.faults.size(), 2U);
        QCOMPARE(options->randomFaults.faults.back().seconds, 1);
        QCOMPARE(options->schedule.size(), 2U);
        QCOMPARE(options->schedule.front().request, 3);
        QCOMPARE(options->schedule.front().fault.bytes, 10);
        QVERIFY(!options->schedule.back().fault.apply);
    }

    void anEmptyFileIsTheDefault()
    {
        const Result<SandboxOptions> options = loadSandboxOptions(write({}));
        VERIFY_RESULT(options);
        QCOMPARE(options->limits.complexityPerMutation, 30'000);
        QCOMPARE(options->searchLag, 2s);
    }

    void namesThePlaceOfAMistake_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("key");

        QTest::newRow("unknown key") << QByteArray("\ntokn = \"x\"\n") << 2 << u"tokn"_s;
        QTest::newRow("unknown limit") << QByteArray("[limits]\ncalls = 1\n") << 2 << u"limits.calls"_s;
        QTest::newRow("unknown table") << QByteArray("[limit]\ncalls_per_day = 1\n") << 1 << u"limit"_s;
        QTest::newRow("text for number")
            << QByteArray("[limits]\ncalls_per_day = \"1\"\n") << 2 << u"limits.calls_per_day"_s;
        QTest::newRow("negative") << QByteArray("[latency]\n\nrequest_ms = -1\n") << 3
                                  << u"latency.request_ms"_s;
        QTest::newRow("number for text") << QByteArray("token = 1\n") << 1 << u"token"_s;
        QTest::newRow("out of range")
            << QByteArray("[random_faults]\nprobability = 1.5\n") << 2 << u"random_faults.probability"_s;
        QTest::newRow("unknown random fault")
            << QByteArray("[random_faults]\nkinds = [\"explode\"]\n") << 2 << u"random_faults.kinds"_s;
        QTest::newRow("unknown fault")
            << QByteArray("[[fault]]\non = \"mutation\"\nkind = \"explode\"\n") << 1 << u"fault.kind"_s;
        QTest::newRow("fault without place")
            << QByteArray("[[fault]]\nkind = \"hang\"\n") << 1 << u"fault.on"_s;
        QTest::newRow("not TOML") << QByteArray("a = 1\nb = \n") << 2 << u"-"_s;
    }

    void namesThePlaceOfAMistake()
    {
        QFETCH(QByteArray, content);
        const Result<SandboxOptions> options = loadSandboxOptions(write(content));
        QVERIFY(!options);
        QCOMPARE(options.error().kind, ErrorKind::InvalidInput);
        const QJsonObject &parameters = options.error().event.parameters;
        QTEST(parameters.value("line"_L1).toInt(), "line");
        QTEST(parameters.value("key"_L1).toString(), "key");
    }

    void aMissingFileIsAnError()
    {
        const Result<SandboxOptions> options = loadSandboxOptions(file(u"nowhere.toml"_s));
        QVERIFY(!options);
        QCOMPARE(options.error().kind, ErrorKind::FileFailed);
    }

    void everyFaultHasAName()
    {
        const QStringList names = faultNames();
        QCOMPARE(names.size(), 20);
        for (const QString &name : names)
            QCOMPARE(nameOf(faultKindFromName(name).value()), name);
        QVERIFY(std::holds_alternative<QString>(parseFault(u"nothing"_s)));
        QVERIFY(std::holds_alternative<QString>(parseFault(u"delay;ms=-5"_s)));
        QVERIFY(std::holds_alternative<QString>(parseFault(u"delay;colour=red"_s)));
        const auto parsed = parseFault(u"reset; apply=false"_s);
        QVERIFY(std::holds_alternative<Fault>(parsed));
        QVERIFY(!std::get<Fault>(parsed).isApplied());
    }
};

QTEST_GUILESS_MAIN(TestSandboxOptions)
#include "tst_sandboxoptions.moc"
