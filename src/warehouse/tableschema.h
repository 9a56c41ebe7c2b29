#pragma once

#include "base/result.h"
#include "domain/settings.h"
#include "sql/sqlconnection.h"
#include "warehouse/sqldialect.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <vector>

namespace syncline::warehouse {

/// A column as the database describes it.
struct TableColumn
{
    QString name; ///< in the database's own spelling
    QString type; ///< its name
    QString declared = {}; ///< with its length or precision
    bool nullable = true;
    qsizetype length = 0; ///< of a text that must not be longer; 0: no limit

    /// True when numbers are to be written as text (monday_subitem_id is BIGINT or NVARCHAR).
    [[nodiscard]] bool holdsText() const;
};

struct TableIndex
{
    QStringList columns; ///< in their order
    QStringList unique = {}; ///< those of which no two rows have the same; empty: there are such rows
};

/// The columns that a table really has. Names are compared without case, as most databases do.
struct TableSchema
{
    QString name; ///< in the database's own spelling
    QList<TableColumn> columns; ///< empty: there is no such table
    std::optional<QList<TableIndex>> indexes; ///< nothing: it can have none
    TableRights rights;

    [[nodiscard]] bool exists() const { return !columns.isEmpty(); }
    [[nodiscard]] int indexOf(QStringView column) const; ///< -1: none
    [[nodiscard]] bool has(QStringView column) const { return indexOf(column) >= 0; }
    [[nodiscard]] const TableColumn *find(QStringView column) const;
    /// Those of the columns that the table has, in the database's own spelling.
    [[nodiscard]] QStringList present(const QStringList &names) const;
    /// True when an index begins with the first of these columns and holds all of them.
    [[nodiscard]] bool isIndexed(const QStringList &names) const;
    /// True when an index keeps two rows from having the same in all of these columns.
    [[nodiscard]] bool isUnique(const QStringList &names) const;
};

/// A column that is read for its value, under the name that the configuration gives it.
struct ReadColumn
{
    QString source;
    QString column; ///< in the database's own spelling
};

/// The tables of one environment as they were when the warehouse was opened (OS 2, appendix B.2).
struct WarehouseSchema
{
    TableSchema headers;
    TableSchema lines;
    TableSchema registry; ///< MON_Boards_Groups, optional
    TableSchema log; ///< ORDER_LIST_API_LOG, optional
    QStringList sizes; ///< the columns between the markers, in their order
    bool sizesComplete = false; ///< false: their sum means nothing
    std::vector<ReadColumn> values;
    std::vector<Event> findings;
    std::optional<Event> headersUnusable; ///< one of the findings: nothing can be read
    std::optional<Event> linesUnusable; ///< one of the findings: orders cannot be read
};

/// What the counts by customer read of headers and lines, beginning with what they count by.
[[nodiscard]] const QStringList &countedOfHeaders();
[[nodiscard]] const QStringList &countedOfLines();

/// All columns between the size markers, in their order; empty without both markers.
[[nodiscard]] QStringList sizesBetween(const TableSchema &table, const TableSettings &settings);

[[nodiscard]] Result<TableSchema> discoverTable(SqlConnection &sql, const SqlDialect &dialect, const QString &name);
[[nodiscard]] Result<WarehouseSchema> discoverSchema(SqlConnection &sql, const SqlDialect &dialect,
                                                     const QString &databaseName, const TableSettings &tables,
                                                     const QStringList &mappedSources);

/// An Error when orders with their lines cannot be read.
[[nodiscard]] Result<void> ordersUsable(const WarehouseSchema &schema);

} // namespace syncline::warehouse
