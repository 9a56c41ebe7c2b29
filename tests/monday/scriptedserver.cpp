#include "scriptedserver.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <future>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

/// Takes a whole request off the buffer; empty when it is not whole yet.
QByteArray takeRequest(QByteArray &buffer)
{
    static const QRegularExpression length(u"content-length: *(\\d+)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return {};
    const QRegularExpressionMatch match = length.match(QString::fromLatin1(buffer.first(end)));
    const qsizetype size = end + 4 + match.captured(1).toInt();
    if (buffer.size() < size)
        return {};
    const QByteArray request = buffer.first(size);
    buffer.remove(0, size);
    return request;
}

} // namespace

ScriptedServer::ScriptedServer(Script script, QByteArray greeting)
    : m_script(std::move(script))
    , m_greeting(std::move(greeting))
    , m_server(std::make_unique<QTcpServer>())
{
    m_server->moveToThread(&m_thread);
    m_thread.start();
    std::promise<quint16> port;
    QMetaObject::invokeMethod(m_server.get(), [this, &port] {
        QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(), [this] { accept(); });
        m_server->listen(QHostAddress::LocalHost);
        port.set_value(m_server->serverPort());
    });
    m_port = port.get_future().get();
}

ScriptedServer::~ScriptedServer()
{
    std::promise<void> closed;
    QMetaObject::invokeMethod(m_server.get(), [this, &closed] {
        for (QTcpSocket *socket : m_server->findChildren<QTcpSocket *>()) {
            socket->disconnect();
            socket->abort();
        }
        m_server.reset();
        closed.set_value();
    });
    closed.get_future().wait();
    m_thread.quit();
    m_thread.wait();
}

void ScriptedServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        {
            const std::lock_guard lock(m_mutex);
            ++m_connections;
        }
        socket->write(m_greeting);
        const auto buffer = std::make_shared<QByteArray>();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer] {
            buffer->append(socket->readAll());
            for (QByteArray request = takeRequest(*buffer); !request.isEmpty();
                 request = takeRequest(*buffer)) {
                {
                    const std::lock_guard lock(m_mutex);
                    m_requests.push_back(request);
                }
                m_script(*socket, request);
            }
        });
    }
}

QUrl ScriptedServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1/v2"_s.arg(m_port));
}

std::vector<QByteArray> ScriptedServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int ScriptedServer::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

QByteArray ScriptedServer::response(int status, const QByteArray &body, const QByteArray &headers)
{
    return "HTTP/1.1 " + QByteArray::number(status)
        + " X\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n" + headers + "\r\n" + body;
}

} // namespace syncline::testing
