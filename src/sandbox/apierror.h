#pragma once

#include <QJsonObject>
#include <QString>

#include <variant>

namespace syncline::sandbox {

/// A refusal as it goes over the wire: one entry of `errors` (monday-api.md 2.1, 2.4).
struct ApiError
{
    QString code;
    QString message;
    int status = 200; ///< extensions.status_code; the HTTP status only where a whole request is refused
    QJsonObject data; ///< extensions.error_data
    QJsonObject details; ///< further members of extensions, for example retry_in_seconds
};

/// A value or the refusal that the client gets to see.
template<typename T>
using Outcome = std::variant<T, ApiError>;

} // namespace syncline::sandbox
