#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/orderwarehouse.h"
#include "domain/runrecord.h"
#include "domain/syncjournal.h"
#include "reports/customerreport.h"
#include "reports/syncfolder.h"

#include <QHash>

namespace syncline {

/// Writes the folder of one sync from its journal, whole or not at all: CSVs, summary, customer reports, and
/// run.json last. Any thread but the window's; memory does not grow with the number of rows.
/// The clock must outlive it. Safe to call again after an error or for a resumed sync.
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
    /// others: a warehouse that cannot be asked is named in the report, a file that cannot be written is this
    /// function's error after the others were tried. After any error there is no new run.json. Does nothing
    /// for a dry run, which makes no folder (contract 10).
    [[nodiscard]] Result<void> write(RunSummary &summary, SyncJournal &journal, OrderWarehouse *warehouse);

private:
    /// What the customer reports need of the journal's rows, collected while the CSVs are written.
    struct Collected
    {
        QHash<QString, CustomerRows> customers;
        QHash<RecordKey, std::vector<LineRecord>> failedLines; ///< by header; bounded
    };

    [[nodiscard]] Result<void> writeLines(SyncJournal &journal, Collected *collected);
    [[nodiscard]] Result<void> writeRows(SyncJournal &journal, Collected *collected);
    [[nodiscard]] Result<void> writeCustomers(RunSummary &summary, const Collected &collected,
                                              OrderWarehouse *warehouse);
    [[nodiscard]] QStringList existingFiles(const RunSummary &summary) const;

    SyncFolder m_folder;
    const Clock &m_clock;
};

} // namespace syncline
