#pragma once

#include "domain/orderrefresh.h"
#include "domain/settings.h"
#include "warehouse/refreshform.h"

#include <vector>

namespace syncline::warehouse {

/// Where the value of a column of the headers table comes from (OS 2.9).
enum class ColumnRole {
    Copied,
    Quantity, ///< a size
    Customer, ///< canonical
    SourceCustomer, ///< as found in the workbook; alone no reason for a change
    Provenance, ///< _SOURCE_TABLE; alone no reason for a change
    OrderType, ///< normalised
    GroupName,
    ItemName,
};

/// A column of the headers table that a refresh fills.
struct RefreshColumn
{
    QString name; ///< in the headers table
    QString type; ///< as declared
    ColumnRole role = ColumnRole::Copied;
    ColumnForm form;
    int source = -1; ///< place among the staged columns; -1: the source has none
    bool required = false; ///< takes no NULL
};

struct RefreshSize
{
    QString code;
    int source = 0; ///< place among the staged columns
};

/// What the database demands of the columns of a table beyond their types.
struct ColumnRules
{
    QStringList required; ///< take no NULL
    QStringList withDefault; ///< of those: have a value without being given one
    QStringList computed; ///< by the database; cannot be written

    [[nodiscard]] static bool names(const QStringList &columns, const QString &column)
    {
        return columns.contains(column, Qt::CaseInsensitive);
    }
};

/// A column of the lines table that a refresh fills.
struct LineColumn
{
    QString name;
    QString type; ///< as declared
    ColumnForm form;
};

/// Columns of the source and of the headers and lines tables, and what becomes what. A value.
struct RefreshColumns
{
    QStringList staged; ///< columns of the source that are read
    std::vector<ColumnForm> stagedForms;
    std::vector<RefreshColumn> filled;
    std::vector<RefreshSize> sizes; ///< of the source
    GoneSizes goneSizes = GoneSizes::Stay;
    LineColumn lineSize;
    LineColumn lineQuantity;
    QString headers; ///< name of the table
    QString lines;
    QStringList headersLack; ///< columns that must have a value and that a new row would get none for
    QStringList linesLack;
    std::vector<Event> findings;

    [[nodiscard]] int stagedAt(QStringView column) const; ///< -1: none
    [[nodiscard]] int filledAt(QStringView column) const; ///< -1: none
    /// Place of the size that a line has, whatever its capitals unless two sizes differ in nothing else; -1: the
    /// source has no column for it.
    [[nodiscard]] int sizeAt(const QString &code) const;
    void addSize(const RefreshSize &size);

private:
    QHash<QString, int> m_sizePlaces; ///< by code
    QHash<QString, int> m_anyCasePlaces; ///< by code in capitals
};

/// What a refresh fills besides: of a new header, of a new line.
[[nodiscard]] const QStringList &ownHeaderColumns();
[[nodiscard]] const QStringList &ownLineColumns();

[[nodiscard]] Result<ColumnRules> discoverRules(SqlConnection &sql, const SqlDialect &dialect,
                                                const TableSchema &table);

/// The tables with what they demand.
struct RefreshTables
{
    const TableSchema &source;
    const WarehouseSchema &warehouse;
    const ColumnRules &headerRules;
    const ColumnRules &lineRules;
};

/// Pairs the columns of both tables by name, whatever the capitals. An Error when nothing can be told from
/// the source.
[[nodiscard]] Result<RefreshColumns> pairColumns(const RefreshTables &tables, GoneSizes goneSizes,
                                                 const TableSettings &settings, const QString &databaseName);

} // namespace syncline::warehouse
