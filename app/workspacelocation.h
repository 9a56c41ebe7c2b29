#pragma once

#include "base/result.h"
#include "config/workspaceconfig.h"

namespace syncline {

/// The configuration file to open (contract 8): the given one, else SYNCLINE_CONFIG, else syncline.toml in the user's
/// configuration folder, else that of the demo workspace, which is made when it is not there. Absolute.
[[nodiscard]] Result<QString> locateConfig(const QString &given);

/// The given environment, else the only one of the file. InvalidInput, with the names, when there are several.
[[nodiscard]] Result<QString> chooseEnvironment(const LoadedConfig &config, const QString &given);

} // namespace syncline
