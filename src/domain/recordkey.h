#pragma once

#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <compare>

namespace syncline {

/// Identity of an order header: its record_uuid (contract 4). Text form everywhere: lower case, no braces.
class RecordKey
{
public:
    RecordKey() = default;
    explicit RecordKey(QUuid uuid)
        : m_uuid(uuid)
    {
    }
    /// Null when the text is no UUID. Case and braces do not matter.
    [[nodiscard]] static RecordKey fromString(QStringView text)
    {
        return RecordKey(QUuid::fromString(text.trimmed()));
    }

    [[nodiscard]] bool isNull() const { return m_uuid.isNull(); }
    [[nodiscard]] QUuid uuid() const { return m_uuid; }
    [[nodiscard]] QString toString() const { return m_uuid.toString(QUuid::WithoutBraces); }

    friend bool operator==(const RecordKey &, const RecordKey &) = default;
    friend bool operator<(const RecordKey &a, const RecordKey &b) { return a.m_uuid < b.m_uuid; }
    friend size_t qHash(const RecordKey &key, size_t seed = 0) { return qHash(key.m_uuid, seed); }

private:
    QUuid m_uuid;
};

/// Identity of an order line: header and size (contract 4).
struct LineKey
{
    RecordKey record;
    QString sizeCode;

    friend bool operator==(const LineKey &, const LineKey &) = default;
    friend size_t qHash(const LineKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.record, key.sizeCode);
    }
};

} // namespace syncline

template<>
struct std::hash<syncline::RecordKey>
{
    size_t operator()(const syncline::RecordKey &key) const noexcept { return qHash(key); }
};
