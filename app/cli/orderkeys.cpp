#include "cli/orderkeys.h"

#include <QSet>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace syncline::cli {

namespace {

constexpr qsizetype nearOrders = 3;

/// How much of the text two record keys share from their start; everything when it is the order's number.
qsizetype nearness(const OrderHeader &order, const QString &text)
{
    if (order.orderNumber.compare(text, Qt::CaseInsensitive) == 0)
        return std::numeric_limits<qsizetype>::max();
    const QString key = order.key.toString();
    const auto difference = std::ranges::mismatch(key, text.toLower());
    return difference.in1 - key.begin();
}

/// Failed orders that were perhaps meant, the nearest first, as "key (order number)".
Result<QStringList> nearFailedOrders(OrderWarehouse &warehouse, const QString &text)
{
    constexpr qsizetype leastNearness = 4;
    const Result<std::vector<CustomerCounts>> customers = warehouse.customers();
    if (!customers)
        return customers.error();
    SyncRequest failed;
    failed.selection = RowSelection::Failed;
    failed.maxRetries = std::numeric_limits<int>::max();
    std::vector<std::pair<qsizetype, QString>> near;
    for (const CustomerCounts &customer : *customers) {
        Result<void> looked =
            warehouse.forEachSelected(customer.name, failed, [&](OrderHeader order) -> Result<void> {
                const qsizetype shared = nearness(order, text);
                if (shared >= leastNearness)
                    near.emplace_back(shared, u"%1 (%2)"_s.arg(order.key.toString(), order.orderNumber));
                std::ranges::stable_sort(near, std::ranges::greater{}, &std::pair<qsizetype, QString>::first);
                near.resize(std::min<std::size_t>(near.size(), nearOrders));
                return {};
            });
        if (!looked)
            return looked.error();
    }
    QStringList result;
    for (const auto &[shared, order] : near)
        result.append(order);
    return result;
}

Result<void> unknownOrder(OrderWarehouse &warehouse, const QString &text)
{
    const Result<QStringList> near = nearFailedOrders(warehouse, text);
    if (!near)
        return near.error();
    return Error{.kind = ErrorKind::InvalidInput,
                 .event = {.id = EventId::cl_008,
                           .parameters = {{u"row"_s, text},
                                          {u"near"_s, near->isEmpty() ? u"none"_s : near->join(u", "_s)}}}};
}

} // namespace

Result<std::vector<RecordKey>> recordKeysOf(OrderWarehouse &warehouse, const std::vector<std::string> &rows)
{
    std::vector<RecordKey> keys;
    QSet<RecordKey> unseen;
    for (const std::string &row : rows) {
        const QString text = QString::fromStdString(row).trimmed();
        const RecordKey key = RecordKey::fromString(text);
        if (key.isNull())
            return unknownOrder(warehouse, text).error();
        if (!unseen.contains(key))
            keys.push_back(key);
        unseen.insert(key);
    }
    const Result<std::vector<KnownRow>> known = warehouse.knownRows(keys);
    if (!known)
        return known.error();
    for (const KnownRow &row : *known) {
        if (row.row.sizeCode.isEmpty())
            unseen.remove(row.row.record);
    }
    if (!unseen.isEmpty())
        return unknownOrder(warehouse, unseen.cbegin()->toString()).error();
    return keys;
}

} // namespace syncline::cli
