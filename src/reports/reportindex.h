#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace syncline {

/// A sync folder as the History lists it.
struct ReportEntry
{
    QString syncId;
    QString folder; ///< absolute
    /// Interrupted: there is no run.json, or it cannot be read. Of a predecessor's folder: what its summary
    /// claims (Succeeded, CompletedWithErrors, Failed), and CompletedWithErrors when it claims nothing; its
    /// claims are not to be trusted (OS B31), so show `predecessor` with them.
    RunState state = RunState::Interrupted;
    bool predecessor = false; ///< made by the system that Syncline replaces; has no ledgers
    QString environment;
    QDateTime startedAt; ///< UTC; from the folder's name or time where run.json is missing
    double seconds = 0;
    Ledger ledger;
    Ledger linesLedger;
    int customers = 0;
};

/// A file of a sync folder that can be read in the window.
struct ReportFile
{
    QString title; ///< customer name, or empty for the summary and logs
    QString path; ///< absolute
    enum class Kind { Summary, Customer, EventLog, TextLog, Table, Json } kind = Kind::Summary;
};

// All of these read the disk: any thread but the window's.

/// Lists sync folders by the head of their run.json only (of a predecessor's folder by the head of its
/// summary). Newest first. Folders that are no sync folders are left out; a root that is not there has none.
[[nodiscard]] std::vector<ReportEntry> listReports(const QString &reportsRoot);
/// The absolute folder of a sync whose id a user typed. Fails with InvalidInput when it is no Sync ID or not
/// there.
[[nodiscard]] Result<QString> findReport(const QString &reportsRoot, const QString &syncId);
/// The files that are there: summary, customer reports, tables, logs, run.json. Customer reports that
/// run.json does not name are titled by their file. Nothing outside of the folder.
[[nodiscard]] std::vector<ReportFile> listReportFiles(const QString &folder);
/// The whole run.json of a folder. Fails with NotFound where there is none, with FileFailed where it is
/// damaged or of a newer version.
[[nodiscard]] Result<RunSummary> readRunSummary(const QString &folder);
/// At most `limit` bytes from the start of a file, as text; whole characters only.
[[nodiscard]] Result<QString> readReportText(const QString &path, qint64 limit);

enum class ExportFormat { Markdown, Html };
/// The summary of a sync folder and its customer reports as one document: Markdown, or one HTML page that
/// loads nothing from anywhere. For `report show` and `report export`.
[[nodiscard]] Result<QByteArray> reportDocument(const QString &folder, ExportFormat format);
/// The same into a file, whole or not at all.
[[nodiscard]] Result<void> exportSummary(const QString &folder, ExportFormat format, const QString &target);

} // namespace syncline
