#pragma once

#include "base/event.h"

#include <QJsonDocument>
#include <QString>

#include <cstdio>
#include <mutex>

namespace syncline::cli {

/// Standard output for results, standard error for messages (contract 8). Thread-safe.
class Terminal
{
public:
    enum class Verbosity { Quiet, Normal, Verbose };

    /// On the standard streams.
    Terminal();
    Terminal(std::FILE *results, std::FILE *messages, bool interactive);

    void setVerbosity(Verbosity verbosity) { m_verbosity = verbosity; }
    [[nodiscard]] Verbosity verbosity() const { return m_verbosity; }
    [[nodiscard]] bool messagesAreInteractive() const { return m_interactive; }

    void result(const QString &line);
    void result(const QJsonDocument &json);
    void message(const QString &line);
    /// An event as "level id text" and, indented, what to do. By level: Quiet shows errors, Normal warnings too.
    void event(const Event &event);
    /// Replaces the line at the bottom of an interactive terminal; empty removes it. Nothing elsewhere.
    void statusLine(const QString &line);
    /// Asks on an interactive terminal; false elsewhere.
    [[nodiscard]] bool confirm(const QString &question);

private:
    void write(std::FILE *stream, const QString &line);
    void clearStatus();

    std::mutex m_mutex;
    std::FILE *const m_results;
    std::FILE *const m_messages;
    Verbosity m_verbosity = Verbosity::Normal;
    const bool m_interactive;
    QString m_status;
};

/// Logs to the terminal by its verbosity.
class TerminalSink final : public EventSink
{
public:
    explicit TerminalSink(Terminal &terminal) : m_terminal(terminal) { }
    void post(Event event) override { m_terminal.event(event); }

private:
    Terminal &m_terminal;
};

/// Columns of text with two blanks between; numbers (all cells but the first) to the right.
class TextTable
{
public:
    explicit TextTable(QStringList header) : m_rows{std::move(header)} { }
    void add(QStringList row) { m_rows.push_back(std::move(row)); }
    [[nodiscard]] QString toString() const;

private:
    std::vector<QStringList> m_rows;
};

} // namespace syncline::cli
