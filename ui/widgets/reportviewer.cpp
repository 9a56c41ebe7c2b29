#include "widgets/reportviewer.h"

#include "icons.h"
#include "models/format.h"
#include "models/recordfile.h"
#include "reportloader.h"
#include "widgets/datatable.h"
#include "widgets/emptystate.h"

#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr int rowsToMeasure = 20;
constexpr int widestColumn = 28; // characters; the last column takes what is left

/// Shows what it is given and fetches nothing.
class InertBrowser final : public QTextBrowser
{
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int, const QUrl &) override { return {}; }
};

} // namespace

ReportViewer::ReportViewer(QWidget *parent)
    : QWidget(parent)
    , m_loader(new ReportLoader(this))
    , m_find(new QLineEdit(this))
    , m_hits(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(u"document"_s, m_stack))
    , m_browser(new InertBrowser(m_stack))
    , m_table(new DataTable(m_stack))
    , m_records(new RecordFileModel(this))
    , m_typing(new QTimer(this))
{
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, gap, 0, 0);
    column->setSpacing(gap);
    m_bar = new QHBoxLayout;
    m_bar->setContentsMargins(gap, 0, gap, 0);
    m_find->setObjectName(u"reportFind"_s);
    m_find->setPlaceholderText(tr("Find in this file"));
    m_find->setAccessibleName(tr("Find in this file"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    m_hits->setProperty("muted", true);
    auto *previous = new QToolButton(this);
    previous->setIcon(icons::named(u"previous"_s));
    previous->setToolTip(tr("Previous hit (Shift+F3)"));
    previous->setAccessibleName(tr("Previous hit"));
    auto *next = new QToolButton(this);
    next->setIcon(icons::named(u"next"_s));
    next->setToolTip(tr("Next hit (F3)"));
    next->setAccessibleName(tr("Next hit"));
    m_bar->addWidget(m_find, 1);
    m_bar->addWidget(m_hits);
    m_bar->addWidget(previous);
    m_bar->addWidget(next);
    column->addLayout(m_bar);
    column->addWidget(m_stack, 1);
    for (QWidget *page : {static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_browser),
                          static_cast<QWidget *>(m_table)})
        m_stack->addWidget(page);

    m_browser->setOpenLinks(false);
    m_browser->setUndoRedoEnabled(false);
    m_browser->setWordWrapMode(QTextOption::WordWrap);
    m_browser->setAccessibleName(tr("Report"));
    m_browser->setObjectName(u"reportBrowser"_s);
    m_table->setModel(m_records);
    m_table->setAccessibleName(tr("Records"));
    m_table->setObjectName(u"recordsTable"_s);

    // Wherever the files change, the page of the stack or the model does.
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ReportViewer::choiceChanged);
    connect(m_records, &QAbstractItemModel::modelReset, this, &ReportViewer::choiceChanged);
    connect(m_stack, &QStackedWidget::currentChanged, this, &ReportViewer::choiceChanged);
    m_typing->setSingleShot(true);
    m_typing->setInterval(200);
    connect(m_typing, &QTimer::timeout, this, &ReportViewer::searchRecords);
    connect(m_find, &QLineEdit::textChanged, this, [this] { m_typing->start(); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { findNext(false); });
    connect(previous, &QToolButton::clicked, this, [this] { findNext(true); });
    connect(next, &QToolButton::clicked, this, [this] { findNext(false); });
    connect(m_browser, &QTextBrowser::anchorClicked, this, &ReportViewer::openLink);
    connect(m_loader, &ReportLoader::documentReady, this,
            [this](const QString &, const std::shared_ptr<QTextDocument> &document, const QString &problem) {
                showDocument(document, problem);
            });
    connect(m_loader, &ReportLoader::recordsReady, this,
            [this](const QString &, const std::shared_ptr<const RecordFile> &file) { showRecords(file); });
    connect(m_loader, &ReportLoader::found, this,
            [this](const std::shared_ptr<const RecordFile> &file, const std::vector<int> &records) {
                if (file != m_records->file())
                    return;
                m_hits->setText(tr("%1 hit(s)", nullptr, static_cast<int>(records.size()))
                                    .arg(Format::count(static_cast<qint64>(records.size()))));
                m_records->setFound(records);
            });
}

ReportViewer::~ReportViewer()
{
    // The browser must not outlive the document that it shows.
    m_browser->setDocument(nullptr);
}

void ReportViewer::addToBar(QWidget *widget)
{
    m_bar->insertWidget(0, widget);
}

