#pragma once

#include "support/demoworld.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>

#include <memory>

namespace syncline::testing {

/// Counts changes of files from outside, with inotify: a program that is watched needs no code for it. Quick
/// changes may be counted as one.
class WriteCounter
{
public:
    /// Files of the folder whose names match.
    WriteCounter(const QString &folder, const QRegularExpression &names);
    Q_DISABLE_COPY_MOVE(WriteCounter)
    ~WriteCounter();

    /// All since it was made; waits up to `milliseconds` for the next one.
    int count(int milliseconds);

private:
    int m_handle = -1;
    const QRegularExpression m_names;
    int m_count = 0;
};

/// The program with one command, as a child process that gets its signal at a moment. One thread.
class CliJob
{
public:
    CliJob(QStringList arguments, std::optional<KillPoint> point, const QString &watchedFolder);

    void start();
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] bool wasKilled() const { return m_signalled && !isRunning(); }
    /// Waits a moment for output, the end or the moment of the signal.
    void proceed();
    /// Kills what is still running, and tells.
    Interruption end();

private:
    [[nodiscard]] bool isTime();

    QProcess m_process;
    const QStringList m_arguments;
    std::optional<KillPoint> m_point;
    std::unique_ptr<WriteCounter> m_writes;
    QElapsedTimer m_clock;
    bool m_signalled = false;
    Interruption m_told;
};

} // namespace syncline::testing
