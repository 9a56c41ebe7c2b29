#include "reports/reportindex.h"

#include "base/atomicfile.h"
#include "reports/htmlpage.h"
#include "reports/runjson.h"
#include "reports/syncfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Longest file that becomes part of an exported document. Summaries are capped, so this is never met by our
/// own.
constexpr qint64 maxDocumentBytes = 16'777'216;
/// The overall status of a predecessor's summary stands in its first lines.
constexpr qint64 summaryHeadBytes = 2048;

SyncFolder folderAt(const QString &path)
{
    const QFileInfo info(QDir::cleanPath(path));
    return {info.absolutePath(), info.fileName()};
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    QFile file(path);
    const auto failed = [&path](const QString &reason) {
        return Error{
            .kind = ErrorKind::FileFailed,
            .event = {.id = EventId::rp_001, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
    };
    if (!file.open(QIODevice::ReadOnly))
        return failed(file.errorString());
    const QByteArray content = limit < 0 ? file.readAll() : file.read(limit);
    if (file.error() != QFileDevice::NoError)
        return failed(file.errorString());
    return content;
}

/// The dated form of the predecessor, or a folder of the common form that has its summary and, like all of
/// its folders, no machine-readable files.
bool isPredecessors(const SyncFolder &folder)
{
    if (!folder.syncId().startsWith("SYNC-"_L1))
        return true;
    return QFileInfo::exists(folder.summary()) && !QFileInfo::exists(folder.rowsCsv())
        && !QFileInfo::exists(folder.eventsLog());
}

RunState claimedState(const QString &summaryPath)
{
    const Result<QString> head = readReportText(summaryPath, summaryHeadBytes);
    if (!head)
        return RunState::Interrupted;
    static const QRegularExpression status(u"\\*\\*Overall Status\\*\\*:([^\\n]*)"_s);
    const QString claim = status.match(*head).captured(1);
    if (claim.contains("FAILED"_L1))
        return RunState::Failed;
    return claim.contains("SUCCESS"_L1) && !claim.contains("PARTIAL"_L1) ? RunState::Succeeded
                                                                         : RunState::CompletedWithErrors;
}

/// The time in the folder's name: to the minute and local in the predecessor's form, a day in the other.
QDateTime timeOf(const SyncFolder &folder)
{
    const QString id = folder.syncId();
    if (!id.startsWith("SYNC-"_L1))
        return QDateTime::fromString(id.first(12), u"yyyyMMddHHmm"_s).toUTC();
    const QDate day = QDate::fromString(id.last(8), u"yyyyMMdd"_s);
    const QDateTime changed = QFileInfo(folder.path()).lastModified().toUTC();
    return !day.isValid() || changed.date() == day ? changed : QDateTime(day, QTime(0, 0), Qt::UTC);
}

ReportEntry entryOf(const SyncFolder &folder)
{
    ReportEntry entry{.syncId = folder.syncId(), .folder = folder.path()};
    QFile json(folder.runJson());
    if (json.open(QIODevice::ReadOnly)) {
        if (const Result<RunHead> head = runHeadFromJson(json, json.fileName()); head) {
            const RunSummary &summary = head->summary;
            entry.state = summary.state;
            entry.environment = summary.environment;
            entry.startedAt = summary.startedAt;
            entry.seconds = summary.seconds;
            entry.ledger = summary.ledger;
            entry.linesLedger = summary.linesLedger;
            entry.customers = head->customers;
        }
    } else if (isPredecessors(folder)) {
        entry.predecessor = true;
        entry.state = claimedState(folder.summary());
    }
    if (!entry.startedAt.isValid())
        entry.startedAt = timeOf(folder);
    return entry;
}

/// Paths in run.json are data: one that leads out of the folder is not followed.
bool isInside(const QString &folder, const QString &path)
{
    const QString root = QFileInfo(folder).canonicalFilePath();
    const QString real = QFileInfo(path).canonicalFilePath();
    return !root.isEmpty() && real.startsWith(QString(root + u'/'));
}

void addCustomerFiles(const SyncFolder &folder, std::vector<ReportFile> &files)
{
    QStringList named;
    if (const Result<RunSummary> summary = readRunSummary(folder.path()); summary) {
        for (const CustomerRun &customer : summary->customers) {
            const QString path = QDir::cleanPath(QDir(folder.path()).filePath(customer.report));
            if (customer.report.isEmpty() || !isInside(folder.path(), path) || !QFileInfo(path).isFile())
                continue;
            files.push_back({.title = customer.name, .path = path, .kind = ReportFile::Kind::Customer});
            named.append(path);
        }
    }
    const QDir reports(folder.customerReports());
    static const QRegularExpression stamp(u"_[0-9]{8}_[0-9]{6}$"_s);
    for (const QString &name : reports.entryList({u"*.md"_s}, QDir::Files | QDir::NoSymLinks, QDir::Name)) {
        const QString path = QDir::cleanPath(reports.filePath(name));
        if (named.contains(path))
            continue;
        QString title = QFileInfo(name).completeBaseName().remove(stamp).replace(u'_', u' ');
        files.push_back({.title = std::move(title), .path = path, .kind = ReportFile::Kind::Customer});
    }
}

} // namespace

std::vector<ReportEntry> listReports(const QString &reportsRoot)
{
    const QString root = QFileInfo(reportsRoot).absoluteFilePath();
    const QStringList names = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Unsorted);
    std::vector<ReportEntry> entries;
    entries.reserve(static_cast<std::size_t>(names.size()));
    for (const QString &name : names) {
        if (isSyncId(name))
            entries.push_back(entryOf(SyncFolder(root, name)));
    }
    std::ranges::sort(entries, [](const ReportEntry &a, const ReportEntry &b) {
        return a.startedAt == b.startedAt ? a.syncId < b.syncId : a.startedAt > b.startedAt;
    });
    return entries;
}

