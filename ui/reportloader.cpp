#include "reportloader.h"

#include "text/markdowndocument.h"

#include <QTextDocument>
#include <QThread>
#include <QtConcurrent>

namespace syncline {

ReportLoader::ReportLoader(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ReportLoader::~ReportLoader()
{
    m_pool.clear();
    m_pool.waitForDone();
}

template<typename Work, typename Deliver>
void ReportLoader::run(int &generation, Work work, Deliver deliver)
{
    using Answer = std::invoke_result_t<Work>;
    const int asked = ++generation;
    QtConcurrent::run(&m_pool, std::move(work))
        .then(this, [asked, &generation, deliver = std::move(deliver)](const Answer &answer) {
            if (asked == generation)
                deliver(answer);
        });
}

void ReportLoader::scan(const QString &reportsRoot)
{
    run(
        m_scanGeneration, [reportsRoot] { return listReports(reportsRoot); },
        [this](const std::vector<ReportEntry> &entries) { emit scanned(entries); });
}

void ReportLoader::listFiles(const QString &folder)
{
    run(
        m_filesGeneration, [folder] { return listReportFiles(folder); },
        [this, folder](const std::vector<ReportFile> &files) { emit filesListed(folder, files); });
}

void ReportLoader::readFailures(const QString &folder)
{
    run(
        m_failuresGeneration,
        [folder] {
            QStringList customers;
            const Result<RunSummary> summary = readRunSummary(folder);
            if (!summary)
                return customers;
            for (const CustomerRun &customer : summary->customers) {
                if (customer.ledger.refused + customer.ledger.rejected + customer.linesLedger.refused
                        + customer.linesLedger.rejected
                    > 0)
                    customers.append(customer.name);
            }
            return customers;
        },
        [this, folder](const QStringList &customers) { emit failuresRead(folder, customers); });
}

void ReportLoader::openDocument(const QString &path, const DocumentLook &look)
{
    using Answer = std::pair<std::shared_ptr<QTextDocument>, QString>;
    QThread *const window = thread();
    run(
        m_viewGeneration,
        [path, look, window]() -> Answer {
            const Result<QString> text = readReportText(path, shownBytes);
            if (!text)
                return {nullptr, text.error().text()};
            std::unique_ptr<QTextDocument> document = makeMarkdownDocument(*text, look, shownTableRows);
            document->moveToThread(window);
            // It may be dropped on this thread when nobody wants it any more; then the window's thread
            // deletes it.
            return {std::shared_ptr<QTextDocument>(document.release(),
                                                   [](QTextDocument *unwanted) { unwanted->deleteLater(); }),
                    QString()};
        },
        [this, path](const Answer &answer) { emit documentReady(path, answer.first, answer.second); });
}

void ReportLoader::openRecords(const QString &path, RecordFile::Kind kind)
{
    run(
        m_viewGeneration, [path, kind] { return RecordFile::open(path, kind); },
        [this, path](const std::shared_ptr<const RecordFile> &file) { emit recordsReady(path, file); });
}

void ReportLoader::search(const std::shared_ptr<const RecordFile> &file, const QString &text)
{
    run(
        m_searchGeneration, [file, text] { return file->find(text); },
        [this, file](const std::vector<int> &records) { emit found(file, records); });
}

void ReportLoader::exportTo(const QString &folder, ExportFormat format, const QString &target)
{
    run(
        m_exportGeneration,
        [folder, format, target] {
            const Result<void> result = exportSummary(folder, format, target);
            return result ? QString() : result.error().text();
        },
        [this, target](const QString &problem) { emit exported(target, problem); });
}

} // namespace syncline
