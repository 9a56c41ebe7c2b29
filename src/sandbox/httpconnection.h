#pragma once

#include "sandbox/http.h"

#include <QObject>

#include <functional>
#include <memory>

class QTcpSocket;

namespace syncline::sandbox {

/// One connection of a client: reads requests, sends each answer when it is due, the next request after that.
/// Lives on the server's thread; deletes itself when the connection ends. Owns the socket.
class HttpConnection final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<HttpReply(const HttpRequest &)>;

    HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent);
    ~HttpConnection() override;
    Q_DISABLE_COPY_MOVE(HttpConnection)

private:
    class Parser;

    void read();
    void handleNext();
    void deliver(const HttpReply &reply, bool keepAlive);
    void sendPieces(const QByteArray &bytes, qsizetype from, std::chrono::milliseconds pause, bool keepAlive);
    void finished(bool keepAlive);
    void reset();

    QTcpSocket *m_socket;
    Handler m_handler;
    std::unique_ptr<Parser> m_parser;
    bool m_busy = false; ///< a request is not answered yet
};

} // namespace syncline::sandbox
