#include "warehouse/refreshrules.h"

#include "domain/board.h"
#include "domain/naming.h"
#include "domain/plainvalue.h"

#include <QJsonArray>

#include <numeric>

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QStringView customerColumn = u"CUSTOMER NAME";
constexpr QStringView sourceCustomerColumn = u"SOURCE_CUSTOMER_NAME";
constexpr QStringView sourceTableColumn = u"_SOURCE_TABLE";
constexpr QStringView numberColumn = u"AAG ORDER NUMBER";
constexpr QStringView deliveryColumn = u"PLANNED DELIVERY METHOD";
constexpr QStringView totalColumn = u"TOTAL QTY";
constexpr QStringView groupColumn = u"group_name";
constexpr QStringView itemColumn = u"item_name";

/// What the naming rules read.
constexpr std::array namingInputs{sourcecolumns::customerSeason, sourcecolumns::aagSeason,
                                  sourcecolumns::aliasItem,      sourcecolumns::customerStyle,
                                  sourcecolumns::colourCode,     sourcecolumns::colourDescription,
                                  sourcecolumns::poNumber,       sourcecolumns::alternativePo};
/// Beyond customer and number (OS 10.8).
constexpr std::array keyColumns{deliveryColumn, sourcecolumns::customerStyle};
constexpr std::array extraColumns{sourcecolumns::poNumber, sourcecolumns::orderType, sourcecolumns::aliasItem,
                                  sourcecolumns::alternativePo};
/// A row is blank when all of these are, and its total is nothing (OS 2.9).
constexpr std::array contentColumns{deliveryColumn,
                                    sourcecolumns::customerStyle,
                                    sourcecolumns::poNumber,
                                    sourcecolumns::alternativePo,
                                    sourcecolumns::customerSeason,
                                    sourcecolumns::aagSeason,
                                    sourcecolumns::colourDescription};
constexpr std::array otherColumns{
    customerColumn,           sourceCustomerColumn, sourceTableColumn, numberColumn,
    sourcecolumns::orderType, totalColumn,          groupColumn,       itemColumn};

QString textOf(const QVariant &value)
{
    return plainText(value).simplified();
}

/// The predecessor's marker for "no season" is no title (OS 4.4).
QString givenTitle(const QVariant &value)
{
    const QString title = plainText(value).trimmed();
    return title.compare("check"_L1, Qt::CaseInsensitive) == 0 ? QString() : title;
}

QString cancelledType()
{
    return u"CANCELLED"_s;
}

} // namespace

QString normalisedOrderType(const QString &type)
{
    const QString upper = type.simplified().toUpper();
    if (upper == "ACTIVE"_L1 || upper == "RECEIVED"_L1)
        return u"RECEIVED"_s;
    return upper == cancelledType() ? upper : type.trimmed();
}

QString excerpt(const QVariant &value)
{
    constexpr qsizetype shown = 120;
    const QString text = plainText(value);
    return text.size() <= shown ? text : QString(text.first(shown) + u"…"_s);
}

Event notHeld(const SourceOrder &order, const QString &column, const QString &type, const QVariant &value)
{
    return {EventId::rf_015,
            {{u"order"_s, order.orderNumber},
             {u"customer"_s, order.customer},
             {u"column"_s, column},
             {u"type"_s, type},
             {u"value"_s, excerpt(value)}},
            {}};
}

Event valueLacks(const SourceOrder &order, const QString &table, const QStringList &columns)
{
    return {EventId::rf_025,
            {{u"order"_s, order.orderNumber},
             {u"customer"_s, order.customer},
             {u"table"_s, table},
             {u"columns"_s, QJsonArray::fromStringList(columns)}},
            {}};
}

RefreshRules::RefreshRules(const RefreshColumns &columns, QHash<QString, QString> aliases,
                           QHash<QString, QString> namesBySource)
    : m_columns(columns)
    , m_aliases(std::move(aliases))
    , m_namesBySource(std::move(namesBySource))
{
    const auto remember = [this](auto names) {
        for (const QStringView name : names) {
            m_staged.insert(name.toString(), m_columns.stagedAt(name));
            m_filled.insert(name.toString(), m_columns.filledAt(name));
        }
    };
    remember(namingInputs);
    remember(keyColumns);
    remember(otherColumns);
}

QVariant RefreshRules::staged(const SourceOrder &order, QStringView column) const
{
    const int place = m_staged.value(column.toString(), -1);
    return place < 0 ? QVariant() : order.values[static_cast<std::size_t>(place)];
}

QVariant RefreshRules::filled(const HeldOrder &order, QStringView column) const
{
    const int place = m_filled.value(column.toString(), -1);
    return place < 0 ? QVariant() : order.values[static_cast<std::size_t>(place)];
}

