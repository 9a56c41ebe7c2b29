#pragma once

#include "config/confignode.h"
#include "config/findings.h"
#include "domain/settings.h"

#include <map>

namespace syncline {

/// Settings of each environment by name. A value that is missing or wrong becomes a finding; the default of
/// the contract, or nothing, stands in its place.
[[nodiscard]] std::map<QString, EnvironmentSettings>
readEnvironments(const ConfigNode &root, const QString &file, const QStringList &names, Findings &findings);

} // namespace syncline
