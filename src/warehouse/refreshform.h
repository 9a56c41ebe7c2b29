#pragma once

#include "warehouse/tableschema.h"

#include <QVariant>

#include <optional>

namespace syncline::warehouse {

/// How values of a column are compared and written.
enum class ValueForm {
    Text,
    Number,
    Date,
    Moment, ///< date and time of day
    DayTime,
    Truth,
    Uuid,
    Other, ///< whatever the database takes
};

/// What a column can hold, from its declared type (OS 2.2), whichever database calls it so.
struct ColumnForm
{
    ValueForm form = ValueForm::Other;
    qsizetype length = 0; ///< of a text; 0: no limit
    int scale = -1; ///< digits after the dot; -1: as many as there are
    qint64 smallest = 0; ///< of whole numbers with a `largest`
    std::optional<qint64> largest = std::nullopt; ///< without its fraction; nothing: no limit
    bool zoned = false; ///< a moment of the world, not of a place
    int grain = 1; ///< of moments: milliseconds by which the database may round
    int firstYear = 1;
    int lastYear = 9999;

    [[nodiscard]] static ColumnForm of(const TableColumn &column);
    /// A value of this column as it was meant when it was read: drivers give decimals as text, or moments in the
    /// time of this machine.
    [[nodiscard]] QVariant read(const QVariant &value) const;
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

} // namespace syncline::warehouse
