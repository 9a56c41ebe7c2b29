#pragma once

#include "base/result.h"
#include "sandbox/faultqueue.h"
#include "sandbox/requesthandler.h"
#include "sandbox/sandboxoptions.h"
#include "sandbox/scaledclock.h"

#include <QObject>

class QTcpServer;

namespace syncline::sandbox {

/// Listens and hands the requests of all connections to one RequestHandler. Made anywhere, then moved to its
/// thread, where listen() and the destructor run.
class HttpServer final : public QObject
{
    Q_OBJECT

public:
    HttpServer(QString stateFile, const SandboxOptions &options, Clock &clock, FaultQueue &faults);
    ~HttpServer() override;
    Q_DISABLE_COPY_MOVE(HttpServer)

    /// Opens the state file and listens on 127.0.0.1; returns the port.
    [[nodiscard]] Result<quint16> listen(quint16 port);

private:
    void accept();

    QString m_stateFile;
    SandboxOptions m_options;
    ScaledClock m_clock;
    FaultQueue &m_faults;
    std::unique_ptr<BoardStore> m_store;
    std::unique_ptr<RequestHandler> m_handler;
    QTcpServer *m_server = nullptr;
};

} // namespace syncline::sandbox
