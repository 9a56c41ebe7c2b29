#include "domain/sentvalues.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Enough that two values of one column never meet by chance.
constexpr qsizetype digestLength = 16;

QString digest(const QString &text)
{
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(digestLength));
}

} // namespace

void SentValues::set(const QString &columnId, const QString &text)
{
    m_digests[columnId] = digest(text);
}

void SentValues::set(const ColumnValues &values)
{
    for (const ColumnValue &value : values)
        set(value.columnId, value.text);
}

bool SentValues::holds(const QString &columnId, const QString &text) const
{
    const auto known = m_digests.find(columnId);
    return known != m_digests.end() && known->second == digest(text);
}

void SentValues::doubt(const std::optional<SentValues> &other)
{
    if (other)
        m_digests.insert(other->m_digests.begin(), other->m_digests.end());
    for (auto &[column, value] : m_digests)
        value.clear();
}

QString SentValues::rowHash() const
{
    return QString::fromLatin1(QCryptographicHash::hash(toJson(), QCryptographicHash::Sha256).toHex().toUpper());
}

QByteArray SentValues::toJson() const
{
    QJsonObject object;
    for (const auto &[column, value] : m_digests)
        object.insert(column, value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<SentValues> SentValues::fromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return std::nullopt;
    SentValues values;
    const QJsonObject object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (!entry->isString())
            return std::nullopt;
        values.m_digests[entry.key()] = entry->toString();
    }
    return values;
}

} // namespace syncline
