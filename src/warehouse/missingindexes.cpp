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

enum class Purpose { Key, Counts, LookUp };

struct Wanted
{
    const TableSchema &table;
    Purpose purpose = Purpose::Key;
    QStringList columns; ///< of the index to be made
    QStringList enough; ///< what an index of others must have
    QString name; ///< how the name of the index ends
};

Event notIndexed(const Wanted &wanted, const QString &statement)
{
    switch (wanted.purpose) {
    case Purpose::Key:
        return keyNotIndexed(wanted.table.name, statement);
    case Purpose::Counts:
        return countsNotIndexed(wanted.table.name, statement);
    case Purpose::LookUp:
        return lookUpNotIndexed(wanted.table.name, wanted.columns.first(), statement);
    }
    Q_UNREACHABLE();
}

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
                                          const WarehouseSchema &schema, bool boardHasRecordKeys)
{
    const QString key = u"record_uuid"_s;
    std::vector<Wanted> all{
        {schema.headers, Purpose::Key, {key}, {key}, u"key"_s},
        {schema.lines, Purpose::Key, {key, u"size_code"_s}, {key}, u"key"_s},
        {schema.headers, Purpose::Counts, countedOfHeaders(), countedOfHeaders(), u"counts"_s},
        {schema.lines, Purpose::Counts, countedOfLines(), countedOfLines(), u"counts"_s}};
    if (!boardHasRecordKeys) {
        const QString number = u"AAG ORDER NUMBER"_s;
        const QString item = u"monday_item_id"_s;
        all.push_back({schema.headers, Purpose::LookUp, {number}, {number}, u"number"_s});
        all.push_back({schema.headers, Purpose::LookUp, {item}, {item}, u"item"_s});
    }
    std::vector<Event> findings;
    for (const Wanted &wanted : all) {
        const TableSchema &table = wanted.table;
        if (!table.indexes || !table.has(wanted.columns.first()))
            continue;
        const QStringList present = table.present(wanted.columns);
        const bool isKey = wanted.purpose == Purpose::Key && present.size() == wanted.columns.size();
        const bool isApart = !isKey || table.isUnique(present);
        const bool isFound = table.isIndexed(table.present(wanted.enough));
        if (isFound && isApart)
            continue;
        const QString name = u"ix_%1_%2"_s.arg(table.name.left(longestTable), wanted.name);
        const QString statement = builder.makeIndex(table, name, present, isKey).text;
        if (!isFound) {
            const Result<bool> big =
                hasRows(sql, builder, table, wanted.purpose == Purpose::Key ? bigForWrites : bigForCounts);
            if (!big)
                return big.error();
            if (*big) {
                findings.push_back(notIndexed(wanted, statement));
                continue;
            }
        }
        if (!isApart)
            findings.push_back(keyNotUnique(table.name, present, statement));
    }
    return findings;
}

} // namespace syncline::warehouse
