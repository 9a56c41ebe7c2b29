#pragma once

#include "base/clock.h"
#include "base/idsource.h"
#include "base/log.h"
#include "config/workspaceconfig.h"
#include "engine.h"
#include "terminal.h"

#include <QStringList>

namespace syncline::cli {

/// How the program ends (contract 8).
enum class ExitCode { Success = 0, SomeRowsFailed = 1, Failed = 2, Stopped = 3 };

/// Options that stand before or after every command.
struct GlobalOptions
{
    std::string configFile;
    std::string environment;
    bool verbose = false;
    bool quiet = false;
};

/// What a command works with. Lives in main().
class Context
{
public:
    Context(Terminal &outputs, Clock &time, IdSource &idSource, EventFanOut &eventFanOut)
        : terminal(outputs), clock(time), ids(idSource), events(eventFanOut) { }

    /// The engine of the chosen environment, with the findings of the file on standard error. Without --config:
    /// SYNCLINE_CONFIG, then the user's configuration folder, then the demo workspace.
    [[nodiscard]] Result<std::unique_ptr<Engine>> openEngine(const GlobalOptions &options);
    /// Whether a finding of the last opened configuration forbids sending.
    [[nodiscard]] bool sendingBlocked() const { return m_sendingBlocked; }

    /// Whether orders may go to the environment: asked for production; `yes` has agreed already.
    [[nodiscard]] Result<void> agreeToProduction(const Engine &engine, bool yes);
    /// Makes Syncline's own tables in the warehouse when they are missing or old and the user agrees; `yes` has
    /// agreed already.
    [[nodiscard]] Result<void> provideTables(Engine &engine, bool yes);

    /// Says what went wrong and what to do, on standard error.
    ExitCode fail(const Error &error) const;

    Terminal &terminal;
    Clock &clock;
    IdSource &ids;
    EventFanOut &events;

private:
    bool m_sendingBlocked = false;
};

} // namespace syncline::cli
