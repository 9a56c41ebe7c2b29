#include "cli/interrupt.h"

#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace syncline::cli {

namespace {

// A signal handler may only touch such things; the notifier at the other end does the work.
int sockets[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(sockets[0], &byte, sizeof byte);
}

} // namespace

Interrupt::Interrupt()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
        return; // the program then ends at Ctrl-C as any other does; the journal makes that safe
    m_notifier = std::make_unique<QSocketNotifier>(sockets[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Interrupt::read);
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt()
{
    if (!m_notifier)
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    m_notifier.reset();
    ::close(sockets[0]);
    ::close(sockets[1]);
}

void Interrupt::read()
{
    char bytes[16];
    if (::read(sockets[1], bytes, sizeof bytes) > 0)
        emit pressed(++m_times);
}

} // namespace syncline::cli
