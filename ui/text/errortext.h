#pragma once

#include "base/error.h"

#include <QCoreApplication>

namespace syncline {

/// What the window says about a failure: a short sentence per kind. The reason itself is the event's own
/// text.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(syncline::ErrorText)

public:
    [[nodiscard]] static QString title(ErrorKind kind);
};

} // namespace syncline
