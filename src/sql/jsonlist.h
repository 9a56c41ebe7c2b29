#pragma once

#include <QString>
#include <QStringList>

namespace syncline {

/// A list for statements that take one as JSON. Any thread.
[[nodiscard]] QString jsonList(const QStringList &texts);

} // namespace syncline
