#include "warehouse/tableschema.h"

#include "warehouse/missingcolumns.h"
#include "warehouse/narrowcolumns.h"
#include "warehouse/refreshcolumns.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

// OS 2.7 and 2.8.
constexpr QLatin1StringView registryTable("MON_Boards_Groups");
constexpr QLatin1StringView logTable("ORDER_LIST_API_LOG");

/// Without these, nothing can be told about a row.
const QStringList &neededOfHeaders()
{
    static const QStringList columns{u"record_uuid"_s, u"CUSTOMER NAME"_s, u"sync_state"_s,
                                     u"monday_item_id"_s};
    return columns;
}

const QStringList &neededOfLines()
{
    static const QStringList columns{u"record_uuid"_s, u"size_code"_s, u"qty"_s, u"sync_state"_s,
                                     u"monday_subitem_id"_s};
    return columns;
}

/// The naming rules use these beyond the mapping (OS 4.4, 4.5), the check of the sums, and the rule for cancelled
/// orders.
const QStringList &ruleColumns()
{
    static const QStringList columns{u"ALIAS/RELATED ITEM"_s,
                                     u"CUSTOMER STYLE"_s,
                                     u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS"_s,
                                     u"CUSTOMER COLOUR DESCRIPTION"_s,
                                     u"AAG ORDER NUMBER"_s,
                                     u"PO NUMBER"_s,
                                     u"CUSTOMER ALT PO"_s,
                                     u"CUSTOMER SEASON"_s,
                                     u"AAG SEASON"_s,
                                     u"ORDER TYPE"_s,
                                     u"TOTAL QTY"_s};
    return columns;
}

/// Notes what the table lacks; gives the finding that makes it unusable.
std::optional<Event> inspect(const TableSchema &table, const QString &databaseName, const QStringList &needed,
                             std::vector<Event> &findings)
{
    if (!table.exists()) {
        findings.push_back(tableMissing(databaseName, table.name));
        return findings.back();
    }
    std::optional<Event> unusable;
    for (const QString &column : needed) {
        if (table.has(column))
            continue;
        findings.push_back(columnMissing(table.name, column));
        unusable = findings.back();
    }
    if (!table.rights.change)
        findings.push_back(notWritable(databaseName, table.name));
    return unusable;
}

void findSizes(WarehouseSchema &schema, const TableSettings &settings)
{
    const QStringList sizes = sizesBetween(schema.headers, settings);
    if (sizes.isEmpty()) {
        schema.findings.push_back(
            sizesNotFound(schema.headers.name, settings.sizesAfter, settings.sizesBefore));
        return;
    }
    schema.sizesComplete = sizes.size() <= settings.maxSizes;
    if (!schema.sizesComplete) {
        schema.findings.push_back(
            tooManySizes(schema.headers.name, static_cast<int>(sizes.size()), settings.maxSizes));
    }
    schema.sizes = sizes.first(std::min<qsizetype>(sizes.size(), settings.maxSizes));
}

void findValues(WarehouseSchema &schema, const QStringList &mappedSources)
{
    QStringList sources = mappedSources;
    for (const QString &source : mappedSources) {
        // size_code and qty are mapped for the subitems, from the lines table.
        if (!schema.headers.has(source) && !schema.lines.has(source))
            schema.findings.push_back(mappedColumnMissing(schema.headers.name, source));
    }
    sources += ruleColumns();
    sources.removeDuplicates();
    for (const QString &source : std::as_const(sources)) {
        if (const TableColumn *column = schema.headers.find(source))
            schema.values.push_back({.source = source, .column = column->name});
    }
}

Result<std::optional<QList<TableIndex>>> discoverIndexes(SqlConnection &sql, const SqlDialect &dialect,
                                                         const QString &table)
{
    Result<SqlCursor> rows = sql.run(u"table_indexes"_s, {{u":table"_s, dialect.tableToDescribe(table)}});
    if (!rows)
        return rows.error();
    std::optional<QList<TableIndex>> indexes;
    QString last;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        if (!indexes)
            indexes.emplace();
        const QString index = rows->text(0);
        if (index.isEmpty())
            return {};
        if (indexes->isEmpty() || index != last)
            indexes->append(TableIndex());
        indexes->last().columns.append(rows->text(1));
        if (rows->integer(2) == 1)
            indexes->last().unique.append(rows->text(1));
        last = index;
        return {};
    });
    if (!read)
        return read.error();
    return indexes;
}

} // namespace

bool TableColumn::holdsText() const
{
    return type.contains("CHAR"_L1, Qt::CaseInsensitive) || type.contains("TEXT"_L1, Qt::CaseInsensitive);
}

