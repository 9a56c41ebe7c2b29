#include "warehouse/refreshcolumns.h"

#include "warehouse/warehouseerrors.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QStringView customerColumn = u"CUSTOMER NAME";
constexpr QStringView numberColumn = u"AAG ORDER NUMBER";

/// Columns of the sync itself (OS 2.3): never taken from the source.
bool isOfTheSync(const QString &column)
{
    static const QStringList exact{u"record_uuid"_s, u"row_hash"_s,       u"action_type"_s, u"group_id"_s,
                                   u"retry_count"_s, u"last_synced_at"_s, u"created_at"_s,  u"updated_at"_s};
    const QString name = column.toLower();
    return exact.contains(name) || name.startsWith("sync_"_L1) || name.startsWith("api_"_L1)
        || name.startsWith("monday_"_L1);
}

ColumnRole roleOf(const QString &column, const QStringList &sizes)
{
    if (sizes.contains(column))
        return ColumnRole::Quantity;
    static const QHash<QString, ColumnRole> roles{
        {u"customer name"_s, ColumnRole::Customer},   {u"source_customer_name"_s, ColumnRole::SourceCustomer},
        {u"_source_table"_s, ColumnRole::Provenance}, {u"order type"_s, ColumnRole::OrderType},
        {u"group_name"_s, ColumnRole::GroupName},     {u"item_name"_s, ColumnRole::ItemName}};
    return roles.value(column.toLower(), ColumnRole::Copied);
}

/// Those names that `other` has no column of.
QStringList notIn(const QStringList &names, const TableSchema &other)
{
    QStringList missing;
    std::ranges::copy_if(names, std::back_inserter(missing),
                         [&other](const QString &name) { return !other.has(name); });
    return missing;
}

/// Columns that must have a value, of which nobody gives one to a new row.
QStringList lackOf(const ColumnRules &rules, const QStringList &given)
{
    QStringList lack;
    for (const QString &column : rules.required) {
        if (!ColumnRules::names(given, column) && !ColumnRules::names(rules.withDefault, column)
            && !ColumnRules::names(rules.computed, column))
            lack.append(column);
    }
    return lack;
}

LineColumn lineColumn(const TableSchema &lines, QStringView name)
{
    // Without them the lines cannot be used at all, which was found before.
    const TableColumn *column = lines.find(name);
    return column ? LineColumn{.name = column->name, .type = column->declared, .form = ColumnForm::of(*column)}
                  : LineColumn();
}

Event sizesStay(const QString &table, const QStringList &sizes)
{
    return {EventId::rf_005, {{u"table"_s, table}, {u"sizes"_s, QJsonArray::fromStringList(sizes)}}, {}};
}

} // namespace

const QStringList &ownHeaderColumns()
{
    static const QStringList columns{u"record_uuid"_s, u"sync_state"_s, u"action_type"_s,
                                     u"retry_count"_s, u"created_at"_s, u"updated_at"_s};
    return columns;
}

const QStringList &ownLineColumns()
{
    static const QStringList columns{u"line_uuid"_s,  u"record_uuid"_s, u"size_code"_s,  u"qty"_s,
                                     u"row_hash"_s,   u"action_type"_s, u"sync_state"_s, u"retry_count"_s,
                                     u"created_at"_s, u"updated_at"_s};
    return columns;
}

Result<ColumnRules> discoverRules(SqlConnection &sql, const SqlDialect &dialect, const TableSchema &table)
{
    Result<SqlCursor> rows =
        sql.run(u"refresh_column_rules"_s, {{u":table"_s, dialect.tableToDescribe(table.name)}});
    if (!rows)
        return rows.error();
    ColumnRules rules;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        const QString column = rows->text(0);
        if (rows->integer(1) != 0)
            rules.required.append(column);
        if (rows->integer(2) != 0)
            rules.withDefault.append(column);
        if (rows->integer(3) != 0)
            rules.computed.append(column);
        return {};
    });
    if (!read)
        return read.error();
    return rules;
}

int RefreshColumns::stagedAt(QStringView column) const
{
    const auto found = std::ranges::find_if(
        staged, [column](const QString &name) { return column.compare(name, Qt::CaseInsensitive) == 0; });
    return found == staged.end() ? -1 : static_cast<int>(found - staged.begin());
}

