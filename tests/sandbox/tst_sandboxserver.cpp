#include "base/clock.h"
#include "sandbox/sandboxserver.h"
#include "sandboxfixture.h"
#include "support/testenvironment.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace syncline;
using namespace syncline::sandbox;

namespace {

const QString create = u"mutation { a: create_item(board_id: 100, item_name: \"one\", column_values: "
                       "\"{\\\"text_1\\\": \\\"K\\\"}\") { id } }"_s;

struct Answer
{
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    int status = 0;
    QByteArray body;
    bool replayed = false;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(body); }
};

} // namespace

class TestSandboxServer final : public testing::TestCase
{
    Q_OBJECT

private:
    SystemClock m_clock;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<SandboxServer> m_server;
    SandboxAddress m_address;

    [[nodiscard]] std::unique_ptr<SandboxServer> newServer(const SandboxOptions &options)
    {
        return std::make_unique<SandboxServer>(file(u"state.db"_s), options, m_clock);
    }

    void serve(const SandboxOptions &options = SandboxOptions::withoutLimits())
    {
        m_server = newServer(options);
        const Result<SandboxAddress> address = m_server->start();
        VERIFY_RESULT(address);
        m_address = *address;
    }

    [[nodiscard]] std::unique_ptr<QNetworkReply> post(const QString &query, const QByteArray &key = {},
                                                      const QByteArray &fault = {})
    {
        QNetworkRequest request(m_address.url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setRawHeader("Authorization", "token");
        request.setTransferTimeout(5000);
        if (!key.isEmpty())
            request.setRawHeader("Idempotency-Key", key);
        if (!fault.isEmpty())
            request.setRawHeader("X-Sandbox-Fault", fault);
        return std::unique_ptr<QNetworkReply>(m_network->post(request, requestBody(query)));
    }

    [[nodiscard]] static Answer finished(QNetworkReply &reply)
    {
        if (!reply.isFinished())
            QSignalSpy(&reply, &QNetworkReply::finished).wait(10000);
        return {.error = reply.error(),
                .status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                .body = reply.isOpen() ? reply.readAll() : QByteArray(),
                .replayed = reply.rawHeader("Idempotency-Replayed") == "true"};
    }

    [[nodiscard]] Answer send(const QString &query, const QByteArray &key = {}, const QByteArray &fault = {})
    {
        return finished(*post(query, key, fault));
    }

    [[nodiscard]] Answer fetch(const QString &path)
    {
        const std::unique_ptr<QNetworkReply> reply(
            m_network->get(QNetworkRequest(m_address.pageUrl.resolved(QUrl(path)))));
        return finished(*reply);
    }

    [[nodiscard]] int items() const
    {
        const Result<BoardState> state = m_server->state();
        return state ? state->board(u"100"_s)->activeItems() : -1;
    }

private slots:
    void init()
    {
        prepare();
        m_network = std::make_unique<QNetworkAccessManager>();
        const Result<void> written =
            writeBoardState(file(u"state.db"_s), {smallBoard()}, QDateTime({2026, 1, 1}, {0, 0}, Qt::UTC));
        VERIFY_RESULT(written);
        serve();
    }

    void cleanup()
    {
        m_network.reset();
        m_server.reset();
    }

    void answersOverOneConnection()
    {
        for (int i = 1; i <= 20; ++i) {
            const Answer answer = send(create);
            QCOMPARE(answer.error, QNetworkReply::NoError);
            QVERIFY(answer.json()["data"_L1]["a"_L1]["id"_L1].isString());
        }
        QCOMPARE(items(), 20);
        QCOMPARE(m_server->state()->requests(), 20);
        QCOMPARE(m_server->state()->board(u"100"_s)->itemsWith(u"text_1"_s, u"K"_s).size(), 20U);
    }

    void answersManyAtOnce()
    {
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int i = 0; i < 12; ++i)
            replies.push_back(post(create));
        for (const auto &reply : replies)
            QCOMPARE(finished(*reply).error, QNetworkReply::NoError);
        QCOMPARE(items(), 12);
    }

    void playsFaults_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("applied");

