#include "demo/boardmaker.h"

#include "demo/tablecolumns.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::demo {

namespace {

QString mondayTypeOf(ColumnType type)
{
    switch (type) {
    case ColumnType::Text:
        return u"text"_s;
    case ColumnType::LongText:
        return u"long_text"_s;
    case ColumnType::Numbers:
        return u"numbers"_s;
    case ColumnType::Date:
        return u"date"_s;
    case ColumnType::Status:
        return u"status"_s;
    case ColumnType::Dropdown:
        return u"dropdown"_s;
    case ColumnType::Checkbox:
        return u"checkbox"_s;
    case ColumnType::ReadOnly:
    case ColumnType::Other:
        break;
    }
    Q_UNREACHABLE();
}

/// Columns that other systems and formulas fill (original-system.md 10.2), before and after the mapped ones.
std::vector<sandbox::ColumnSeed> otherColumns()
{
    return {
        {u"color_mkr5j5pp"_s, u"ORDER STATUS"_s, u"status"_s, {u"OPEN"_s, u"IN PRODUCTION"_s, u"SHIPPED"_s}},
        {u"lookup_mkr5qo01"_s, u"QTY ORDERED"_s, u"mirror"_s, {}},
        {u"lookup_mkr5qp02"_s, u"QTY PACKED"_s, u"mirror"_s, {}},
        {u"lookup_mkr5qs03"_s, u"QTY SHIPPED"_s, u"mirror"_s, {}},
        {u"lookup_mkr5fa04"_s, u"FACTORY"_s, u"mirror"_s, {}},
        {u"formula_mkr5nd05"_s, u"Net Demand"_s, u"formula"_s, {}},
        {u"formula_mkr5rv06"_s, u"REVENUE (FOB)"_s, u"formula"_s, {}},
        {u"numeric_mkrb56rj"_s, u"FCST QTY"_s, u"numbers"_s, {}},
        {u"numeric_mkrbty8b"_s, u"FCST CONSUMED QTY"_s, u"numbers"_s, {}},
        {u"color_mkrerxrs"_s, u"ADD TO PLANNING"_s, u"status"_s, {u"YES"_s, u"NO"_s}},
        {u"numeric_mktb14eh"_s, u"PACKED QTY"_s, u"numbers"_s, {}},
        {u"numeric_mktb1k33"_s, u"SHIPPED QTY"_s, u"numbers"_s, {}},
        {u"text_mkr61hpz"_s, u"matchAlias"_s, u"text"_s, {}},
        {u"pulse_id_mkr5id07"_s, u"Item ID"_s, u"item_id"_s, {}},
        {u"pulse_updated_mkr508"_s, u"Last updated"_s, u"last_updated"_s, {}}};
}

std::vector<sandbox::ColumnSeed> mappedColumns(std::span<const DemoMapping> mapping,
                                               const std::vector<DemoCustomer> &customers)
{
    std::vector<sandbox::ColumnSeed> columns;
    for (const DemoMapping &mapped : mapping) {
        const QString id = mapped.columnId.toString();
        if (std::ranges::find(columns, id, &sandbox::ColumnSeed::id) == columns.end())
            columns.push_back({id, mapped.title.toString(), mondayTypeOf(mapped.type),
                               boardLabels(mapped.columnId, customers)});
    }
    return columns;
}

/// The value in the form of monday-api.md 8, as a sync would have sent it.
QJsonValue columnValue(ColumnType type, const QVariant &value)
{
    const bool isReal = value.userType() == QMetaType::Double;
    QString text =
        isReal ? QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest) : value.toString();
    switch (type) {
    case ColumnType::Numbers: {
        const double number = text.remove(u',').toDouble();
        return QString::number(number, 'f', QLocale::FloatingPointShortest);
    }
    case ColumnType::LongText:
        return QJsonObject{{u"text"_s, text}};
    case ColumnType::Date:
        return QJsonObject{{u"date"_s, text}};
    case ColumnType::Status:
        return QJsonObject{{u"label"_s, text}};
    case ColumnType::Dropdown:
        return QJsonObject{{u"labels"_s, QJsonArray{text}}};
    case ColumnType::Text:
    case ColumnType::Checkbox:
    case ColumnType::ReadOnly:
    case ColumnType::Other:
        break;
    }
    return text;
}