int RefreshColumns::filledAt(QStringView column) const
{
    const auto found = std::ranges::find_if(filled, [column](const RefreshColumn &one) {
        return column.compare(one.name, Qt::CaseInsensitive) == 0;
    });
    return found == filled.end() ? -1 : static_cast<int>(found - filled.begin());
}

int RefreshColumns::sizeAt(const QString &code) const
{
    const int exact = m_sizePlaces.value(code, -1);
    return exact >= 0 ? exact : m_anyCasePlaces.value(code.toUpper(), -1);
}

void RefreshColumns::addSize(const RefreshSize &size)
{
    const int place = static_cast<int>(sizes.size());
    sizes.push_back(size);
    m_sizePlaces.insert(size.code.trimmed(), place);
    m_anyCasePlaces.insert(size.code.trimmed().toUpper(), place);
}

Result<RefreshColumns> pairColumns(const RefreshTables &tables, GoneSizes goneSizes,
                                   const TableSettings &settings, const QString &databaseName)
{
    const TableSchema &source = tables.source;
    const WarehouseSchema &warehouse = tables.warehouse;
    if (!source.exists())
        return unusable(tableMissing(databaseName, source.name));
    // Without these no row can be told from another.
    for (const QStringView needed : {customerColumn, numberColumn}) {
        if (!source.has(needed))
            return unusable(columnMissing(source.name, needed.toString()));
    }
    const QStringList sourceSizes = sizesBetween(source, settings);
    if (sourceSizes.isEmpty() || warehouse.sizes.isEmpty())
        return unusable(refreshWithoutSizes(source.name, settings.sizesAfter, settings.sizesBefore));
    if (sourceSizes.size() > settings.maxSizes || !warehouse.sizesComplete)
        return unusable(
            refreshTooManySizes(source.name, static_cast<int>(sourceSizes.size()), settings.maxSizes));

    RefreshColumns columns;
    columns.goneSizes = goneSizes;
    columns.headers = warehouse.headers.name;
    columns.lines = warehouse.lines.name;
    for (const TableColumn &column : source.columns) {
        if (isOfTheSync(column.name))
            continue;
        columns.staged.append(column.name);
        columns.stagedForms.push_back(ColumnForm::of(column));
    }
    // A column of that name is a size only where the sizes stand.
    const auto sourceOf = [&](const QString &column) {
        const bool isSize = warehouse.sizes.contains(column);
        return isSize && !sourceSizes.contains(column, Qt::CaseInsensitive) ? -1 : columns.stagedAt(column);
    };
    QStringList given = ownHeaderColumns();
    for (const TableColumn &column : warehouse.headers.columns) {
        if (isOfTheSync(column.name) || ColumnRules::names(tables.headerRules.computed, column.name))
            continue;
        const RefreshColumn filled{.name = column.name,
                                   .type = column.declared,
                                   .role = roleOf(column.name, warehouse.sizes),
                                   .form = ColumnForm::of(column),
                                   .source = sourceOf(column.name),
                                   .required = ColumnRules::names(tables.headerRules.required, column.name)};
        // Sizes and names have a value even when the source has no such column.
        const bool derived = filled.role == ColumnRole::Quantity || filled.role == ColumnRole::GroupName
            || filled.role == ColumnRole::ItemName || filled.role == ColumnRole::SourceCustomer;
        if (filled.source >= 0 || derived) {
            columns.filled.push_back(filled);
            given.append(column.name);
        }
    }
    columns.headersLack = lackOf(tables.headerRules, given);
    columns.linesLack = lackOf(tables.lineRules, ownLineColumns());
    columns.lineSize = lineColumn(warehouse.lines, u"size_code");
    columns.lineQuantity = lineColumn(warehouse.lines, u"qty");
    for (const QString &size : sourceSizes) {
        const TableColumn *header = warehouse.headers.find(size);
        columns.addSize({.code = header ? header->name : size, .source = columns.stagedAt(size)});
    }
    if (const QStringList lost = notIn(sourceSizes, warehouse.headers); !lost.isEmpty())
        columns.findings.push_back(sizesNotInHeaders(warehouse.headers.name, lost));
    QStringList gone = warehouse.sizes;
    gone.removeIf([&](const QString &size) { return sourceSizes.contains(size, Qt::CaseInsensitive); });
    if (!gone.isEmpty()) {
        columns.findings.push_back(goneSizes == GoneSizes::Stay ? sizesStay(source.name, gone)
                                                                : sizesNotInSource(source.name, gone));
    }
    return columns;
}

} // namespace syncline::warehouse
