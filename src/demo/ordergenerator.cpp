#include "demo/ordergenerator.h"

#include "demo/ordernaming.h"
#include "demo/tablecolumns.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

constexpr quint64 purposeOfOrders = 3;
constexpr quint64 purposeOfNumbers = 4;

constexpr std::array<QStringView, 3> deliveryMethods{u"OCEAN", u"AIR", u"GROUND"};
constexpr std::array<QStringView, 3> deliveryTerms{u"FOB", u"DDP", u"EXW"};
constexpr std::array<QStringView, 3> drops{u"DROP01", u"DROP02", u"DROP03"};
constexpr std::array<QStringView, 3> campaigns{u"HOT 30", u"GLOBAL EDIT", u"NEW YEAR"};
constexpr std::array<QStringView, 12> months{u"JANUARY",   u"FEBRUARY", u"MARCH",    u"APRIL",
                                             u"MAY",       u"JUNE",     u"JULY",     u"AUGUST",
                                             u"SEPTEMBER", u"OCTOBER",  u"NOVEMBER", u"DECEMBER"};

/// Fills the columns of one order; a column that need not be filled sometimes stays empty.
class OrderFiller
{
public:
    OrderFiller(DemoRandom &random, QHash<QString, QVariant> &values, bool complete)
        : m_random(random)
        , m_values(values)
        , m_complete(complete)
    {
    }

    void set(const QString &column, const QVariant &value) { m_values.insert(column, value); }
    void mostly(int percent, const QString &column, const QVariant &value)
    {
        // The choice is made in any case, so that the rest of the row does not depend on it.
        if (m_random.chance(percent) || m_complete)
            m_values.insert(column, value);
    }

