#include "warehouse/missingindexes.h"

#include "warehouse/warehouseerrors.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// So many rows are read in a few milliseconds, but not for each of thousands of writes.
constexpr qint64 bigForWrites = 10'000;
/// So many are counted within a tenth of a second without an index, too (measured with SQLite, 100 columns).
constexpr qint64 bigForCounts = 100'000;
/// Names of indexes may have 63 characters in PostgreSQL.
constexpr qsizetype longestTable = 40;

struct Wanted
{
    const TableSchema &table;
    bool counts;
    QStringList columns; ///< of the index to be made
    QStringList enough; ///< what an index of others must have
};

Result<bool> hasRows(SqlConnection &sql, SqlStatementBuilder &builder, const TableSchema &table,
                     qint64 number)
{
    Result<SqlCursor> rows = sql.run(builder.countUpTo(table), u"count_up_to"_s, {{u":maximum"_s, number}});
    if (!rows)
        return rows.error();
    if (const Result<bool> counted = rows->next(); !counted)
        return counted.error();
    return rows->integer(0) >= number;
}

} // namespace

Result<std::vector<Event>> missingIndexes(SqlConnection &sql, SqlStatementBuilder &builder,
                                          const WarehouseSchema &schema)
{
    const QString key = u"record_uuid"_s;
    const Wanted all[] = {{schema.headers, false, {key}, {key}},
                          {schema.lines, false, {key, u"size_code"_s}, {key}},
                          {schema.headers, true, countedOfHeaders(), countedOfHeaders()},
                          {schema.lines, true, countedOfLines(), countedOfLines()}};
    std::vector<Event> findings;
    for (const auto &[table, counts, columns, enough] : all) {
        if (!table.indexes || !table.has(columns.first()))
            continue;
        const QStringList present = table.present(columns);
        const bool isKey = !counts && present.size() == columns.size();
        const bool isApart = !isKey || table.isUnique(present);
        const bool isFound = table.isIndexed(table.present(enough));
        if (isFound && isApart)
            continue;
        const QString name =
            u"ix_%1_%2"_s.arg(table.name.left(longestTable), counts ? u"counts"_s : u"key"_s);
        const QString statement = builder.makeIndex(table, name, present, isKey).text;
        if (!isFound) {
            const Result<bool> big = hasRows(sql, builder, table, counts ? bigForCounts : bigForWrites);
            if (!big)
                return big.error();
            if (*big) {
                findings.push_back(counts ? countsNotIndexed(table.name, statement)
                                          : keyNotIndexed(table.name, statement));
                continue;
            }
        }
        if (!isApart)
            findings.push_back(keyNotUnique(table.name, present, statement));
    }
    return findings;
}

} // namespace syncline::warehouse
