#pragma once

#include <QByteArray>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

class QTcpServer;
class QTcpSocket;
class QUrl;

namespace syncline::testing {

/// A loopback server on a thread of its own that answers with bytes, right or wrong, as a test scripts them.
class ScriptedServer final
{
public:
    /// Called on the server's thread with each whole request (head and body).
    using Script = std::function<void(QTcpSocket &, const QByteArray &request)>;

    /// `greeting` is sent on every new connection, before any request.
    explicit ScriptedServer(Script script, QByteArray greeting = {});
    Q_DISABLE_COPY_MOVE(ScriptedServer)
    ~ScriptedServer();

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] std::vector<QByteArray> requests() const;
    [[nodiscard]] int connections() const;

    /// A right answer with a content length.
    [[nodiscard]] static QByteArray response(int status, const QByteArray &body,
                                             const QByteArray &headers = {});

private:
    void accept();

    Script m_script;
    QByteArray m_greeting;
    QThread m_thread;
    std::unique_ptr<QTcpServer> m_server; ///< lives on m_thread
    quint16 m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<QByteArray> m_requests;
    int m_connections = 0;
};

} // namespace syncline::testing
