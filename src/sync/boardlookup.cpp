#include "sync/boardlookup.h"

#include "sync/patience.h"
#include "sync/planpass.h"

namespace syncline {

Result<QHash<RecordKey, std::set<qint64>>> BoardLookUp::itemsWith(const std::vector<RecordKey> &keys)
{
    QHash<RecordKey, std::set<qint64>> found;
    std::vector<RecordKey> missing = keys;
    // Search lags behind writes: only what is missing twice, with the lag between, is not there
    // (monday-api.md 6).
    for (int look = 0; look < 2 && !missing.empty(); ++look) {
        if (!m_environment.clock.waitFor(m_environment.searchLag, m_stop.drain))
            return stoppedByUser();
        Result<void> looked =
            forEachHundred(missing, [&](const std::vector<RecordKey> &chunk) -> Result<void> {
                Result<std::vector<BoardItem>> items = patiently(
                    m_environment, m_stop, [&] { return m_gateway.findByRecordKey(chunk, m_stop); });
                if (!items)
                    return std::move(items).error();
                for (const BoardItem &item : *items)
                    found[RecordKey::fromString(item.recordKey)].insert(item.id);
                return {};
            });
        if (!looked)
            return std::move(looked).error();
        std::erase_if(missing, [&found](const RecordKey &key) { return found.contains(key); });
    }
    return found;
}

Result<QHash<qint64, BoardItem>> BoardLookUp::itemsById(const std::vector<qint64> &ids)
{
    // A request that was cut may still be at work on the server; items(ids) itself does not lag.
    if (!m_environment.clock.waitFor(m_environment.searchLag, m_stop.drain))
        return stoppedByUser();
    QHash<qint64, BoardItem> found;
    Result<void> read = forEachHundred(ids, [&](const std::vector<qint64> &chunk) -> Result<void> {
        Result<std::vector<BoardItem>> items =
            patiently(m_environment, m_stop, [&] { return m_gateway.itemsById(chunk, m_stop); });
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
