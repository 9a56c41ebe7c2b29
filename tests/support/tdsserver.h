#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <mutex>
#include <thread>
#include <vector>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace syncline::testing {

/// What a server says to a statement.
struct TdsAnswer
{
    QString statement; ///< to those that contain this
    QList<int> errors; ///< numbers of its messages; none: it is done
    int number = 0; ///< with `text` the only row: a number and a text
    QString text;
    bool cut = false; ///< ends the link without a word
    bool once = false; ///< the next time it is done
};

/// As much of SQL Server's protocol (MS-TDS 7.4, without encryption) as a driver needs to log in and to run
/// statements without parameters; what they do is not done. One link at a time, on the loopback address.
/// Thread-safe.
class TdsServer
{
public:
    TdsServer();
    ~TdsServer();
    Q_DISABLE_COPY_MOVE(TdsServer)

    [[nodiscard]] int port() const { return m_port; }
    void answer(const TdsAnswer &answer);
    /// A message instead of every login that comes.
    void refuseLogins(int error);
    /// Everything that was asked for, over all links.
    [[nodiscard]] QStringList statements() const;

private:
    void serve(QTcpSocket &socket, const std::stop_token &stop);
    [[nodiscard]] bool reply(QTcpSocket &socket, int type, const QByteArray &message);
    [[nodiscard]] TdsAnswer answerTo(const QString &statement);

    mutable std::mutex m_mutex;
    std::vector<TdsAnswer> m_answers;
    QStringList m_statements;
    int m_loginError = 0;
    int m_port = 0;
    std::jthread m_thread;
};

} // namespace syncline::testing
