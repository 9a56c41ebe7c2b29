#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>

namespace syncline::bench {

/// What whoever sits before the window notices, in a process of its own without a screen: opening on so many
/// orders, a whole sync of them from a server that answers at once, the table and the log of that sync, and the
/// history of so many syncs. Tells the figures of each as soon as they are there.
void measureWindow(int orders, int syncs, const QString &folder, const std::function<void(const QJsonObject &)> &tell);

} // namespace syncline::bench
