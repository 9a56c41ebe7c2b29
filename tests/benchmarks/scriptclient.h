#pragma once

#include <QUrl>

namespace syncline::bench {

/// The yardstick: what a straightforward script does. `lanes` threads each send one create_item after the
/// other, one row per request, without journal, look-up or write-back. Prints its figures as JSON.
int runScript(const QUrl &url, const QString &boardId, int rows, int lanes);

} // namespace syncline::bench
