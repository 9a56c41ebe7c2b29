#include "warehouse/rowtext.h"

#include "domain/plainvalue.h"

using namespace Qt::StringLiterals;

namespace syncline::warehouse {

namespace {

constexpr QStringView preciseForm = u"yyyy-MM-dd HH:mm:ss.zzz";

} // namespace

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString preciseTimeText(const QDateTime &time)
{
    return time.toUTC().toString(preciseForm);
}

QDateTime preciseTime(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, preciseForm);
    time.setTimeSpec(Qt::UTC);
    return time;
}

QDateTime utcTime(const QVariant &value)
{
    if (value.metaType().id() == QMetaType::QDateTime) {
        QDateTime time = value.toDateTime();
        time.setTimeSpec(Qt::UTC);
        return time;
    }
    QString text = value.toString().trimmed().left(19);
    text.replace(u'T', u' ');
    const QString form = text.size() > 10 ? u"yyyy-MM-dd HH:mm:ss"_s : u"yyyy-MM-dd"_s;
    QDateTime time = QDateTime::fromString(text, form);
    time.setTimeSpec(Qt::UTC);
    return time;
}

QString keyList(std::span<const RecordKey> keys)
{
    QStringList texts;
    for (const RecordKey &key : keys)
        texts.append(key.toString());
    return jsonList(texts);
}

QString spellings(std::span<const RecordKey> keys, KeyMatch match)
{
    QStringList texts;
    for (const RecordKey &key : keys) {
        texts.append(key.toString().toUpper());
        if (match == KeyMatch::Usual)
            texts.append(key.toString());
    }
    return jsonList(texts);
}

bool readId(const QVariant &value, std::optional<qint64> &id)
{
    // A large number of a column of fractions must not become 1e+10.
    const QString text = plainText(value).trimmed();
    if (value.isNull() || text.isEmpty())
        return true;
    bool good = false;
    const qint64 number = text.toLongLong(&good);
    if (!good || number <= 0)
        return false;
    id = number;
    return true;
}

} // namespace syncline::warehouse
