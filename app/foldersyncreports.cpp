#include "foldersyncreports.h"

#include "reports/reportwriter.h"

namespace syncline {

FolderSyncReports::~FolderSyncReports()
{
    if (m_log)
        m_events.remove(*m_log);
}

Result<void> FolderSyncReports::begin(const QString &syncId)
{
    if (Result<void> closed = closeLog(); !closed)
        return closed;
    Result<std::unique_ptr<SyncLog>> log = SyncLog::open(SyncFolder(m_reportsRoot, syncId), m_clock);
    if (!log)
        return std::move(log).error();
    m_log = std::move(log).value();
    m_events.add(*m_log);
    return {};
}

Result<QString> FolderSyncReports::finish(RunSummary &summary, SyncJournal &journal, OrderWarehouse *warehouse)
{
    const SyncFolder folder(m_reportsRoot, summary.syncId);
    // The log is complete before run.json says that the folder is.
    if (Result<void> closed = closeLog(); !closed)
        return std::move(closed).error();
    if (Result<void> written = ReportWriter(folder, m_clock).write(summary, journal, warehouse); !written)
        return std::move(written).error();
    return folder.path();
}

Result<void> FolderSyncReports::closeLog()
{
    if (!m_log)
        return {};
    m_events.remove(*m_log);
    const std::unique_ptr<SyncLog> log = std::move(m_log);
    return log->close();
}

} // namespace syncline
