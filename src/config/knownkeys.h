#pragma once

#include "config/confignode.h"
#include "config/findings.h"

namespace syncline {

/// Reports every key of the file that nothing uses, that another one supersedes, that is unknown (with the
/// name that was perhaps meant), and every key or value that looks like a token or a password.
void checkKeys(const ConfigNode &root, const QStringList &environments, Findings &findings);

/// The candidate that differs from the name by a few letters, the nearest one; empty when none does.
[[nodiscard]] QString nearestName(const QString &name, const QStringList &candidates);

} // namespace syncline
