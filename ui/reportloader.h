#pragma once

#include "models/recordfile.h"
#include "reports/reportindex.h"

#include <QFont>
#include <QObject>
#include <QPalette>
#include <QThreadPool>

#include <memory>

class QTextDocument;

namespace syncline {

/// How a document looks; values, so that another thread may use them.
struct DocumentLook
{
    QFont font;
    QPalette palette;
};

/// Reads reports away from the window thread, on one thread of its own. Answers are signals on the window
/// thread; the answer to an older question of the same kind is dropped when a newer one was asked.
class ReportLoader final : public QObject
{
    Q_OBJECT

public:
    /// Rows that the tables of one document show at most; laying out more would hold up the window.
    static constexpr int shownTableRows = 60;
    static constexpr qint64 shownBytes = 1 << 20;

    explicit ReportLoader(QObject *parent = nullptr);
    ~ReportLoader() override;

    void scan(const QString &reportsRoot);
    void listFiles(const QString &folder);
    /// Customers of which rows failed in the sync; none when run.json does not tell.
    void readFailures(const QString &folder);
    void openDocument(const QString &path, const DocumentLook &look);
    void openRecords(const QString &path, RecordFile::Kind kind);
    /// Without an answer when the file was replaced meanwhile.
    void search(const std::shared_ptr<const RecordFile> &file, const QString &text);
    void exportTo(const QString &folder, ExportFormat format, const QString &target);

signals:
    void scanned(const std::vector<syncline::ReportEntry> &entries);
    void filesListed(const QString &folder, const std::vector<syncline::ReportFile> &files);
    void failuresRead(const QString &folder, const QStringList &customers);
    /// Without parent: the receiver owns it. Null when the file could not be read; then `problem` says why.
    void documentReady(const QString &path, const std::shared_ptr<QTextDocument> &document,
                       const QString &problem);
    void recordsReady(const QString &path, const std::shared_ptr<const syncline::RecordFile> &file);
    void found(const std::shared_ptr<const syncline::RecordFile> &file, const std::vector<int> &records);
    void exported(const QString &target, const QString &problem);

private:
    template<typename Work, typename Deliver>
    void run(int &generation, Work work, Deliver deliver);

    QThreadPool m_pool;
    int m_scanGeneration = 0;
    int m_filesGeneration = 0;
    int m_failuresGeneration = 0;
    int m_viewGeneration = 0; ///< documents and records share the place where they are shown
    int m_searchGeneration = 0;
    int m_exportGeneration = 0;
};

} // namespace syncline
