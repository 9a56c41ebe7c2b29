#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>

namespace syncline::bench {

/// Limits of the server, as `serve` takes them.
struct Account
{
    QString name;
    qint64 pointsPerMinute = 0;
    qint64 callsPerMinute = 0;
    qint64 callsPerDay = 0;
    int concurrent = 0;
};

/// Limits that nobody reaches, but told: without a word of the server the program assumes those of a paid
/// account.
[[nodiscard]] Account withoutLimits();

/// A board and how it is served.
struct ServedBoard
{
    QString stateFile;
    Account account;
    int rowMs = 0; ///< the server's time for one row
    double faults = 0; ///< share of the requests that meet one
    double timeScale = 1;
};

/// The server in a process of its own.
class ServerProcess
{
public:
    explicit ServerProcess(const ServedBoard &board);

    [[nodiscard]] const QString &url() const { return m_url; } ///< empty: it does not run
    /// Ends it; its figures.
    [[nodiscard]] QJsonObject finish();

private:
    QProcess m_process;
    QString m_url;
};

/// The last line of JSON that a process printed.
[[nodiscard]] QJsonObject lastObject(const QByteArray &output);

} // namespace syncline::bench
