#include "sql/jsonlist.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace syncline {

QString jsonList(const QStringList &texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

} // namespace syncline
