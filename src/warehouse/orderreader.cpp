#include "warehouse/orderreader.h"

#include "warehouse/rowmemory.h"
#include "warehouse/rowtext.h"
#include "warehouse/warehouseerrors.h"

#include <algorithm>
#include <limits>
#include <ranges>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

/// Headers read at once.
constexpr std::size_t chunkSize = 500;
/// Columns of headers_by_key before the values.
constexpr int firstValue = 11;

bool isChosen(WarehouseState state, int retryCount, const SyncRequest &request)
{
    if (state == WarehouseState::Waiting)
        return request.selection != RowSelection::Failed;
    return state == WarehouseState::Failed && request.selection != RowSelection::Waiting
        && retryCount < request.retriesAllowed();
}

} // namespace

Result<void> OrderReader::forEachSelected(const QString &customer, const SyncRequest &request,
                                          const std::function<Result<void>(OrderHeader)> &visit)
{
    if (Result<void> good = ordersUsable(m_schema); !good)
        return good;
    const QSet<RecordKey> chosen(request.records.cbegin(), request.records.cend());
    int wanted = request.limitPerCustomer.value_or(std::numeric_limits<int>::max());
    QString after;
    while (wanted > 0) {
        // The limit is for those that are chosen.
        const int maximum = chosen.isEmpty() ? std::min(wanted, m_keysPerPage) : m_keysPerPage;
        Result<KeyPage> page = nextKeys(customer, request, after, maximum);
        if (!page)
            return std::move(page).error();
        std::vector<RecordKey> &keys = page->keys;
        if (!chosen.isEmpty())
            std::erase_if(keys, [&chosen](const RecordKey &key) { return !chosen.contains(key); });
        for (std::size_t start = 0; start < keys.size() && wanted > 0; start += chunkSize) {
            const std::size_t size = std::min(chunkSize, keys.size() - start);
            Result<std::vector<OrderHeader>> orders = read(std::span(keys).subspan(start, size), request);
            if (!orders)
                return orders.error();
            for (OrderHeader &order : *orders | std::views::take(wanted)) {
                if (Result<void> visited = visit(std::move(order)); !visited)
                    return visited;
            }
            wanted -= std::min(wanted, static_cast<int>(orders->size()));
        }
        if (page->end.isEmpty())
            break;
        after = page->end;
    }
    reportLeftOut();
    return {};
}

Result<std::vector<OrderHeader>> OrderReader::selectedByKey(const std::vector<RecordKey> &keys,
                                                            const SyncRequest &request)
{
    Result<std::vector<OrderHeader>> orders = read(keys, request);
    reportLeftOut();
    return orders;
}

Result<OrderReader::KeyPage> OrderReader::nextKeys(const QString &customer, const SyncRequest &request,
                                                   const QString &after, int maximum)
{
    Result<SqlCursor> rows =
        m_sql.run(m_builder.selectedKeys(customer.isEmpty()), u"selected_keys"_s,
                  {{u":customer"_s, customer.isNull() ? u""_s : customer},
                   {u":after"_s, after.isNull() ? u""_s : after},
                   {u":take_waiting"_s, request.selection != RowSelection::Failed ? 1 : 0},
                   {u":take_failed"_s, request.selection != RowSelection::Waiting ? 1 : 0},
                   {u":take_lines"_s, request.skipSubitems ? 0 : 1},
                   {u":max_retries"_s, request.retriesAllowed()},
                   {u":maximum"_s, maximum}});
    if (!rows)
        return rows.error();
    KeyPage page;
    QSet<RecordKey> seen;
    int read = 0;
    Result<void> all = rows->forEach([&]() -> Result<void> {
        const RecordKey key = RecordKey::fromString(rows->text(0));
        page.end = rows->text(1);
        ++read;
        // Rows without identity are a finding; one with two rows is judged when it is read.
        if (key.isNull() || seen.contains(key))
            return {};
        seen.insert(key);
        page.keys.push_back(key);
        return {};
    });
    if (!all)
        return std::move(all).error();
    if (read < maximum)
        page.end.clear();
    return page;
}

