#pragma once

#include <QString>
#include <QUrl>

namespace syncline::bench {

/// The yardstick: what a straightforward script does. Ten threads each take an order of the workspace, send
/// one create_item with its texts and numbers, and note the id in the warehouse when `writeBack` is set. No
/// journal, no look-up, no judging. Prints its figures as JSON.
int runScript(const QString &folder, const QUrl &url, bool writeBack);

} // namespace syncline::bench
