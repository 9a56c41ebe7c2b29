#pragma once

#include "sync/boardlookup.h"
#include "sync/rowplanner.h"

#include <QSet>

namespace syncline {

/// Finds out what became of the rows that a killed or cut-off sync left in doubt, before anything is sent
/// again: in the warehouse, by record key for items, below their parent for subitems (contract 5, third lock).
/// Blocks.
class Recovery
{
public:
    Recovery(SyncEnvironment &environment, SyncJournal &journal, LanePorts &ports, const SyncRequest &request,
             const BoardPair &boards)
        : m_environment(environment)
        , m_journal(journal)
        , m_ports(ports)
        , m_request(request)
        , m_identity(identityColumns(environment.settings.mapping, boards.items))
        , m_board(boards.items)
        , m_planner(environment.settings, boards, RowPlanner::LabelMode::Collect)
    {
    }

    /// Afterwards no batch is open: known answers are in the warehouse, rows that are not on the board wait
    /// again, and those that nobody can tell stay unknown.
    [[nodiscard]] Result<void> settle(const QString &syncId, const StopTokens &stop);

private:
    [[nodiscard]] Result<std::vector<RowVerdict>> resolve(const std::vector<LineKey> &doubtful,
                                                          const QString &syncId, const StopTokens &stop);
    /// Rows that other desks work on stay unknown; the others, and what the warehouse knows of them.
    [[nodiscard]] Result<std::vector<LineKey>> takeOurs(const std::vector<LineKey> &doubtful,
                                                        const QString &syncId,
                                                        std::vector<RowVerdict> &verdicts);
    [[nodiscard]] Result<QHash<LineKey, KnownRow>> knownRows(const std::vector<LineKey> &rows);
    [[nodiscard]] SoughtItem soughtItem(const OrderHeader &order) const;
    [[nodiscard]] Result<void> resolveItems(const std::vector<OrderHeader> &orders,
                                            std::vector<RowVerdict> &verdicts, const StopTokens &stop);
    [[nodiscard]] Result<void> doubtSent(const std::vector<LineKey> &rows, const QString &syncId);
    [[nodiscard]] Result<void> resolveSubitems(const std::vector<LineKey> &lines,
                                               std::vector<RowVerdict> &verdicts, const StopTokens &stop);
    [[nodiscard]] Result<QHash<RecordKey, OrderHeader>> headersOf(const std::vector<LineKey> &rows);
    [[nodiscard]] Result<std::vector<UnstoredRow>> writeBack(const std::vector<RowVerdict> &verdicts,
                                                             const QDateTime &sentAt, const QString &syncId);
    /// Rows that are on the board and that the warehouse did not take.
    [[nodiscard]] static std::vector<RowVerdict> keepDoubt(const std::vector<RowVerdict> &verdicts,
                                                           const std::vector<UnstoredRow> &unstored);
    [[nodiscard]] std::optional<WriteBack> resultOf(const RowVerdict &verdict, const OrderHeader &header,
                                                    const QDateTime &sentAt);
    [[nodiscard]] Result<void> settleBatch(const OpenBatch &batch, const QHash<LineKey, RowVerdict> &resolved,
                                           const QString &syncId);
    [[nodiscard]] Result<void> repeatUpdates(std::vector<RowVerdict> &verdicts, const QString &syncId);
    [[nodiscard]] Result<void> settleUnknown(const std::vector<LineKey> &unknown,
                                             const QHash<LineKey, RowVerdict> &resolved,
                                             const QString &syncId);
    [[nodiscard]] Result<std::vector<LineKey>> unknownRows(const std::vector<LineKey> &inOpenBatches);
    [[nodiscard]] Result<void> settleHeadersOfLines();

    SyncEnvironment &m_environment;
    SyncJournal &m_journal;
    LanePorts &m_ports;
    const SyncRequest m_request;
    const IdentityColumns m_identity;
    const BoardSchema m_board;
    RowPlanner m_planner;
    QHash<LineKey, QString> m_sentHashes; ///< of the values that went out
    QHash<RecordKey, SentItem> m_sentItems;
    QSet<RecordKey> m_onlyForLines; ///< headers of which only lines were to be sent
    QHash<LineKey, qint64> m_confirmed; ///< ids of rows that only the warehouse did not take
    QSet<LineKey> m_onBoard; ///< rows in doubt whose id was known before they were sent
};

} // namespace syncline
