#pragma once

#include <QLocale>

namespace syncline {

/// Installs the English plurals and, over them, the language of the locale as far as there is one. Once,
/// after the application object is made and before any widget. Also makes the locale the default one for
/// numbers and dates.
void installTranslations(const QLocale &locale);

} // namespace syncline
