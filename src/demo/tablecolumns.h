#pragma once

#include <QString>

#include <span>

namespace syncline::demo {

/// A column of a warehouse table with the type of the predecessor's DDL (original-system.md 2).
struct TableColumn
{
    QStringView name;
    QStringView type;
};

[[nodiscard]] std::span<const TableColumn> columnsBeforeSizes(); ///< the last is the marker UNIT OF MEASURE
[[nodiscard]] std::span<const QStringView> sizeColumns(); ///< appendix A, in its order
[[nodiscard]] std::span<const TableColumn> columnsAfterSizes(); ///< the first is the marker TOTAL QTY
[[nodiscard]] std::span<const TableColumn> namingColumns();
[[nodiscard]] std::span<const TableColumn> headerSyncColumns();
[[nodiscard]] std::span<const TableColumn> lineColumns();
[[nodiscard]] std::span<const TableColumn> apiLogColumns();
[[nodiscard]] std::span<const TableColumn> groupRegistryColumns();
[[nodiscard]] std::span<const TableColumn> canonicalCustomerColumns();

} // namespace syncline::demo
