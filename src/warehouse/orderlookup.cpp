#include "warehouse/orderlookup.h"

#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

FoundRow foundRow(const LineKey &row, const QVariant &action, const QVariant &state, const QVariant &id)
{
    FoundRow found{.known = {.row = row, .state = warehouseStateFromText(state)},
                   .action = actionTypeFromText(action)};
    found.idReadable = readId(id, found.known.mondayId);
    return found;
}

} // namespace

Result<std::vector<FoundRow>> OrderLookUp::rowsOf(std::span<const RecordKey> keys)
{
    if (Result<void> good = ordersUsable(m_schema); !good)
        return good.error();
    std::vector<FoundRow> found;
    if (Result<void> read = readHeaders(keys, KeyMatch::Usual, found); !read)
        return read.error();
    QSet<RecordKey> usual;
    for (const FoundRow &row : found)
        usual.insert(row.known.row.record);
    std::vector<RecordKey> odd;
    std::ranges::copy_if(keys, std::back_inserter(odd),
                         [&usual](const RecordKey &key) { return !usual.contains(key); });
    if (Result<void> read = readLines(keys, KeyMatch::Usual, found); !read)
        return read.error();
    if (odd.empty())
        return found;
    if (Result<void> read = readHeaders(odd, KeyMatch::Loose, found); !read)
        return read.error();
    if (Result<void> read = readLines(odd, KeyMatch::Loose, found); !read)
        return read.error();
    return found;
}

Result<std::vector<KnownRow>> OrderLookUp::knownRows(std::span<const RecordKey> keys)
{
    const Result<std::vector<FoundRow>> rows = rowsOf(keys);
    if (!rows)
        return rows.error();
    std::vector<KnownRow> known;
    for (const FoundRow &row : *rows) {
        known.push_back(row.known);
        if (!row.idReadable)
            known.back().state = WarehouseState::Strange;
    }
    return known;
}

Result<void> OrderLookUp::readHeaders(std::span<const RecordKey> keys, KeyMatch match,
                                      std::vector<FoundRow> &found)
{
    Result<SqlCursor> rows =
        m_sql.run(m_builder.knownHeaders(match), u"known_headers"_s, {{u":keys"_s, spellings(keys, match)}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        found.push_back(foundRow({.record = RecordKey::fromString(rows->text(0)), .sizeCode = {}},
                                 rows->value(1), rows->value(2), rows->value(3)));
        found.back().known.customer = rows->text(4);
        return {};
    });
}

Result<void> OrderLookUp::readLines(std::span<const RecordKey> keys, KeyMatch match,
                                    std::vector<FoundRow> &found)
{
    Result<SqlCursor> rows =
        m_sql.run(m_builder.linesByKey(match), u"lines_by_key"_s, {{u":keys"_s, spellings(keys, match)}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const LineKey line{RecordKey::fromString(rows->text(0)), rows->text(1)};
        if (!line.sizeCode.isEmpty())
            found.push_back(foundRow(line, rows->value(3), rows->value(4), rows->value(5)));
        return {};
    });
}

Result<QHash<qint64, RecordKey>> OrderLookUp::ownersOf(std::span<const qint64> itemIds)
{
    if (Result<void> good = ordersUsable(m_schema); !good)
        return good.error();
    QJsonArray ids;
    for (const qint64 id : itemIds) {
        ids.append(id);
        ids.append(QString::number(id));
    }
    QHash<qint64, RecordKey> owners;
    if (ids.isEmpty())
        return owners;
    Result<SqlCursor> rows =
        m_sql.run(m_builder.ownersOfItems(), u"owners_of_items"_s,
                  {{u":ids"_s, QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact))}});
    if (!rows)
        return rows.error();
    Result<void> read = rows->forEach([&]() -> Result<void> {
        const RecordKey key = RecordKey::fromString(rows->text(0));
        std::optional<qint64> id;
        if (!key.isNull() && readId(rows->value(1), id) && id)
            owners.insert(*id, key);
        return {};
    });
    if (!read)
        return read.error();
    return owners;
}

Result<std::vector<RecordKey>> OrderLookUp::withoutItem(const QString &orderNumber)
{
    if (Result<void> good = ordersUsable(m_schema); !good)
        return good.error();
    Result<SqlCursor> rows = m_sql.run(m_builder.headersWithoutItem(), u"headers_without_item"_s,
                                       {{u":order_number"_s, orderNumber}});
    if (!rows)
        return rows.error();
    std::vector<RecordKey> keys;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        if (const RecordKey key = RecordKey::fromString(rows->text(0)); !key.isNull())
            keys.push_back(key);
        return {};
    });
    if (!read)
        return read.error();
    return keys;
}

} // namespace syncline::warehouse
