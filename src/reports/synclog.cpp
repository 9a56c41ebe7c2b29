#include "reports/synclog.h"

#include "reports/orderedjson.h"
#include "reports/reporttext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::size_t maxQueued = 100'000;

Error logError(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {.id = EventId::rp_007, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

void toStandardError(const Error &error)
{
    std::fprintf(stderr, "%s %s\n", qPrintable(error.event.name()), qPrintable(error.text()));
}

QString timeText(const Event &event)
{
    return event.time.toUTC().toString(Qt::ISODateWithMs);
}

QByteArray jsonLine(const Event &event)
{
    const EventDescription &description = describe(event.id);
    return OrderedJson()
               .add("time"_L1, timeText(event))
               .add("level"_L1, nameOf(description.level))
               .add("event_id"_L1, description.name.toString())
               .add("component"_L1, description.component.toString())
               .add("text"_L1, event.text())
               .add("parameters"_L1, event.parameters)
               .toObject()
        + '\n';
}

QByteArray textLine(const Event &event)
{
    const EventDescription &description = describe(event.id);
    const QString line =
        u"%1 %2 %3 %4 "_s.arg(timeText(event), nameOf(description.level).toUpper().leftJustified(7),
                              description.name, description.component);
    return (line + oneLine(event.text())).toUtf8() + '\n';
}

/// Half a line at the end of a log would spoil the first line that is appended.
bool cutHalfLine(QFile &file)
{
    constexpr qint64 piece = 4096;
    qint64 end = file.size();
    while (end > 0) {
        const qint64 start = std::max<qint64>(0, end - piece);
        if (!file.seek(start))
            return false;
        const QByteArray tail = file.read(end - start);
        if (tail.size() != end - start)
            return false;
        const qsizetype lineEnd = tail.lastIndexOf('\n');
        if (lineEnd >= 0) {
            end = start + lineEnd + 1;
            break;
        }
        end = start;
    }
    return end == file.size() || file.resize(end);
}

Result<void> openForAppending(QFile &file)
{
    const QString path = file.fileName();
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return logError(path, u"the folder cannot be made"_s);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Unbuffered) || !cutHalfLine(file))
        return logError(path, file.errorString());
    file.close();
    // O_APPEND: two writers of one log cannot overwrite each other.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return logError(path, file.errorString());
    return {};
}

} // namespace

class SyncLog::Private
{
public:
    Private(const SyncFolder &folder, const Clock &clock, Fallback fallback)
        : m_clock(clock)
        , m_fallback(fallback ? std::move(fallback) : Fallback(toStandardError))
        , m_events(folder.eventsLog())
        , m_text(folder.textLog())
    {
    }

    Result<void> open()
    {
        if (Result<void> opened = openForAppending(m_events); !opened)
            return opened;
        return openForAppending(m_text);
    }

    void start()
    {
        m_thread = std::jthread([this] { run(); });
    }

    void post(Event event)
    {
        if (!event.time.isValid())
            event.time = m_clock.utcNow();
        std::unique_lock lock(m_mutex);
        m_drained.wait(lock, [this] { return m_closing || m_queue.size() < maxQueued; });
        if (m_closing)
            return;
        m_queue.push_back(std::move(event));
        ++m_posted;
        lock.unlock();
        m_wake.notify_one();
    }

    Result<void> flush()
    {
        std::unique_lock lock(m_mutex);
        m_drained.wait(lock, [this, target = m_posted] { return m_written >= target; });
        return m_error ? Result<void>(*m_error) : Result<void>();
    }

    Result<void> close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closing = true;
        }
        m_wake.notify_one();
        m_drained.notify_all();
        return flush();
    }

private:
    void run()
    {
        std::vector<Event> events;
        for (;;) {
            {
                std::unique_lock lock(m_mutex);
                m_written += events.size();
                events.clear();
                m_drained.notify_all();
                m_wake.wait(lock, [this] { return m_closing || !m_queue.empty(); });
                if (m_queue.empty())
                    return;
                events.swap(m_queue);
            }
            write(events);
        }
    }

    void write(const std::vector<Event> &events)
    {
        QByteArray json;
        QByteArray text;
        for (const Event &event : events) {
            json += jsonLine(event);
            text += textLine(event);
        }
        writePiece(m_events, json);
        writePiece(m_text, text);
    }

    void writePiece(QFile &file, const QByteArray &piece)
    {
        if (m_failed || file.write(piece) == piece.size())
            return;
        m_failed = true;
        const Error error = logError(file.fileName(), file.errorString());
        {
            const std::lock_guard lock(m_mutex);
            m_error = error;
        }
        m_fallback(error);
    }

    const Clock &m_clock;
    const Fallback m_fallback;
    QFile m_events; ///< the files and m_failed belong to the thread once it runs
    QFile m_text;
    bool m_failed = false;

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_wake;
    std::condition_variable m_drained;
    std::vector<Event> m_queue;
    std::size_t m_posted = 0;
    std::size_t m_written = 0;
    bool m_closing = false;
    std::optional<Error> m_error;

    std::jthread m_thread; ///< last: it ends before the rest goes
};

Result<std::unique_ptr<SyncLog>> SyncLog::open(const SyncFolder &folder, const Clock &clock,
                                               Fallback fallback)
{
    auto log = std::make_unique<Private>(folder, clock, std::move(fallback));
    if (Result<void> opened = log->open(); !opened)
        return opened.error();
    log->start();
    return std::unique_ptr<SyncLog>(new SyncLog(std::move(log)));
}

SyncLog::SyncLog(std::unique_ptr<Private> implementation)
    : d(std::move(implementation))
{
}

SyncLog::~SyncLog()
{
    // The failure was told to the fallback already.
    static_cast<void>(d->close());
}

void SyncLog::post(Event event)
{
    d->post(std::move(event));
}

Result<void> SyncLog::flush()
{
    return d->flush();
}

Result<void> SyncLog::close()
{
    return d->close();
}

} // namespace syncline
