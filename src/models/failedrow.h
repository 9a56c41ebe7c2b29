#pragma once

#include "models/rowtablemodel.h"

#include <optional>

namespace syncline {

/// A failed row that something can be done about: from the list of a run, or from the tables of its report.
struct FailedRow
{
    RecordKey key;
    QString customer; ///< empty: not known
    bool itemIsGone = false; ///< the item of the order is no longer on the board (se-072)

    friend bool operator==(const FailedRow &, const FailedRow &) = default;
};

/// Empty for a row that did not fail, and for one in doubt: that is settled by the next sync, not sent again.
[[nodiscard]] std::optional<FailedRow> failedRowOf(const RowItem &item);
/// The same of a record of rows.csv, failed_rows.csv or lines.csv; empty for records of other tables.
[[nodiscard]] std::optional<FailedRow> failedRowOf(const QStringList &header, const QStringList &fields);

} // namespace syncline
