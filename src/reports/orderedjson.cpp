#include "reports/orderedjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace syncline {

QByteArray compactJson(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

OrderedJson &OrderedJson::add(QLatin1StringView key, const QJsonValue &value)
{
    if (!m_members.isEmpty())
        m_members += ',';
    m_members += compactJson(QJsonValue(key)) + ':' + compactJson(value);
    return *this;
}

OrderedJson &OrderedJson::add(QLatin1StringView key, const OrderedJson &object)
{
    if (!m_members.isEmpty())
        m_members += ',';
    m_members += compactJson(QJsonValue(key)) + ':' + object.toObject();
    return *this;
}

} // namespace syncline
