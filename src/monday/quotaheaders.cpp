#include "monday/quotaheaders.h"

#include <QHash>
#include <QList>

#include <algorithm>

namespace syncline {

namespace {

std::optional<qint64> number(const QByteArray &text)
{
    bool good = false;
    const qint64 value = text.trimmed().toLongLong(&good);
    return good && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<std::chrono::seconds> seconds(const QByteArray &text)
{
    const std::optional<qint64> value = number(text);
    return value ? std::optional(std::chrono::seconds(*value)) : std::nullopt;
}

/// `"name";a=1;b="x", "other";a=2` of the IETF draft. No value of monday holds a comma or a semicolon.
void readInto(QHash<QByteArray, QuotaEntry> &entries, const QByteArray &header)
{
    for (const QByteArray &item : header.split(',')) {
        const QList<QByteArray> parts = item.split(';');
        QByteArray name = parts.first().trimmed();
        if (name.startsWith('"') && name.endsWith('"') && name.size() > 2)
            name = name.sliced(1, name.size() - 2);
        if (name.isEmpty())
            continue;
        QuotaEntry &entry = entries[name];
        for (const QByteArray &part : parts.sliced(1)) {
            const qsizetype equals = part.indexOf('=');
            if (equals < 0)
                continue;
            const QByteArray key = part.first(equals).trimmed();
            const QByteArray value = part.sliced(equals + 1);
            if (key == "q")
                entry.quota = number(value);
            else if (key == "w")
                entry.window = seconds(value);
            else if (key == "r")
                entry.remaining = number(value);
            else if (key == "t")
                entry.reset = seconds(value);
        }
    }
}

} // namespace

QuotaHeaders parseQuotaHeaders(const QByteArray &rateLimitPolicy, const QByteArray &rateLimit)
{
    QHash<QByteArray, QuotaEntry> entries;
    readInto(entries, rateLimitPolicy);
    readInto(entries, rateLimit);
    QuotaHeaders result{.complexity = entries.value("complexityMinute"),
                        .calls = entries.value("minuteRate"),
                        .concurrency = entries.value("concurrency")};
    for (auto named = entries.constBegin(); named != entries.constEnd(); ++named) {
        const QuotaEntry &entry = *named;
        if (named.key().startsWith("daily"))
            result.callsPerDay = entry;
        if (entry.isExhausted())
            result.exhaustedFor =
                std::max(result.exhaustedFor.value_or(std::chrono::seconds(0)), *entry.reset);
    }
    return result;
}

} // namespace syncline
