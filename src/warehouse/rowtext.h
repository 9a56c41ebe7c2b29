#pragma once

#include "domain/recordkey.h"
#include "sql/jsonlist.h"
#include "warehouse/sqlstatementbuilder.h"

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>
#include <span>

namespace syncline::warehouse {

/// UTC, as all times are written: to the second, and to the millisecond for what is compared.
[[nodiscard]] QString timeText(const QDateTime &time);
[[nodiscard]] QString preciseTimeText(const QDateTime &time);
/// Back from preciseTimeText; invalid for anything else.
[[nodiscard]] QDateTime preciseTime(const QString &text);

/// A time as any database gives it: UTC, with or without a fraction or a T.
[[nodiscard]] QDateTime utcTime(const QVariant &value);

/// Keys in the form of our own tables.
[[nodiscard]] QString keyList(std::span<const RecordKey> keys);
/// Both spellings that databases write, or what a loose match compares with.
[[nodiscard]] QString spellings(std::span<const RecordKey> keys, KeyMatch match);

/// A monday id may be a number or text. False when there is something that is no id: a row with an unreadable
/// id is not a row without one.
[[nodiscard]] bool readId(const QVariant &value, std::optional<qint64> &id);

} // namespace syncline::warehouse