int TableSchema::indexOf(QStringView column) const
{
    // Two columns may differ in nothing but capitals: the exact one is meant.
    auto found = std::ranges::find_if(
        columns, [column](const TableColumn &candidate) { return column == candidate.name; });
    if (found == columns.end()) {
        found = std::ranges::find_if(columns, [column](const TableColumn &candidate) {
            return column.compare(candidate.name, Qt::CaseInsensitive) == 0;
        });
    }
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const TableColumn *TableSchema::find(QStringView column) const
{
    const int index = indexOf(column);
    return index < 0 ? nullptr : &columns.at(index);
}

QStringList TableSchema::present(const QStringList &names) const
{
    QStringList there;
    for (const QString &wanted : names) {
        if (const TableColumn *column = find(wanted))
            there.append(column->name);
    }
    return there;
}

bool TableSchema::isIndexed(const QStringList &names) const
{
    return indexes && std::ranges::any_of(*indexes, [&names](const TableIndex &each) {
               const QStringList &index = each.columns;
               return index.first().compare(names.first(), Qt::CaseInsensitive) == 0
                   && std::ranges::all_of(names, [&index](const QString &column) {
                          return index.contains(column, Qt::CaseInsensitive);
                      });
           });
}

bool TableSchema::isUnique(const QStringList &names) const
{
    return indexes && std::ranges::any_of(*indexes, [&names](const TableIndex &index) {
               return !index.unique.isEmpty()
                   && std::ranges::all_of(index.unique, [&names](const QString &column) {
                          return names.contains(column, Qt::CaseInsensitive);
                      });
           });
}

const QStringList &countedOfHeaders()
{
    static const QStringList columns{u"CUSTOMER NAME"_s, u"sync_state"_s, u"action_type"_s,
                                     u"sync_completed_at"_s, u"record_uuid"_s};
    return columns;
}

const QStringList &countedOfLines()
{
    static const QStringList columns{u"record_uuid"_s, u"sync_state"_s, u"action_type"_s};
    return columns;
}

QStringList sizesBetween(const TableSchema &table, const TableSettings &settings)
{
    const int after = table.indexOf(settings.sizesAfter);
    const int before = table.indexOf(settings.sizesBefore);
    QStringList sizes;
    for (int index = after + 1; after >= 0 && index < before; ++index)
        sizes.append(table.columns.at(index).name);
    return sizes;
}

Result<TableSchema> discoverTable(SqlConnection &sql, const SqlDialect &dialect, const QString &name)
{
    TableSchema table{.name = name};
    {
        Result<SqlCursor> rows = sql.run(u"table_columns"_s, {{u":table"_s, dialect.tableToDescribe(name)}});
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            TableColumn column{.name = rows->text(0),
                               .type = rows->text(1),
                               .declared = rows->text(3),
                               .nullable = rows->integer(4) == 1};
            if (dialect.mindsTypes())
                column.length = ColumnForm::of(column).length;
            table.columns.append(column);
            table.name = rows->text(2);
            return {};
        });
        if (!read)
            return read.error();
    }
    if (!table.exists())
        return table;
    Result<std::optional<QList<TableIndex>>> indexes = discoverIndexes(sql, dialect, table.name);
    if (!indexes)
        return indexes.error();
    table.indexes = *std::move(indexes);
    const Result<TableRights> rights = dialect.rights(sql, table.name);
    if (!rights)
        return rights.error();
    table.rights = *rights;
    return table;
}

Result<WarehouseSchema> discoverSchema(SqlConnection &sql, const SqlDialect &dialect,
                                       const QString &databaseName, const TableSettings &tables,
                                       const QStringList &mappedSources)
{
    WarehouseSchema schema;
    struct Wanted
    {
        TableSchema &table;
        QString name;
    };
    for (const Wanted &wanted : {Wanted{schema.headers, tables.headers}, Wanted{schema.lines, tables.lines},
                                 Wanted{schema.registry, registryTable}, Wanted{schema.log, logTable}}) {
        Result<TableSchema> found = discoverTable(sql, dialect, wanted.name);
        if (!found)
            return found.error();
        wanted.table = *std::move(found);
    }
    schema.headersUnusable = inspect(schema.headers, databaseName, neededOfHeaders(), schema.findings);
    schema.linesUnusable = inspect(schema.lines, databaseName, neededOfLines(), schema.findings);
    QStringList named = mappedSources;
    named += {tables.sizesAfter, tables.sizesBefore};
    for (const TableSchema *table : {&schema.headers, &schema.lines}) {
        if (table->exists())
            std::ranges::move(columnsNotThere(*table, table == &schema.headers, named),
                              std::back_inserter(schema.findings));
    }
    for (const TableSchema *table : {&schema.headers, &schema.lines, &schema.log}) {
        const QStringList notWritten =
            table == &schema.lines ? QStringList{u"monday_item_id"_s, u"group_id"_s} : QStringList();
        std::ranges::move(columnsTooNarrow(*table, notWritten, dialect.mindsTypes()),
                          std::back_inserter(schema.findings));
    }
    if (schema.log.exists() && !schema.log.rights.add)
        schema.findings.push_back(notWritable(databaseName, schema.log.name));
    if (schema.headers.exists()) {
        findSizes(schema, tables);
        findValues(schema, mappedSources);
    }
    return schema;
}

Result<void> ordersUsable(const WarehouseSchema &schema)
{
    if (schema.headersUnusable)
        return unusable(*schema.headersUnusable);
    if (schema.linesUnusable)
        return unusable(*schema.linesUnusable);
    return {};
}

} // namespace syncline::warehouse
