#include "monday/qnamtransport.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostAddress>
#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// A body that can be read once. When a kept connection turns out to be dead, Qt 6.4 sends a request again
/// without telling anyone, a POST too; if the server had already acted on the first, orders would stand on
/// the board twice. It rewinds the body for that, so a body that refuses turns the second sending into a
/// ContentReSendError.
class OnceOnlyBody final : public QIODevice
{
public:
    explicit OnceOnlyBody(const QByteArray &content)
        : m_content(content)
    {
        open(ReadOnly | Unbuffered);
    }

    [[nodiscard]] qint64 size() const override { return m_content.size(); }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = std::clamp<qint64>(m_content.size() - pos(), 0, maxSize);
        std::memcpy(data, m_content.constData() + pos(), static_cast<std::size_t>(size));
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_content;
};

QNetworkRequest networkRequest(const HttpRequest &request)
{
    QNetworkRequest result(request.url);
    for (const HttpHeader &header : request.headers)
        result.setRawHeader(header.name, header.value);
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // One request at a time per connection gains nothing from HTTP/2, whose own re-sending could not be
    // refused.
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return result;
}

/// The ending when nobody stopped the exchange and the time was not over.
Ending endingOf(QNetworkReply::NetworkError error, int status, bool requestSent)
{
    switch (error) {
    case QNetworkReply::NoError:
        return Ending::Completed;
    case QNetworkReply::SslHandshakeFailedError:
        return Ending::TlsFailed;
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TimeoutError: // Qt's own 30 s for making the connection
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return requestSent ? Ending::ConnectionLost : Ending::Unreachable;
    case QNetworkReply::UnknownNetworkError:
        return requestSent || status != 0 ? Ending::ConnectionLost : Ending::Unreachable;
    // A cut body arrives as this error beside a status of 200.
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return Ending::ConnectionLost;
    default:
        // A status of 400 and above is an error to Qt (429 is UnknownContentError) and an answer to us.
        return status >= 400 ? Ending::Completed : Ending::ConnectionLost;
    }
}

/// Why the request must not be made at all; empty when it may.
QString refusal(const QUrl &url)
{
    if (url.scheme() == "https"_L1)
        return {};
    const bool loopback = url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
    if (url.scheme() == "http"_L1 && loopback)
        return {};
    return u"only https goes to another machine, and the address is %1"_s.arg(
        url.toDisplayString(QUrl::RemoveUserInfo));
}

} // namespace

QString nameOf(Ending ending)
{
    switch (ending) {
    case Ending::Completed:
        return u"completed"_s;
    case Ending::TimedOut:
        return u"timed_out"_s;
    case Ending::Aborted:
        return u"aborted"_s;
    case Ending::ConnectionLost:
        return u"connection_lost"_s;
    case Ending::Unreachable:
        return u"unreachable"_s;
    case Ending::TlsFailed:
        return u"tls_failed"_s;
    }
    Q_UNREACHABLE();
}

QnamTransport::QnamTransport()
    : m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setAutoDeleteReplies(false);
}

QnamTransport::~QnamTransport()
{
    m_manager.reset();
    // In a pool thread nothing else would carry out what Qt deletes later.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

HttpReply QnamTransport::execute(const HttpRequest &request, const std::stop_token &abort)
{
    Q_ASSERT_X(QThread::currentThread() != QCoreApplication::instance()->thread(), "QnamTransport",
               "blocks, so it must not run on the application's main thread");
    Q_ASSERT(QThread::currentThread() == m_manager->thread());

    HttpReply result;
    if (abort.stop_requested()) {
        result.ending = Ending::Aborted;
        result.detail = u"stopped before it was sent"_s;
        return result;
    }
    if (const QString reason = refusal(request.url); !reason.isEmpty()) {
        result.ending = Ending::TlsFailed;
        result.detail = reason;
        return result;
    }

    QElapsedTimer elapsed;
    elapsed.start();
    bool requestSent = false;
    bool timedOut = false;
    bool aborted = false;
    OnceOnlyBody body(request.body); // outlives the reply, which reads from it
    QEventLoop loop;
    QTimer deadline;
    deadline.setSingleShot(true);
    QNetworkRequest prepared = networkRequest(request);
    prepared.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    const std::unique_ptr<QNetworkReply> reply(m_manager->post(prepared, &body));
    QObject::connect(reply.get(), &QNetworkReply::requestSent, &loop, [&requestSent] { requestSent = true; });
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    // Qt's transfer timeout restarts with every byte and looks like an abort afterwards; this one does
    // neither.
    QObject::connect(&deadline, &QTimer::timeout, &loop, [&loop, &timedOut] {
        timedOut = true;
        loop.quit();
    });
    deadline.start(request.timeout);
    {
        const std::stop_callback stopper(abort, [&loop, &aborted] {
            QMetaObject::invokeMethod(
                &loop,
                [&loop, &aborted] {
                    aborted = true;
                    loop.quit();
                },
                Qt::QueuedConnection);
        });
        if (!reply->isFinished())
            loop.exec();
    }

    result.took = std::chrono::milliseconds(elapsed.elapsed());
    if (!reply->isFinished()) {
        reply->disconnect(&loop);
        reply->abort(); // and is not read: the device of an aborted reply is closed
        // The bytes may have left while nobody looked, whatever Qt has said so far.
        result.sent = true;
        result.ending = timedOut ? Ending::TimedOut : Ending::Aborted;
        result.detail = timedOut ? u"no answer in time"_s : u"stopped while waiting for the answer"_s;
        return result;
    }
    result.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    result.ending = endingOf(reply->error(), result.status, requestSent);
    result.sent = requestSent || result.status != 0 || result.ending == Ending::ConnectionLost;
    if (result.ending != Ending::Completed)
        result.detail = reply->errorString();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        result.headers.insert(name.toLower(), value);
    if (reply->isOpen())
        result.body = reply->readAll();
    return result;
}

} // namespace syncline
