#pragma once

#include "base/event.h"
#include "domain/runrecord.h"

#include <QByteArray>

#include <optional>

namespace syncline::journal {

/// JSON of a request, for the session row; empty when the text is none.
[[nodiscard]] QString toJson(const SyncRequest &request);
[[nodiscard]] std::optional<SyncRequest> requestFromJson(const QString &text);

/// JSON of shares, in seconds; what is not there is 0.
[[nodiscard]] QString toJson(const TimeShares &shares);
[[nodiscard]] TimeShares sharesFromJson(const QString &text);
[[nodiscard]] QString toJson(const UsedSoFar &used);
[[nodiscard]] UsedSoFar usedFromJson(const QString &text);

/// The parameters of an event, compact.
[[nodiscard]] QString parametersOf(const Event &event);
/// Id name and parameters put together again; an id that this program does not know gives no reason.
[[nodiscard]] Event eventFrom(const QString &name, const QString &parameters);

} // namespace syncline::journal
