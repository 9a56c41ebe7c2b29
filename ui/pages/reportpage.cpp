#include "pages/reportpage.h"

#include "icons.h"
#include "models/reportfilemodel.h"
#include "models/runmodel.h"
#include "reportloader.h"
#include "widgets/emptystate.h"
#include "widgets/reportviewer.h"

#include <QComboBox>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

ReportPage::ReportPage(RunModel &run, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_loader(new ReportLoader(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(u"document"_s, m_stack))
    , m_choice(new QComboBox(this))
    , m_viewer(new ReportViewer(this))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    auto *content = new QWidget(m_stack);
    content->setProperty("surface", true);
    content->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    m_choice->setAccessibleName(tr("File of the report"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_viewer->addToBar(m_choice);
    column->addWidget(m_viewer, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);

    connect(m_choice, &QComboBox::activated, this,
            [this](int row) { m_viewer->open(m_files[static_cast<std::size_t>(row)]); });
    connect(m_loader, &ReportLoader::filesListed, this,
            [this](const QString &, const std::vector<ReportFile> &files) { takeFiles(files); });
    connect(&m_run, &RunModel::started, this, &ReportPage::showState);
    connect(&m_run, &RunModel::finished, this, &ReportPage::showState);
    showState();
}

void ReportPage::showState()
{
    m_folder = m_run.folder();
    if (!m_folder.isEmpty()) {
        m_loader->listFiles(m_folder);
        return;
    }
    if (m_run.isActive())
        m_empty->set(tr("The report is written when the sync ends"), {});
    else if (m_run.hasRun())
        m_empty->set(tr("A dry run writes no report"), {});
    else
        m_empty->set(tr("No sync in this window yet"), tr("Reports of earlier syncs are in the History."));
    m_stack->setCurrentWidget(m_empty);
}

void ReportPage::takeFiles(const std::vector<ReportFile> &files)
{
    m_files = files;
    m_choice->clear();
    if (files.empty()) {
        m_empty->set(tr("The report is not there"), m_folder);
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    for (const ReportFile &file : m_files)
        m_choice->addItem(icons::of(file.kind), ReportFileModel::titleOf(file));
    m_stack->setCurrentIndex(1);
    m_viewer->open(m_files.front());
}

void ReportPage::focusFilter()
{
    m_viewer->focusFind();
}

void ReportPage::findNext(bool backwards)
{
    m_viewer->findNext(backwards);
}

} // namespace syncline
