#pragma once

#include "domain/naming.h"
#include "domain/settings.h"
#include "warehouse/tableschema.h"

#include <QVariant>

#include <optional>
#include <vector>

namespace syncline::warehouse {

/// How values of a column are compared and written.
enum class ValueForm { Text, Number, Date, Other };

/// What a column of the headers table can hold, from its declared type (OS 2.2).
struct ColumnForm
{
    ValueForm form = ValueForm::Other;
    qsizetype length = 0; ///< of a text; 0: no limit
    int scale = -1; ///< digits after the dot; -1: as many as there are
    qint64 largest = 0; ///< without its fraction; 0: no limit

    [[nodiscard]] static ColumnForm of(const TableColumn &column);
    /// Whether a value of the source says the same as what the table holds: NULL and blanks are one, 12.50 is
    /// 12.5 in a column of numbers only.
    [[nodiscard]] bool same(const QVariant &source, const QVariant &held) const;
    [[nodiscard]] bool holds(const QVariant &source) const;
    /// The value as it is written; blanks become NULL. Only for values that the column holds.
    [[nodiscard]] QVariant written(const QVariant &source) const;
};

/// NULL or nothing but blanks.
[[nodiscard]] bool isBlank(const QVariant &value);
/// A quantity: nothing is 0; no value for what is no whole number from 0 on.
[[nodiscard]] std::optional<int> quantityOf(const QVariant &value);

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
};

struct RefreshSize
{
    QString code;
    int source = 0; ///< place among the staged columns
};

/// Columns of the source and of the headers table, and what becomes what. A value.
struct RefreshColumns
{
    QStringList staged; ///< columns of the source that are read
    std::vector<RefreshColumn> filled;
    std::vector<RefreshSize> sizes; ///< of the source
    std::vector<Event> findings;

    [[nodiscard]] int stagedAt(QStringView column) const; ///< -1: none
    [[nodiscard]] int filledAt(QStringView column) const; ///< -1: none
};

/// Pairs the columns of both tables by name, whatever the capitals. An Error when nothing can be told from
/// the source.
[[nodiscard]] Result<RefreshColumns> pairColumns(const TableSchema &source, const WarehouseSchema &warehouse,
                                                 const TableSettings &settings, const QString &databaseName);

} // namespace syncline::warehouse
