#pragma once

#include "models/statuskind.h"

#include <QColor>
#include <QPalette>

namespace syncline {

enum class Theme { System, Light, Dark };

/// Sets style, palette and style sheet of the application. System follows the palette that the desktop gave
/// at start. Window thread, after QApplication is made; may be called again.
void applyTheme(Theme theme);

/// Colours that a palette has no role for. All of them keep 3:1 as graphics against the palette's Base,
/// and 4.5:1 where text stands on them.
namespace themecolors {
[[nodiscard]] bool isDark(const QPalette &palette);
[[nodiscard]] QColor of(StatusKind status, const QPalette &palette);
[[nodiscard]] QColor of(RowState state, const QPalette &palette);
[[nodiscard]] QColor line(const QPalette &palette); ///< hairlines between things
[[nodiscard]] QColor track(const QPalette &palette); ///< the empty part of a bar
[[nodiscard]] QColor mutedText(const QPalette &palette); ///< still 4.5:1
/// A soft ground for a banner of this status; normal text is readable on it.
[[nodiscard]] QColor ground(StatusKind status, const QPalette &palette);
} // namespace themecolors

} // namespace syncline
