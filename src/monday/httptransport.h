#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QUrl>

#include <chrono>
#include <stop_token>
#include <vector>

namespace syncline {

struct HttpHeader
{
    QByteArray name;
    QByteArray value;
};

/// A POST. The body goes out once: a transport never sends it again by itself.
struct HttpRequest
{
    QUrl url;
    std::vector<HttpHeader> headers;
    QByteArray body;
    std::chrono::milliseconds timeout{60'000}; ///< for the whole exchange
};

/// How an exchange ended. Only a completed one has a status and a whole body.
enum class Ending {
    Completed, ///< a whole answer, whatever its status
    TimedOut, ///< no whole answer within the time
    Aborted, ///< the stop token was used
    ConnectionLost, ///< connection made, but cut before the answer was whole
    Unreachable, ///< no connection was made
    TlsFailed, ///< the server could not prove who it is, or would not encrypt
};
[[nodiscard]] QString nameOf(Ending ending);

/// What came of an exchange. A value: nothing in it belongs to the transport.
struct HttpReply
{
    Ending ending = Ending::Unreachable;
    bool sent = false; ///< false only when it is certain that no byte of the request left this machine
    int status = 0;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    QString detail; ///< why it did not complete, in English
    std::chrono::milliseconds took{0};

    [[nodiscard]] QByteArray header(const QByteArray &lowerCaseName) const
    {
        return headers.value(lowerCaseName);
    }
};

/// Sends one request at a time and blocks its thread until the end. Made, used and destroyed on one thread,
/// which is never the window's.
class HttpTransport
{
public:
    HttpTransport() = default;
    Q_DISABLE_COPY_MOVE(HttpTransport)
    virtual ~HttpTransport() = default;

    [[nodiscard]] virtual HttpReply execute(const HttpRequest &request, const std::stop_token &abort) = 0;
};

} // namespace syncline
