#pragma once

#include "domain/boardgateway.h"
#include "monday/aliasedmutationbuilder.h"
#include "monday/httptransport.h"
#include "monday/rategovernor.h"

#include <atomic>

namespace syncline {

/// What all gateways of an account remember together. Thread-safe.
struct SharedAnswers
{
    std::atomic_bool versionWarned = false;
};

/// Everything a gateway must know of the account and its boards. Copies go to all lanes.
struct MondayOptions
{
    QUrl url;
    QString token; ///< a pasted `Bearer ` does no harm; never logged
    QString apiVersion;
    QString boardId;
    QString subitemBoardId; ///< empty: the board has no subitems
    std::chrono::milliseconds timeout{60'000};
    std::shared_ptr<SharedAnswers> shared =
        std::make_shared<SharedAnswers>(); ///< so that all lanes warn once
};

/// The board through monday's GraphQL API. One per lane, made, used and destroyed on its thread; shared with
/// the other lanes are only governor, clock and sink, which outlive it. Every call makes its requests one
/// after the other, each after the governor's permit, and never repeats one by itself.
class MondayBoardGateway final : public BoardGateway
{
public:
    MondayBoardGateway(MondayOptions options, std::unique_ptr<HttpTransport> transport,
                       RateGovernor &governor, Clock &clock, EventSink &sink);

    void setAttendant(Attendant attendant) override { m_attendant = std::move(attendant); }
    [[nodiscard]] Result<BoardPair> readBoards(const StopTokens &stop) override;
    [[nodiscard]] Result<std::vector<BoardGroup>> readGroups(const StopTokens &stop) override;
    [[nodiscard]] Result<BoardGroup> createGroup(const QString &title, const QString &idempotencyKey,
                                                 const StopTokens &stop) override;
    [[nodiscard]] Result<BoardColumn> addLabels(const QString &columnId, bool onSubitems,
                                                const QStringList &labels, const StopTokens &stop) override;
    [[nodiscard]] EncodedBatch encode(const std::vector<BoardMutation> &mutations,
                                      const QString &idempotencyKey) const override;
    [[nodiscard]] Result<BatchAnswer> send(const EncodedBatch &batch, const StopTokens &stop) override;
    [[nodiscard]] Result<std::vector<BoardItem>> findByText(const QString &columnId, const QStringList &texts,
                                                            const StopTokens &stop) override;
    [[nodiscard]] Result<std::vector<BoardItem>> itemsById(const std::vector<qint64> &ids,
                                                           const StopTokens &stop) override;

    /// A new text column of the items board under an id of our choice, for record keys.
    [[nodiscard]] Result<BoardColumn> createTextColumn(const QString &columnId, const QString &title,
                                                       const StopTokens &stop);

    /// Who the token is; what the account does not tell stays empty.
    [[nodiscard]] Result<AccountInfo> account(const StopTokens &stop);
    /// Version of the last answer that told it; empty before.
    [[nodiscard]] const QString &answeredVersion() const { return m_answeredVersion; }

private:
    [[nodiscard]] Result<ApiResponse> exchange(const Operation &operation, const QByteArray &body,
                                               const QString &idempotencyKey,
                                               std::chrono::milliseconds timeout, const StopTokens &stop,
                                               const QDateTime &notAfter = {});
    /// After the wait: an Error when it must not go out any more.
    [[nodiscard]] Result<void> readyToSend(const QDateTime &notAfter);
    [[nodiscard]] Result<QJsonObject> query(const QString &operation, const QJsonObject &variables,
                                            const StopTokens &stop, bool partial = false);
    [[nodiscard]] Result<QJsonObject> mutate(const QString &operation, const QJsonObject &variables,
                                             const QString &idempotencyKey, const StopTokens &stop);
    [[nodiscard]] HttpRequest request(const QByteArray &body, const QString &idempotencyKey,
                                      std::chrono::milliseconds timeout) const;
    void noteVersion(const QString &answered);

    [[nodiscard]] Result<QJsonObject> readColumn(const QString &boardId, const QString &columnId,
                                                 const StopTokens &stop);
    [[nodiscard]] Result<BoardColumn> addLabelsOnce(const QString &boardId, const QString &columnId,
                                                    const QStringList &labels, const StopTokens &stop);
    /// The items of all pages of one look-up.
    [[nodiscard]] Result<std::vector<BoardItem>> findPages(const QString &columnId, const QStringList &texts,
                                                           const StopTokens &stop);

    const MondayOptions m_options;
    const QByteArray m_token;
    const AliasedMutationBuilder m_builder;
    std::unique_ptr<HttpTransport> m_transport;
    RateGovernor &m_governor;
    Clock &m_clock;
    EventSink &m_sink;
    Attendant m_attendant;
    QString m_answeredVersion;
    double m_lastSeconds = 0; ///< of the last request
};

} // namespace syncline
