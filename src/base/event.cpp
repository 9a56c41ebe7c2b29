#include "base/event.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr std::array registry = {
#include "eventtable.inc"
};

QString parameterText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Array: {
        QStringList parts;
        for (const QJsonValue part : value.toArray())
            parts.append(parameterText(part));
        return parts.join(u", "_s);
    }
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

} // namespace

std::span<const EventDescription> eventRegistry()
{
    return registry;
}

const EventDescription &describe(EventId id)
{
    const auto found = std::ranges::lower_bound(registry, id, {}, &EventDescription::id);
    Q_ASSERT(found != registry.end() && found->id == id);
    return *found;
}

std::optional<EventId> eventIdFromName(QStringView name)
{
    const auto found = std::ranges::find_if(registry, [name](const EventDescription &description) {
        return description.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == registry.end() ? std::nullopt : std::optional(found->id);
}

QString nameOf(EventLevel level)
{
    switch (level) {
    case EventLevel::Debug:
        return u"debug"_s;
    case EventLevel::Info:
        return u"info"_s;
    case EventLevel::Warning:
        return u"warning"_s;
    case EventLevel::Error:
        return u"error"_s;
    }
    Q_UNREACHABLE();
}

QString Event::text() const
{
    return textFrom(describe(id).text);
}

QString Event::textFrom(QStringView textTemplate) const
{
    QString result;
    result.reserve(textTemplate.size() + 64);
    qsizetype position = 0;
    while (position < textTemplate.size()) {
        const qsizetype open = textTemplate.indexOf(u'{', position);
        const qsizetype close = open < 0 ? -1 : textTemplate.indexOf(u'}', open);
        if (close < 0)
            break;
        result += textTemplate.sliced(position, open - position);
        const QStringView parameter = textTemplate.sliced(open + 1, close - open - 1);
        result += parameterText(parameters.value(parameter));
        position = close + 1;
    }
    result += textTemplate.sliced(position);
    return result;
}

} // namespace syncline
