#include "serverprocess.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace syncline::bench {

Account withoutLimits()
{
    return {u"no limits"_s, 1'000'000'000'000, 1'000'000'000, 1'000'000'000, 1'000};
}

ServerProcess::ServerProcess(const ServedBoard &board)
{
    QStringList arguments{u"serve"_s, u"--state"_s, board.stateFile, u"--time-scale"_s,
                          QString::number(board.timeScale)};
    const auto add = [&arguments](const QString &option, double value, int decimals = 0) {
        arguments.append({option, QString::number(value, 'f', decimals)});
    };
    add(u"--points-per-minute"_s, static_cast<double>(board.account.pointsPerMinute));
    add(u"--calls-per-minute"_s, static_cast<double>(board.account.callsPerMinute));
    add(u"--calls-per-day"_s, static_cast<double>(board.account.callsPerDay));
    add(u"--concurrent"_s, board.account.concurrent);
    add(u"--row-ms"_s, board.rowMs);
    add(u"--faults"_s, board.faults, 4);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), arguments);
    if (m_process.waitForReadyRead(30'000))
        m_url = QString::fromUtf8(m_process.readLine()).trimmed();
}

QJsonObject ServerProcess::finish()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(60'000);
    return lastObject(m_process.readAllStandardOutput());
}

QJsonObject lastObject(const QByteArray &output)
{
    const QList<QByteArray> lines = output.trimmed().split('\n');
    return QJsonDocument::fromJson(lines.last()).object();
}

} // namespace syncline::bench
