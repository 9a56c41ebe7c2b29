#include "monday/quotaheaders.h"

#include <QHash>
#include <QList>

#include <algorithm>

namespace syncline {

namespace {

constexpr auto complexityName = "complexityMinute";
constexpr auto callsName = "minuteRate";
constexpr auto concurrencyName = "concurrency";

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

struct NamedEntry
{
    QuotaEntry entry;
    QByteArray unit; ///< qu
};

QByteArray unquoted(QByteArray text)
{
    text = text.trimmed();
    return text.startsWith('"') && text.endsWith('"') && text.size() > 2 ? text.sliced(1, text.size() - 2)
                                                                         : text;
}

/// `"name";a=1;b="x", "other";a=2` of the IETF draft. No value of monday holds a comma or a semicolon.
void readInto(QHash<QByteArray, NamedEntry> &entries, const QByteArray &header)
{
    for (const QByteArray &item : header.split(',')) {
        const QList<QByteArray> parts = item.split(';');
        const QByteArray name = unquoted(parts.first());
        if (name.isEmpty())
            continue;
        NamedEntry &named = entries[name];
        QuotaEntry &entry = named.entry;
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
            else if (key == "qu")
                named.unit = unquoted(value);
        }
    }
}

} // namespace

QuotaHeaders parseQuotaHeaders(const QByteArray &rateLimitPolicy, const QByteArray &rateLimit)
{
    QHash<QByteArray, NamedEntry> entries;
    readInto(entries, rateLimitPolicy);
    readInto(entries, rateLimit);
    QuotaHeaders result{.complexity = entries.value(complexityName).entry,
                        .calls = entries.value(callsName).entry,
                        .concurrency = entries.value(concurrencyName).entry};
    for (auto named = entries.constBegin(); named != entries.constEnd(); ++named) {
        const QByteArray &name = named.key();
        const QuotaEntry &entry = named->entry;
        const bool isKnown = name == complexityName || name == callsName || name == concurrencyName;
        const bool inPoints = named->unit == "content-bytes";
        const bool inRequests = named->unit.isEmpty() || named->unit == "requests";
        if (name.startsWith("daily"))
            result.callsPerDay = entry;
        else if (!isKnown && (inPoints || inRequests) && entry.hasWindow())
            result.others.push_back({.name = name, .inPoints = inPoints, .entry = entry});
        if (entry.isExhausted())
            result.exhaustedFor =
                std::max(result.exhaustedFor.value_or(std::chrono::seconds(0)), *entry.reset);
    }
    std::ranges::sort(result.others, {}, &OtherQuota::name);
    return result;
}

} // namespace syncline
