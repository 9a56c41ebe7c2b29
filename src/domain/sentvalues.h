#pragma once

#include "domain/columnvalue.h"

#include <QMap>
#include <QString>

#include <optional>

namespace syncline {

/// What the board was last sent of a row: a digest per column, so that an update sends only what changed and
/// empties what is no more. Without it everything is sent.
class SentValues
{
public:
    /// The name of an item is monday's column `name`; of its group are remembered the folded title on the
    /// board and the one that the warehouse gave, which differ when a group_id won.
    static constexpr QStringView nameColumn = u"name";
    static constexpr QStringView groupColumn = u"group";
    static constexpr QStringView groupNameColumn = u"group_name";
    /// Known while nobody knows in which group the item is. The two above stay: they tell what the
    /// warehouse's group_id stood for when it was written.
    static constexpr QStringView groupDoubtColumn = u"group_doubt";

    void set(const QString &columnId, const QString &text);
    void set(const ColumnValues &values);
    [[nodiscard]] bool holds(const QString &columnId, const QString &text) const;
    [[nodiscard]] bool knows(const QString &columnId) const { return m_values.contains(columnId); }
    [[nodiscard]] bool isEmpty() const { return m_values.isEmpty(); }
    /// Nobody knows any more what the board has in these columns and in those of `other`.
    void doubt(const std::optional<SentValues> &other);
    /// Makes now, on this thread, what rowHash() and toJson() else make with each call; copies have it, too.
    void makeDigests();
    /// One digest over all of it, 64 hexadecimal digits: the predecessor's row_hash.
    [[nodiscard]] QString rowHash() const;

    [[nodiscard]] QByteArray toJson() const; ///< {"columnId":"digest"}
    /// Empty for what is no such object: everything is sent then.
    [[nodiscard]] static std::optional<SentValues> fromJson(const QByteArray &json);

    friend bool operator==(const SentValues &one, const SentValues &other)
    {
        return one.toJson() == other.toJson();
    }

private:
    /// A text whose digest is made when it is asked for: a plan of a million orders that is only looked at
    /// never asks.
    struct Value
    {
        QString text;
        bool isDigest = false;
    };
    [[nodiscard]] QByteArray digests() const;
    [[nodiscard]] QByteArray documentBytes() const;

    QMap<QString, Value> m_values; ///< by column id; copies share it
    struct Made
    {
        QByteArray json;
        QString rowHash;
    };
    std::optional<Made> m_made; ///< of m_values as they are
};

} // namespace syncline
