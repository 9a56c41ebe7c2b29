#include "demo/ordernaming.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace syncline::demo {

QString itemNameOf(const QHash<QString, QVariant> &values)
{
    const auto firstOf = [&values](const QString &one, const QString &other) {
        const QString text = values.value(one).toString();
        return text.isEmpty() ? values.value(other).toString() : text;
    };
    QStringList parts{
        firstOf(u"ALIAS/RELATED ITEM"_s, u"CUSTOMER STYLE"_s),
        firstOf(u"CUSTOMER'S COLOUR CODE (CUSTOM FIELD) CUSTOMER PROVIDES THIS"_s,
                u"CUSTOMER COLOUR DESCRIPTION"_s),
        values.value(u"AAG ORDER NUMBER"_s).toString(),
        firstOf(u"PO NUMBER"_s, u"CUSTOMER ALT PO"_s),
    };
    parts.removeAll(QString());
    return parts.join(u' ');
}

} // namespace syncline::demo
