#include "domain/naming.h"

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString text(const OrderHeader &header, QStringView column)
{
    return header.values.value(column.toString()).toString().simplified();
}

QString firstOf(const OrderHeader &header, QStringView preferred, QStringView fallback)
{
    const QString value = text(header, preferred);
    return value.isEmpty() ? text(header, fallback) : value;
}

} // namespace

QString groupTitleOf(const OrderHeader &header)
{
    const QString title = header.groupName.trimmed();
    if (!title.isEmpty() && title.compare("check"_L1, Qt::CaseInsensitive) != 0)
        return title;
    const QString season = firstOf(header, sourcecolumns::customerSeason, sourcecolumns::aagSeason);
    return season.isEmpty() ? QString() : QString(header.customer + u' ' + season);
}

QString itemNameOf(const OrderHeader &header)
{
    const QString given = header.itemName.trimmed();
    if (!given.isEmpty())
        return given;
    QStringList parts{firstOf(header, sourcecolumns::aliasItem, sourcecolumns::customerStyle),
                      firstOf(header, sourcecolumns::colourCode, sourcecolumns::colourDescription),
                      header.orderNumber.simplified(),
                      firstOf(header, sourcecolumns::poNumber, sourcecolumns::alternativePo)};
    parts.removeAll(QString());
    return parts.join(u' ');
}

QString subitemNameOf(const QString &sizeCode)
{
    return u"Size "_s + sizeCode;
}

bool isCancelled(const OrderHeader &header)
{
    return text(header, sourcecolumns::orderType).compare("CANCELLED"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace syncline
