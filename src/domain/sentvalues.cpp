#include "domain/sentvalues.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Hexadecimal digits: enough that two values of one column never meet by chance.
constexpr qsizetype digestLength = 16;

/// Digests of many texts, one after the other.
class Digester
{
public:
    [[nodiscard]] QByteArray digest(const QString &text)
    {
        m_hash.reset();
        m_hash.addData(text.toUtf8());
        return m_hash.resultView().first(digestLength / 2).toByteArray().toHex();
    }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

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
    return known->text == (known->isDigest ? QString::fromLatin1(Digester().digest(text)) : text);
}

void SentValues::doubt(const std::optional<SentValues> &other)
{
    m_made.reset();
    const Value nobodyKnows{.text = {}, .isDigest = true};
    for (auto value = m_values.begin(); value != m_values.end(); ++value) {
        if (value.key() != groupColumn && value.key() != groupNameColumn)
            *value = nobodyKnows;
    }
    if (other) {
        for (auto value = other->m_values.constBegin(); value != other->m_values.constEnd(); ++value) {
            if (!knows(value.key()))
                m_values.insert(value.key(), nobodyKnows);
        }
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

QByteArray SentValues::digests() const
{
    // Written for every row that is sent, so not by way of a document; the bytes are the same.
    Digester digester;
    QByteArray json = "{";
    for (auto value = m_values.constBegin(); value != m_values.constEnd(); ++value) {
        if (!isPlain(value.key()) || (value->isDigest && !isPlain(value->text)))
            return documentBytes();
        json += json.size() > 1 ? ",\"" : "\"";
        json += value.key().toLatin1() + "\":\""
            + (value->isDigest ? value->text.toLatin1() : digester.digest(value->text)) + '"';
    }
    return json + '}';
}

QByteArray SentValues::documentBytes() const
{
    Digester digester;
    QJsonObject object;
    for (auto value = m_values.constBegin(); value != m_values.constEnd(); ++value) {
        object.insert(value.key(),
                      value->isDigest ? value->text : QString::fromLatin1(digester.digest(value->text)));
    }
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
