#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace syncline {

/// A sync folder as the History lists it.
struct ReportEntry
{
    QString syncId;
    QString folder; ///< absolute
    RunState state = RunState::Interrupted; ///< Interrupted: there is no run.json
    bool predecessor = false; ///< made by the system that Syncline replaces
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

/// Lists sync folders by their run.json only. Any thread; reads the disk, so never the window's.
/// Newest first. Folders that are no sync folders are left out.
[[nodiscard]] std::vector<ReportEntry> listReports(const QString &reportsRoot);
[[nodiscard]] std::vector<ReportFile> listReportFiles(const QString &folder);
/// The whole run.json of a folder.
[[nodiscard]] Result<RunSummary> readRunSummary(const QString &folder);
/// At most `limit` bytes of a file as text.
[[nodiscard]] Result<QString> readReportText(const QString &path, qint64 limit);

enum class ExportFormat { Markdown, Html };
/// Writes the summary of a sync folder to `target`, as it is or as one self-contained HTML page.
[[nodiscard]] Result<void> exportSummary(const QString &folder, ExportFormat format, const QString &target);

} // namespace syncline
