#include "pages/customerspanel.h"

#include "icons.h"
#include "models/format.h"
#include "synccontroller.h"
#include "text/errortext.h"
#include "widgets/banner.h"
#include "widgets/datatable.h"
#include "widgets/emptystate.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

using Filter = CustomerTableModel::Filter;
constexpr std::array allFilters{Filter::All, Filter::Waiting, Filter::Failures, Filter::UpToDate};

} // namespace

CustomersPanel::CustomersPanel(SyncController &controller, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_model(controller.feed().customers())
{
    setProperty("surface", true);
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFilter());

    m_stale = new Banner(StatusKind::CompletedWithErrors, this);
    m_stale->setAction(tr("Try again"));
    m_stale->hide();
    column->addWidget(m_stale);
    connect(m_stale, &Banner::actionTriggered, &m_controller, &SyncController::refresh);

    m_stack = new QStackedWidget(this);
    m_table = new DataTable(m_stack);
    m_table->setObjectName(u"customersTable"_s);
    m_table->setAccessibleName(tr("Customers"));
    m_table->showFiltered(&m_model);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(CustomerTableModel::Name, Qt::AscendingOrder);
    using Column = CustomerTableModel::Column;
    m_table->setColumnWidths({-17, 13, 7, 7, 5, 6, 16, 16, 15});
    m_table->setColumnsThatGiveWay(
        {Column::LastSync, Column::Synced, Column::LinesPending, Column::Pending, Column::Failed, Column::Time});
    // What happens now stands next to the name, as soon as something happens.
    m_table->horizontalHeader()->moveSection(Column::Progress, Column::Pending);
    m_table->horizontalHeader()->moveSection(Column::Time, Column::Pending + 1);
    const auto wantRun = [this](bool wanted) {
        m_table->setColumnWanted(CustomerTableModel::Progress, wanted);
        m_table->setColumnWanted(CustomerTableModel::Time, wanted);
    };
    wantRun(false);
    connect(&m_controller.feed().run(), &RunModel::started, m_table, [wantRun] { wantRun(true); });
    connect(&m_controller.feed().run(), &RunModel::finished, m_table, [this, wantRun] {
        if (m_controller.feed().run().ledger().planned == 0)
            wantRun(false);
    });
    // Name, state and progress are seen in any window.
    setMinimumWidth(fontMetrics().averageCharWidth() * 54);
    m_empty = new EmptyState(u"customer"_s, m_stack);
    connect(m_empty, &EmptyState::actionTriggered, &m_controller, &SyncController::refresh);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    column->addWidget(makeOptions());

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        recount();
        emit selectionChanged();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &CustomersPanel::recount);
    connect(&m_controller, &SyncController::customersChanged, this, [this] {
        recount();
        showState();
    });
    recount();
    showState();
}

QWidget *CustomersPanel::makeFilter()
{
    auto *bar = new QWidget(this);
    auto *column = new QVBoxLayout(bar);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    m_filter = new QLineEdit(bar);
    m_filter->setObjectName(u"customersFilter"_s);
    m_filter->setPlaceholderText(tr("Filter customers"));
    m_filter->setAccessibleName(tr("Filter customers"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::named(u"search"_s), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_table->filter()->setText(text); });
    column->addWidget(m_filter);

    auto *chips = new QHBoxLayout;
    chips->setSpacing(gap / 2);
    for (std::size_t i = 0; i < allFilters.size(); ++i) {
        auto *chip = new QPushButton(bar);
        chip->setProperty("chip", true);
        chip->setCheckable(true);
        chip->setAutoExclusive(true);
        chip->setChecked(i == 0);
        connect(chip, &QPushButton::toggled, this, [this, filter = allFilters[i]](bool on) {
            if (on)
                m_table->filter()->setCondition(
                    [this, filter](int row) { return CustomerTableModel::passes(m_model.at(row), filter); });
        });
        chips->addWidget(chip);
        m_chips[i] = chip;
    }
    chips->addStretch();
    column->addLayout(chips);
    return bar;
}