Result<QHash<LineKey, OrderReader::RowNow>> OrderReader::readAgain(std::span<const LineKey> rows)
{
    std::vector<RecordKey> headerKeys;
    std::vector<RecordKey> lineKeys;
    for (const LineKey &row : rows)
        (row.sizeCode.isEmpty() ? headerKeys : lineKeys).push_back(row.record);
    QHash<LineKey, RowNow> found;
    for (const KeyMatch match : {KeyMatch::Usual, KeyMatch::Loose}) {
        Candidates headers;
        if (!headerKeys.empty()) {
            if (Result<void> done = readHeaders(headerKeys, match, RowLock::Held, headers); !done)
                return done.error();
        }
        for (const Candidate &header : std::as_const(headers)) {
            if (header.copies == 1)
                found.insert({header.order.key, {}}, {contentOf(header.order), header.order.state});
        }
        QHash<RecordKey, std::vector<LineCandidate>> lines;
        if (!lineKeys.empty()) {
            if (Result<void> done = readLines(lineKeys, match, RowLock::Held, lines); !done)
                return done.error();
        }
        for (const std::vector<LineCandidate> &ofOrder : std::as_const(lines)) {
            for (const auto &[line, idReadable] : ofOrder)
                found.insert(line.key, {contentOf(line), line.state});
        }
        std::erase_if(headerKeys, [&headers](const RecordKey &key) { return headers.contains(key); });
        std::erase_if(lineKeys, [&lines](const RecordKey &key) { return lines.contains(key); });
    }
    return found;
}

Result<std::vector<OrderHeader>> OrderReader::read(std::span<const RecordKey> keys,
                                                   const SyncRequest &request)
{
    if (Result<void> good = ordersUsable(m_schema); !good)
        return good.error();
    Candidates headers;
    if (Result<void> done = readHeaders(keys, KeyMatch::Usual, RowLock::None, headers); !done)
        return done.error();
    std::vector<RecordKey> odd;
    std::ranges::copy_if(keys, std::back_inserter(odd),
                         [&headers](const RecordKey &key) { return !headers.contains(key); });
    QHash<RecordKey, std::vector<LineCandidate>> lines;
    if (!odd.empty()) {
        if (Result<void> done = readHeaders(odd, KeyMatch::Loose, RowLock::None, headers); !done)
            return done.error();
    }
    if (!request.skipSubitems) {
        if (Result<void> done = readLines(keys, KeyMatch::Usual, RowLock::None, lines); !done)
            return done.error();
        std::erase_if(odd, [&headers](const RecordKey &key) { return !headers.contains(key); });
        if (!odd.empty()) {
            if (Result<void> done = readLines(odd, KeyMatch::Loose, RowLock::None, lines); !done)
                return done.error();
        }
    }
    std::vector<OrderHeader> orders;
    for (const RecordKey &key : keys) {
        const auto found = headers.find(key);
        if (found == headers.end() || !isTaken(*found, request))
            continue;
        takeLines(found->order, std::move(lines[key]), request);
        if (found->order.state != WarehouseState::Done || !found->order.lines.empty())
            orders.push_back(std::move(found->order));
    }
    if (Result<void> recalled = m_memory.recall(orders); !recalled)
        return recalled.error();
    return orders;
}

Result<void> OrderReader::readHeaders(std::span<const RecordKey> keys, KeyMatch match, RowLock lock,
                                      Candidates &found)
{
    SqlText &statement = m_headerStatements[{match, lock}];
    if (statement.text.isEmpty())
        statement = m_builder.headersByKey(match, lock);
    Result<SqlCursor> rows =
        m_sql.run(statement, u"headers_by_key"_s, {{u":keys"_s, spellings(keys, match)}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const RecordKey key = RecordKey::fromString(rows->text(0));
        Candidate &candidate = found[key];
        ++candidate.copies;
        OrderHeader order{.key = key,
                          .orderNumber = rows->text(1),
                          .customer = rows->text(2),
                          .groupName = rows->text(3),
                          .groupId = rows->text(4),
                          .itemName = rows->text(5),
                          .action = actionTypeFromText(rows->value(6)),
                          .state = warehouseStateFromText(rows->value(7)),
                          .retryCount = rows->value(9).toInt()};
        candidate.idReadable = readId(rows->value(8), order.itemId);
        if (const QVariant total = rows->value(10); !total.isNull())
            order.sizesTotal = total.toLongLong();
        for (std::size_t index = 0; index < m_schema.values.size(); ++index) {
            const QVariant value = rows->value(firstValue + static_cast<int>(index));
            order.values.insert(m_schema.values[index].source, value.isNull() ? QVariant() : value);
        }
        candidate.order = std::move(order);
        return {};
    });
}

