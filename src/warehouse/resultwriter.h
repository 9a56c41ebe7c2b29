#pragma once

#include "base/clock.h"
#include "base/event.h"
#include "domain/orderwarehouse.h"
#include "warehouse/orderreader.h"
#include "warehouse/owntables.h"
#include "warehouse/rowupdater.h"
#include "warehouse/sqlstatementbuilder.h"

namespace syncline::warehouse {

/// Writes what became of rows, and the groups. Used by the thread of its connection.
class ResultWriter
{
public:
    ResultWriter(SqlConnection &sql, SqlStatementBuilder &builder, const WarehouseSchema &schema,
                 OwnTables &own, OrderReader &reader, QString boardId, const Clock &clock, EventSink &events)
        : m_sql(sql)
        , m_builder(builder)
        , m_schema(schema)
        , m_own(own)
        , m_reader(reader)
        , m_rows(sql, builder)
        , m_boardId(std::move(boardId))
        , m_clock(clock)
        , m_events(events)
    {
    }

    [[nodiscard]] Result<std::vector<UnstoredRow>> writeBack(const std::vector<WriteBack> &rows,
                                                             const QString &syncId);
    [[nodiscard]] Result<void> registerGroups(const std::vector<BoardGroup> &groups);

private:
    enum class Care {
        Usual, ///< all rows or none
        EachRow, ///< each by itself, for that costs more
    };
    /// What became of the rows of one transaction.
    struct Written
    {
        std::vector<UnstoredRow> unstored;
        int unstoredInARow = 0; ///< of which nothing was written, up to now
        qsizetype changed = 0; ///< since they were read
        LineKey changedSample = {};
    };
    [[nodiscard]] Result<Written> writeTogether(const std::vector<WriteBack> &rows, const QString &syncId,
                                                Care care);
    [[nodiscard]] Error notCommitted(Error error, const std::vector<WriteBack> &rows);
    /// With its trace and its memory. `changed`: the state of a row that was changed since it was read.
    [[nodiscard]] Result<void> writeWhole(const WriteBack &row, std::optional<WarehouseState> changed,
                                          const QString &syncId);
    /// The same; when the warehouse does not take it, what it takes.
    [[nodiscard]] Result<void> writeCarefully(const WriteBack &row, std::optional<WarehouseState> changed,
                                              const QString &syncId, Written &all);
    /// False: it does not take that either, or there is none.
    [[nodiscard]] Result<bool> writeOnlyId(const WriteBack &row);
    /// Whether an earlier call has written the row, one whose end is not known.
    [[nodiscard]] Result<bool> isWritten(const WriteBack &row);
    /// Those that were changed since they were read, with their state now.
    [[nodiscard]] Result<QHash<LineKey, WarehouseState>> changedRows(const std::vector<WriteBack> &rows);
    [[nodiscard]] Result<void> writeRow(const WriteBack &row, const QString &state, const QString &syncId);
    [[nodiscard]] Result<void> writeChanged(const WriteBack &row, WarehouseState now, const QString &syncId);
    [[nodiscard]] Result<void> writeIds(const WriteBack &row);
    [[nodiscard]] Result<void> writeMemory(const WriteBack &row, const QString &syncId);
    [[nodiscard]] Result<void> endLeases(const std::vector<RecordKey> &keys, const QString &syncId);
    static void setIds(RowChange &change, const WriteBack &row);
    static void setHash(RowChange &change, const WriteBack &row);
    [[nodiscard]] RowChange changeOf(const WriteBack &row, const QString &state) const;
    [[nodiscard]] Result<void> log(const WriteBack &row, const QString &state, const QString &syncId);
    /// The registry is a convenience of the predecessor's loader: a fault there is told, and no more.
    [[nodiscard]] Result<void> registerGroup(const BoardGroup &group);
    [[nodiscard]] Result<void> updateRegistry(const BoardGroup &group);
    [[nodiscard]] QString completedAt(const WriteBack &row) const;

    SqlConnection &m_sql;
    SqlStatementBuilder &m_builder;
    const WarehouseSchema &m_schema;
    OwnTables &m_own;
    OrderReader &m_reader;
    RowUpdater m_rows;
    QString m_boardId;
    const Clock &m_clock;
    EventSink &m_events;
    int m_unstoredInARow = 0; ///< rows of which the warehouse took nothing, since it last took one
    QHash<LineKey, QString> m_notKnown; ///< rows whose commit has no answer, and when they were written
};

} // namespace syncline::warehouse
