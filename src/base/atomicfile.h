#pragma once

#include "base/result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>

class QIODevice;

namespace syncline {

/// Writes the whole file or leaves the old one. Any thread. Fails with FileFailed (disk full, permission).
[[nodiscard]] Result<void> writeFileAtomically(const QString &path, QByteArrayView content);

/// The same for content that is produced piece by piece.
/// An error of `produce` leaves the old file and is returned.
[[nodiscard]] Result<void> writeFileAtomically(const QString &path,
                                               const std::function<Result<void>(QIODevice &)> &produce);

} // namespace syncline
