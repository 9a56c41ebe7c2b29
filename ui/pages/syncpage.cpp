#include "pages/syncpage.h"

#include "models/format.h"
#include "pages/batchespage.h"
#include "pages/customerspanel.h"
#include "pages/logpage.h"
#include "pages/overviewpage.h"
#include "pages/reportpage.h"
#include "pages/rowspage.h"
#include "synccontroller.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace syncline {

SyncPage::SyncPage(SyncController &controller, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_customers(new CustomersPanel(controller, this))
    , m_tabs(new QTabWidget(this))
    , m_overview(new OverviewPage(controller, m_tabs))
    , m_batches(new BatchesPage(controller.feed().batches(), m_tabs))
    , m_rows(new RowsPage(controller, m_tabs))
    , m_log(new LogPage(controller.feed().log(), m_tabs))
    , m_report(new ReportPage(controller.feed().run(), m_tabs))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    line->addWidget(splitter);
    splitter->addWidget(m_customers);
    splitter->addWidget(m_tabs);
    // A wider window is for the sync; the customers need no more room than their columns.
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    const int unit = fontMetrics().averageCharWidth();
    splitter->setSizes({unit * 91, unit * 120});
    m_tabs->setObjectName(u"syncTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("Details of the sync"));
    m_tabs->addTab(m_overview, tr("Overview"));
    m_tabs->addTab(m_batches, tr("Batches"));
    m_tabs->addTab(m_rows, tr("Failed rows"));
    m_tabs->addTab(m_log, tr("Log"));
    m_tabs->addTab(m_report, tr("Report"));

    connect(m_customers, &CustomersPanel::selectionChanged, this, &SyncPage::selectionChanged);
    connect(m_overview, &OverviewPage::dryRunRequested, &m_controller,
            [this] { m_controller.dryRun(m_customers->request()); });
    connect(m_overview, &OverviewPage::failuresRequested, this, [this] { showTab(Rows); });
    connect(m_overview, &OverviewPage::reportRequested, this, [this] { showTab(Report); });
    connect(&m_controller.feed().run(), &RunModel::changed, this, &SyncPage::recount);
    connect(&m_controller, &SyncController::planReady, this, [this] { showTab(Overview); });
    connect(&m_controller.feed().run(), &RunModel::started, this, [this] { showTab(Overview); });
    recount();
}

void SyncPage::recount()
{
    const int batches = m_controller.feed().run().batches();
    const qint64 failed =
        m_controller.feed().failures().rowCount() + m_controller.feed().failures().leftOut();
    m_tabs->setTabText(Batches, batches > 0 ? tr("Batches (%1)").arg(Format::count(batches)) : tr("Batches"));
    m_tabs->setTabText(Rows,
                       failed > 0 ? tr("Failed rows (%1)").arg(Format::count(failed)) : tr("Failed rows"));
}

SyncRequest SyncPage::request() const
{
    return m_customers->request();
}

void SyncPage::focusCustomers()
{
    m_customers->focusTable();
}

void SyncPage::showTab(int tab)
{
    m_tabs->setCurrentIndex(tab);
}

void SyncPage::stepFailure(int direction)
{
    showTab(Rows);
    m_rows->step(direction);
}

void SyncPage::focusFilter()
{
    // The filter of the side that has the focus; the customers' when none has.
    if (!m_tabs->isAncestorOf(focusWidget())) {
        m_customers->focusFilter();
        return;
    }
    switch (m_tabs->currentIndex()) {
    case Batches:
        m_batches->focusFilter();
        break;
    case Rows:
        m_rows->focusFilter();
        break;
    case Log:
        m_log->focusFilter();
        break;
    case Report:
        m_report->focusFilter();
        break;
    default:
        m_customers->focusFilter();
        break;
    }
}

void SyncPage::findNext(bool backwards)
{
    if (m_tabs->currentIndex() == Report)
        m_report->findNext(backwards);
}

} // namespace syncline
