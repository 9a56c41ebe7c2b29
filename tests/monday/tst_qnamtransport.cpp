#include "monday/qnamtransport.h"
#include "scriptedserver.h"
#include "support/testenvironment.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <atomic>
#include <functional>
#include <thread>

using namespace syncline;
using namespace syncline::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Runs as a lane does: on a thread of its own, with a transport that lives there.
void onLane(const std::function<void(HttpTransport &)> &work)
{
    const std::unique_ptr<QThread> thread(QThread::create([&work] {
        QnamTransport transport;
        work(transport);
    }));
    thread->start();
    thread->wait();
}

HttpReply once(const HttpRequest &request, const std::stop_token &abort = {})
{
    HttpReply reply;
    onLane([&](HttpTransport &transport) { reply = transport.execute(request, abort); });
    return reply;
}

HttpRequest post(const ScriptedServer &server)
{
    return {
        .url = server.url(), .headers = {{"Content-Type", "application/json"}}, .body = "{\"query\":\"x\"}"};
}

} // namespace

class TestQnamTransport : public TestCase
{
    Q_OBJECT

private slots:
    void carriesRequestAndAnswer()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(ScriptedServer::response(200, "{\"data\":{}}", "API-Version: 2026-10\r\n"));
        });
        HttpRequest request = post(server);
        request.headers.push_back({"Authorization", "token-of-the-test"});
        const HttpReply reply = once(request);
        QCOMPARE(reply.ending, Ending::Completed);
        QVERIFY(reply.sent);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, "{\"data\":{}}");
        QCOMPARE(reply.header("api-version"), "2026-10");
        const QByteArray seen = server.requests().front();
        QVERIFY(seen.startsWith("POST /v2 HTTP/1.1\r\n"));
        QVERIFY(seen.contains("Authorization: token-of-the-test\r\n"));
        QVERIFY(seen.contains("Content-Length: 13\r\n"));
        QVERIFY(seen.endsWith("\r\n\r\n{\"query\":\"x\"}"));
    }

    void everyStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {200, 302, 400, 401, 403, 404, 409, 413, 422, 423, 429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << status;
    }

    void everyStatusIsAnAnswer()
    {
        QFETCH(const int, status);
        const ScriptedServer server([status](QTcpSocket &socket, const QByteArray &) {
            socket.write(
                ScriptedServer::response(status, "{\"errors\":[]}", "Location: http://127.0.0.1:1/\r\n"));
        });
        const HttpReply reply = once(post(server));
        QCOMPARE(reply.ending, Ending::Completed);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.body, "{\"errors\":[]}");
        QCOMPARE(server.requests().size(), 1u);
    }

    void oneConnectionServesManyRequests()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(ScriptedServer::response(200, "{}"));
        });
        std::vector<Ending> endings;
        onLane([&](HttpTransport &transport) {
            for (int request = 0; request < 20; ++request)
                endings.push_back(transport.execute(post(server), {}).ending);
        });
        QCOMPARE(endings, std::vector<Ending>(20, Ending::Completed));
        QCOMPARE(server.connections(), 1);
    }

    void aCutBodyIsALostConnection()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"data\":{\"r0\":{\"id\":\"1\"}");
            socket.disconnectFromHost();
        });
        const HttpReply reply = once(post(server));
        QCOMPARE(reply.ending, Ending::ConnectionLost);
        QVERIFY(reply.sent);
        QVERIFY(!reply.detail.isEmpty());
    }

    void aDroppedConnectionIsLost()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) { socket.abort(); });
        const HttpReply reply = once(post(server));
        QCOMPARE(reply.ending, Ending::ConnectionLost);
        QVERIFY(reply.sent);
        QCOMPARE(reply.status, 0);
        QCOMPARE(server.requests().size(), 1u);
    }

    void aDroppedKeptConnectionIsNotTriedAgain()
    {
        // What Qt would do by itself: send the POST anew, although the server may have acted on the first.
        std::atomic_int count = 0;
        const ScriptedServer server([&count](QTcpSocket &socket, const QByteArray &) {
            if (++count == 1)
                socket.write(ScriptedServer::response(200, "{}"));
            else
                socket.disconnectFromHost();
        });
        std::vector<Ending> endings;
        onLane([&](HttpTransport &transport) {
            for (int request = 0; request < 2; ++request)
                endings.push_back(transport.execute(post(server), {}).ending);
        });
        QCOMPARE(endings, (std::vector{Ending::Completed, Ending::ConnectionLost}));
        QCOMPARE(server.requests().size(), 2u);
    }

    void worksAgainAfterALostConnection()
    {
        std::atomic_int count = 0;
        const ScriptedServer server([&count](QTcpSocket &socket, const QByteArray &) {
            if (++count == 2)
                socket.abort();
            else
                socket.write(ScriptedServer::response(200, "{}"));
        });
        std::vector<Ending> endings;
        onLane([&](HttpTransport &transport) {
            for (int request = 0; request < 3; ++request)
                endings.push_back(transport.execute(post(server), {}).ending);
        });
        QCOMPARE(endings, (std::vector{Ending::Completed, Ending::ConnectionLost, Ending::Completed}));
    }

    void nobodyThereIsUnreachable()
    {
        HttpRequest request;
        {
            QTcpServer closed;
            QVERIFY(closed.listen(QHostAddress::LocalHost));
            request.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(closed.serverPort()));
        }
        request.body = "{}";
        request.headers = {{"Content-Type", "application/json"}};
        const HttpReply reply = once(request);
        QCOMPARE(reply.ending, Ending::Unreachable);
        QVERIFY(!reply.sent);
    }

    void brokenTlsIsNotForgiven()
    {
        const ScriptedServer server([](QTcpSocket &, const QByteArray &) {}, "this is not TLS\r\n\r\n");
        HttpRequest request = post(server);
        request.url.setScheme(u"https"_s);
        const HttpReply reply = once(request);
        QCOMPARE(reply.ending, Ending::TlsFailed);
        QVERIFY(!reply.sent);
        QVERIFY(server.requests().empty());
    }

    void plainHttpGoesNowhereElse_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("http") << u"http://api.monday.com/v2"_s;
        QTest::newRow("address") << u"http://192.0.2.1/v2"_s;
        QTest::newRow("file") << u"file:///etc/passwd"_s;
        QTest::newRow("name that begins well") << u"http://localhost.example.org/"_s;
        QTest::newRow("none") << QString();
    }

    void plainHttpGoesNowhereElse()
    {
        QFETCH(const QString, url);
        const HttpReply reply = once({.url = QUrl(url), .body = "{}"});
        QCOMPARE(reply.ending, Ending::TlsFailed);
        QVERIFY(!reply.sent);
    }

    void aHangingRequestEndsWithTheStop()
    {
        std::stop_source stop;
        const ScriptedServer server([&stop](QTcpSocket &, const QByteArray &) { stop.request_stop(); });
        const HttpReply reply = once(post(server), stop.get_token());
        QCOMPARE(reply.ending, Ending::Aborted);
        QVERIFY(reply.sent);
        QVERIFY2(reply.took < 1s, "a stop ends the request at once");
    }

    void aStopBeforehandSendsNothing()
    {
        const ScriptedServer server([](QTcpSocket &, const QByteArray &) {});
        std::stop_source stop;
        stop.request_stop();
        const HttpReply reply = once(post(server), stop.get_token());
        QCOMPARE(reply.ending, Ending::Aborted);
        QVERIFY(!reply.sent);
        QCOMPARE(server.connections(), 0);
    }

    void theTimeIsForTheWholeExchange()
    {
        // A byte now and then keeps Qt's own transfer timeout from ever firing.
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
            auto *timer = new QTimer(&socket);
            QObject::connect(timer, &QTimer::timeout, &socket, [&socket] { socket.write(" "); });
            timer->start(10);
        });
        HttpRequest request = post(server);
        request.timeout = 150ms;
        const HttpReply reply = once(request);
        QCOMPARE(reply.ending, Ending::TimedOut);
        QVERIFY(reply.sent);
    }

    void slowBytesMakeAWholeAnswer()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
            auto *timer = new QTimer(&socket);
            QObject::connect(timer, &QTimer::timeout, &socket,
                             [&socket, timer, rest = QByteArray("{\"a\":1")]() mutable {
                                 socket.write(rest.first(1));
                                 rest.remove(0, 1);
                                 if (rest.isEmpty())
                                     timer->stop();
                             });
            timer->start(5);
        });
        const HttpReply reply = once(post(server));
        QCOMPARE(reply.ending, Ending::Completed);
        QCOMPARE(reply.body, "{\"a\":1");
    }

    void aLargeBodyArrivesWhole()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &request) {
            socket.write(ScriptedServer::response(200, QByteArray::number(request.count('x'))));
        });
        HttpRequest request = post(server);
        request.body = QByteArray(3'000'000, 'x');
        QCOMPARE(once(request).body, "3000000");
    }

    void fourLanesShareNothing()
    {
        const ScriptedServer server([](QTcpSocket &socket, const QByteArray &) {
            socket.write(ScriptedServer::response(200, "{}"));
        });
        std::atomic_int completed = 0;
        std::vector<std::jthread> lanes;
        for (int lane = 0; lane < 4; ++lane)
            lanes.emplace_back([&] {
                QnamTransport transport;
                for (int request = 0; request < 10; ++request)
                    completed += transport.execute(post(server), {}).ending == Ending::Completed ? 1 : 0;
            });
        lanes.clear();
        QCOMPARE(completed, 40);
        QCOMPARE(server.connections(), 4);
    }
};

QTEST_GUILESS_MAIN(TestQnamTransport)
#include "tst_qnamtransport.moc"