    void fillStyle(const DemoCustomer &customer, const DemoProduct &product)
    {
        const DemoColour &colour = m_random.pick(demoColours());
        const QString style = customer.prefix.first(1)
            + u"SP26%1%2"_s.arg(QChar(u'A' + m_random.below(26)))
                  .arg(m_random.below(100), 2, 10, QChar(u'0'));
        set(u"CUSTOMER STYLE"_s, style);
        set(u"STYLE DESCRIPTION"_s, product.description.toString());
        mostly(60, u"ALIAS/RELATED ITEM"_s, QString(style + u"-R"_s));
        mostly(90, u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS"_s, colour.code.toString());
        set(u"CUSTOMER COLOUR DESCRIPTION"_s, colour.name.toString());
        mostly(85, u"PATTERN ID"_s, u"PT-%1"_s.arg(m_random.between(1000, 9999)));
        set(u"CATEGORY"_s, product.category.toString());
        set(u"UNIT OF MEASURE"_s, product.unit.toString());
        mostly(90, u"HS CODE"_s, product.harmonisedCode.toString());
        mostly(80, u"RANGE / COLLECTION"_s, m_random.pick(demoCollections()).toString());
        mostly(20, u"PROMO GROUP / CAMPAIGN (HOT 30/GLOBAL EDIT)"_s,
               m_random.pick(std::span<const QStringView>(campaigns)).toString());
        mostly(50, u"MAKE OR BUY"_s, m_random.chance(80) ? u"MAKE"_s : u"BUY"_s);
    }

    void fillDelivery(QDate today)
    {
        const QDate received = today.addDays(-m_random.between(5, 200));
        const QDate exFactory = received.addDays(m_random.between(90, 150));
        set(u"ORDER DATE PO RECEIVED"_s, received.toString(Qt::ISODate));
        set(u"EX FACTORY DATE"_s, exFactory.toString(Qt::ISODate));
        mostly(95, u"ETA CUSTOMER WAREHOUSE DATE"_s,
               exFactory.addDays(m_random.between(21, 42)).toString(Qt::ISODate));
        set(u"MONTH"_s, months[static_cast<std::size_t>(exFactory.month() - 1)].toString());
        const DemoDestination &destination = m_random.pick(demoDestinations());
        set(u"DESTINATION"_s, destination.place.toString());
        mostly(80, u"DESTINATION WAREHOUSE"_s, destination.warehouse.toString());
        mostly(70, u"Warehouse"_s, destination.warehouse.toString());
        mostly(85, u"DROP"_s, m_random.pick(std::span<const QStringView>(drops)).toString());
        mostly(90, u"DELIVERY TERMS"_s,
               m_random.pick(std::span<const QStringView>(deliveryTerms)).toString());
        mostly(95, u"PLANNED DELIVERY METHOD"_s,
               m_random.pick(std::span<const QStringView>(deliveryMethods)).toString());
        mostly(70, u"NOTES"_s, m_random.pick(demoNotes()).toString());
    }

    void fillPrices()
    {
        // All money in hundredths of a cent: no rounding of binary fractions reaches the file.
        const int price = m_random.between(1200, 9800) * 100;
        const int exWorks = price / 100 * m_random.between(45, 60);
        const int freight = m_random.between(15, 160) * 100;
        const int dutyPermille = m_random.between(60, 280);
        const int duty = exWorks / 1000 * dutyPermille;
        const int tariffPermille = m_random.between(50, 200);
        const int tariff = exWorks / 1000 * tariffPermille;
        set(u"CUSTOMER PRICE"_s, money(price));
        mostly(90, u"EX WORKS (USD)"_s, money(exWorks));
        mostly(90, u"FINAL FOB (USD)"_s, money(exWorks + 2500));
        mostly(80, u"FREIGHT"_s, money(freight));
        mostly(80, u"US DUTY RATE"_s, dutyPermille / 1000.0);
        mostly(80, u"US DUTY"_s, money(duty));
        mostly(75, u"US TARIFF RATE"_s, tariffPermille / 1000.0);
        mostly(75, u"US TARIFF"_s, money(tariff));
        mostly(85, u"DDP US (USD)"_s, money(exWorks + freight + duty + tariff));
        mostly(70, u"ADMINISTRATION FEE"_s, money(m_random.between(5, 60) * 100));
        mostly(70, u"FX CHARGE"_s, money(m_random.between(1, 40) * 100));
        mostly(70, u"HANDLING"_s, money(m_random.between(10, 90) * 100));
        mostly(70, u"SMS PRICE USD"_s, money(price * 2));
        mostly(40, u"USA ONLY LSTP 75% EX WORKS"_s, money(exWorks / 4 * 3));
        // These four are texts in the warehouse, numbers on the board.
        mostly(70, u"DESIGN FEE"_s, m_random.chance(15) ? u"1,250.00"_s : u"%1.50"_s.arg(m_random.below(40)));
        mostly(70, u"SURCHARGE FEE"_s, u"0.%1"_s.arg(m_random.between(10, 95)));
        mostly(70, u"DISCOUNT"_s, m_random.chance(20) ? u"-0.25"_s : u"0"_s);
        mostly(30, u"UK FREIGHT"_s, m_random.chance(50) ? u"see rate card"_s : u"0.85"_s);
        mostly(70, u"FINAL PRICES Y/N"_s, u"TRUE"_s);
        mostly(70, u"NOTES FOR PRICE"_s, u"Price list of %1 Jan"_s.arg(m_random.between(5, 28)));
    }

private:
    static double money(int hundredthsOfACent) { return hundredthsOfACent / 10000.0; }

    DemoRandom &m_random;
    QHash<QString, QVariant> &m_values;
    const bool m_complete;
};

int placeOfSize(QStringView size)
{
    const std::span<const QStringView> all = sizeColumns();
    return static_cast<int>(std::ranges::find(all, size) - all.begin());
}

} // namespace

OrderGenerator::OrderGenerator(const DemoOptions &options, const std::vector<DemoCustomer> &customers,
                               const GroupPlan &groups, const FaultPlan &faults)
    : m_options(options)
    , m_customers(customers)
    , m_groups(groups)
    , m_faults(faults)
{
    for (std::size_t i = 0; i < customers.size(); ++i) {
        m_totalWeight += customers[i].weight;
        m_runningNumbers.push_back(DemoRandom(options.seed, purposeOfNumbers, i).between(1000, 9000));
        if (customers[i].name.contains(u'\''))
            m_apostropheCustomer = i;
    }
}

