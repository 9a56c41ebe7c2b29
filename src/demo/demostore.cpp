#include "demo/demostore.h"

using namespace Qt::StringLiterals;

namespace syncline::demo {

QString quoted(const QString &identifier)
{
    return u'"' + QString(identifier).replace(u'"', u"\"\""_s) + u'"';
}

QStringList quotedAll(const QStringList &identifiers)
{
    QStringList result;
    for (const QString &identifier : identifiers)
        result.append(quoted(identifier));
    return result;
}

} // namespace syncline::demo