QString RefreshRules::canonical(const QString &customer) const
{
    return m_aliases.value(folded(customer), customer);
}

bool RefreshRules::isBlankRow(const SourceOrder &order) const
{
    for (const QStringView column : contentColumns) {
        if (!isBlank(staged(order, column)))
            return false;
    }
    return quantityOf(staged(order, totalColumn)) == 0;
}

void RefreshRules::clean(SourceOrder &order) const
{
    const QVariant found = staged(order, customerColumn);
    const QString written = textOf(found);
    const QString named =
        written.isEmpty() ? m_namesBySource.value(textOf(staged(order, sourceTableColumn))) : written;
    order.customer = canonical(named);
    const QVariant original = staged(order, sourceCustomerColumn);
    order.sourceCustomer = isBlank(original) ? found : original;
    order.orderNumber = textOf(staged(order, numberColumn));
    order.orderType = normalisedOrderType(plainText(staged(order, sourcecolumns::orderType)));
    // A title that was made of another name of the customer is none.
    if (order.customer == written)
        order.groupName = givenTitle(staged(order, groupColumn));
    order.itemName = plainText(staged(order, itemColumn)).trimmed();

    order.blank = isBlankRow(order);
    if (order.blank)
        return;
    if (order.key.isNull() && order.number.isEmpty()) {
        order.problem = Event{EventId::rf_010, {{u"customer"_s, order.customer}}, {}};
        return;
    }
    if (order.customer.isEmpty()) {
        order.problem = Event{EventId::rf_016, {{u"order"_s, order.orderNumber}}, {}};
        return;
    }
    if (order.copies > 1) {
        order.problem = Event{EventId::rf_011,
                              {{u"order"_s, order.orderNumber},
                               {u"customer"_s, order.customer},
                               {u"rows"_s, order.copies},
                               {u"key"_s, order.key.toString()}},
                              {}};
        return;
    }
    order.quantities.reserve(m_columns.sizes.size());
    for (const RefreshSize &size : m_columns.sizes) {
        const QVariant &value = order.values[static_cast<std::size_t>(size.source)];
        const std::optional<int> quantity = quantityOf(value);
        if (!quantity && !order.problem) {
            order.problem = Event{EventId::rf_014,
                                  {{u"order"_s, order.orderNumber},
                                   {u"customer"_s, order.customer},
                                   {u"column"_s, size.code},
                                   {u"value"_s, excerpt(value)}},
                                  {}};
        }
        order.quantities.push_back(quantity.value_or(0));
    }
}

BusinessKey RefreshRules::keyOf(const SourceOrder &order) const
{
    BusinessKey key{.base = folded(order.customer) + u'\n' + order.number, .whole = {}};
    // Columns that one of the tables lacks say nothing.
    const auto part = [&](QStringView column) {
        if (m_filled.value(column.toString(), -1) < 0)
            return QString();
        return folded(column == sourcecolumns::orderType ? order.orderType
                                                         : plainText(staged(order, column)));
    };
    for (const QStringView column : keyColumns)
        key.base += u'\n' + part(column);
    key.whole = key.base;
    for (const QStringView column : extraColumns)
        key.whole += u'\n' + part(column);
    return key;
}

QString RefreshRules::customerOf(const HeldOrder &order) const
{
    return canonical(textOf(filled(order, customerColumn)));
}

BusinessKey RefreshRules::keyOf(const HeldOrder &order) const
{
    BusinessKey key{.base = folded(customerOf(order)) + u'\n' + order.number, .whole = {}};
    const auto part = [&](QStringView column) {
        const QString text = plainText(filled(order, column));
        return folded(column == sourcecolumns::orderType ? normalisedOrderType(text) : text);
    };
    for (const QStringView column : keyColumns)
        key.base += u'\n' + part(column);
    key.whole = key.base;
    for (const QStringView column : extraColumns)
        key.whole += u'\n' + part(column);
    return key;
}

OrderHeader RefreshRules::naming(const SourceOrder &order) const
{
    OrderHeader header{.orderNumber = order.orderNumber, .customer = order.customer};
    for (const QStringView column : namingInputs)
        header.values.insert(column.toString(), staged(order, column));
    return header;
}

OrderHeader RefreshRules::naming(const HeldOrder &order) const
{
    OrderHeader header{.orderNumber = textOf(filled(order, numberColumn)),
                       .customer = textOf(filled(order, customerColumn))};
    for (const QStringView column : namingInputs)
        header.values.insert(column.toString(), filled(order, column));
    return header;
}

