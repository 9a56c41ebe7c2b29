#include "sandbox/httpserver.h"

#include "sandbox/httpconnection.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

HttpServer::HttpServer(QString stateFile, const SandboxOptions &options, Clock &clock, FaultQueue &faults)
    : m_stateFile(std::move(stateFile))
    , m_options(options)
    , m_clock(clock, options.timeScale)
    , m_faults(faults)
{
}

HttpServer::~HttpServer()
{
    // Connections call the handler; they end before it does.
    const auto connections = findChildren<HttpConnection *>();
    qDeleteAll(connections);
}

Result<quint16> HttpServer::listen(quint16 port)
{
    Result<std::unique_ptr<BoardStore>> store = BoardStore::open(m_stateFile);
    if (!store)
        return std::move(store).error();
    m_store = std::move(*store);
    m_handler = std::make_unique<RequestHandler>(*m_store, m_options, m_clock, m_faults);
    m_server = new QTcpServer(this);
    connect(m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost, port)) {
        const QJsonObject parameters{{u"port"_s, port}, {u"reason"_s, m_server->errorString()}};
        return Error{.kind = ErrorKind::Unreachable,
                     .event = {.id = EventId::sb_005, .parameters = parameters}};
    }
    m_handler->setBaseUrl(u"http://127.0.0.1:%1"_s.arg(m_server->serverPort()));
    return m_server->serverPort();
}

void HttpServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        // Owned by this, as a child; it deletes itself when the client leaves.
        new HttpConnection(
            socket, [this](const HttpRequest &request) { return m_handler->handle(request); }, this);
    }
}

} // namespace syncline::sandbox
