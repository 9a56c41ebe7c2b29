#pragma once

#include "engine.h"
#include "gui/engineworkspace.h"
#include "mainwindow.h"

#include <functional>
#include <memory>

namespace syncline::bench {

/// The window on the real engine, as the program wires it, for tools that measure it or take its picture.
class RealWindow
{
public:
    /// Of the first environment of the file, whose settings `adjust` may change. The prompter outlives it.
    [[nodiscard]] static Result<std::unique_ptr<RealWindow>>
    open(const QString &configFile, Prompter &prompter,
         const std::function<void(EnvironmentSettings &)> &adjust = {});

    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] EngineWorkspace &workspace() { return *m_workspace; }
    /// The one with this key; ends the program when there is none.
    void trigger(const QKeySequence &key);
    /// Whether a sync of this window has ended.
    [[nodiscard]] bool hasFinished() const { return m_finished; }

private:
    RealWindow() = default;

    SystemClock m_clock;
    SystemIdSource m_ids;
    EventFanOut m_events{m_clock};
    std::unique_ptr<EngineWorkspace> m_workspace;
    std::unique_ptr<MainWindow> m_window;
    bool m_finished = false;
};

} // namespace syncline::bench