QWidget *CustomersPanel::makeOptions()
{
    auto *panel = new QWidget(this);
    auto *column = new QVBoxLayout(panel);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(gap + 2, gap, gap, gap);
    column->setSpacing(gap / 2);

    m_choice = new QLabel(panel);
    m_choice->setObjectName(u"choice"_s);
    m_choice->setTextFormat(Qt::PlainText);
    m_choice->setWordWrap(true);
    QFont bold = m_choice->font();
    bold.setWeight(QFont::DemiBold);
    m_choice->setFont(bold);
    column->addWidget(m_choice);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(gap * 2);
    grid->setVerticalSpacing(gap / 2);
    m_retryFailed = new QCheckBox(tr("&Failed orders, too"), panel);
    m_skipSubitems = new QCheckBox(tr("&Without subitems"), panel);
    m_reports = new QCheckBox(tr("Customer re&ports"), panel);
    m_sequential = new QCheckBox(tr("One &at a time"), panel);
    m_retryFailed->setToolTip(tr("Sends orders that were refused or rejected again, beside those that wait"));
    m_skipSubitems->setToolTip(tr("Sends orders only, not their lines"));
    m_reports->setToolTip(tr("Writes one report per customer; the summary is always written"));
    m_sequential->setToolTip(tr("Finishes one customer before the next begins"));
    m_reports->setChecked(true);
    grid->addWidget(m_retryFailed, 0, 0);
    grid->addWidget(m_reports, 0, 1);
    grid->addWidget(m_skipSubitems, 1, 0);
    grid->addWidget(m_sequential, 1, 1);
    auto *limitLabel = new QLabel(tr("&Limit per customer"), panel);
    m_limit = new QSpinBox(panel);
    m_limit->setObjectName(u"limit"_s);
    m_limit->setRange(0, 1'000'000);
    m_limit->setSpecialValueText(tr("no limit"));
    m_limit->setGroupSeparatorShown(true);
    m_limit->setAccessibleName(tr("Limit per customer"));
    limitLabel->setBuddy(m_limit);
    auto *limit = new QHBoxLayout;
    limit->setSpacing(gap);
    limit->addWidget(limitLabel);
    limit->addWidget(m_limit);
    limit->addStretch();
    grid->addLayout(limit, 2, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    connect(m_retryFailed, &QCheckBox::toggled, this, &CustomersPanel::recount);
    return panel;
}

QStringList CustomersPanel::chosen() const
{
    QStringList names;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows(CustomerTableModel::Name))
        names.append(index.data().toString());
    names.sort();
    return names;
}

SyncRequest CustomersPanel::request() const
{
    SyncRequest request;
    request.customers = chosen();
    if (m_limit->value() > 0)
        request.limitPerCustomer = m_limit->value();
    request.selection = m_retryFailed->isChecked() ? RowSelection::WaitingAndFailed : RowSelection::Waiting;
    request.skipSubitems = m_skipSubitems->isChecked();
    request.customerReports = m_reports->isChecked();
    request.sequential = m_sequential->isChecked();
    return request;
}

void CustomersPanel::focusTable()
{
    m_table->setFocus();
}

void CustomersPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void CustomersPanel::recount()
{
    const auto number = [this](Filter filter) { return Format::count(m_model.count(filter)); };
    m_chips[0]->setText(tr("All %1").arg(number(Filter::All)));
    m_chips[1]->setText(tr("Waiting %1").arg(number(Filter::Waiting)));
    m_chips[2]->setText(tr("Failed %1").arg(number(Filter::Failures)));
    m_chips[3]->setText(tr("Done %1").arg(number(Filter::UpToDate)));

    const QStringList names = chosen();
    const CustomerCounts totals = m_model.totals(names);
    const qint64 orders = totals.pending + (m_retryFailed->isChecked() ? totals.failed : 0);
    const QString what = orders == 0
        ? tr("nothing to send")
        : tr("%1 order(s)", nullptr, static_cast<int>(orders)).arg(Format::count(orders));
    m_choice->setText(
        names.isEmpty() ? tr("All customers: %1").arg(what)
                        : tr("%n customer(s) chosen: %1", nullptr, static_cast<int>(names.size())).arg(what));
}

void CustomersPanel::showState()
{
    const std::optional<Error> &error = m_controller.customersError();
    const QDateTime readAt = m_controller.customersReadAt();
    const bool known = readAt.isValid();
    m_stale->setVisible(error.has_value() && known);
    if (error && known)
        m_stale->setText(
            tr("%1. Last known counts, %2.")
                .arg(ErrorText::title(error->kind), Format::age(readAt, m_controller.clock().utcNow())));
    const bool showTable = known && m_model.rowCount() > 0;
    m_stack->setCurrentWidget(showTable ? static_cast<QWidget *>(m_table) : m_empty);
    if (showTable)
        return;
    if (m_controller.isLoadingCustomers())
        m_empty->set(tr("Reading the warehouse \u2026"), {});
    else if (error)
        m_empty->set(ErrorText::title(error->kind), error->text(), tr("Try again"));
    else if (known)
        m_empty->set(tr("No customers in the warehouse"),
                     tr("The headers table of this environment has no rows."), tr("Read again"));
    else
        m_empty->set(tr("The counts were not read yet"), {}, tr("Read the warehouse"));
}

} // namespace syncline
