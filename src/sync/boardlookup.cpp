#include "sync/boardlookup.h"

#include "domain/naming.h"
#include "sync/patience.h"
#include "sync/planpass.h"

namespace syncline {

IdentityColumns identityColumns(const MappingConfig &mapping, const BoardSchema &items)
{
    IdentityColumns columns;
    if (items.column(mapping.recordKeyColumn))
        columns.recordKey = mapping.recordKeyColumn;
    const auto number = std::ranges::find_if(mapping.headers, [&items](const ColumnMapping &line) {
        const BoardColumn *column = items.column(line.targetColumnId);
        return line.source.compare(sourcecolumns::orderNumber, Qt::CaseInsensitive) == 0 && column
            && column->type == ColumnType::Text;
    });
    if (number != mapping.headers.end())
        columns.orderNumber = number->targetColumnId;
    return columns;
}

Result<std::vector<BoardItem>> BoardLookUp::search(const QString &columnId, const QStringList &texts)
{
    return patiently(m_environment, m_stop,
                     [&] { return m_ports.gateway->findByText(columnId, texts, m_stop); });
}

Result<Sightings> BoardLookUp::items(const std::vector<SoughtItem> &orders)
{
    Sightings found;
    if (m_columns.recordKey.isEmpty() && m_columns.orderNumber.isEmpty()) {
        for (const SoughtItem &order : orders)
            found[order.key].ambiguous = true;
        return found;
    }
    for (const SoughtItem &order : orders)
        found.insert(order.key, {});
    std::vector<SoughtItem> missing = orders;
    // Search lags behind writes: only what is missing twice, with the lag between, is not there
    // (monday-api.md 6).
    for (int look = 0; look < 2 && !missing.empty(); ++look) {
        if (!m_environment.clock.waitFor(m_environment.searchLag, m_stop.drain))
            return stoppedByUser();
        Result<void> looked = forEachHundred(missing, [&](const std::vector<SoughtItem> &chunk) {
            return m_columns.recordKey.isEmpty() ? byOrderNumber(chunk, orders, found) : byRecordKey(chunk, found);
        });
        if (!looked)
            return std::move(looked).error();
        std::erase_if(missing, [&found](const SoughtItem &order) { return !found[order.key].isAbsent(); });
    }
    return found;
}

Result<void> BoardLookUp::byRecordKey(const std::vector<SoughtItem> &orders, Sightings &found)
{
    QStringList keys;
    for (const SoughtItem &order : orders)
        keys.append(order.key.toString());
    const Result<std::vector<BoardItem>> items = search(m_columns.recordKey, keys);
    if (!items)
        return items.error();
    for (const BoardItem &item : *items) {
        const auto entry = found.find(RecordKey::fromString(item.texts.value(m_columns.recordKey)));
        if (entry != found.end())
            entry->items.insert(item.id);
    }
    for (Sighting &sighting : found)
        sighting.ambiguous = sighting.items.size() > 1;
    return {};
}

Result<void> BoardLookUp::byOrderNumber(const std::vector<SoughtItem> &orders,
                                        const std::vector<SoughtItem> &all, Sightings &found)
{
    QStringList numbers;
    for (const SoughtItem &order : orders) {
        if (!numbers.contains(order.orderNumber))
            numbers.append(order.orderNumber);
    }
    const Result<std::vector<BoardItem>> items = search(m_columns.orderNumber, numbers);
    if (!items)
        return items.error();
    std::vector<qint64> ids;
    for (const BoardItem &item : *items)
        ids.push_back(item.id);
    const Result<QHash<qint64, RecordKey>> owners = m_ports.warehouse->ownersOf(ids);
    if (!owners)
        return owners.error();
    for (const SoughtItem &order : orders) {
        Sighting &sighting = found[order.key];
        for (const BoardItem &item : *items) {
            const bool isLike = item.name == order.name && item.groupId == order.groupId
                && item.texts.value(m_columns.orderNumber).trimmed() == order.orderNumber.trimmed();
            if (isLike && owners->value(item.id, order.key) == order.key)
                sighting.items.insert(item.id);
        }
        if (sighting.items.empty())
            continue;
        // What looks for the same item may look different in the warehouse by now.
        const bool isShared = std::ranges::any_of(all, [&order](const SoughtItem &other) {
            return other.key != order.key && other.name == order.name && other.groupId == order.groupId
                && other.orderNumber == order.orderNumber;
        });
        const Result<bool> rival = hasRival(order);
        if (!rival)
            return rival.error();
        sighting.ambiguous = isShared || *rival || sighting.items.size() > 1;
    }
    return {};
}

Result<bool> BoardLookUp::hasRival(const SoughtItem &order)
{
    // Another order that looks the same and has no item could have made it just as well.
    const Result<std::vector<RecordKey>> keys = m_ports.warehouse->withoutItem(order.orderNumber);
    if (!keys)
        return keys.error();
    std::vector<RecordKey> others = *keys;
    std::erase(others, order.key);
    const Result<std::vector<OrderHeader>> headers = m_ports.warehouse->selectedByKey(
        others, {.selection = RowSelection::WaitingAndFailed, .maxRetries = std::numeric_limits<int>::max()});
    if (!headers)
        return headers.error();
    return std::ranges::any_of(*headers,
                               [&order](const OrderHeader &other) { return itemNameOf(other) == order.name; });
}

Result<QHash<qint64, BoardItem>> BoardLookUp::itemsById(const std::vector<qint64> &ids)
{
    // A request that was cut may still be at work on the server; items(ids) itself does not lag.
    if (!m_environment.clock.waitFor(m_environment.searchLag, m_stop.drain))
        return stoppedByUser();
    QHash<qint64, BoardItem> found;
    Result<void> read = forEachHundred(ids, [&](const std::vector<qint64> &chunk) -> Result<void> {
        Result<std::vector<BoardItem>> items =
            patiently(m_environment, m_stop, [&] { return m_ports.gateway->itemsById(chunk, m_stop); });
        if (!items)
            return std::move(items).error();
        for (const BoardItem &item : *items)
            found.insert(item.id, item);
        return {};
    });
    if (!read)
        return std::move(read).error();
    return found;
}

std::optional<qint64> subitemNamed(const BoardItem &item, const QString &name)
{
    const auto found = std::ranges::find(item.subitems, name, &BoardSubitem::name);
    return found == item.subitems.end() ? std::nullopt : std::optional(found->id);
}

} // namespace syncline
