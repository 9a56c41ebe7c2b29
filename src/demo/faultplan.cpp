#include "demo/faultplan.h"

#include "demo/demorandom.h"
#include "demo/ordernaming.h"
#include "demo/tablecolumns.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr quint64 purposeOfFaults = 2;

/// Rows that a fault needs.
int parts(DemoFault fault)
{
    switch (fault) {
    case DemoFault::DuplicatedOrderNumber:
    case DemoFault::CancelledOrder:
        return 2;
    case DemoFault::LostAnswer:
    case DemoFault::RateLimited:
    case DemoFault::ServerError:
        return 0;
    case DemoFault::TextInFreight:
    case DemoFault::FullDropdown:
    case DemoFault::NewSeason:
    case DemoFault::CaseVariantOfCancelled:
    case DemoFault::DeletedGroup:
    case DemoFault::MissingSeason:
    case DemoFault::QuantityChange:
    case DemoFault::OverlongItemName:
    case DemoFault::ApostropheCustomer:
    case DemoFault::TotalUnequalToSizes:
        return 1;
    }
    Q_UNREACHABLE();
}

PlantedFault about(FaultRole role, const DemoOrder &order, DemoOutcome outcome, const QString &column,
                   const QString &expectation)
{
    return {.fault = role.fault,
            .key = RecordKey::fromString(order.key),
            .orderNumber = order.number,
            .customer = order.customer,
            .outcome = outcome,
            .column = column,
            .expectation = expectation};
}

void bringAnotherQuantity(DemoOrder &order)
{
    constexpr int more = 24;
    DemoSize &size = order.sizes.front();
    const QString total = u"TOTAL QTY"_s;
    const int before = order.values.value(total).toInt();
    order.valuesOnBoard.insert(total, before);
    order.values.insert(total, before + more);
    size.quantity += more;
    order.state = u"PENDING"_s;
    order.action = u"UPDATE"_s;
    size.state = order.state;
    size.action = order.action;
}

void cancelOnBoard(DemoOrder &order)
{
    order.valuesOnBoard.insert(u"ORDER TYPE"_s, order.values.value(u"ORDER TYPE"_s));
    order.values.insert(u"ORDER TYPE"_s, u"CANCELLED"_s);
    order.state = u"PENDING"_s;
    order.action = u"UPDATE"_s;
    for (DemoSize &size : order.sizes) {
        size.state = order.state;
        size.action = order.action;
    }
}

/// An alias that fits its column, but makes the name too long for the board.
void nameAtLength(DemoOrder &order)
{
    const QString style = order.values.value(u"CUSTOMER STYLE"_s).toString();
    QString alias = style;
    constexpr qsizetype longest = 255;
    for (int colour = 1; alias.size() + style.size() + 8 <= longest; ++colour)
        alias += u" / "_s + style + u"-%1"_s.arg(colour, 2, 10, QChar(u'0'));
    order.values.insert(u"ALIAS/RELATED ITEM"_s, alias);
    order.itemName = itemNameOf(order.values);
}

} // namespace

FaultPlan::FaultPlan(const DemoOptions &options)
    : m_switchedOff(options.switchedOff)
{
    DemoRandom random(options.seed, purposeOfFaults, 0);
    QSet<int> taken;
    for (const DemoFault fault : allDemoFaults) {
        std::vector<int> rows;
        while (std::ssize(rows) < parts(fault)) {
            const int row = random.below(options.orders);
            if (!taken.contains(row)) {
                taken.insert(row);
                rows.push_back(row);
            }
        }
        // The second row of a number follows the first.
        std::ranges::sort(rows);
        for (std::size_t part = 0; part < rows.size(); ++part) {
            if (has(fault))
                m_roles.insert(rows[part], {fault, static_cast<int>(part)});
        }
    }
}

std::optional<FaultRole> FaultPlan::role(int row) const
{
    const auto found = m_roles.find(row);
    return found == m_roles.end() ? std::nullopt : std::optional(*found);
}

