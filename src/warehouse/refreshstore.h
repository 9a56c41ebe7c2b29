#pragma once

#include "warehouse/refreshlines.h"
#include "warehouse/sqlstatementbuilder.h"

#include <functional>
#include <optional>

namespace syncline::warehouse {

/// The tables as a refresh sees and writes them. The source is copied once into a temporary table of the
/// connection, so that it is read as it was at one moment, and in pages. Used by the thread of its
/// connection.
class RefreshStore
{
public:
    RefreshStore(SqlConnection &sql, SqlStatementBuilder &builder, const WarehouseSchema &schema,
                 const TableSchema &source, const RefreshColumns &columns)
        : m_sql(sql)
        , m_builder(builder)
        , m_schema(schema)
        , m_source(source)
        , m_columns(columns)
    {
    }

    /// Canonical customer by folded name; none without the table.
    [[nodiscard]] Result<QHash<QString, QString>> aliases(const TableSchema &table);
    /// Customer by landing table (OS 2.9).
    [[nodiscard]] Result<QHash<QString, QString>> namesBySource();
    /// Copies. A look may do that where the user is not allowed to write anything else.
    [[nodiscard]] Result<void> stage(RefreshMode mode);
    /// Rows of the copy from a position (the first is 1), in the order of their numbers.
    [[nodiscard]] Result<std::vector<SourceOrder>> page(qint64 first, qint64 last);
    [[nodiscard]] Result<QHash<RecordKey, HeldOrder>> headersByKey(const std::vector<RecordKey> &keys);
    /// Those that belong to no row of the source so far, each once.
    [[nodiscard]] Result<std::vector<HeldOrder>> headersByNumber(const QStringList &numbers);
    [[nodiscard]] Result<void> markSeen(const std::vector<RecordKey> &keys);
    [[nodiscard]] Result<void> forEachOnlyInHeaders(
        const std::function<void(RecordKey key, QString customer, QString orderNumber, WarehouseState state)>
            &visit);
    /// Lines by header. `spellings` are the keys as the headers table has them.
    [[nodiscard]] Result<QHash<RecordKey, std::vector<HeldLine>>> lines(const QStringList &spellings);

    /// Within a transaction: a place to go back to; going back or being done with it ends it.
    [[nodiscard]] Result<void> keepPlace();
    [[nodiscard]] Result<void> backToPlace();
    [[nodiscard]] Result<void> leavePlace();

    /// A header with the values of RefreshColumns::filled.
    [[nodiscard]] Result<void> insertHeader(const RecordKey &key, const std::vector<QVariant> &values,
                                            const QString &now);
    struct HeaderUpdate
    {
        const std::vector<QVariant> &values;
        QVariant state;
        QVariant action;
        bool clearGroup = false;
    };
    [[nodiscard]] Result<void> updateHeader(const HeldOrder &held, const HeaderUpdate &update,
                                            const QString &now);
    /// `lineKey`: identity of a new line.
    [[nodiscard]] Result<void> writeLine(const QVariant &headerKey, const LineChange &change,
                                         const RecordKey &lineKey, const QString &now);

private:
    /// A statement with its values in the order of its assignments, assembled once.
    struct Shape
    {
        SqlText statement;
        QList<QString> columns;
        SqlValues values;

        /// The first columns by place, the rest by name; NULL for those without a value.
        void assign(const std::vector<QVariant> &leading, const QHash<QString, QVariant> &rest);
    };
    [[nodiscard]] Shape shapeOf(const TableSchema &table, const QStringList &columns,
                                const std::function<SqlText(const RowChange &)> &statement) const;
    [[nodiscard]] Result<void> copyTables();
    [[nodiscard]] QStringList filledNames() const;
    [[nodiscard]] Result<void> execute(const QString &name, const SqlValues &values = {});
    [[nodiscard]] Result<SqlCursor> run(const QString &name, const TableSchema &table,
                                        const SqlStatementBuilder::Fills &fills, const SqlValues &values);
    [[nodiscard]] HeldOrder heldOrder(const SqlCursor &rows) const;
    /// Of the statements refresh_headers_by_*.
    [[nodiscard]] Result<void> readHeaders(const QString &name, const SqlValues &values,
                                           const std::function<void(HeldOrder)> &visit);
    [[nodiscard]] Result<void> change(const Shape &shape, const SqlValues &keys, const QString &doing,
                                      const LineKey &row);

    SqlConnection &m_sql;
    SqlStatementBuilder &m_builder;
    const WarehouseSchema &m_schema;
    const TableSchema &m_source;
    const RefreshColumns &m_columns;
    QHash<QString, SqlText> m_statements; ///< by name
    std::optional<Shape> m_insertHeader;
    std::optional<Shape> m_updateHeader;
    std::optional<Shape> m_updateHeaderAndGroup;
    std::optional<Shape> m_insertLine;
    std::optional<Shape> m_updateLine;
};

} // namespace syncline::warehouse
