#include "pages/overviewpage.h"

#include "models/format.h"
#include "pages/planview.h"
#include "pages/runview.h"
#include "synccontroller.h"
#include "widgets/emptystate.h"

using namespace Qt::StringLiterals;

namespace syncline {

OverviewPage::OverviewPage(SyncController &controller, QWidget *parent)
    : QStackedWidget(parent)
    , m_controller(controller)
    , m_empty(new EmptyState(u"sync"_s, this))
    , m_planning(new EmptyState(u"dryrun"_s, this))
    , m_plan(new PlanView(this))
    , m_run(new RunView(controller.feed().run(), controller.clock(), this))
{
    for (QWidget *page : {static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_planning),
                          static_cast<QWidget *>(m_plan), static_cast<QWidget *>(m_run)})
        addWidget(page);
    connect(m_empty, &EmptyState::actionTriggered, this, &OverviewPage::dryRunRequested);
    connect(m_planning, &EmptyState::actionTriggered, &m_controller, &SyncController::cancelDryRun);
    connect(m_run, &RunView::failuresRequested, this, &OverviewPage::failuresRequested);
    connect(m_run, &RunView::reportRequested, this, &OverviewPage::reportRequested);
    connect(m_plan, &PlanView::startRequested, &m_controller, &SyncController::startPlanned);
    connect(m_plan, &PlanView::closed, this, [this] {
        m_showsPlan = false;
        showState();
    });
    connect(&m_controller, &SyncController::planReady, this, [this](const SharedPlan &plan) {
        m_plan->setPlan(plan, m_controller.info().cancelledOrders, m_controller.clock().utcNow());
        m_showsPlan = true;
        showState();
    });
    connect(&m_controller, &SyncController::activityChanged, this, [this] {
        if (m_controller.isSyncing())
            m_showsPlan = false;
        showState();
    });
    connect(&m_controller, &SyncController::customersChanged, this, &OverviewPage::showEmpty);
    showState();
}

void OverviewPage::showState()
{
    m_plan->setStartEnabled(m_controller.maySend());
    if (m_controller.activity() == SyncController::Activity::Planning) {
        m_planning->set(m_controller.plansForStart()
                            ? tr("Looking what the sync would do \u2026")
                            : tr("DRY RUN: looking at the warehouse and the board \u2026"),
                        m_controller.plansForStart() ? tr("Nothing is sent before you have seen the plan.")
                                                     : tr("Nothing is sent and nothing is written."),
                        tr("Cancel"));
        setCurrentWidget(m_planning);
    } else if (m_showsPlan)
        setCurrentWidget(m_plan);
    else if (m_controller.isSyncing() || m_controller.feed().run().hasRun())
        setCurrentWidget(m_run);
    else
        setCurrentWidget(m_empty);
    showEmpty();
}

void OverviewPage::showEmpty()
{
    if (currentWidget() != m_empty)
        return;
    const CustomerCounts totals = m_controller.feed().customers().totals({});
    if (!m_controller.customersReadAt().isValid()) {
        m_empty->set(tr("No sync yet"), tr("The counts of the warehouse are not known yet."));
        return;
    }
    if (totals.pending == 0 && totals.linesPending == 0) {
        QDateTime last;
        for (const CustomerRow &row : m_controller.feed().customers().rows()) {
            if (row.counts.lastSync.isValid() && (!last.isValid() || row.counts.lastSync > last))
                last = row.counts.lastSync;
        }
        m_empty->set(tr("Nothing waits to be sent"),
                     last.isValid() ? tr("The last sync was on %1.").arg(Format::dateTime(last))
                                    : tr("No order of this environment was synced yet."));
        return;
    }
    m_empty->set(
        tr("%1 order(s) wait to be sent", nullptr, static_cast<int>(totals.pending))
            .arg(Format::count(totals.pending)),
        tr("A dry run shows what would be sent, made and refused. It sends nothing and writes nothing."),
        tr("Dry run"));
}

} // namespace syncline
