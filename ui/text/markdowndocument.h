#pragma once

#include "reportloader.h"

namespace syncline {

/// A document without undo that shows Markdown and loads nothing: no picture, no style sheet, no link. Any
/// thread; belongs to the calling thread. Long tables are cut after `maximumRows` rows and say so.
[[nodiscard]] std::unique_ptr<QTextDocument> makeMarkdownDocument(const QString &markdown,
                                                                  const DocumentLook &look, int maximumRows);

} // namespace syncline
