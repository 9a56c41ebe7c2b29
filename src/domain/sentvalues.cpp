#include "domain/sentvalues.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

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

QString hashOf(const QByteArray &json)
{
    return QString::fromLatin1(QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex().toUpper());
}

/// Stands in JSON as it is.
bool isPlain(const QString &text)
{
    return std::ranges::all_of(text,
                               [](QChar c) { return c >= u' ' && c < u'\x7f' && c != u'"' && c != u'\\'; });
}

} // namespace

void SentValues::set(const QString &columnId, const QString &text)
{
    m_made.reset();
    m_values[columnId] = {.text = text};
}

void SentValues::set(const ColumnValues &values)
{
    for (const ColumnValue &value : values)
        set(value.columnId, value.text);
}

bool SentValues::holds(const QString &columnId, const QString &text) const
{
    const auto known = m_values.find(columnId);
    if (known == m_values.end())
        return false;
    return known->second.text == (known->second.isDigest ? digest(text) : text);
}

void SentValues::doubt(const std::optional<SentValues> &other)
{
    m_made.reset();
    const Value nobodyKnows{.text = {}, .isDigest = true};
    for (auto &[column, value] : m_values) {
        if (column != groupColumn && column != groupNameColumn)
            value = nobodyKnows;
    }
    if (other) {
        for (const auto &[column, value] : other->m_values)
            m_values.try_emplace(column, nobodyKnows);
    }
    if (knows(groupColumn.toString()))
        m_values[groupDoubtColumn.toString()] = nobodyKnows;
}

void SentValues::makeDigests()
{
    if (!m_made) {
        QByteArray json = digests();
        QString hash = hashOf(json);
        m_made = {std::move(json), std::move(hash)};
    }
}

QString SentValues::rowHash() const
{
    return m_made ? m_made->rowHash : hashOf(digests());
}

QByteArray SentValues::toJson() const
{
    return m_made ? m_made->json : digests();
}

QString SentValues::digestOf(const Value &value)
{
    return value.isDigest ? value.text : digest(value.text);
}

QByteArray SentValues::digests() const
{
    // Written for every row that is sent, so not by way of a document; the bytes are the same.
    QByteArray json = "{";
    for (const auto &[column, value] : m_values) {
        const QString digest = digestOf(value);
        if (!isPlain(column) || !isPlain(digest))
            return documentBytes();
        json += json.size() > 1 ? ",\"" : "\"";
        json += column.toLatin1() + "\":\"" + digest.toLatin1() + '"';
    }
    return json + '}';
}

QByteArray SentValues::documentBytes() const
{
    QJsonObject object;
    for (const auto &[column, value] : m_values)
        object.insert(column, digestOf(value));
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
        values.m_values[entry.key()] = {.text = entry->toString(), .isDigest = true};
    }
    return values;
}

} // namespace syncline
