#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QLatin1StringView>

namespace syncline {

/// A compact JSON object with its keys in the order of add(); QJsonObject would sort them, and readers of a
/// log line want the time first.
class OrderedJson
{
public:
    OrderedJson &add(QLatin1StringView key, const QJsonValue &value);
    OrderedJson &add(QLatin1StringView key, const OrderedJson &object);
    [[nodiscard]] QByteArray toObject() const { return '{' + m_members + '}'; }

private:
    QByteArray m_members;
};

/// Any JSON value in its compact form.
[[nodiscard]] QByteArray compactJson(const QJsonValue &value);

} // namespace syncline
