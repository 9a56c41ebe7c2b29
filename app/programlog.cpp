#include "programlog.h"

#include <QDir>
#include <QStandardPaths>

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <atomic>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::size_t fileSize = 5'000'000;
constexpr std::size_t fileCount = 3;
constexpr std::size_t queuedMessages = 8192;

// Qt passes no context to its handler.
std::atomic<EventSink *> qtMessages = nullptr;

void onQtMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (EventSink *sink = qtMessages) {
        sink->post({.id = EventId::qt_000,
                    .parameters = {{u"text"_s, text}, {u"category"_s, QString::fromLatin1(context.category)}}});
    }
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

ProgramLog::ProgramLog(EventFanOut &events) : m_events(events)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/logs"_s;
    try {
        QDir().mkpath(folder);
        const QString path = folder + u"/syncline.log"_s;
        auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path.toStdString(), fileSize, fileCount);
        m_pool = std::make_shared<spdlog::details::thread_pool>(queuedMessages, 1);
        auto logger = std::make_shared<spdlog::async_logger>("syncline", file, m_pool,
                                                             spdlog::async_overflow_policy::overrun_oldest);
        logger->set_level(spdlog::level::debug);
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        logger->flush_on(spdlog::level::warn);
        m_sink = std::make_unique<LoggingEventSink>(logger);
    } catch (const spdlog::spdlog_ex &exception) {
        m_events.post({.id = EventId::lg_001,
                       .parameters = {{u"folder"_s, folder}, {u"reason"_s, QString::fromUtf8(exception.what())}}});
        return;
    }
    m_events.add(*m_sink);
    qtMessages = &m_events;
    qInstallMessageHandler(onQtMessage);
}

ProgramLog::~ProgramLog()
{
    if (!m_sink)
        return;
    qInstallMessageHandler(nullptr);
    qtMessages = nullptr;
    m_events.remove(*m_sink);
}

} // namespace syncline
