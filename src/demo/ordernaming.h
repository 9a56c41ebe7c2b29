#pragma once

#include <QHash>
#include <QString>
#include <QVariant>

namespace syncline::demo {

/// Item name by the rule in force (original-system.md 4.5): alias or style, colour code or colour, number, PO
/// or alternative PO.
[[nodiscard]] QString itemNameOf(const QHash<QString, QVariant> &values);

} // namespace syncline::demo
