#pragma once

#include <QString>

namespace syncline {

/// Paths inside `<reports.root>/<SYNC-ID>/` (contract 6). A value; makes nothing.
class SyncFolder
{
public:
    SyncFolder(const QString &reportsRoot, const QString &syncId);

    [[nodiscard]] QString syncId() const { return m_syncId; }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString
    summary() const; ///< _SYNC_SUMMARY.md, or the predecessor's <SYNC-ID>_SUMMARY.md when only that is there
    [[nodiscard]] QString customerReports() const; ///< customer_reports
    [[nodiscard]] QString eventsLog() const; ///< logs/events.jsonl
    [[nodiscard]] QString textLog() const; ///< logs/sync.log
    [[nodiscard]] QString runJson() const; ///< summaries/run.json, written last
    [[nodiscard]] QString rowsCsv() const;
    [[nodiscard]] QString failedRowsCsv() const;
    [[nodiscard]] QString linesCsv() const;

private:
    QString m_syncId;
    QString m_path;
};

} // namespace syncline
