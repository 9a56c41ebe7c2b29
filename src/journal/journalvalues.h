#pragma once

#include "domain/runrecord.h"

#include <QVariant>

#include <algorithm>
#include <array>
#include <optional>

namespace syncline::journal {

// How values stand in the tables: enums by their names, times in milliseconds since 1970, nothing as NULL.

inline constexpr std::array allActions{PlannedAction::Create, PlannedAction::Update, PlannedAction::SendLines,
                                       PlannedAction::Archive, PlannedAction::None, PlannedAction::Refuse};
inline constexpr std::array allKinds{BatchKind::Items, BatchKind::Subitems};
inline constexpr std::array allOrigins{GroupRun::Origin::Found, GroupRun::Origin::Created,
                                       GroupRun::Origin::Healed};

/// The value whose name is `text`. The journal wrote the name itself; another one means a damaged file.
template<typename Values>
std::optional<typename Values::value_type> valueNamed(const Values &values, const QString &text)
{
    const auto found = std::ranges::find_if(values, [&text](auto value) { return nameOf(value) == text; });
    return found == values.end() ? std::nullopt : std::optional(*found);
}

inline QVariant orNull(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant();
}

inline std::optional<qint64> orNothing(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

/// SQLite would store a null QString as NULL.
inline QString filled(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

inline qint64 toMs(const QDateTime &time)
{
    return time.toMSecsSinceEpoch();
}

inline QDateTime fromMs(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

inline QString nameOrEmpty(const Event &event)
{
    return event.id == EventId::None ? QStringLiteral("") : event.name();
}

} // namespace syncline::journal
