#pragma once

#include "domain/runrecord.h"

#include <QString>
#include <QStringList>

namespace syncline {

/// The executive summary as Markdown (OS 5.3): measured figures only, percentages of rows, times in UTC.
/// Pure. `files` are the files of the sync folder, relative to it; none for a dry run, which makes no folder.
/// A sync with request.dryRun is titled DRY RUN, one of failed rows RETRY.
[[nodiscard]] QString summaryMarkdown(const RunSummary &summary, const QStringList &files = {});

/// Overall status in words, with the share of rows: `⚠ PARTIAL SUCCESS (83.3%), completed with errors`.
[[nodiscard]] QString overallStatus(const RunSummary &summary);

} // namespace syncline