Result<void> OrderReader::readLines(std::span<const RecordKey> keys, KeyMatch match, RowLock lock,
                                    QHash<RecordKey, std::vector<LineCandidate>> &found)
{
    Result<SqlCursor> rows =
        m_sql.run(m_builder.linesByKey(match, lock), u"lines_by_key"_s, {{u":keys"_s, spellings(keys, match)}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const RecordKey key = RecordKey::fromString(rows->text(0));
        LineCandidate candidate;
        candidate.line = {.key = {.record = key, .sizeCode = rows->text(1)},
                          .quantity = rows->value(2),
                          .action = actionTypeFromText(rows->value(3)),
                          .state = warehouseStateFromText(rows->value(4)),
                          .retryCount = rows->value(6).toInt()};
        candidate.idReadable = readId(rows->value(5), candidate.line.subitemId);
        found[key].push_back(std::move(candidate));
        return {};
    });
}

bool OrderReader::isTaken(const Candidate &candidate, const SyncRequest &request)
{
    const OrderHeader &order = candidate.order;
    const bool forItsLines = order.state == WarehouseState::Done && !request.skipSubitems;
    if (order.action == ActionType::None
        || (!forItsLines && !isChosen(order.state, order.retryCount, request)))
        return false;
    if (candidate.copies > 1) {
        // Its rows can stand on several pages.
        if (!m_twice.contains(order.key))
            leaveOut(order, u"several rows have the same record_uuid"_s);
        m_twice.insert(order.key);
        return false;
    }
    if (!candidate.idReadable)
        leaveOut(order, u"monday_item_id is no id"_s);
    return candidate.idReadable;
}

void OrderReader::takeLines(OrderHeader &order, std::vector<LineCandidate> lines, const SyncRequest &request)
{
    QHash<QString, int> copies;
    for (const LineCandidate &candidate : lines)
        ++copies[candidate.line.key.sizeCode];
    for (LineCandidate &candidate : lines) {
        OrderLine &line = candidate.line;
        // The lines of a header that failed still wait: they belong to its retry.
        const bool chosen = isChosen(line.state, line.retryCount, request)
            || (line.state == WarehouseState::Waiting && order.state == WarehouseState::Failed);
        // An order that became cancelled changes those that are on the board.
        const bool mayChange = line.state == WarehouseState::Done && line.subitemId && order.itemId
            && order.state != WarehouseState::Done;
        if (line.action == ActionType::None || (!chosen && !mayChange))
            continue;
        if (line.key.sizeCode.isEmpty())
            leaveOut(order, u"a line of theirs has no size_code"_s);
        else if (copies.value(line.key.sizeCode) > 1)
            leaveOut(order, u"several lines have the same record_uuid and size_code"_s);
        else if (!candidate.idReadable)
            leaveOut(order, u"monday_subitem_id of a line is no id"_s);
        else
            order.lines.push_back(std::move(line));
    }
    if (m_sizeOrder.isEmpty()) {
        for (int index = 0; index < m_schema.sizes.size(); ++index)
            m_sizeOrder.insert(m_schema.sizes.at(index), index);
    }
    const auto place = [this](const OrderLine &line) {
        return m_sizeOrder.value(line.key.sizeCode, static_cast<int>(m_sizeOrder.size()));
    };
    std::ranges::sort(order.lines, [&place](const OrderLine &a, const OrderLine &b) {
        return std::pair(place(a), a.key.sizeCode) < std::pair(place(b), b.key.sizeCode);
    });
}

void OrderReader::leaveOut(const OrderHeader &order, const QString &reason)
{
    const QString sample = order.orderNumber.isEmpty() ? order.key.toString() : order.orderNumber;
    const auto [entry, isNew] = m_leftOut.try_emplace(reason, leftOut(order.customer, reason, 0, sample));
    QJsonObject &parameters = entry->second.parameters;
    parameters[u"rows"_s] = parameters.value("rows"_L1).toInt() + 1;
}

void OrderReader::reportLeftOut()
{
    for (const auto &[reason, event] : m_leftOut)
        m_events.post(event);
    m_leftOut.clear();
    m_twice.clear();
}

} // namespace syncline::warehouse
