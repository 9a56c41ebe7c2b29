#include "processfigures.h"

#include <QFile>

#include <sys/resource.h>

namespace syncline::bench {

namespace {

rusage usage()
{
    rusage result{};
    getrusage(RUSAGE_SELF, &result);
    return result;
}

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

double cpuSeconds()
{
    const rusage used = usage();
    return secondsOf(used.ru_utime) + secondsOf(used.ru_stime);
}

qint64 peakMemory()
{
    // Not ru_maxrss: it counts what the parent held before this program was started.
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024; // told in kilobytes
    }
    return 0;
}

} // namespace syncline::bench
