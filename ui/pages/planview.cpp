#include "pages/planview.h"

#include "icons.h"
#include "models/format.h"
#include "widgets/banner.h"
#include "widgets/datatable.h"
#include "widgets/flightfacts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Tabs of the details, in their order.
enum DetailsTab { RefusedRows, Reasons, ToMake, AllRows };

} // namespace

PlanView::PlanView(QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner(StatusKind::Waiting, this))
    , m_send(new QLabel(this))
    , m_facts(new FlightFacts(this))
    , m_notes(new QLabel(this))
    , m_details(new QTabWidget(this))
    , m_causes(new RefusalList(RefusalList::Detail::Full, this))
    , m_made(new QListWidget(this))
    , m_start(new QPushButton(this))
{
    const int gap = fontMetrics().height() / 2;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    m_banner->setAction(tr("Close the plan"));
    connect(m_banner, &Banner::actionTriggered, this, &PlanView::closed);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(gap + 4, gap, gap + 4, gap);
    top->setSpacing(gap);
    m_send->setObjectName(u"planHeading"_s);
    m_send->setWordWrap(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    m_send->setFont(large);
    top->addWidget(m_send, 1);
    m_start->setText(tr("Start this sync"));
    m_start->setIcon(icons::onColour(u"play"_s));
    m_start->setProperty("primary", true);
    m_start->setObjectName(u"startPlan"_s);
    top->addWidget(m_start, 0, Qt::AlignVCenter);
    column->addLayout(top);
    m_facts->setContentsMargins(gap + 4, 0, gap + 4, gap);
    column->addWidget(m_facts);
    m_notes->setObjectName(u"planNotes"_s);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // In a layout: a style sheet takes the margins of a label away.
    auto *notes = new QHBoxLayout;
    notes->setContentsMargins(gap + 4, 0, gap + 4, 0);
    notes->addWidget(m_notes);
    column->addLayout(notes);
    connect(m_start, &QPushButton::clicked, this, [this] { emit startRequested(m_plan); });

    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    m_table = makeTable(&m_customers, tr("Plan per customer"), {-18, 5, 5, 6, 6, 6, 6, 6, 9, 10, 6, 8},
                                  {PlanCustomerModel::SubitemsToRemove, PlanCustomerModel::SubitemsToUpdate,
                                   PlanCustomerModel::GroupsToCreate, PlanCustomerModel::SubitemsToCreate,
                                   PlanCustomerModel::Unchanged, PlanCustomerModel::Cancelled,
                                   PlanCustomerModel::ItemsToArchive});
    m_table->setObjectName(u"planTable"_s);
    splitter->addWidget(m_table);
    m_details->addTab(makeTable(&m_refused, tr("Refused rows"), {0, 11, 0, 16, 0, 12, -50, 6, 0, 0},
                                {RowTableModel::EventName, RowTableModel::BoardColumn}),
                      QString());
    m_details->addTab(m_causes, QString());
    m_details->addTab(m_made, QString());
    m_details->addTab(makeTable(&m_rows, tr("All rows"), {10, 11, 0, 16, 24, 0, -20, 6, 9, 0},
                                {RowTableModel::EventName, RowTableModel::Reason}),
                      QString());
    m_causes->setObjectName(u"planRefusals"_s);
    m_made->setAccessibleName(tr("Groups and labels to make"));
    m_made->setWordWrap(true);
    for (QListWidget *list : {static_cast<QListWidget *>(m_causes), m_made})
        list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    splitter->addWidget(m_details);
    connect(m_details, &QTabWidget::currentChanged, this, &PlanView::showRows);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    column->addWidget(splitter, 1);
}

DataTable *PlanView::makeTable(QAbstractItemModel *model, const QString &name, const QList<int> &widths,
                               const QList<int> &givingWay)
{
    auto *table = new DataTable(this);
    table->setAccessibleName(name);
    table->showFiltered(model);
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->setColumnWidths(widths);
    table->setColumnsThatGiveWay(givingWay);
    return table;
}

void PlanView::showRows()
{
    // Thousands, and most people look at what is refused only.
    if (m_showsRows || m_details->currentIndex() != AllRows)
        return;
    m_showsRows = true;
    m_rows.setPlan(m_plan->rows, m_plan->rowsLeftOut);
}

void PlanView::setPlan(const SharedPlan &shared, CancelledRule rule, const QDateTime &now)
{
    m_plan = shared;
    const PlanReport &plan = *m_plan;
    m_customers.setPlan(plan);
    std::vector<RowRecord> refused;
    std::ranges::copy_if(plan.rows, std::back_inserter(refused), [](const RowRecord &row) {
        return row.state == RowState::Refused || row.action == PlannedAction::Refuse;
    });
    const auto refusedShown = static_cast<qint64>(refused.size());
    m_refused.setPlan(refused, std::max<qint64>(0, plan.ledger.refused - refusedShown));
    m_showsRows = false;
    m_rows.setPlan({}, 0);
    showRows();

    showBanner();
    showNotes(rule);
    m_send->setText(plan.ledger.planned == 0
                        ? tr("No order waits to be sent")
                        : tr("%1 order(s) would be sent", nullptr, static_cast<int>(plan.ledger.notSent))
                              .arg(Format::count(plan.ledger.notSent)));
    m_facts->setPlan(plan, now);
    QStringList made;
    for (const CustomerPlan &customer : plan.customers) {
        for (const QString &group : customer.groupsToCreate)
            made.append(tr("Group \u201c%1\u201d for %2").arg(group, customer.name));
    }
    for (const LabelsToCreate &labels : plan.labels) {
        for (const QString &label : labels.labels)
            made.append(
                labels.onSubitems
                    ? tr("Label \u201c%1\u201d in the subitem column %2").arg(label, labels.columnTitle)
                    : tr("Label \u201c%1\u201d in the column %2").arg(label, labels.columnTitle));
    }
    m_made->clear();
    m_made->addItems(made);
    m_causes->setPlan(plan);
    m_details->setTabText(RefusedRows, tr("Refused rows (%1)").arg(Format::count(plan.ledger.refused)));
    m_details->setTabText(Reasons, tr("Refused by reason (%1)").arg(Format::count(m_causes->count())));
    m_details->setTabText(ToMake, tr("Groups and labels to make (%1)").arg(Format::count(made.size())));
    m_details->setTabText(
        AllRows,
        plan.rowsLeftOut > 0 ? tr("First rows (%1)").arg(Format::count(static_cast<qint64>(plan.rows.size())))
                             : tr("All rows (%1)").arg(Format::count(static_cast<qint64>(plan.rows.size()))));
}

void PlanView::showBanner()
{
    const bool tables = m_plan->lacksOwnTablesOnly();
    m_banner->setStatus(m_plan->blocked && !tables ? StatusKind::Failed : StatusKind::Waiting);
    m_banner->setText(
        tables ? tr("DRY RUN \u2013 nothing was sent and nothing was written. Syncline's own tables are missing in the "
                    "warehouse; starting the sync asks before it makes them.")
            : m_plan->blocked ? tr("DRY RUN \u2013 nothing was sent or written. Sending is blocked: see the findings.")
                             : tr("DRY RUN \u2013 nothing was sent and nothing was written."));
}

void PlanView::showNotes(CancelledRule rule)
{
    qint64 changed = 0;
    qint64 archived = 0;
    qint64 cancelled = 0;
    for (const CustomerPlan &customer : m_plan->customers) {
        changed += customer.itemsToUpdate;
        archived += customer.itemsToArchive;
        cancelled += customer.ordersCancelled;
    }
    // Rare things have a column only when there are some.
    m_table->setColumnWanted(PlanCustomerModel::ItemsToArchive, archived > 0);
    m_table->setColumnWanted(PlanCustomerModel::Unchanged, m_plan->ledger.unchanged > 0);
    m_table->setColumnWanted(PlanCustomerModel::Cancelled, cancelled > 0);
    const auto number = static_cast<int>(cancelled);
    QStringList notes;
    if (changed > 0)
        notes.append(tr("%n item(s) of the board are updated.", nullptr, static_cast<int>(changed)));
    if (m_plan->ledger.unchanged > 0) {
        notes.append(tr("%n order(s) are on the board already as they are: nothing to send.", nullptr,
                        static_cast<int>(m_plan->ledger.unchanged)));
    }
    if (cancelled > 0) {
        switch (rule) {
        case CancelledRule::ZeroQuantities:
            notes.append(tr("%n order(s) are cancelled: the quantities of their subitems become zero, the items stay.",
                            nullptr, number));
            break;
        case CancelledRule::Archive:
            notes.append(tr("%n order(s) are cancelled: their items are archived.", nullptr, number));
            break;
        case CancelledRule::Keep:
            notes.append(tr("%n order(s) are cancelled: they are sent like any other.", nullptr, number));
            break;
        }
    }
    m_notes->setText(notes.join(u"  \u00b7  "_s));
    m_notes->setVisible(!notes.isEmpty());
}

void PlanView::setStartEnabled(bool enabled)
{
    m_start->setEnabled(enabled && (!m_plan->blocked || m_plan->lacksOwnTablesOnly()) && m_plan->ledger.notSent > 0);
}

} // namespace syncline
