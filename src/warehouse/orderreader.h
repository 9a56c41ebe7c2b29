#pragma once

#include "base/event.h"
#include "domain/order.h"
#include "domain/syncrequest.h"
#include "warehouse/sqlstatementbuilder.h"

#include <QSet>

#include <functional>
#include <map>

namespace syncline::warehouse {

class RowMemory;

/// Reads the rows that a sync takes, with their lines, some hundred at a time: nothing stays open while the
/// caller works on a row, and memory holds a page of keys and a chunk of rows, however many wait. Used by the
/// thread of its connection.
class OrderReader
{
public:
    OrderReader(SqlConnection &sql, SqlStatementBuilder &builder, const WarehouseSchema &schema,
                RowMemory &memory, int keysPerPage, EventSink &events)
        : m_sql(sql)
        , m_builder(builder)
        , m_schema(schema)
        , m_memory(memory)
        , m_keysPerPage(keysPerPage)
        , m_events(events)
    {
    }

    /// What somebody moves to a later place while this goes on can be visited again.
    [[nodiscard]] Result<void> forEachSelected(const QString &customer, const SyncRequest &request,
                                               const std::function<Result<void>(OrderHeader)> &visit);
    [[nodiscard]] Result<std::vector<OrderHeader>> selectedByKey(const std::vector<RecordKey> &keys,
                                                                 const SyncRequest &request);

    /// What rows are now, whatever their state; those that are not there, or not once, are left out. Part of a
    /// transaction: until its end nobody else changes them.
    struct RowNow
    {
        RowContent content;
        WarehouseState state = WarehouseState::Waiting;
    };
    [[nodiscard]] Result<QHash<LineKey, RowNow>> readAgain(std::span<const LineKey> rows);

private:
    /// A header as read, before it is known whether it can be taken.
    struct Candidate
    {
        OrderHeader order;
        int copies = 0;
        bool idReadable = true;
    };
    struct LineCandidate
    {
        OrderLine line;
        bool idReadable = true;
    };
    using Candidates = QHash<RecordKey, Candidate>;

    /// Keys that follow each other in the order of sending.
    struct KeyPage
    {
        std::vector<RecordKey> keys;
        QString end; ///< position of its last row; empty after the last page
    };
    [[nodiscard]] Result<KeyPage> nextKeys(const QString &customer, const SyncRequest &request,
                                           const QString &after, int maximum);
    [[nodiscard]] Result<std::vector<OrderHeader>> read(std::span<const RecordKey> keys,
                                                        const SyncRequest &request);
    [[nodiscard]] Result<void> readHeaders(std::span<const RecordKey> keys, KeyMatch match, RowLock lock,
                                           Candidates &found);
    [[nodiscard]] Result<void> readLines(std::span<const RecordKey> keys, KeyMatch match, RowLock lock,
                                         QHash<RecordKey, std::vector<LineCandidate>> &found);
    [[nodiscard]] bool isTaken(const Candidate &candidate, const SyncRequest &request);
    void takeLines(OrderHeader &order, std::vector<LineCandidate> lines, const SyncRequest &request);
    void leaveOut(const OrderHeader &order, const QString &reason);
    void reportLeftOut();

    SqlConnection &m_sql;
    SqlStatementBuilder &m_builder;
    const WarehouseSchema &m_schema;
    RowMemory &m_memory;
    const int m_keysPerPage;
    EventSink &m_events;
    std::map<std::pair<KeyMatch, RowLock>, SqlText> m_headerStatements; ///< long ones, assembled once
    QHash<QString, int> m_sizeOrder;
    std::map<QString, Event> m_leftOut; ///< by reason, counted
    QSet<RecordKey> m_twice; ///< told to be
};

} // namespace syncline::warehouse
