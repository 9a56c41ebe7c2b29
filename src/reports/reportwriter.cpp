#include "reports/reportwriter.h"

#include "base/atomicfile.h"
#include "reports/csvtables.h"
#include "reports/runjson.h"
#include "reports/summaryreport.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Failed lines that are kept to find their customer; more than all reports of a usual sync show.
constexpr qsizetype keptFailedLines = 20'000;

bool isFailure(RowState state)
{
    return state == RowState::Refused || state == RowState::Rejected || state == RowState::Unknown;
}

} // namespace

Result<void> ReportWriter::write(RunSummary &summary, SyncJournal &journal, OrderWarehouse *warehouse)
{
    if (summary.request.dryRun)
        return {};
    Collected collected;
    Collected *wanted = summary.request.customerReports ? &collected : nullptr;
    if (Result<void> written = writeLines(journal, wanted); !written)
        return written;
    if (Result<void> written = writeRows(journal, wanted); !written)
        return written;
    if (wanted) {
        if (Result<void> written = writeCustomers(summary, collected, warehouse); !written)
            return written;
    }
    const QByteArray text = summaryMarkdown(summary, existingFiles(summary)).toUtf8();
    if (Result<void> written = writeFileAtomically(m_folder.path() + u"/_SYNC_SUMMARY.md"_s, text); !written)
        return written;
    return writeFileAtomically(m_folder.runJson(), runToJson(summary));
}

Result<void> ReportWriter::writeLines(SyncJournal &journal, Collected *collected)
{
    const QString path = m_folder.linesCsv();
    qsizetype kept = 0;
    return writeFileAtomically(path, [&](QIODevice &device) -> Result<void> {
        CsvWriter csv(device, path, lineTitles());
        Result<void> visited = journal.forEachLine([&](const LineRecord &line) {
            if (collected && isFailure(line.state) && kept < keptFailedLines) {
                collected->failedLines[line.key.record].push_back(line);
                ++kept;
            }
            return csv.addRow(lineFields(line));
        });
        return visited ? csv.finish() : visited;
    });
}

Result<void> ReportWriter::writeRows(SyncJournal &journal, Collected *collected)
{
    const QString path = m_folder.rowsCsv();
    const QString failedPath = m_folder.failedRowsCsv();
    const auto visitAll = [&](CsvWriter &all, CsvWriter &failed) {
        return journal.forEachRow([&](const RowRecord &row) -> Result<void> {
            const QStringList fields = rowFields(row);
            if (collected) {
                CustomerRows &customer = collected->customers[row.customer];
                customer.add(row);
                for (const LineRecord &line : collected->failedLines.value(row.key))
                    customer.addFailedLine(row, line);
            }
            if (isFailure(row.state)) {
                if (Result<void> added = failed.addRow(fields); !added)
                    return added;
            }
            return all.addRow(fields);
        });
    };
    // One pass of the journal fills both files.
    return writeFileAtomically(path, [&](QIODevice &device) {
        return writeFileAtomically(failedPath, [&](QIODevice &failedDevice) -> Result<void> {
            CsvWriter all(device, path, rowTitles());
            CsvWriter failed(failedDevice, failedPath, rowTitles());
            if (Result<void> visited = visitAll(all, failed); !visited)
                return visited;
            Result<void> finished = all.finish();
            return finished ? failed.finish() : finished;
        });
    });
}

Result<void> ReportWriter::writeCustomers(RunSummary &summary, const Collected &collected,
                                          OrderWarehouse *warehouse)
{
    QStringList names;
    for (const CustomerRun &customer : summary.customers)
        names.append(customer.name);
    // The end of the sync, not of the writing: a second attempt then replaces the files of the first.
    const QDateTime generated = m_clock.utcNow();
    const QStringList paths =
        customerReportPaths(names, summary.finishedAt.isValid() ? summary.finishedAt : generated);
    Result<void> result;
    qsizetype index = 0;
    for (CustomerRun &customer : summary.customers) {
        customer.report = paths.at(index++);
        std::optional<CustomerBacklog> backlog;
        if (warehouse)
            backlog = askBacklog(*warehouse, customer.name);
        const QString text =
            customerMarkdown(summary, customer, collected.customers.value(customer.name), backlog, generated);
        const QString path = QDir(m_folder.path()).filePath(customer.report);
        if (Result<void> written = writeFileAtomically(path, text.toUtf8()); !written) {
            customer.report.clear();
            if (result)
                result = written;
        }
    }
    return result;
}

QStringList ReportWriter::existingFiles(const RunSummary &summary) const
{
    const QDir folder(m_folder.path());
    QStringList files;
    for (const CustomerRun &customer : summary.customers) {
        if (!customer.report.isEmpty())
            files.append(customer.report);
    }
    for (const QString &path : {m_folder.rowsCsv(), m_folder.failedRowsCsv(), m_folder.linesCsv(),
                                m_folder.eventsLog(), m_folder.textLog()}) {
        if (QFileInfo::exists(path))
            files.append(folder.relativeFilePath(path));
    }
    files.append(folder.relativeFilePath(m_folder.runJson()));
    return files;
}

} // namespace syncline
