#include "pages/historypage.h"

#include "failedrowactions.h"
#include "icons.h"
#include "models/statuskind.h"
#include "prompter.h"
#include "reportloader.h"
#include "synccontroller.h"
#include "widgets/datatable.h"
#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/reportviewer.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// A file with the icon of its kind.
class FileDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon =
            icons::of(static_cast<ReportFile::Kind>(index.data(ReportFileModel::KindRole).toInt()));
        const int side = option->fontMetrics.ascent() + 2;
        option->decorationSize = QSize(side, side);
    }
};

} // namespace

HistoryPage::HistoryPage(SyncController &controller, Prompter &prompter, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_prompter(prompter)
    , m_actions(new FailedRowActions(controller, this))
    , m_loader(new ReportLoader(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(u"history"_s, m_stack))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);

    auto *splitter = new QSplitter(Qt::Horizontal, m_stack);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeLists());
    splitter->addWidget(makeFiles());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    const int unit = fontMetrics().averageCharWidth();
    splitter->setSizes({unit * 70, unit * 106});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(splitter);
    m_empty->set(tr("Reading the reports \u2026"), {});
    m_viewer->showNothing(tr("No sync chosen"), tr("Choose a sync to read its reports."));

    connect(m_empty, &EmptyState::actionTriggered, this, &HistoryPage::scan);
    connect(m_export, &QPushButton::clicked, this, &HistoryPage::exportSummary);
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const ReportEntry *entry = current())
            m_controller.resume(entry->syncId);
    });
    connect(&m_controller, &SyncController::interruptedChanged, this, &HistoryPage::showResume);
    connect(&m_controller, &SyncController::activityChanged, this, &HistoryPage::showResume);
    connect(m_viewer, &ReportViewer::choiceChanged, this, &HistoryPage::takeChoice);
    connect(m_loader, &ReportLoader::failuresRead, this,
            [this](const QString &, const QStringList &customers) { m_actions->setListed(customers); });
    connect(m_loader, &ReportLoader::scanned, this, &HistoryPage::takeEntries);
    connect(m_loader, &ReportLoader::filesListed, this,
            [this](const QString &, const std::vector<ReportFile> &files) { takeFiles(files); });
    connect(m_loader, &ReportLoader::exported, this, [this](const QString &target, const QString &problem) {
        emit message(problem.isEmpty() ? tr("Exported to %1").arg(target)
                                       : tr("Not exported: %1").arg(problem));
    });
}

QWidget *HistoryPage::makeFiles()
{
    auto *right = new QWidget(this);
    right->setProperty("surface", true);
    right->setAttribute(Qt::WA_StyledBackground);
    auto *rightColumn = new QVBoxLayout(right);
    const int gap = fontMetrics().height() / 2;
    rightColumn->setContentsMargins(0, gap, 0, 0);
    rightColumn->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap + 4, 0, gap, 0);
    bar->setSpacing(gap);
    m_title = new ElidedLabel(right);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_resume = new QPushButton(icons::named(u"resume"_s), tr("Resume this sync"), right);
    m_resume->setObjectName(u"resumeSync"_s);
    m_resume->setToolTip(tr("Finds out what became of orders in doubt, and sends the rest"));
    m_resume->hide();
    m_export = new QPushButton(icons::named(u"export"_s), tr("Export summary \u2026"), right);
    m_export->setEnabled(false);
    bar->addWidget(m_title, 1);
    bar->addWidget(m_resume);
    bar->addWidget(FailedRowActions::makeButton(m_actions->retryAll(), right));
    bar->addWidget(m_export);
    rightColumn->addLayout(bar);
    m_viewer = new ReportViewer(right);
    m_viewer->setRecordActions({m_actions->retryAll(), m_actions->retryChosen(), m_actions->createAgain(),
                                m_actions->markRemoved()});
    rightColumn->addWidget(m_viewer, 1);
    // Below the records: those that are being chosen stay where they are.
    auto *choice = new QHBoxLayout;
    choice->setContentsMargins(gap, gap / 2, gap, gap / 2);
    choice->setSpacing(gap);
    choice->addStretch(1);
    for (QAction *action : {m_actions->createAgain(), m_actions->markRemoved(), m_actions->retryChosen()})
        choice->addWidget(FailedRowActions::makeButton(action, right));
    rightColumn->addLayout(choice);
    return right;
}

QWidget *HistoryPage::makeLists()
{
    auto *lists = new QSplitter(Qt::Vertical, this);
    lists->setChildrenCollapsible(false);
    auto *upper = new QWidget(lists);
    upper->setProperty("surface", true);
    upper->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(upper);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, gap, 0, 0);
    column->setSpacing(gap);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap, 0, gap, 0);
    m_filter = new QLineEdit(upper);
    m_filter->setPlaceholderText(tr("Filter by Sync ID, result, environment or date"));
    m_filter->setAccessibleName(tr("Filter syncs"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    bar->addWidget(m_filter);
    column->addLayout(bar);
    m_table = new DataTable(upper);
    m_table->setAccessibleName(tr("Syncs"));
    m_table->setObjectName(u"historyTable"_s);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    RowFilterProxy *filter = m_table->showFiltered(&m_entries);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(HistoryModel::Started, Qt::DescendingOrder);
    m_table->setColumnWidths({-21, 20, 12, 6, 9, 25, 11, 10});
    m_table->setColumnsThatGiveWay({HistoryModel::Customers, HistoryModel::Environment, HistoryModel::SyncId,
                                    HistoryModel::Duration, HistoryModel::Orders});
    column->addWidget(m_table, 1);

    m_list = new QListView(lists);
    m_list->setAccessibleName(tr("Files of the sync"));
    m_list->setObjectName(u"filesList"_s);
    m_list->setModel(&m_files);
    m_list->setItemDelegate(new FileDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    lists->addWidget(upper);
    lists->addWidget(m_list);
    lists->setStretchFactor(0, 3);
    lists->setStretchFactor(1, 2);

    connect(m_filter, &QLineEdit::textChanged, filter, &RowFilterProxy::setText);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &HistoryPage::showSelection);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &HistoryPage::openFile);
    return lists;
}

