#pragma once

#include <QByteArray>
#include <QString>

namespace syncline {

/// One self-contained HTML page from Markdown with tables, for light and dark screens and for print. It loads
/// nothing: raw HTML and images become text, links that are not https keep only their text. Pure; any thread.
[[nodiscard]] QByteArray htmlPage(const QString &title, const QString &markdown);

} // namespace syncline
