#pragma once

#include "domain/boardgateway.h"
#include "monday/apierror.h"
#include "monday/httptransport.h"
#include "monday/quotaheaders.h"

#include <QJsonObject>

namespace syncline {

/// Whether a request may change something. A read has no effect that could be doubted: its Unknown becomes
/// NotSent.
enum class Effect { Read, Write };

/// What the governor learns from an answer, good or bad.
struct QuotaNews
{
    QuotaHeaders headers;
    std::optional<qint64> complexity; ///< points that the document cost
    std::optional<std::chrono::seconds> complexityReset; ///< until the budget starts anew
    /// The limit or the busy server that the answer tells of, for the whole document or for one alias; of
    /// several the one with the longest wait.
    std::optional<Error> trouble;
};

/// An answer of monday, or the lack of one, taken apart: HTTP 200 is no success, `errors` beside `data` is
/// normal, and the shape depends on the version (monday-api.md 2.1, 2.2). A value; pure.
///
/// Without a whole answer: TimedOut and ConnectionLost are Unknown; Unreachable, TlsFailed and Aborted are
/// NotSent if nothing left this machine, else Unknown. A body that is no JSON object is judged by its status:
/// 401, 403, 423 and 429 are NotSent, other 3xx and 4xx Rejected (nothing was run), everything else Unknown.
/// For monday's own errors see errorFrom(). Errors of a busy or lost server have the parameter `seconds`: how
/// long the exchange took.
class ApiResponse
{
public:
    explicit ApiResponse(HttpReply reply);

    /// `data` of a query or of a single mutation. Any error in the answer is the result, unless `partial`
    /// allows to use what is there.
    [[nodiscard]] Result<QJsonObject> data(Effect effect, bool partial = false) const;

    /// The verdict on each alias of a document (monday-api.md 2.6): an id is a proof, an error with the alias
    /// in its path is its verdict, an alias with neither is Unknown. An Error means that nothing is known
    /// about any of them.
    [[nodiscard]] Result<BatchAnswer> batch(const std::vector<QString> &aliases) const;

    [[nodiscard]] QuotaNews quotaNews() const;
    [[nodiscard]] const QString &requestId() const { return m_requestId; } ///< empty: not told
    [[nodiscard]] QString apiVersion() const; ///< as the server answered; empty: not told

private:
    [[nodiscard]] std::optional<Error> failure() const;
    [[nodiscard]] Error unreadable() const;
    [[nodiscard]] Error judged(const ApiError &error, ErrorScope scope) const;
    [[nodiscard]] MutationAnswer verdict(const QString &alias, ErrorScope scope) const;
    [[nodiscard]] std::optional<qint64> complexity() const;

    HttpReply m_reply;
    QuotaHeaders m_quota;
    std::optional<QJsonObject> m_answer; ///< none: no whole answer, or no JSON object
    QJsonObject m_data;
    std::vector<ApiError> m_errors;
    QString m_requestId;
};

} // namespace syncline