void HistoryPage::setReportsRoot(const QString &root)
{
    if (m_root == root)
        return;
    m_root = root;
    scan();
}

void HistoryPage::scan()
{
    if (!m_root.isEmpty())
        m_loader->scan(m_root);
}

void HistoryPage::showSync(const QString &syncId)
{
    m_wanted = syncId;
    m_filter->clear();
    scan();
}

void HistoryPage::takeEntries(const std::vector<ReportEntry> &entries)
{
    m_entries.setEntries(entries);
    if (entries.empty()) {
        m_empty->set(
            tr("No reports yet"),
            tr("Every sync writes a folder of reports. The first one appears here when a sync has ended."),
            tr("Look again"));
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_stack->setCurrentIndex(1);
    if (m_wanted.isEmpty() && m_table->currentIndex().isValid())
        return;
    for (int row = 0; row < m_table->filter()->rowCount(); ++row) {
        const ReportEntry &entry =
            m_entries.at(m_table->filter()->mapToSource(m_table->filter()->index(row, 0)).row());
        if (m_wanted.isEmpty() || entry.syncId == m_wanted) {
            m_wanted.clear();
            m_table->setCurrentIndex(m_table->filter()->index(row, 0));
            return;
        }
    }
}

const ReportEntry *HistoryPage::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_entries.at(m_table->filter()->mapToSource(index).row()) : nullptr;
}

void HistoryPage::showSelection()
{
    const ReportEntry *entry = current();
    m_export->setEnabled(entry != nullptr);
    emit canExportChanged();
    showResume();
    m_actions->setListed({});
    if (!entry) {
        m_title->clear();
        m_files.setFiles({});
        m_viewer->showNothing(tr("No sync chosen"), tr("Choose a sync to read its reports."));
        return;
    }
    m_title->setText(
        tr("%1  \u00b7  %2", "sync id, result").arg(entry->syncId, StatusText::of(entry->state)));
    m_title->setToolTip(entry->folder);
    m_loader->listFiles(entry->folder);
    m_loader->readFailures(entry->folder);
}

void HistoryPage::showResume()
{
    const ReportEntry *entry = current();
    m_resume->setVisible(entry && m_controller.canResume(entry->syncId));
}

void HistoryPage::takeChoice()
{
    std::vector<FailedRow> rows;
    const QStringList header = m_viewer->recordHeader();
    if (!header.contains(u"event_id"_s)) {
        m_actions->setChosen({});
        return;
    }
    for (const QStringList &record : m_viewer->chosenRecords()) {
        if (const auto row = failedRowOf(header, record))
            rows.push_back(*row);
    }
    m_actions->setChosen(std::move(rows));
}

void HistoryPage::takeFiles(const std::vector<ReportFile> &files)
{
    m_files.setFiles(files);
    if (files.empty()) {
        const ReportEntry *entry = current();
        m_viewer->showNothing(
            tr("No files to read"),
            entry && entry->state == RunState::Interrupted
                ? tr("This sync was interrupted before its reports were written. Resume it to complete them.")
                : tr("The folder of this sync holds no report."));
        return;
    }
    m_list->setCurrentIndex(m_files.index(0, 0));
    openFile(m_list->currentIndex());
}

void HistoryPage::openFile(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const ReportFile &file = m_files.at(index.row());
    if (file.path != m_viewer->shownPath())
        m_viewer->open(file);
}

void HistoryPage::focusFilter()
{
    if (m_viewer->isAncestorOf(focusWidget()) || m_list->hasFocus())
        m_viewer->focusFind();
    else
        m_filter->setFocus(Qt::ShortcutFocusReason);
}

void HistoryPage::findNext(bool backwards)
{
    m_viewer->findNext(backwards);
}

bool HistoryPage::canExport() const
{
    return current() != nullptr;
}

void HistoryPage::exportSummary()
{
    const ReportEntry *entry = current();
    if (!entry)
        return;
    SaveQuestion question;
    question.title = tr("Export summary");
    question.suggestion = QString(entry->syncId + u".html");
    const QString html = tr("Web page (*.html)");
    question.filters = {html, tr("Markdown (*.md)")};
    m_prompter.askSavePath(
        this, question, [this, folder = entry->folder, html](const QString &path, const QString &filter) {
            if (path.isEmpty())
                return;
            const bool markdown = path.endsWith(".md"_L1, Qt::CaseInsensitive)
                || (filter != html && !path.endsWith(".html"_L1, Qt::CaseInsensitive));
            m_loader->exportTo(folder, markdown ? ExportFormat::Markdown : ExportFormat::Html, path);
        });
}

} // namespace syncline