DemoOrder OrderGenerator::next(std::vector<PlantedFault> &planted)
{
    const std::optional<FaultRole> role = m_faults.role(m_row);
    DemoRandom random(m_options.seed, purposeOfOrders, static_cast<quint64>(m_row));
    const std::size_t customer = customerOf(random, role);

    const int place = random.below(100); // of a hundred rows: 85 wait, 3 are kept out, 12 are done
    const bool onBoard = role ? role->isOnBoard() : place >= 88;
    const PlannedGroup &group = groupOf(random, customer, role, onBoard);
    DemoOrder order = perfectOrder(random, customer, group, numberOf(customer, role), role.has_value());
    if (onBoard)
        putOnBoard(order, group);
    else if (role || place < 85)
        setState(order, u"PENDING"_s, u"INSERT"_s);
    else if (place == 85)
        setState(order, u"PENDING"_s, u"NONE"_s);
    else if (place == 86)
        setState(order, u"EXISTING"_s, u"INSERT"_s);
    else
        setState(order, u"COMPLETED"_s, u"INSERT"_s);
    if (role)
        planted.push_back(m_faults.plant(*role, group, order));
    ++m_row;
    return order;
}

DemoOrder OrderGenerator::nextOfSource()
{
    DemoRandom random(m_options.seed, purposeOfOrders, static_cast<quint64>(m_row++));
    const std::size_t customer = customerOf(random, std::nullopt);
    const PlannedGroup &group = groupOf(random, customer, std::nullopt, false);
    return perfectOrder(random, customer, group, numberOf(customer, std::nullopt), true);
}

std::size_t OrderGenerator::customerOf(DemoRandom &random, const std::optional<FaultRole> &role)
{
    int place = random.below(m_totalWeight);
    std::size_t customer = 0;
    while (place >= m_customers[customer].weight)
        place -= m_customers[customer++].weight;
    // Each customer has an order, when there are enough.
    if (static_cast<std::size_t>(m_row) < m_customers.size())
        customer = static_cast<std::size_t>(m_row);
    if (!role)
        return customer;
    if (role->fault == DemoFault::ApostropheCustomer)
        return m_apostropheCustomer;
    if (role->fault == DemoFault::DuplicatedOrderNumber) {
        if (!m_duplicatedCustomer)
            m_duplicatedCustomer = customer;
        return *m_duplicatedCustomer;
    }
    return customer;
}

const PlannedGroup &OrderGenerator::groupOf(DemoRandom &random, std::size_t customer,
                                            const std::optional<FaultRole> &role, bool mustBeOnBoard) const
{
    const std::vector<PlannedGroup> &all = m_groups.groups(customer);
    const bool withSeason = !random.chance(m_customers[customer].noCustomerSeasonPercent);
    std::vector<const PlannedGroup *> fitting;
    for (const PlannedGroup &group : all) {
        if (group.customerSeason.isNull() != withSeason && (group.onBoard || !mustBeOnBoard))
            fitting.push_back(&group);
    }
    const int place = random.below(1000);
    const bool needsLiveGroup = role && (role->isOnBoard() || role->fault == DemoFault::DeletedGroup);
    if (needsLiveGroup || fitting.empty())
        return all.front();
    return *fitting[static_cast<std::size_t>(place) % fitting.size()];
}

QString OrderGenerator::numberOf(std::size_t customer, const std::optional<FaultRole> &role)
{
    const bool duplicated = role && role->fault == DemoFault::DuplicatedOrderNumber;
    if (duplicated && role->part == 1)
        return m_duplicatedNumber;
    const QString number =
        m_customers[customer].prefix + u"-%1"_s.arg(++m_runningNumbers[customer], 5, 10, QChar(u'0'));
    if (duplicated)
        m_duplicatedNumber = number;
    return number;
}

