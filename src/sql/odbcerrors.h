#pragma once

#include <QSqlError>

QT_BEGIN_NAMESPACE
class QSqlQuery;
QT_END_NAMESPACE

namespace syncline {

/// The last error of a statement. Through ODBC with the numbers of all its messages, joined by semicolons:
/// Qt 6.4 tells the last one alone, which on SQL Server says no more than that the statement has ended
/// (3621).
[[nodiscard]] QSqlError lastErrorOf(const QSqlQuery &query);

} // namespace syncline
