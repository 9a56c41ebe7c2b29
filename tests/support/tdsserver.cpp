#include "support/tdsserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtEndian>

#include <latch>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline::testing {

namespace {

constexpr int turnMs = 20; ///< between two looks whether to stop

// Types of messages, and tokens of an answer (MS-TDS 2.2.3.1.1 and 2.2.7).
constexpr int batchMessage = 1;
constexpr int loginMessage = 0x10;
constexpr int preloginMessage = 0x12;
constexpr char answerMessage = 4;
constexpr char columnsToken = '\x81';
constexpr char rowToken = '\xd1';
constexpr char errorToken = '\xaa';
constexpr char loginToken = '\xad';
constexpr char changeToken = '\xe3';
constexpr char doneToken = '\xfd';
constexpr int headerSize = 8;
const QByteArray version = QByteArrayLiteral("\x10\x00\x10\x00"); // SQL Server 2022

template<typename T>
QByteArray little(T number)
{
    QByteArray bytes(sizeof(T), '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

QByteArray wide(const QString &text)
{
    QByteArray bytes;
    for (const QChar character : text)
        bytes += little(character.unicode());
    return bytes;
}

/// Behind one byte, or two, with its length in characters.
QByteArray shortText(const QString &text)
{
    return little(static_cast<quint8>(text.size())) + wide(text);
}

QByteArray token(char kind, const QByteArray &content)
{
    return kind + little(static_cast<quint16>(content.size())) + content;
}

QByteArray done(bool good)
{
    return doneToken + little(quint16(good ? 0 : 2)) + little(quint16(0)) + little(quint64(0));
}

QByteArray errorOf(int number)
{
    const QString text = u"message %1"_s.arg(number);
    return token(errorToken,
                 little(number) + '\x01' + '\x0e' + little(static_cast<quint16>(text.size())) + wide(text)
                     + shortText(u"server"_s) + shortText({}) + little(quint32(1)));
}

QByteArray rowOf(int number, const QString &text)
{
    const QByteArray column = little(quint32(0)) + little(quint16(1)); // no user type, may be NULL
    const QByteArray content = wide(text);
    return columnsToken + little(quint16(2)) + column + '\x26' + '\x04' + shortText(u"number"_s) + column
        + '\xe7' + little(quint16(512)) + QByteArrayLiteral("\x09\x04\xd0\x00\x34") + shortText(u"text"_s)
        + rowToken + '\x04' + little(number) + little(static_cast<quint16>(content.size())) + content;
}

QByteArray changeOf(char what, const QString &value)
{
    return token(changeToken, what + shortText(value) + shortText({}));
}

} // namespace

TdsServer::TdsServer()
{
    std::latch listening(1);
    m_thread = std::jthread([this, &listening](const std::stop_token &stop) {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        m_port = server.serverPort();
        listening.count_down();
        while (!stop.stop_requested()) {
            if (!server.waitForNewConnection(turnMs))
                continue;
            const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
            serve(*socket, stop);
        }
    });
    listening.wait();
}

TdsServer::~TdsServer() = default;

void TdsServer::answer(const TdsAnswer &answer)
{
    const std::lock_guard lock(m_mutex);
    m_answers.push_back(answer);
}

void TdsServer::refuseLogins(int error)
{
    const std::lock_guard lock(m_mutex);
    m_loginError = error;
}

QStringList TdsServer::statements() const
{
    const std::lock_guard lock(m_mutex);
    return m_statements;
}

void TdsServer::serve(QTcpSocket &socket, const std::stop_token &stop)
{
    QByteArray received;
    QByteArray message;
    while (!stop.stop_requested()) {
        const qsizetype size =
            received.size() < headerSize ? 0 : qFromBigEndian<quint16>(received.constData() + 2);
        if (size == 0 || received.size() < size) {
            if (!socket.waitForReadyRead(turnMs) && socket.state() != QAbstractSocket::ConnectedState)
                return;
            received += socket.readAll();
            continue;
        }
        message += received.mid(headerSize, size - headerSize);
        const int type = static_cast<quint8>(received.at(0));
        const bool isLast = (received.at(1) & 1) != 0;
        received.remove(0, size);
        if (isLast && !reply(socket, type, std::exchange(message, {})))
            return;
    }
}

bool TdsServer::reply(QTcpSocket &socket, int type, const QByteArray &message)
{
    QByteArray content;
    if (type == preloginMessage) {
        // Where version and encryption stand, their end, and both: encryption is not supported.
        content = QByteArrayLiteral("\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff") + version
            + QByteArrayLiteral("\x00\x00\x02");
    } else if (type == loginMessage) {
        const std::lock_guard lock(m_mutex);
        content = m_loginError != 0 ? QByteArray(errorOf(m_loginError) + done(false))
                                    : QByteArray(changeOf('\x01', u"orders"_s) + changeOf('\x04', u"4096"_s)
                                                 + token(loginToken,
                                                         QByteArrayLiteral("\x01\x74\x00\x00\x04")
                                                             + shortText(u"Microsoft SQL Server"_s) + version)
                                                 + done(true));
    } else if (type == batchMessage) {
        // Behind headers that tell their own length.
        const auto headers = qFromLittleEndian<quint32>(message.constData());
        const QByteArray text = message.mid(headers);
        QString statement;
        for (qsizetype at = 0; at + 1 < text.size(); at += 2)
            statement.append(QChar(qFromLittleEndian<quint16>(text.constData() + at)));
        const TdsAnswer answer = answerTo(statement);
        if (answer.cut) {
            socket.close();
            return false;
        }
        if (!answer.text.isEmpty())
            content = rowOf(answer.number, answer.text);
        for (const int error : answer.errors)
            content += errorOf(error);
        content += done(answer.errors.isEmpty());
    } else {
        content = done(true);
    }
    const auto size = static_cast<quint16>(content.size() + headerSize);
    socket.write(answerMessage + QByteArrayLiteral("\x01") + char(size >> 8) + char(size & 0xff)
                 + QByteArrayLiteral("\x00\x00\x01\x00") + content);
    return socket.waitForBytesWritten();
}

TdsAnswer TdsServer::answerTo(const QString &statement)
{
    const std::lock_guard lock(m_mutex);
    m_statements.append(statement);
    for (auto answer = m_answers.begin(); answer != m_answers.end(); ++answer) {
        if (!statement.contains(answer->statement))
            continue;
        TdsAnswer found = *answer;
        if (found.once)
            m_answers.erase(answer);
        return found;
    }
    return {};
}

} // namespace syncline::testing