void ReportViewer::setRecordActions(const QList<QAction *> &actions)
{
    m_table->addActions(actions);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QStringList ReportViewer::recordHeader() const
{
    return m_stack->currentWidget() == m_table && m_records->file() ? m_records->file()->header() : QStringList();
}

std::vector<QStringList> ReportViewer::chosenRecords() const
{
    std::vector<QStringList> records;
    if (recordHeader().isEmpty())
        return records;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        records.push_back(m_records->fields(index.row()));
    return records;
}

void ReportViewer::open(const ReportFile &file)
{
    m_file = file;
    m_path = file.path;
    switch (file.kind) {
    case ReportFile::Kind::Summary:
    case ReportFile::Kind::Customer: {
        m_loader->openDocument(file.path, {font(), palette()});
        break;
    }
    case ReportFile::Kind::Table:
        m_loader->openRecords(file.path, RecordFile::Kind::Csv);
        break;
    case ReportFile::Kind::EventLog:
    case ReportFile::Kind::TextLog:
    case ReportFile::Kind::Json:
        m_loader->openRecords(file.path, RecordFile::Kind::Lines);
        break;
    }
}

void ReportViewer::showNothing(const QString &title, const QString &explanation)
{
    m_path.clear();
    m_empty->set(title, explanation);
    m_stack->setCurrentWidget(m_empty);
}

void ReportViewer::showDocument(const std::shared_ptr<QTextDocument> &document, const QString &problem)
{
    if (!document) {
        showNothing(tr("This report could not be read"), problem);
        return;
    }
    m_browser->setDocument(document.get());
    m_document = document;
    m_hits->clear();
    m_stack->setCurrentWidget(m_browser);
}

void ReportViewer::showRecords(const std::shared_ptr<const RecordFile> &file)
{
    if (!file->problem().isEmpty()) {
        showNothing(tr("This file could not be read"), file->problem());
        return;
    }
    m_records->setFile(file);
    const bool lines = file->header().isEmpty();
    m_table->horizontalHeader()->setVisible(!lines);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setResizeContentsPrecision(rowsToMeasure);
    const int unit = m_table->fontMetrics().averageCharWidth();
    for (int column = 0; column < m_records->columnCount(); ++column) {
        if (!lines)
            m_table->resizeColumnToContents(column);
        m_table->setColumnWidth(
            column, lines ? unit * 200 : std::min(m_table->columnWidth(column) + unit * 2, unit * widestColumn));
    }
    m_hits->setText(tr("%1 line(s)", nullptr, file->count()).arg(Format::count(file->count())));
    m_stack->setCurrentWidget(m_table);
    if (!m_find->text().isEmpty())
        searchRecords();
}

void ReportViewer::searchRecords()
{
    if (m_stack->currentWidget() == m_table && m_records->file()) {
        if (!m_find->text().isEmpty()) {
            m_loader->search(m_records->file(), m_find->text());
            return;
        }
        m_records->setFound(std::nullopt);
        m_hits->setText(
            tr("%1 line(s)", nullptr, m_records->rowCount()).arg(Format::count(m_records->rowCount())));
    } else if (m_stack->currentWidget() == m_browser) {
        m_browser->moveCursor(QTextCursor::Start);
        findNext(false);
    }
}

void ReportViewer::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ReportViewer::findNext(bool backwards)
{
    if (m_find->text().isEmpty())
        return;
    if (m_stack->currentWidget() == m_table) {
        const int rows = m_records->rowCount();
        if (rows == 0)
            return;
        const int current = m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1;
        m_table->setCurrentIndex(m_records->index((current + (backwards ? -1 : 1) + rows) % rows, 0));
        return;
    }
    const QTextDocument::FindFlags flags =
        backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_browser->find(m_find->text(), flags)) {
        m_hits->clear();
        return;
    }
    m_browser->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
    m_hits->setText(m_browser->find(m_find->text(), flags) ? tr("From the start") : tr("Not found"));
}

void ReportViewer::openLink(const QUrl &link)
{
    // Reports hold text from elsewhere: only the board itself is opened, and only by a click.
    const QString host = link.host();
    if (link.scheme() == "https"_L1 && (host == "monday.com"_L1 || host.endsWith(".monday.com"_L1)))
        QDesktopServices::openUrl(link);
}

void ReportViewer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_path.isEmpty() && m_stack->currentWidget() == m_browser)
        open(m_file);
}

} // namespace syncline
