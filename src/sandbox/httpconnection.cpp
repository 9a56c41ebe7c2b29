#include "sandbox/httpconnection.h"

#include <QTcpSocket>
#include <QTimer>

#include <http_parser.h>

#include <sys/socket.h>

#include <deque>

using namespace std::chrono_literals;

namespace syncline::sandbox {

namespace {

constexpr qsizetype largestBody = qsizetype{16} * 1024 * 1024;
constexpr qsizetype pieceSize = 16;

QByteArrayView view(const char *at, size_t length)
{
    return {at, static_cast<qsizetype>(length)};
}

} // namespace

/// http_parser with its callbacks bound to an object.
class HttpConnection::Parser
{
public:
    struct Parsed
    {
        HttpRequest request;
        bool keepAlive = true;
    };

    Parser()
    {
        http_parser_init(&m_parser, HTTP_REQUEST);
        m_parser.data = this;
        http_parser_settings_init(&m_settings);
        m_settings.on_message_begin = [](http_parser *parser) { return self(parser).begin(); };
        m_settings.on_url = [](http_parser *parser, const char *at, size_t length) {
            self(parser).m_request.target += view(at, length);
            return 0;
        };
        m_settings.on_header_field = [](http_parser *parser, const char *at, size_t length) {
            return self(parser).addHeaderName(view(at, length));
        };
        m_settings.on_header_value = [](http_parser *parser, const char *at, size_t length) {
            self(parser).m_value += view(at, length);
            self(parser).m_inValue = true;
            return 0;
        };
        m_settings.on_headers_complete = [](http_parser *parser) { return self(parser).endHeaders(); };
        m_settings.on_body = [](http_parser *parser, const char *at, size_t length) {
            return self(parser).addBody(view(at, length));
        };
        m_settings.on_message_complete = [](http_parser *parser) { return self(parser).complete(); };
    }

    /// False when the bytes are not HTTP or too many.
    [[nodiscard]] bool feed(const QByteArray &bytes)
    {
        const auto size = static_cast<size_t>(bytes.size());
        return http_parser_execute(&m_parser, &m_settings, bytes.constData(), size) == size
            && HTTP_PARSER_ERRNO(&m_parser) == HPE_OK;
    }

    [[nodiscard]] bool isTooLarge() const { return m_isTooLarge; }
    std::deque<Parsed> parsed;

private:
    static Parser &self(http_parser *parser) { return *static_cast<Parser *>(parser->data); }

    int begin()
    {
        m_request = {};
        return 0;
    }

    int addHeaderName(QByteArrayView part)
    {
        storeHeader();
        m_name += part;
        return 0;
    }

    void storeHeader()
    {
        if (!m_inValue)
            return;
        m_request.headers.insert(m_name.toLower(), m_value);
        m_name.clear();
        m_value.clear();
        m_inValue = false;
    }

    int endHeaders()
    {
        storeHeader();
        m_request.method = http_method_str(static_cast<http_method>(m_parser.method));
        return 0;
    }

    int addBody(QByteArrayView part)
    {
        m_isTooLarge = m_request.body.size() + part.size() > largestBody;
        if (m_isTooLarge)
            return 1;
        m_request.body += part;
        return 0;
    }

    int complete()
    {
        parsed.push_back({std::move(m_request), http_should_keep_alive(&m_parser) != 0});
        return 0;
    }

    http_parser m_parser{};
    http_parser_settings m_settings{};
    HttpRequest m_request;
    QByteArray m_name;
    QByteArray m_value;
    bool m_inValue = false;
    bool m_isTooLarge = false;
};

HttpConnection::HttpConnection(QTcpSocket *socket, Handler handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(std::move(handler))
    , m_parser(std::make_unique<Parser>())
{
    m_socket->setParent(this);
    // Small answers must not wait for the client's acknowledgement of the one before.
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::read()
{
    if (!m_parser->feed(m_socket->readAll())) {
        deliver({.status = m_parser->isTooLarge() ? 413 : 400}, false);
        disconnect(m_socket, &QTcpSocket::readyRead, this, nullptr);
        return;
    }
    handleNext();
}

void HttpConnection::handleNext()
{
    if (m_busy || m_parser->parsed.empty())
        return;
    m_busy = true;
    const Parser::Parsed next = std::move(m_parser->parsed.front());
    m_parser->parsed.pop_front();
    const HttpReply reply = m_handler(next.request);
    if (reply.delay <= 0ms)
        return deliver(reply, next.keepAlive);
    QTimer::singleShot(reply.delay, Qt::PreciseTimer, this,
                       [this, reply, keepAlive = next.keepAlive] { deliver(reply, keepAlive); });
}

void HttpConnection::deliver(const HttpReply &reply, bool keepAlive)
{
    switch (reply.delivery) {
    case HttpReply::Delivery::Whole:
        m_socket->write(serialised(reply, keepAlive));
        finished(keepAlive);
        return;
    case HttpReply::Delivery::Pieces:
        sendPieces(serialised(reply, keepAlive), 0, reply.pause, keepAlive);
        return;
    case HttpReply::Delivery::Cut: {
        const QByteArray bytes = serialised(reply, keepAlive);
        m_socket->write(bytes.first(bytes.size() - reply.body.size() + reply.bytes));
        m_socket->disconnectFromHost();
        return;
    }
    case HttpReply::Delivery::Drop:
        m_socket->disconnectFromHost();
        return;
    case HttpReply::Delivery::Reset:
        reset();
        return;
    case HttpReply::Delivery::Never:
        return;
    }
}

void HttpConnection::sendPieces(const QByteArray &bytes, qsizetype from, std::chrono::milliseconds pause,
                                bool keepAlive)
{
    if (from >= bytes.size())
        return finished(keepAlive);
    m_socket->write(bytes.sliced(from, std::min(pieceSize, bytes.size() - from)));
    QTimer::singleShot(pause, Qt::PreciseTimer, this, [this, bytes, from, pause, keepAlive] {
        sendPieces(bytes, from + pieceSize, pause, keepAlive);
    });
}

void HttpConnection::finished(bool keepAlive)
{
    m_busy = false;
    if (!keepAlive)
        return m_socket->disconnectFromHost();
    // Through the event loop, so that a client with many requests at hand does not starve the others.
    QTimer::singleShot(0ms, this, &HttpConnection::handleNext);
}

void HttpConnection::reset()
{
    // No time to linger: closing sends RST instead of FIN.
    const linger option{.l_onoff = 1, .l_linger = 0};
    setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &option, sizeof option);
    m_socket->abort();
}

} // namespace syncline::sandbox
