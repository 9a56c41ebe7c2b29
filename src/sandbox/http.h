#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <chrono>
#include <utility>

namespace syncline::sandbox {

struct HttpRequest
{
    QByteArray method;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// An answer and how it travels; all but Whole are faults.
struct HttpReply
{
    enum class Delivery {
        Whole,
        Pieces, ///< in small pieces, `pause` apart
        Cut, ///< the connection is closed after `bytes` of the body
        Drop, ///< closed without a byte
        Reset, ///< reset without a byte
        Never, ///< nothing is sent, the connection stays
    };

    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    std::chrono::milliseconds delay{0}; ///< before the first byte, in real time
    Delivery delivery = Delivery::Whole;
    qsizetype bytes = 0;
    std::chrono::milliseconds pause{0};
};

/// The bytes of the answer: status line, headers with its length, body.
[[nodiscard]] QByteArray serialised(const HttpReply &reply, bool keepAlive);

} // namespace syncline::sandbox
