#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace syncline {

/// Paths inside `<reports.root>/<SYNC-ID>/` (contract 6). A value; makes nothing. Paths are as absolute as
/// the root. The id must satisfy isSyncId(); one that a user typed goes through findReport() (reportindex.h)
/// first.
class SyncFolder
{
public:
    SyncFolder(const QString &reportsRoot, const QString &syncId);

    [[nodiscard]] QString syncId() const { return m_syncId; }
    [[nodiscard]] QString path() const { return m_path; }
    /// _SYNC_SUMMARY.md, or the predecessor's <SYNC-ID>_SUMMARY.md when only that is there (looks at the
    /// disk).
    [[nodiscard]] QString summary() const;
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

/// A customer's name as the first part of a file name: lower case, blanks to underscores (OS 5.2), and
/// harmless: no separator, control or reserved character, no leading dot or dash, no device name of Windows,
/// at most 120 bytes of UTF-8, never empty. Letters of every script stay.
[[nodiscard]] QString customerFileStem(const QString &customer);

/// `customer_reports/<customer>_<YYYYMMDD_HHMMSS>.md` for each customer, in their order, relative to the sync
/// folder. Customers whose names become the same stem get _2, _3, ... `time` is written in UTC.
[[nodiscard]] QStringList customerReportPaths(const QStringList &customers, const QDateTime &time);

} // namespace syncline
