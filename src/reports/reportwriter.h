#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/orderwarehouse.h"
#include "domain/runrecord.h"
#include "domain/syncjournal.h"
#include "reports/syncfolder.h"

namespace syncline {

/// Writes the folder of one sync from its journal, whole or not at all: CSVs, summary, customer reports, and
/// run.json last. Any thread but the window's; memory does not grow with the number of rows.
class ReportWriter
{
public:
    ReportWriter(SyncFolder folder, const Clock &clock)
        : m_folder(std::move(folder))
        , m_clock(clock)
    {
    }

    /// `warehouse` is asked for open rows of the customers when the request wants customer reports; may be
    /// null. Fills in CustomerRun::report of the summary. An error of a customer report does not stop the
    /// others.
    [[nodiscard]] Result<void> write(RunSummary &summary, SyncJournal &journal, OrderWarehouse *warehouse);

private:
    SyncFolder m_folder;
    const Clock &m_clock;
};

} // namespace syncline
