#include "pages/rowspage.h"

#include "failedrowactions.h"
#include "icons.h"
#include "models/format.h"
#include "models/rowtablemodel.h"
#include "models/runmodel.h"
#include "synccontroller.h"
#include "widgets/banner.h"
#include "widgets/datatable.h"
#include "widgets/emptystate.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

RowsPage::RowsPage(SyncController &controller, QWidget *parent)
    : QWidget(parent)
    , m_model(controller.feed().failures())
    , m_run(controller.feed().run())
    , m_actions(new FailedRowActions(controller, this))
    , m_filter(new QLineEdit(this))
    , m_copyAll(new QPushButton(tr("Copy all"), this))
    , m_leftOut(new Banner(StatusKind::CompletedWithErrors, this))
    , m_stack(new QStackedWidget(this))
    , m_content(new QWidget(m_stack))
    , m_table(new DataTable(m_content))
    , m_empty(new EmptyState(u"state-succeeded"_s, m_stack))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    auto *content = new QVBoxLayout(m_content);
    const int gap = fontMetrics().height() / 2;
    content->setContentsMargins(0, gap, 0, 0);
    content->setSpacing(gap);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap, 0, gap, 0);
    m_filter->setPlaceholderText(tr("Filter by order, customer, column, reason or event"));
    m_filter->setAccessibleName(tr("Filter failed rows"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    m_copyAll->setIcon(icons::named(u"copy"_s));
    m_copyAll->setToolTip(tr("Copies the listed rows for a spreadsheet"));
    bar->addWidget(m_filter, 1);
    bar->addWidget(FailedRowActions::makeButton(m_actions->retryAll(), m_content));
    bar->addWidget(m_copyAll);
    content->addLayout(bar);
    content->addWidget(m_leftOut);

    m_table->setAccessibleName(tr("Failed rows"));
    m_table->setObjectName(u"failedTable"_s);
    RowFilterProxy *filter = m_table->showFiltered(&m_model);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setColumnWidths({10, 10, 4, 16, 0, 12, -42, 6, 0, 0});
    m_table->setColumnsThatGiveWay(
        {RowTableModel::EventName, RowTableModel::Size, RowTableModel::BoardColumn});
    auto *copy = new QAction(icons::named(u"copy"_s), tr("&Copy"), m_table);
    connect(copy, &QAction::triggered, m_table, &DataTable::copySelection);
    m_table->addActions({m_actions->retryAll(), m_actions->retryChosen(), m_actions->createAgain(),
                         m_actions->markRemoved(), copy});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *splitter = new QSplitter(Qt::Vertical, m_content);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 1);
    content->addWidget(splitter, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);

    connect(m_filter, &QLineEdit::textChanged, filter, &RowFilterProxy::setText);
    connect(m_copyAll, &QPushButton::clicked, m_table, &DataTable::copyAll);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RowsPage::showDetails);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RowsPage::takeSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &RowsPage::showState);
    connect(&m_run, &RunModel::started, this, &RowsPage::showState);
    connect(&m_run, &RunModel::finished, this, &RowsPage::showState);
    connect(&m_run, &RunModel::finished, this, &RowsPage::takeListed);
    connect(&m_run, &RunModel::started, this, &RowsPage::takeListed);
    showState();
    showDetails();
}

QWidget *RowsPage::makeDetails()
{
    auto *details = new QWidget(this);
    details->setProperty("surface", true);
    details->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(details);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(gap + 4, gap, gap + 4, gap);
    m_title = new QLabel(details);
    m_reason = new QLabel(details);
    m_advice = new QLabel(details);
    m_facts = new QLabel(details);
    m_reason->setObjectName(u"failureReason"_s);
    m_advice->setObjectName(u"failureAdvice"_s);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_facts->setProperty("muted", true);
    auto *heading = new QHBoxLayout;
    heading->addWidget(m_title, 1);
    m_copy = new QPushButton(icons::named(u"copy"_s), tr("Copy"), details);
    m_copy->setToolTip(tr("Copies this failure with all its facts"));
    heading->addWidget(m_copy);
    column->addLayout(heading);
    for (QLabel *label : {m_title, m_reason, m_advice, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (label != m_title)
            column->addWidget(label);
    }
    auto *commands = new QHBoxLayout;
    for (QAction *action : {m_actions->createAgain(), m_actions->markRemoved(), m_actions->retryChosen()})
        commands->addWidget(FailedRowActions::makeButton(action, details));
    commands->addStretch();
    column->addLayout(commands);
    column->addStretch();
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            QStringList{m_title->text(), m_reason->text(), m_advice->text(), m_facts->text()}.join(u'\n'));
    });
    return details;
}

void RowsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void RowsPage::step(int direction)
{
    const int rows = m_table->filter()->rowCount();
    if (rows == 0)
        return;
    const QModelIndex current = m_table->currentIndex();
    const int next = current.isValid() ? (current.row() + direction + rows) % rows
        : direction > 0                ? 0
                                       : rows - 1;
    m_table->setCurrentIndex(m_table->filter()->index(next, 0));
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void RowsPage::takeSelection()
{
    std::vector<FailedRow> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        if (const auto row = failedRowOf(m_model.at(m_table->filter()->mapToSource(index).row())))
            rows.push_back(*row);
    }
    m_actions->setChosen(std::move(rows));
}

void RowsPage::takeListed()
{
    QStringList customers;
    for (const RowItem &item : m_model.rows()) {
        if (failedRowOf(item) && (customers.isEmpty() || customers.constLast() != item.row.customer))
            customers.append(item.row.customer);
    }
    customers.sort();
    customers.removeDuplicates();
    m_actions->setListed(customers);
}

void RowsPage::showState()
{
    m_leftOut->setVisible(m_model.leftOut() > 0);
    if (m_model.leftOut() > 0)
        m_leftOut->setText(
            tr("The first %1 failures are listed; %2 more stand in failed_rows.csv of the report.")
                .arg(Format::count(m_model.rowCount()), Format::count(m_model.leftOut())));
    m_stack->setCurrentWidget(m_model.rowCount() > 0 ? m_content : static_cast<QWidget *>(m_empty));
    if (m_model.rowCount() > 0)
        return;
    if (!m_run.hasRun())
        m_empty->set(tr("No failed rows"),
                     tr("Rows that a sync refuses, or that monday.com rejects, appear here at once."));
    else if (m_run.isActive())
        m_empty->set(tr("No row has failed so far"), {});
    else
        m_empty->set(tr("No row failed"), {});
}

void RowsPage::showDetails()
{
    const QModelIndex current = m_table->currentIndex();
    m_copy->setEnabled(current.isValid());
    if (!current.isValid()) {
        m_title->setText(tr("Choose a row to see its reason and what to do."));
        for (QLabel *label : {m_reason, m_advice, m_facts})
            label->clear();
        return;
    }
    const RowItem &item = m_model.at(m_table->filter()->mapToSource(current).row());
    const Event &reason = item.reason();
    m_title->setText(item.line ? tr("Order %1, size %2, %3")
                                     .arg(item.row.orderNumber, item.line->key.sizeCode, item.row.customer)
                               : tr("Order %1, %2").arg(item.row.orderNumber, item.row.customer));
    m_reason->setText(reason.text());
    const QString advice = reason.textFrom(describe(reason.id).advice);
    m_advice->setText(advice.isEmpty() ? QString() : tr("What to do: %1").arg(advice));
    m_advice->setVisible(!advice.isEmpty());
    QStringList facts{tr("Event %1").arg(reason.name())};
    if (!item.row.column.isEmpty())
        facts.append(tr("Column %1").arg(item.row.column));
    if (!item.row.group.isEmpty())
        facts.append(tr("Group %1").arg(item.row.group));
    if (item.row.mondayId)
        facts.append(tr("Item %1").arg(*item.row.mondayId));
    facts.append(tr("Key %1").arg(item.row.key.toString()));
    m_facts->setText(facts.join(u"  \u00b7  "_s));
}

} // namespace syncline