QJsonObject itemValues(const DemoOrder &order)
{
    QJsonObject values{{recordKeyColumn.toString(), order.key}};
    for (const DemoMapping &mapped : headerMapping()) {
        const QString source = mapped.source.toString();
        const QVariant value = order.valuesOnBoard.value(source, order.values.value(source));
        // Of two sources of a column the first that is filled, as syncline.toml says.
        if (value.isValid() && !values.contains(mapped.columnId))
            values.insert(mapped.columnId, columnValue(mapped.type, value));
    }
    return values;
}

} // namespace

BoardMaker::BoardMaker(const std::vector<DemoCustomer> &customers, const GroupPlan &groups,
                       const FaultPlan &faults)
{
    m_seed.id = boardId.toString();
    m_seed.name = boardName.toString();
    m_seed.subitemBoardId = subitemBoardId.toString();
    m_seed.subitemBoardName = QString(u"Subitems of "_s + m_seed.name);

    m_seed.columns = {{u"name"_s, u"Name"_s, u"name"_s, {}},
                      {u"subitems_mkr5sub"_s, u"Subitems"_s, u"subtasks"_s, {}}};
    const auto append = [](std::vector<sandbox::ColumnSeed> &to,
                           const std::vector<sandbox::ColumnSeed> &columns) {
        to.insert(to.end(), columns.begin(), columns.end());
    };
    append(m_seed.columns, mappedColumns(headerMapping(), customers));
    m_seed.columns.push_back({recordKeyColumn.toString(), u"RECORD KEY"_s, u"text"_s, {}});
    append(m_seed.columns, otherColumns());
    if (faults.has(DemoFault::FullDropdown)) {
        const auto category =
            std::ranges::find(m_seed.columns, categoryColumn.toString(), &sandbox::ColumnSeed::id);
        for (int i = 1; category->labels.size() < static_cast<qsizetype>(boardlimits::dropdownLabels); ++i)
            category->labels.append(u"OLD CATEGORY %1"_s.arg(i, 3, 10, QChar(u'0')));
    }

    m_seed.subitemColumns = {{u"name"_s, u"Name"_s, u"name"_s, {}}};
    append(m_seed.subitemColumns, mappedColumns(lineMapping(), customers));
    append(m_seed.subitemColumns,
           {{u"numeric_mkrbgdat"_s, u"Cut"_s, u"numbers"_s, {}},
            {u"numeric_mkrc5ryb"_s, u"Sew"_s, u"numbers"_s, {}},
            {u"numeric_mkrapgwv"_s, u"Shipped"_s, u"numbers"_s, {}},
            {u"color_mkrbezbh"_s, u"ORDER LINE STATUS"_s, u"status"_s, {u"OPEN"_s, u"SHIPPED"_s}}});

    for (const std::vector<PlannedGroup> &ofCustomer : groups.all()) {
        for (const PlannedGroup &group : ofCustomer) {
            if (group.onBoard)
                m_seed.groups.push_back({group.id, group.title});
        }
    }
}

sandbox::ItemSeed BoardMaker::itemOf(const DemoOrder &order)
{
    sandbox::ItemSeed item{
        .id = order.itemId, .groupId = order.groupId, .name = order.itemName, .values = itemValues(order)};
    const DemoMapping &size = lineMapping()[0];
    const DemoMapping &quantity = lineMapping()[1];
    for (const DemoSize &line : order.sizes) {
        const QString code = sizeColumns()[static_cast<std::size_t>(line.column)].toString();
        item.subitems.push_back(
            {.id = line.subitemId,
             .name = QString(u"Size "_s + code),
             .values = {{size.columnId.toString(), columnValue(size.type, code)},
                        {quantity.columnId.toString(), columnValue(quantity.type, line.quantityOnBoard)}}});
    }
    return item;
}

} // namespace syncline::demo