        const auto row = [](const char *fault, QNetworkReply::NetworkError error, int status,
                            const QString &code, int applied) {
            QTest::newRow(fault) << QByteArray(fault) << static_cast<int>(error) << status << code << applied;
        };
        constexpr auto closed = QNetworkReply::RemoteHostClosedError;
        constexpr auto none = QNetworkReply::NoError;
        constexpr auto content = QNetworkReply::UnknownContentError;
        row("drop_before", closed, 0, {}, 0);
        row("drop_after", closed, 0, {}, 1);
        row("reset", closed, 0, {}, 1);
        row("reset;apply=false", closed, 0, {}, 0);
        row("cut_body", closed, 200, {}, 1);
        row("cut_body;bytes=0", closed, 200, {}, 1);
        row("slow_bytes;ms=1", none, 200, {}, 1);
        row("delay;ms=30", none, 200, {}, 1);
        row("minute_limit", content, 429, u"MINUTE_RATE_LIMIT_EXCEEDED"_s, 0);
        row("concurrency_limit;seconds=3", content, 429, u"MAX_CONCURRENCY_EXCEEDED"_s, 0);
        row("complexity_limit", content, 429, u"COMPLEXITY_BUDGET_EXHAUSTED"_s, 0);
        row("daily_limit", content, 429, u"DAILY_LIMIT_EXCEEDED"_s, 0);
        row("locked", content, 423, u"ResourceLocked"_s, 0);
        row("error_500_after", QNetworkReply::InternalServerError, 500, u"INTERNAL_SERVER_ERROR"_s, 1);
        row("bad_gateway", QNetworkReply::UnknownServerError, 502, {}, 0);
        row("throttled_200", none, 200, u"tooManyRequests"_s, 0);
        row("field_limit_200", none, 200, u"FIELD_LIMIT_EXCEEDED"_s, 0);
        row("legacy_flat", none, 200, {}, 0);
    }

    void playsFaults()
    {
        QFETCH(QByteArray, fault);
        QFETCH(int, applied);
        const Answer answer = send(create, "k1", fault);
        QTEST(static_cast<int>(answer.error), "error");
        QTEST(answer.status, "status");
        QTEST(answer.json()["errors"_L1][0]["extensions"_L1]["code"_L1].toString(), "code");
        QCOMPARE(items(), applied);
        // The same bytes with the same key: the item is there once, whatever happened to the first answer.
        const Answer again = send(create, "k1");
        QCOMPARE(again.error, QNetworkReply::NoError);
        QCOMPARE(again.replayed, applied == 1);
        QVERIFY(again.json()["data"_L1]["a"_L1]["id"_L1].isString());
        QCOMPARE(items(), 1);
    }

    void hangsWithoutAnAnswer()
    {
        m_server->failNext(u"create_item"_s, {.kind = FaultKind::Hang});
        const std::unique_ptr<QNetworkReply> hanging = post(create, "k1");
        QTRY_COMPARE(items(), 1);
        QCOMPARE(send(create).error, QNetworkReply::NoError); // others are served meanwhile
        QVERIFY(!hanging->isFinished());
        hanging->abort();
        QCOMPARE(send(create, "k1").replayed, true);
        QCOMPARE(items(), 2);
    }

    void refusesAFaultThatDoesNotExist()
    {
        const Answer answer = send(create, {}, "explode");
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.body.contains("explode"));
        QCOMPARE(items(), 0);
    }

    void faultBodiesAreMondays()
    {
        const Answer flat = send(create, {}, "legacy_flat");
        QCOMPARE(flat.json()["error_code"_L1].toString(), u"ComplexityException"_s);
        QCOMPARE(flat.json()["status_code"_L1].toInt(), 429);
        const Answer throttled = send(create, {}, "throttled_200");
        QVERIFY(throttled.json()["data"_L1]["a"_L1].isNull());
        QCOMPARE(throttled.json()["errors"_L1][0]["path"_L1], QJsonValue(QJsonArray{u"a"_s}));
        QVERIFY(send(create, {}, "bad_gateway").body.contains("<html>"));
        const std::unique_ptr<QNetworkReply> limited = post(create, {}, "concurrency_limit;seconds=3");
        QCOMPARE(finished(*limited).json()["errors"_L1][0]["extensions"_L1]["retry_in_seconds"_L1].toInt(),
                 3);
        QCOMPARE(limited->rawHeader("Retry-After"), QByteArray("3"));
    }

    void latencyHoldsOnlyItsOwnConnection()
    {
        m_server.reset();
        SandboxOptions options = SandboxOptions::withoutLimits();
        options.mutationLatency = 400ms;
        serve(options);
        const std::unique_ptr<QNetworkReply> slow = post(create);
        QTRY_COMPARE(items(), 1);
        QCOMPARE(send(u"{ version { value } }"_s).status, 200);
        QVERIFY(!slow->isFinished());
        QCOMPARE(finished(*slow).status, 200);
    }

    void theStateOutlivesTheServer()
    {
        const Answer first = send(create, "k1");
        m_server->stop();
        m_server->stop();
        SandboxOptions options = SandboxOptions::withoutLimits();
        options.schedule = {{.on = u"create_item"_s, .request = 2, .fault = {.kind = FaultKind::Locked}}};
        serve(options);
        const Answer second = send(create, "k1"); // the second request with create_item, counted in the file
        QCOMPARE(second.status, 423);
        const Answer third = send(create, "k1");
        QVERIFY(third.replayed);
        QCOMPARE(third.body, first.body);
        QCOMPARE(items(), 1);
    }

    void theStateSurvivesASuddenEnd()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(send(create).status, 200);
        // What a killed process leaves: the files as they are, nothing closed.
        for (const QString &suffix : {u""_s, u"-wal"_s})
            QVERIFY(QFile::copy(file(u"state.db"_s + suffix), file(u"killed.db"_s + suffix)));
        const Result<BoardState> state = BoardState::read(file(u"killed.db"_s));
        VERIFY_RESULT(state);
        QCOMPARE(state->board(u"100"_s)->activeItems(), 5);
        QCOMPARE(state->requests(), 5);
    }

    void twoServersShareOneFile()
    {
        const std::unique_ptr<SandboxServer> other = newServer(SandboxOptions::withoutLimits());
        const Result<SandboxAddress> otherAddress = other->start();
        VERIFY_RESULT(otherAddress);
        const SandboxAddress here = m_address;
        const QString label =
            u"mutation { create_item(board_id: 100, item_name: \"x\", create_labels_if_missing: true, "
            "column_values: \"{\\\"drop_1\\\": \\\"%1\\\"}\") { column_values(ids: \"drop_1\") "
            "{ text } } }"_s;
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int i = 0; i < 20; ++i) {
            m_address = i % 2 == 0 ? here : *otherAddress;
            replies.push_back(post(label.arg(u"L%1"_s.arg(i / 2))));
        }
        for (std::size_t i = 0; i < replies.size(); ++i) {
            const QJsonValue item = finished(*replies.at(i)).json()["data"_L1]["create_item"_L1];
            QCOMPARE(item["column_values"_L1][0]["text"_L1].toString(), u"L%1"_s.arg(i / 2));
        }
        QCOMPARE(items(), 20);
        const BoardState state = *m_server->state();
        QCOMPARE(state.board(u"100"_s)->definition.column(u"drop_1"_s)->labels.size(), 12U);

        m_address = here;
        const Answer first = send(create, "k1");
        m_address = *otherAddress;
        const Answer replayed = send(create, "k1");
        QVERIFY(replayed.replayed);
        QCOMPARE(replayed.body, first.body);
        m_address = here;
    }

    void showsTheBoardsToABrowser()
    {
        QCOMPARE(
            send(
                u"mutation { create_item(board_id: 100, item_name: \"<script>alert(1)</script>\") { id } }"_s)
                .status,
            200);
        const Answer list = fetch(u"/"_s);
        QCOMPARE(list.status, 200);
        QVERIFY(list.body.contains("href=\"/boards/100\">Orders &lt;Spring&gt;</a>"));
        const Answer page = fetch(u"/boards/100"_s);
        QVERIFY(page.body.contains("First"));
        QVERIFY(page.body.contains("&lt;script&gt;"));
        QVERIFY(!page.body.contains("<script>"));
        QCOMPARE(fetch(u"/boards/999"_s).status, 404);
        QCOMPARE(fetch(u"/favicon.ico"_s).status, 404);
        QCOMPARE(fetch(u"/v2"_s).status, 405);
    }

    void refusesWhatIsNotHttp()
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_address.port);
        QVERIFY(socket.waitForConnected());
        socket.write("hello there\r\n\r\n");
        QVERIFY(QSignalSpy(&socket, &QTcpSocket::disconnected).wait());
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 400"));
        QCOMPARE(send(create).status, 200);
    }

    void saysWhyItCannotStart()
    {
        const std::unique_ptr<SandboxServer> samePort = newServer({});
        const Result<SandboxAddress> taken = samePort->start(m_address.port);
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, ErrorKind::Unreachable);
        SandboxServer noFolder(file(u"missing/state.db"_s), {}, m_clock);
        const Result<SandboxAddress> unwritable = noFolder.start();
        QVERIFY(!unwritable);
        QCOMPARE(unwritable.error().kind, ErrorKind::FileFailed);
    }

    void aTemporaryStateGoesWithTheServer()
    {
        QString path;
        {
            SandboxServer server({}, {}, m_clock);
            const Result<SandboxAddress> address = server.start();
            VERIFY_RESULT(address);
            path = server.stateFile();
            QVERIFY(QFile::exists(path));
        }
        QVERIFY(!QFile::exists(path));
    }
};

QTEST_GUILESS_MAIN(TestSandboxServer)
#include "tst_sandboxserver.moc"
