#include "domain/sentvalues.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

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

/// Stands in JSON as it is.
bool isPlain(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c >= u' ' && c < u'\x7f' && c != u'"' && c != u'\\'; });
}

QByteArray documentOf(const std::map<QString, QString> &digests)
{
    QJsonObject object;
    for (const auto &[column, value] : digests)
        object.insert(column, value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
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
    for (auto &[column, value] : m_digests) {
        if (column != groupColumn && column != groupNameColumn)
            value.clear();
    }
    if (other) {
        for (const auto &[column, value] : other->m_digests)
            m_digests.try_emplace(column);
    }
    if (knows(groupColumn.toString()))
        m_digests[groupDoubtColumn.toString()].clear();
}

QString SentValues::rowHash() const
{
    return QString::fromLatin1(QCryptographicHash::hash(toJson(), QCryptographicHash::Sha256).toHex().toUpper());
}

QByteArray SentValues::toJson() const
{
    // Written for every row that is sent, so not by way of a document; the bytes are the same.
    QByteArray json = "{";
    for (const auto &[column, value] : m_digests) {
        if (!isPlain(column) || !isPlain(value))
            return documentOf(m_digests);
        json += json.size() > 1 ? ",\"" : "\"";
        json += column.toLatin1() + "\":\"" + value.toLatin1() + '"';
    }
    return json + '}';
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
