#pragma once

#include <QStringList>

namespace syncline::warehouse {

/// Names of the ODBC drivers that are installed on this machine (odbcinst.ini of unixODBC, its documented
/// places).
[[nodiscard]] QStringList installedOdbcDrivers();

/// The newest of Microsoft's drivers for SQL Server, else FreeTDS; empty: neither.
[[nodiscard]] QString bestSqlServerDriver(const QStringList &installed);

} // namespace syncline::warehouse
