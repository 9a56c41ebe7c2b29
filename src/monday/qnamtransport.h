#pragma once

#include "monday/httptransport.h"

#include <memory>

class QNetworkAccessManager;

namespace syncline {

/// HTTP through a QNetworkAccessManager of its own, whose connection stays open between requests.
/// Lives and dies on the thread that made it. Redirects are not followed, faults of TLS are not forgiven, and
/// plain http goes to a loopback address only, because every request carries the token.
class QnamTransport final : public HttpTransport
{
public:
    QnamTransport();
    ~QnamTransport() override;

    /// Runs a leaf event loop. A stop ends it at once, from any thread.
    [[nodiscard]] HttpReply execute(const HttpRequest &request, const std::stop_token &abort) override;

private:
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

} // namespace syncline
