#include "support/clijob.h"

#include <QFile>

#include <array>
#include <cstring>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace syncline::testing {

WriteCounter::WriteCounter(const QString &folder, const QRegularExpression &names)
    : m_handle(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    , m_names(names)
{
    if (m_handle < 0
        || inotify_add_watch(m_handle, QFile::encodeName(folder).constData(), IN_MODIFY | IN_CREATE) < 0)
        qFatal("cannot watch %s: %s", qPrintable(folder), std::strerror(errno));
}

WriteCounter::~WriteCounter()
{
    ::close(m_handle);
}

int WriteCounter::count(int milliseconds)
{
    pollfd waiting{.fd = m_handle, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, milliseconds) <= 0)
        return m_count;
    alignas(inotify_event) std::array<char, 16 * 1024> buffer;
    const ssize_t size = ::read(m_handle, buffer.data(), buffer.size());
    for (ssize_t at = 0; at < size;) {
        inotify_event event;
        std::memcpy(&event, buffer.data() + at, sizeof event);
        const char *name = buffer.data() + at + sizeof event;
        if (event.len > 0 && m_names.match(QFile::decodeName(name)).hasMatch())
            ++m_count;
        at += static_cast<ssize_t>(sizeof event + event.len);
    }
    return m_count;
}

CliJob::CliJob(QStringList arguments, std::optional<KillPoint> point, const QString &watchedFolder)
    : m_arguments(std::move(arguments))
    , m_point(point)
{
    if (!m_point)
        return;
    const auto watch = [this, &watchedFolder](const QString &names) {
        m_writes = std::make_unique<WriteCounter>(watchedFolder, QRegularExpression(names));
    };
    switch (m_point->kind) {
    case KillPoint::Kind::Time:
    case KillPoint::Kind::Batches:
        break;
    case KillPoint::Kind::JournalWrites:
        watch(u"^SYNC-.*\\.sqlite"_s);
        break;
    case KillPoint::Kind::JournalLocks:
        watch(u"^SYNC-.*\\.lock"_s);
        break;
    case KillPoint::Kind::WarehouseWrites:
        watch(u"^warehouse\\.sqlite"_s);
        break;
    case KillPoint::Kind::BoardWrites:
        watch(u"^sandbox\\.sqlite"_s);
        break;
    }
}

void CliJob::start()
{
    m_process.start(QStringLiteral(SYNCLINE_CLI), m_arguments);
    m_clock.start();
    if (!m_process.waitForStarted())
        qFatal("cannot start %s", SYNCLINE_CLI);
}

bool CliJob::isTime()
{
    if (!m_point || m_signalled)
        return false;
    switch (m_point->kind) {
    case KillPoint::Kind::Time:
        return m_clock.elapsed() >= m_point->count;
    case KillPoint::Kind::Batches:
        return m_told.outcome.messages.count("\nbatch ") >= m_point->count;
    case KillPoint::Kind::JournalWrites:
    case KillPoint::Kind::JournalLocks:
    case KillPoint::Kind::WarehouseWrites:
    case KillPoint::Kind::BoardWrites:
        return m_writes->count(0) >= m_point->count;
    }
    Q_UNREACHABLE();
}

void CliJob::proceed()
{
    if (!isRunning())
        return;
    if (m_writes && !m_signalled)
        m_writes->count(5);
    const bool waitsForMoment = m_point && !m_signalled;
    m_process.waitForFinished(!waitsForMoment ? 20 : m_writes ? 0 : 2);
    m_told.outcome.output += m_process.readAllStandardOutput();
    m_told.outcome.messages += m_process.readAllStandardError();
    if (!isRunning() || !isTime())
        return;
    m_signalled = true;
    m_told.wasRunning = true;
    ::kill(static_cast<pid_t>(m_process.processId()), m_point->signal);
}

Interruption CliJob::end()
{
    if (isRunning()) {
        m_told.outcome.messages += "\nit did not end in time\n";
        m_process.kill();
    }
    m_process.waitForFinished();
    m_told.outcome.output += m_process.readAllStandardOutput();
    m_told.outcome.messages += m_process.readAllStandardError();
    m_told.outcome.exitCode = m_process.exitStatus() == QProcess::CrashExit ? -1 : m_process.exitCode();
    return std::move(m_told);
}

} // namespace syncline::testing
