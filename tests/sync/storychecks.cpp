#include "story.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::testing {

void Story::checkSummary(const RunSummary &summary, const QString &when)
{
    const QString where = u" ("_s + when + u')';
    require(summary.ledger.balances() && summary.linesLedger.balances(),
            u"the ledger does not balance"_s + where);
    Ledger rows;
    Ledger lines;
    for (const CustomerRun &customer : summary.customers) {
        require(customer.ledger.balances() && customer.linesLedger.balances(),
                u"the ledger of a customer does not balance"_s + where);
        rows += customer.ledger;
        lines += customer.linesLedger;
    }
    require(rows == summary.ledger && lines == summary.linesLedger,
            u"the customers are not the total"_s + where);
    for (const auto &progress : m_world.observer.all<CustomerProgress>()) {
        for (const RowState state : allRowStates) {
            require(progress.ledger[state] >= 0 && progress.linesLedger[state] >= 0,
                    u"a negative count was shown"_s + where);
        }
        require(progress.ledger.balances() && progress.linesLedger.balances(),
                u"a ledger shown does not balance"_s);
    }
}

void Story::checkAlways(const QString &when)
{
    const QString where = u" ("_s + when + u')';
    std::map<QString, int> keys;
    std::map<qint64, QString> keyOf;
    for (const FakeItem &item : m_world.board.items()) {
        const QString key = m_keyless ? item.madeFor.toString() : item.values.at(u"key"_s);
        keyOf[item.id] = key;
        require(++keys[key] == 1, u"two items of the record "_s + key.left(8) + where);
    }
    std::set<QString> titles;
    for (const BoardGroup &group : m_world.board.boards.items.groups)
        require(titles.insert(foldedTitle(group.title)).second, u"two groups "_s + group.title + where);
    std::set<std::pair<qint64, QString>> names;
    for (const FakeItem &subitem : m_world.board.subitems()) {
        require(names.insert({subitem.parent, subitem.name}).second,
                u"two subitems "_s + subitem.name + u" of "_s + keyOf[subitem.parent].left(8) + where);
    }
    for (const OrderHeader &order : m_world.tables.orders()) {
        const QString key = order.key.toString();
        require(!order.itemId || keyOf[*order.itemId] == key, u"wrong item id of "_s + key.left(8) + where);
        const auto expected = std::ranges::find(m_expected, order.key, &Expectation::key);
        const bool mayFail =
            m_rowsMayFail || !expected->valid || m_world.tables.errorMessage(order.key).isEmpty();
        require(order.state != WarehouseState::Failed || mayFail,
                u"the valid order %1 failed: %2"_s.arg(key.left(8), m_world.tables.errorMessage(order.key))
                    + where);
    }
}

void Story::checkEnd()
{
    checkAlways(u"at the end"_s);
    bool isSettled = true;
    for (const Expectation &expected : m_expected) {
        const OrderHeader order = m_world.tables.order(expected.key);
        if (m_keyless && expected.valid && order.state != WarehouseState::Done && !order.itemId) {
            isSettled = false;
            require(hasTwin(order), expected.key.toString().left(8) + u" waits and could be told"_s);
            require(keepsDoubt(), expected.key.toString().left(8) + u" waits and nobody knows why"_s);
            continue;
        }
        checkOrder(expected);
    }
    const QString differences = isSettled ? m_world.differences() : QString();
    require(differences.isEmpty(), differences);
}

bool Story::keepsDoubt()
{
    for (m_world.desk = 0; m_world.desk < m_desks; ++m_world.desk) {
        if (!m_world.interrupted().empty())
            return true;
    }
    return false;
}

bool Story::hasTwin(const OrderHeader &order) const
{
    const std::vector<OrderHeader> orders = m_world.tables.orders();
    return std::ranges::any_of(orders, [&order](const OrderHeader &other) {
        return other.key != order.key && other.orderNumber == order.orderNumber;
    });
}

void Story::checkOrder(const Expectation &expected)
{
    const OrderHeader order = m_world.tables.order(expected.key);
    const QString name = expected.key.toString().left(8);
    if (!expected.valid) {
        require(order.state == WarehouseState::Failed, name + u" is invalid and did not fail"_s);
        require(!m_world.tables.errorMessage(expected.key).isEmpty(), name + u" failed without a reason"_s);
        return;
    }
    require(order.state == WarehouseState::Done && order.itemId, name + u" is not done"_s);
    const auto items = m_world.board.items();
    const auto item = std::ranges::find(items, order.itemId.value_or(0), &FakeItem::id);
    if (item == items.end())
        return;
    const auto value = [](const FakeItem &of, const QString &column) {
        const auto found = of.values.find(column);
        return found == of.values.end() ? QString() : found->second;
    };
    if (expected.touchesHeader) {
        require(expected.name.isEmpty() || item->name == expected.name, name + u" is called "_s + item->name);
        require(value(*item, u"price"_s) == expected.price,
                name + u" has the price "_s + value(*item, u"price"_s));
        require(value(*item, u"season"_s) == expected.season,
                name + u" has the season "_s + value(*item, u"season"_s));
        require(value(*item, u"number"_s) == order.orderNumber, name + u" has a wrong number"_s);
    } else {
        require(value(*item, u"price"_s) == u"1"_s, name + u" was touched"_s);
    }
    const BoardGroup *group = m_world.board.boards.items.groupById(item->groupId);
    require(group && (expected.group.isEmpty() || foldedTitle(group->title) == expected.group),
            name + u" is in a wrong group"_s);

    const auto subitems = m_world.board.subitems();
    for (const OrderLine &line : order.lines) {
        const QString size = line.key.sizeCode;
        const QString place = name + u' ' + size;
        const auto wanted = expected.lines.at(size);
        const auto subitem = std::ranges::find_if(subitems, [&](const FakeItem &candidate) {
            return candidate.parent == item->id && candidate.name == QString(u"Size "_s + size);
        });
        const bool isBad = expected.badLines.contains(size);
        require(line.state == (isBad ? WarehouseState::Failed : WarehouseState::Done),
                place + u" has the wrong state %1"_s.arg(static_cast<int>(line.state)));
        require((subitem != subitems.end()) == wanted.has_value(), place + u" is or is not on the board"_s);
        if (subitem == subitems.end() || !wanted)
            continue;
        require(value(*subitem, u"qty"_s) == *wanted,
                u"%1 has the quantity %2, not %3"_s.arg(place, value(*subitem, u"qty"_s), *wanted));
        require(isBad || line.subitemId == subitem->id, place + u" has a wrong id"_s);
    }
}

} // namespace syncline::testing
