#pragma once

#include "base/log.h"
#include "reports/synclog.h"
#include "sync/syncports.h"

#include <memory>

namespace syncline {

/// Reports of a sync in a folder of their own, its log fed by the program's events while the sync runs. One sync at a
/// time.
class FolderSyncReports final : public SyncReports
{
public:
    FolderSyncReports(QString reportsRoot, EventFanOut &events, const Clock &clock)
        : m_reportsRoot(std::move(reportsRoot)), m_events(events), m_clock(clock) { }
    ~FolderSyncReports() override;

    [[nodiscard]] Result<void> begin(const QString &syncId) override;
    [[nodiscard]] Result<QString> finish(RunSummary &summary, SyncJournal &journal,
                                         OrderWarehouse *warehouse) override;

private:
    [[nodiscard]] Result<void> closeLog();

    const QString m_reportsRoot;
    EventFanOut &m_events;
    const Clock &m_clock;
    std::unique_ptr<SyncLog> m_log;
};

} // namespace syncline
