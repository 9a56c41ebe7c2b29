#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace syncline::cli {

/// Ctrl-C as a signal of the main thread's loop. One at a time in a program.
class Interrupt final : public QObject
{
    Q_OBJECT

public:
    Interrupt();
    ~Interrupt() override;
    Q_DISABLE_COPY_MOVE(Interrupt)

signals:
    void pressed(int times);

private:
    void read();

    int m_times = 0;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace syncline::cli
