#pragma once

#include "domain/runrecord.h"

#include <QString>

namespace syncline {

/// Two syncs side by side as Markdown: figures with their difference, customers, and which causes of failure
/// came or went. Pure. `first` is the older one by convention; the difference is second minus first.
[[nodiscard]] QString comparisonMarkdown(const RunSummary &first, const RunSummary &second);

} // namespace syncline