PlantedFault FaultPlan::plant(FaultRole role, const PlannedGroup &group, DemoOrder &order) const
{
    const auto set = [&order](const QString &column, const QVariant &value) {
        order.values.insert(column, value);
    };
    switch (role.fault) {
    case DemoFault::TextInFreight:
        set(u"FREIGHT"_s, u"AIR FRT TBC"_s);
        return about(role, order, DemoOutcome::Refused, u"FREIGHT"_s,
                     u"Refused: FREIGHT is a number column, the row holds \"AIR FRT TBC\"."_s);
    case DemoFault::FullDropdown:
        set(u"CATEGORY"_s, newCategory.toString());
        return about(role, order, DemoOutcome::Refused, u"CATEGORY"_s,
                     u"Refused: CATEGORY has 500 labels on the board, there is no room for \"ADAPTIVE\"."_s);
    case DemoFault::NewSeason:
        set(u"CUSTOMER SEASON"_s, newSeason.toString());
        order.groupName = order.customer + u" "_s + newSeason.toString();
        order.groupId.clear();
        return about(role, order, DemoOutcome::Created, u"CUSTOMER SEASON"_s,
                     u"Created: the label and the group of the season \"RESORT 27\" are made first."_s);
    case DemoFault::CaseVariantOfCancelled:
        set(u"ORDER TYPE"_s, u"Cancelled"_s);
        return about(role, order, DemoOutcome::Created, u"ORDER TYPE"_s,
                     u"Created with the board's spelling CANCELLED."_s);
    case DemoFault::DeletedGroup:
        order.groupName = group.title;
        order.groupId = u"group_deleted01"_s;
        return about(role, order, DemoOutcome::Created, u"group_id"_s,
                     u"Created in the group of the same title; the id in the warehouse is healed."_s);
    case DemoFault::MissingSeason:
        order.values.remove(u"CUSTOMER SEASON"_s);
        order.values.remove(u"AAG SEASON"_s);
        order.groupName = u"check"_s;
        order.groupId.clear();
        return about(role, order, DemoOutcome::Refused, u"CUSTOMER SEASON"_s,
                     u"Refused: without a season there is no group."_s);
    case DemoFault::DuplicatedOrderNumber:
        return about(role, order, DemoOutcome::Created, u"AAG ORDER NUMBER"_s,
                     u"Created: two rows of this number become two items."_s);
    case DemoFault::QuantityChange:
        bringAnotherQuantity(order);
        return about(role, order, DemoOutcome::Updated, u"TOTAL QTY"_s,
                     u"Updated: the subitem of the first size gets the new quantity, the item the new total."_s);
    case DemoFault::CancelledOrder:
        if (role.part == 1) {
            cancelOnBoard(order);
            return about(role, order, DemoOutcome::Updated, u"ORDER TYPE"_s,
                         u"Updated: the item becomes CANCELLED, its subitems go to zero."_s);
        }
        set(u"ORDER TYPE"_s, u"CANCELLED"_s);
        return about(role, order, DemoOutcome::Created, u"ORDER TYPE"_s,
                     u"Created as CANCELLED, with subitems of quantity zero."_s);
    case DemoFault::OverlongItemName:
        nameAtLength(order);
        return about(role, order, DemoOutcome::Refused, u"item_name"_s,
                     u"Refused: the item name has more than 255 characters."_s);
    case DemoFault::ApostropheCustomer:
        return about(role, order, DemoOutcome::Created, u"CUSTOMER NAME"_s,
                     u"Created: the apostrophe in the customer's name does no harm."_s);
    case DemoFault::TotalUnequalToSizes:
        set(u"TOTAL QTY"_s, order.values.value(u"TOTAL QTY"_s).toInt() + 12);
        return about(role, order, DemoOutcome::Refused, u"TOTAL QTY"_s,
                     u"Refused: TOTAL QTY is 12 more than the sum of the sizes."_s);
    case DemoFault::LostAnswer:
    case DemoFault::RateLimited:
    case DemoFault::ServerError:
        break;
    }
    Q_UNREACHABLE();
}

std::vector<PlantedFault> FaultPlan::networkFaults() const
{
    std::vector<PlantedFault> faults;
    if (has(DemoFault::LostAnswer))
        faults.push_back({.fault = DemoFault::LostAnswer,
                          .expectation = u"A request creates its items and its answer is lost: "
                                         "the items are found by their record key, none is made twice."_s});
    if (has(DemoFault::RateLimited))
        faults.push_back({.fault = DemoFault::RateLimited,
                          .expectation =
                              u"A request is refused for the minute limit: it is repeated after the "
                              "2 s that the server asks for."_s});
    if (has(DemoFault::ServerError))
        faults.push_back({.fault = DemoFault::ServerError,
                          .expectation = u"A request creates its items and is answered with HTTP 500: "
                                         "the items are found by their record key, none is made twice."_s});
    return faults;
}

} // namespace syncline::demo
