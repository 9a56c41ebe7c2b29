#pragma once

#include "base/clock.h"
#include "sandbox/boardstore.h"
#include "sandbox/faultqueue.h"
#include "sandbox/graphqldocument.h"
#include "sandbox/graphqlvalidator.h"
#include "sandbox/http.h"
#include "sandbox/limits.h"
#include "sandbox/sandboxoptions.h"

#include <QCache>

namespace syncline::sandbox {

/// Answers requests from the state file; knows no sockets and never waits. One thread, that of the store.
///
/// A document is applied at once and as one transaction; the latency of the options is the time until its
/// answer is sent. With an `Idempotency-Key` (mutations only) the answer is kept in the same transaction:
/// until it is due, a repeat gets 409 IDEMPOTENCY_CONFLICT, then for 30 minutes the kept answer with
/// `Idempotency-Replayed: true`. Kept are all answers of executed documents, those with errors too; not kept
/// are refusals of a whole request (4xx, 5xx, throttling, documents that do not validate) and answers above 1
/// MB. The same key with another body gets 400 IDEMPOTENCY_KEY_REUSED, so that a client's mistake is seen.
class RequestHandler
{
public:
    /// Refers to all of them; they live longer. `clock` is scaled already.
    RequestHandler(BoardStore &store, const SandboxOptions &options, const Clock &clock, FaultQueue &faults);
    Q_DISABLE_COPY_MOVE(RequestHandler)

    /// http://127.0.0.1:port, for the addresses in answers.
    void setBaseUrl(const QString &url) { m_baseUrl = url; }

    [[nodiscard]] HttpReply handle(const HttpRequest &request);

private:
    /// A document as it was parsed and validated; the same text comes again and again.
    struct Prepared
    {
        std::optional<graphql::Document> document;
        std::vector<graphql::Problem> problems; ///< of the only operation, or the syntax error
    };
    struct Call;

    [[nodiscard]] HttpReply api(const HttpRequest &request);
    [[nodiscard]] HttpReply page(const HttpRequest &request);
    [[nodiscard]] HttpReply answer(Call &call);
    [[nodiscard]] HttpReply execute(Call &call);
    [[nodiscard]] const Prepared &prepare(const QString &text);
    void readOperations(Call &call) const;
    /// Refuses a request whose header asks for a fault that does not exist.
    [[nodiscard]] std::optional<ApiError> chooseFault(Call &call);
    [[nodiscard]] std::optional<Fault> randomFault(qint64 request) const;
    [[nodiscard]] std::optional<HttpReply> faultBeforeApplying(const Call &call) const;
    void applyDelivery(const Fault &fault, HttpReply &reply) const;
    [[nodiscard]] std::optional<HttpReply> replay(const Call &call);
    [[nodiscard]] std::chrono::milliseconds real(std::chrono::milliseconds scaled) const;

    BoardStore &m_store;
    const SandboxOptions &m_options;
    const Clock &m_clock;
    FaultQueue &m_faults;
    QString m_baseUrl;
    QCache<QString, Prepared> m_prepared{64};
};

} // namespace syncline::sandbox
