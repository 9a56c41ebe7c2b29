#pragma once

#include <QProcess>
#include <QString>

namespace syncline::testing {

/// A PostgreSQL server of this test program alone, which may be stopped and started (ownserver.sh). Removed
/// with the object. Blocks. One thread.
class OwnServer
{
public:
    /// False where PostgreSQL's programs are not installed, or the server does not start.
    [[nodiscard]] bool start();
    /// As SYNCLINE_TEST_POSTGRESQL has it: host, port, user.
    [[nodiscard]] QString address() const { return m_address; }

    /// Ends all sessions; `mode` is that of pg_ctl.
    [[nodiscard]] bool stop(const QString &mode);
    [[nodiscard]] bool startAgain();

    OwnServer() = default;
    Q_DISABLE_COPY_MOVE(OwnServer)
    ~OwnServer();

private:
    [[nodiscard]] QString line();
    [[nodiscard]] bool obeys(const QString &command);

    QProcess m_script;
    QString m_address;
};

} // namespace syncline::testing
