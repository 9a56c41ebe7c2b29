#pragma once

#include "domain/board.h"

#include <QString>

#include <vector>

namespace syncline {

/// A judged value for a board column: text in canonical form, ready to be encoded by type.
/// Numbers: digits, optional sign, one dot. Date: YYYY-MM-DD. Labels: the board's spelling.
struct ColumnValue
{
    QString columnId;
    ColumnType type = ColumnType::Text;
    QString text; ///< empty: the column is to be emptied (only in updates)

    friend bool operator==(const ColumnValue &, const ColumnValue &) = default;
};

using ColumnValues = std::vector<ColumnValue>;

} // namespace syncline