Result<QString> findReport(const QString &reportsRoot, const QString &syncId)
{
    const QString root = QFileInfo(reportsRoot).absoluteFilePath();
    const QString id = syncId.trimmed().toUpper();
    if (isSyncId(id) && QFileInfo(QDir(root).filePath(id)).isDir())
        return SyncFolder(root, id).path();
    return Error{
        .kind = ErrorKind::InvalidInput,
        .event = {.id = EventId::rp_005, .parameters = {{u"sync_id"_s, syncId}, {u"folder"_s, root}}}};
}

std::vector<ReportFile> listReportFiles(const QString &folder)
{
    const SyncFolder paths = folderAt(folder);
    std::vector<ReportFile> files;
    const auto addIfThere = [&files](const QString &path, ReportFile::Kind kind) {
        if (QFileInfo(path).isFile())
            files.push_back({.path = path, .kind = kind});
    };
    addIfThere(paths.summary(), ReportFile::Kind::Summary);
    addCustomerFiles(paths, files);
    addIfThere(paths.rowsCsv(), ReportFile::Kind::Table);
    addIfThere(paths.failedRowsCsv(), ReportFile::Kind::Table);
    addIfThere(paths.linesCsv(), ReportFile::Kind::Table);
    addIfThere(paths.textLog(), ReportFile::Kind::TextLog);
    addIfThere(paths.eventsLog(), ReportFile::Kind::EventLog);
    addIfThere(paths.runJson(), ReportFile::Kind::Json);
    return files;
}

Result<RunSummary> readRunSummary(const QString &folder)
{
    const QString path = folderAt(folder).runJson();
    if (!QFileInfo::exists(path)) {
        return Error{.kind = ErrorKind::NotFound,
                     .event = {.id = EventId::rp_008,
                               .parameters = {{u"sync_id"_s, folderAt(folder).syncId()}, {u"path"_s, path}}}};
    }
    const Result<QByteArray> json = readFile(path, -1);
    if (!json)
        return json.error();
    return runFromJson(*json, path);
}

Result<QString> readReportText(const QString &path, qint64 limit)
{
    const Result<QByteArray> content = readFile(path, std::max<qint64>(0, limit));
    if (!content)
        return content.error();
    // A decoder keeps back the half of a character that the limit cut.
    QStringDecoder decoder(QStringDecoder::Utf8);
    return QString(decoder.decode(*content));
}

Result<QByteArray> reportDocument(const QString &folder, ExportFormat format)
{
    const SyncFolder paths = folderAt(folder);
    Result<QString> summary = readReportText(paths.summary(), maxDocumentBytes);
    if (!summary)
        return summary.error();
    QString text = *std::move(summary);
    for (const ReportFile &file : listReportFiles(folder)) {
        if (file.kind != ReportFile::Kind::Customer)
            continue;
        const Result<QString> report = readReportText(file.path, maxDocumentBytes);
        if (!report)
            return report.error();
        text += u"\n\n---\n\n" + *report;
    }
    return format == ExportFormat::Markdown ? text.toUtf8() : htmlPage(paths.syncId(), text);
}

Result<void> exportSummary(const QString &folder, ExportFormat format, const QString &target)
{
    const Result<QByteArray> document = reportDocument(folder, format);
    return document ? writeFileAtomically(target, *document) : Result<void>(document.error());
}

} // namespace syncline