QVariant RefreshRules::wanted(const RefreshColumn &column, const SourceOrder &order, const HeldOrder *held,
                              const QVariant &current) const
{
    // What the source does not name itself follows the rule. The name of the table stands as long as the rule
    // says the same as before: it may come from an older rule or from people.
    const auto byRule = [&](const QString &given, QString (*rule)(const OrderHeader &)) -> QVariant {
        if (!given.isEmpty())
            return given;
        const QString name = rule(naming(order));
        if (held && rule(naming(*held)) == name)
            return current;
        return name;
    };
    switch (column.role) {
    case ColumnRole::Copied:
    case ColumnRole::Quantity:
    case ColumnRole::Provenance:
        return column.source < 0 ? QVariant() : order.values[static_cast<std::size_t>(column.source)];
    case ColumnRole::Customer:
        return order.customer;
    case ColumnRole::SourceCustomer:
        return order.sourceCustomer;
    case ColumnRole::OrderType:
        return order.orderType;
    case ColumnRole::GroupName:
        return byRule(order.groupName, groupTitleOf);
    case ColumnRole::ItemName:
        return byRule(order.itemName, itemNameOf);
    }
    Q_UNREACHABLE();
}

bool RefreshRules::same(const RefreshColumn &column, const QVariant &wanted, const QVariant &held)
{
    switch (column.role) {
    case ColumnRole::SourceCustomer:
    case ColumnRole::Provenance:
        return true;
    case ColumnRole::Quantity: {
        if (wanted.isNull() && held.isNull())
            return true;
        const std::optional<int> quantity = quantityOf(wanted);
        return quantity && quantity == quantityOf(held);
    }
    case ColumnRole::GroupName:
        return foldedTitle(givenTitle(wanted)) == foldedTitle(givenTitle(held));
    case ColumnRole::Copied:
    case ColumnRole::Customer:
    case ColumnRole::OrderType:
    case ColumnRole::ItemName:
        return column.form.same(wanted, held);
    }
    Q_UNREACHABLE();
}

bool RefreshRules::stays(const RefreshColumn &column, const QVariant &held, HeaderDifference &difference) const
{
    if (column.role != ColumnRole::Quantity || column.source >= 0)
        return false;
    const int quantity = quantityOf(held).value_or(0);
    if (quantity > 0)
        difference.sizesGone.append(column.name);
    if (m_columns.goneSizes == GoneSizes::Empty)
        return false;
    difference.keptTotal += quantity;
    return true;
}

HeaderDifference RefreshRules::compare(const SourceOrder &order, const HeldOrder *held) const
{
    HeaderDifference difference{.any = !held, .isCancelled = order.orderType == cancelledType()};
    if (held) {
        difference.wasCancelled =
            normalisedOrderType(plainText(filled(*held, sourcecolumns::orderType))) == cancelledType();
    } else if (!m_columns.headersLack.isEmpty()) {
        difference.problem = valueLacks(order, m_columns.headers, m_columns.headersLack);
    }
    std::vector<QVariant> values(m_columns.filled.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
        const RefreshColumn &column = m_columns.filled[index];
        const QVariant current = held ? held->values[index] : QVariant();
        QVariant value = wanted(column, order, held, current);
        if (held && (stays(column, current, difference) || same(column, value, current))) {
            values[index] = current;
            continue;
        }
        difference.any = true;
        difference.groupChanged = difference.groupChanged || column.role == ColumnRole::GroupName;
        if (column.required && column.role == ColumnRole::Quantity && isBlank(value))
            value = 0;
        if (column.form.holds(value)) {
            values[index] = column.form.written(value);
            if (column.required && values[index].isNull() && !difference.problem)
                difference.problem = valueLacks(order, m_columns.headers, {column.name});
        } else if (!difference.problem) {
            difference.problem = notHeld(order, column.name, column.type, value);
        }
    }
    if (difference.any)
        difference.values = std::move(values);
    return difference;
}

std::optional<Event> RefreshRules::sumProblem(const SourceOrder &order, const HeaderDifference &difference) const
{
    if (difference.keptTotal == 0)
        return std::nullopt;
    // One that is empty claims nothing.
    const std::optional<QString> total = canonicalNumber(staged(order, totalColumn));
    const qint64 sum =
        std::accumulate(order.quantities.begin(), order.quantities.end(), difference.keptTotal);
    if (!total || *total == QString::number(sum))
        return std::nullopt;
    return Event{EventId::rf_024,
                 {{u"order"_s, order.orderNumber},
                  {u"customer"_s, order.customer},
                  {u"sizes"_s, QJsonArray::fromStringList(difference.sizesGone)},
                  {u"sum"_s, sum},
                  {u"total"_s, *total}},
                 {}};
}

} // namespace syncline::warehouse
