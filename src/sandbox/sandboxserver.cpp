#include "sandbox/sandboxserver.h"

#include "sandbox/httpserver.h"

#include <QTemporaryDir>
#include <QThread>

#include <future>

using namespace Qt::StringLiterals;

namespace syncline::sandbox {

class SandboxServer::Private
{
public:
    Private(const SandboxOptions &options, Clock &clock)
        : m_options(options)
        , m_clock(clock)
    {
    }

    SandboxOptions m_options;
    Clock &m_clock;
    FaultQueue m_faults;
    std::unique_ptr<QTemporaryDir> m_temporary;
    QThread m_thread;
};

SandboxServer::SandboxServer(const QString &stateFile, const SandboxOptions &options, Clock &clock)
    : m_stateFile(stateFile)
    , m_private(std::make_unique<Private>(options, clock))
{
    if (m_stateFile.isEmpty()) {
        m_private->m_temporary = std::make_unique<QTemporaryDir>();
        m_stateFile = m_private->m_temporary->filePath(u"sandbox.db"_s);
    }
}

SandboxServer::~SandboxServer()
{
    stop();
}

Result<SandboxAddress> SandboxServer::start(quint16 port)
{
    Q_ASSERT(!m_private->m_thread.isRunning());
    auto *server = new HttpServer(m_stateFile, m_private->m_options, m_private->m_clock, m_private->m_faults);
    server->moveToThread(&m_private->m_thread);
    QObject::connect(&m_private->m_thread, &QThread::finished, server, &QObject::deleteLater);
    m_private->m_thread.setObjectName(u"sandbox"_s);
    m_private->m_thread.start();

    std::promise<Result<quint16>> listening;
    QMetaObject::invokeMethod(server,
                              [&listening, server, port] { listening.set_value(server->listen(port)); });
    Result<quint16> actualPort = listening.get_future().get();
    if (!actualPort) {
        stop();
        return std::move(actualPort).error();
    }
    const QString base = u"http://127.0.0.1:%1"_s.arg(*actualPort);
    return SandboxAddress{
        .port = *actualPort, .url = QUrl(QString(base + u"/v2")), .pageUrl = QUrl(QString(base + u'/'))};
}

void SandboxServer::stop()
{
    m_private->m_thread.quit();
    m_private->m_thread.wait();
}

Result<BoardState> SandboxServer::state() const
{
    return BoardState::read(m_stateFile);
}

void SandboxServer::failNext(const QString &operation, const Fault &fault)
{
    m_private->m_faults.push(operation, fault);
}

} // namespace syncline::sandbox
