#pragma once

#include "reports/reportindex.h"

#include <QWidget>

#include <memory>

class QAction;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTextBrowser;
class QTextDocument;
class QTimer;

namespace syncline {

class DataTable;
class EmptyState;
class RecordFile;
class RecordFileModel;
class ReportLoader;

/// Shows one file of a sync folder: a document, or a table of records. Finds text in it. Reads nothing
/// itself.
class ReportViewer final : public QWidget
{
    Q_OBJECT

public:
    explicit ReportViewer(QWidget *parent = nullptr);
    ~ReportViewer() override;

    /// Puts a control of the surroundings before the search.
    void addToBar(QWidget *widget);
    /// Commands for the records of a table, in its context menu.
    void setRecordActions(const QList<QAction *> &actions);
    void open(const ReportFile &file);
    void showNothing(const QString &title, const QString &explanation);
    [[nodiscard]] QString shownPath() const { return m_path; }
    void focusFind();
    void findNext(bool backwards);
    /// Columns of the table that is shown; empty when another kind of file is.
    [[nodiscard]] QStringList recordHeader() const;
    /// The chosen records of the table that is shown.
    [[nodiscard]] std::vector<QStringList> chosenRecords() const;

signals:
    /// Other records are chosen, or another file is shown.
    void choiceChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showDocument(const std::shared_ptr<QTextDocument> &document, const QString &problem);
    void showRecords(const std::shared_ptr<const RecordFile> &file);
    void searchRecords();
    void openLink(const QUrl &link);

    ReportLoader *m_loader;
    ReportFile m_file;
    QString m_path;
    QHBoxLayout *m_bar;
    QLineEdit *m_find;
    QLabel *m_hits;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QTextBrowser *m_browser;
    std::shared_ptr<QTextDocument> m_document; ///< the one in the browser
    DataTable *m_table;
    RecordFileModel *m_records;
    QTimer *m_typing;
};

} // namespace syncline
