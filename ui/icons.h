#pragma once

#include "models/statuskind.h"
#include "reports/reportindex.h"

#include <QIcon>

namespace syncline {

/// Monochrome icons of resources/icons, tinted when they are painted, so that they follow the palette and any
/// screen.
namespace icons {
[[nodiscard]] QIcon named(const QString &name); ///< in the colour of button text
[[nodiscard]] QIcon of(StatusKind status); ///< in the colour of the status
[[nodiscard]] QIcon onColour(const QString &name); ///< white, for filled buttons
[[nodiscard]] QIcon of(ReportFile::Kind kind);
} // namespace icons

} // namespace syncline
