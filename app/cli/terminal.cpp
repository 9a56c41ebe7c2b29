#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::cli {

Terminal::Terminal() : Terminal(stdout, stderr, isatty(STDERR_FILENO) != 0) { }

Terminal::Terminal(std::FILE *results, std::FILE *messages, bool interactive)
    : m_results(results)
    , m_messages(messages)
    , m_interactive(interactive)
{
}

void Terminal::write(std::FILE *stream, const QString &line)
{
    const QByteArray bytes = line.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

void Terminal::clearStatus()
{
    if (!m_status.isEmpty())
        std::fputs("\r\x1b[K", m_messages);
}

void Terminal::result(const QString &line)
{
    const std::lock_guard lock(m_mutex);
    clearStatus();
    write(m_results, line);
}

void Terminal::result(const QJsonDocument &json)
{
    result(QString::fromUtf8(json.toJson(QJsonDocument::Indented)).trimmed());
}

void Terminal::message(const QString &line)
{
    if (m_verbosity == Verbosity::Quiet)
        return;
    const std::lock_guard lock(m_mutex);
    clearStatus();
    write(m_messages, line);
    std::fputs(m_status.toUtf8().constData(), m_messages);
}

void Terminal::event(const Event &event)
{
    const EventDescription &description = describe(event.id);
    const EventLevel threshold = m_verbosity == Verbosity::Quiet ? EventLevel::Error
        : m_verbosity == Verbosity::Normal                       ? EventLevel::Warning
                                                                 : EventLevel::Debug;
    if (description.level < threshold)
        return;
    const std::lock_guard lock(m_mutex);
    clearStatus();
    write(m_messages, u"%1 %2: %3"_s.arg(nameOf(description.level), event.name(), event.text()));
    if (!description.advice.isEmpty() && description.level >= EventLevel::Warning)
        write(m_messages, QString(u"    "_s + event.textFrom(description.advice)));
    std::fputs(m_status.toUtf8().constData(), m_messages);
}

void Terminal::statusLine(const QString &line)
{
    if (!m_interactive || m_verbosity == Verbosity::Quiet)
        return;
    const std::lock_guard lock(m_mutex);
    clearStatus();
    m_status = line;
    std::fputs(m_status.toUtf8().constData(), m_messages);
    std::fflush(m_messages);
}

bool Terminal::confirm(const QString &question)
{
    if (!m_interactive || isatty(STDIN_FILENO) == 0)
        return false;
    {
        // Quiet or not: nobody can answer what he does not see.
        const std::lock_guard lock(m_mutex);
        clearStatus();
        write(m_messages, question);
    }
    char answer[16] = {};
    return std::fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

QString TextTable::toString() const
{
    std::vector<qsizetype> widths(static_cast<std::size_t>(m_rows.front().size()));
    for (const QStringList &row : m_rows) {
        for (qsizetype column = 0; column < row.size(); ++column) {
            qsizetype &width = widths[static_cast<std::size_t>(column)];
            width = std::max(width, row[column].size());
        }
    }
    QStringList lines;
    for (const QStringList &row : m_rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            const qsizetype width = widths[static_cast<std::size_t>(column)];
            line += column == 0 ? row[column].leftJustified(width) : QString(u"  "_s + row[column].rightJustified(width));
        }
        while (line.endsWith(u' '))
            line.chop(1);
        lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace syncline::cli