DemoOrder OrderGenerator::perfectOrder(DemoRandom &random, std::size_t customer, const PlannedGroup &group,
                                       const QString &number, bool complete) const
{
    const DemoCustomer &brand = m_customers[customer];
    DemoOrder order{.key = random.uuid(), .number = number, .customer = brand.name};
    OrderFiller filler(random, order.values, complete);
    const DemoProduct &product = random.pick(demoProducts());

    const int type = random.below(100);
    const bool cancelled = type < brand.cancelledPercent;
    const bool forecast = !cancelled && type >= 97;
    const QString orderType = cancelled ? u"CANCELLED"_s : forecast ? u"FORECAST"_s : u"RECEIVED"_s;
    const QString purchaseOrder = QString::number(random.between(4000, 98000));
    filler.set(u"AAG ORDER NUMBER"_s, number);
    filler.set(u"CUSTOMER NAME"_s, brand.name);
    filler.set(u"SOURCE_CUSTOMER_NAME"_s, random.chance(60) ? brand.alias : brand.name);
    filler.set(u"ORDER TYPE"_s, complete ? u"RECEIVED"_s : orderType);
    filler.set(u"PO NUMBER"_s, forecast && !complete ? QString(u"FORE"_s + purchaseOrder) : purchaseOrder);
    filler.mostly(65, u"CUSTOMER ALT PO"_s, QString(u"ALT-"_s + purchaseOrder));
    if (!group.customerSeason.isNull())
        filler.set(u"CUSTOMER SEASON"_s, group.customerSeason);
    filler.set(u"AAG SEASON"_s, group.houseSeason);
    filler.set(
        u"_SOURCE_TABLE"_s,
        QString(u"x"_s + QString(brand.name).remove(u' ').remove(u'\'').remove(u'&') + u"_ORDER_LIST_RAW"_s));
    filler.fillStyle(brand, product);
    filler.fillDelivery(m_options.today);
    filler.fillPrices();
    addSizes(random, product.sizes, order);

    // What the preparation of the predecessor filled on most rows; the rest is left to the rules of the
    // program.
    if (random.chance(90) || complete)
        order.groupName = group.title;
    if (random.chance(90) || complete)
        order.itemName = itemNameOf(order.values);
    if (!order.groupName.isNull() && group.onBoard && (random.chance(80) || complete))
        order.groupId = group.id;
    return order;
}

void OrderGenerator::addSizes(DemoRandom &random, std::span<const QStringView> run, DemoOrder &order) const
{
    const int available = static_cast<int>(run.size());
    const int count = available < 3 ? available : random.between(3, std::min(available, 6));
    const int first = random.below(available - count + 1);
    const int scale = random.between(1, 8);
    int total = 0;
    for (int i = first; i < first + count; ++i) {
        const int quantity = random.between(2, 18) * scale;
        total += quantity;
        order.sizes.push_back({.column = placeOfSize(run[static_cast<std::size_t>(i)]),
                               .quantity = quantity,
                               .quantityOnBoard = quantity,
                               .lineKey = random.uuid()});
    }
    std::ranges::sort(order.sizes, {}, &DemoSize::column);
    order.values.insert(u"TOTAL QTY"_s, total);
}

void OrderGenerator::putOnBoard(DemoOrder &order, const PlannedGroup &group)
{
    setState(order, u"SYNCED"_s, u"INSERT"_s);
    order.groupName = group.title;
    order.groupId = group.id;
    order.itemName = itemNameOf(order.values);
    order.itemId = m_nextItem++;
    for (DemoSize &size : order.sizes)
        size.subitemId = m_nextSubitem++;
}

void OrderGenerator::setState(DemoOrder &order, const QString &state, const QString &action) const
{
    order.state = state;
    order.action = action;
    for (DemoSize &size : order.sizes) {
        size.state = state;
        size.action = action;
    }
}

} // namespace syncline::demo
