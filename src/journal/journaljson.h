#pragma once

#include "base/event.h"
#include "domain/syncrequest.h"

#include <QByteArray>

#include <optional>

namespace syncline::journal {

/// JSON of a request, for the session row; empty when the text is none.
[[nodiscard]] QString toJson(const SyncRequest &request);
[[nodiscard]] std::optional<SyncRequest> requestFromJson(const QString &text);

/// The parameters of an event, compact.
[[nodiscard]] QString parametersOf(const Event &event);
/// Id name and parameters put together again; an id that this program does not know gives no reason.
[[nodiscard]] Event eventFrom(const QString &name, const QString &parameters);

} // namespace syncline::journal
