#include "support/ownserver.h"

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

constexpr int patienceMs = 60'000;

} // namespace

OwnServer::~OwnServer()
{
    m_script.closeWriteChannel();
    m_script.waitForFinished(patienceMs);
}

QString OwnServer::line()
{
    while (!m_script.canReadLine()) {
        if (!m_script.waitForReadyRead(patienceMs))
            return {};
    }
    return QString::fromUtf8(m_script.readLine()).trimmed();
}

bool OwnServer::start()
{
    m_script.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_script.start(u"bash"_s, {QStringLiteral(OWN_SERVER_SCRIPT)});
    const QString ready = line();
    m_address = ready.section(u' ', 1);
    return ready.startsWith("ready "_L1);
}

bool OwnServer::obeys(const QString &command)
{
    m_script.write(command.toUtf8() + '\n');
    return line() == "done"_L1;
}

bool OwnServer::stop(const QString &mode)
{
    return obeys(u"stop "_s + mode);
}

bool OwnServer::startAgain()
{
    return obeys(u"start"_s);
}

} // namespace syncline::testing
