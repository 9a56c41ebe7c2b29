#pragma once

#include <QObject>

namespace syncline::roles {
Q_NAMESPACE

/// Roles that every model of the window shares; views and delegates are configured with them and know no
/// model class.
enum Role {
    Raw = Qt::UserRole + 1, ///< value to sort by
    Status, ///< StatusKind as int; the delegate turns it into shape and colour
    Rows, ///< Ledger, for a segmented bar
    Shares, ///< TimeShares, for a segmented bar
    Muted, ///< bool: of little weight (a zero, a stale count)
    SearchText, ///< case-folded text of the whole row, to filter by
    Advice, ///< what the reader can do; may be empty
};
Q_ENUM_NS(Role)

} // namespace syncline::roles
