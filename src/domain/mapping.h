#pragma once

#include <QHash>
#include <QSet>
#include <QString>

#include <vector>

namespace syncline {

/// Two sources on one target column (contract 3, on_conflict).
enum class ConflictRule { Error, FirstNonEmpty, Last };

/// One line of monday.column_mapping.<env>: a column of the warehouse feeds a column of the board.
struct ColumnMapping
{
    QString source;
    QString targetColumnId;
};

/// Which labels may be made (monday.<env>.headers.create_labels_if_missing): per column, else the default.
struct LabelPolicy
{
    bool createByDefault = false;
    QHash<QString, bool> byColumn;

    [[nodiscard]] bool mayCreate(const QString &columnId) const
    {
        return byColumn.value(columnId, createByDefault);
    }
};

/// What to do when TOTAL QTY is not the sum of the sizes (monday.checks.total_equals_sizes).
enum class CheckRule { Refuse, Warn, Off };

/// What to do with an order that became CANCELLED (monday.checks.cancelled_orders, contract 10).
enum class CancelledRule {
    Keep, ///< like any other order: the board keeps its quantities
    ZeroQuantities, ///< subitem quantities to zero, the item stays with its ORDER QTY
    Archive, ///< the item is archived with its subitems; one that has none is not made
};

/// How orders become items, from the TOML of one environment. Immutable during a run.
struct MappingConfig
{
    std::vector<ColumnMapping> headers; ///< in file order
    std::vector<ColumnMapping> lines; ///< sources size_code and qty
    ConflictRule onConflict = ConflictRule::Error;
    LabelPolicy headerLabels;
    LabelPolicy lineLabels;
    QHash<QString, QHash<QString, QString>> valueMapping; ///< source column -> value -> value to send
    QString recordKeyColumn; ///< empty: the board has none
    CheckRule totalEqualsSizes = CheckRule::Refuse;
    CancelledRule cancelledOrders = CancelledRule::ZeroQuantities;
};

} // namespace syncline
