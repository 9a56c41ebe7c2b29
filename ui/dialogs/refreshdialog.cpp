#include "dialogs/refreshdialog.h"

#include "icons.h"
#include "models/format.h"
#include "synccontroller.h"
#include "text/errortext.h"
#include "widgets/banner.h"
#include "widgets/datatable.h"
#include "widgets/emptystate.h"
#include "widgets/tile.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLayoutItem>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

enum Tab { CustomersTab, SkippedTab, KeptSizesTab, NotInSourceTab };

/// For the text of a button.
QString someOf(const QStringList &sizes)
{
    constexpr qsizetype shown = 8;
    QString text = sizes.first(std::min(shown, sizes.size())).join(u", "_s);
    if (sizes.size() > shown)
        text += u", \u2026"_s;
    return text.replace(u'&', u"&&"_s);
}

} // namespace

RefreshDialog::RefreshDialog(SyncController &controller, QWidget *parent)
    : QDialog(parent)
    , m_controller(controller)
    , m_pages(new QStackedWidget(this))
    , m_waiting(new EmptyState(u"data"_s, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"refreshDialog"_s);
    setWindowTitle(tr("Refresh from %1", "source table").arg(controller.info().sourceTable));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_report = makeReport();
    m_pages->addWidget(m_waiting);
    m_pages->addWidget(m_report);
    column->addWidget(m_pages, 1);
    auto *buttons = new QDialogButtonBox(this);
    buttons->setContentsMargins(12, 10, 12, 10);
    m_write = new QPushButton(this);
    m_write->setObjectName(u"writeRefresh"_s);
    m_write->setProperty("primary", true);
    buttons->addButton(m_write, QDialogButtonBox::ActionRole);
    m_again = buttons->addButton(tr("&Look again"), QDialogButtonBox::ActionRole);
    m_again->setObjectName(u"lookAgain"_s);
    QPushButton *close = buttons->addButton(QDialogButtonBox::Close);
    close->setIcon({});
    for (QPushButton *button : {m_write, m_again, close}) {
        button->setAutoDefault(false);
        button->setDefault(false);
    }
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_write, &QPushButton::clicked, this, &RefreshDialog::write);
    connect(m_again, &QPushButton::clicked, this, &RefreshDialog::look);
    connect(m_waiting, &EmptyState::actionTriggered, &m_controller, &SyncController::cancelOrderRefresh);
    connect(&m_controller, &SyncController::ordersRefreshed, this, &RefreshDialog::take);
    connect(&m_controller, &SyncController::refreshFailed, this, &RefreshDialog::fail);
    connect(&m_controller, &SyncController::activityChanged, this, &RefreshDialog::showButtons);
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 38);
    look();
}

RefreshDialog::~RefreshDialog()
{
    // Whoever closes the dialog while it writes has agreed already.
    if (!m_writing)
        m_controller.cancelOrderRefresh();
}

QWidget *RefreshDialog::makeReport()
{
    auto *report = new QWidget(this);
    auto *column = new QVBoxLayout(report);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new Banner(StatusKind::Waiting, report);
    m_banner->setObjectName(u"refreshBanner"_s);
    column->addWidget(m_banner);
    m_findings = new QVBoxLayout;
    m_findings->setSpacing(1);
    column->addLayout(m_findings);
    const int gap = fontMetrics().height() / 2;
    m_agreement = new QWidget(report);
    auto *agreement = new QHBoxLayout(m_agreement);
    agreement->setContentsMargins(gap + 4, gap, gap + 4, gap / 2);
    m_sizesGone = new QCheckBox(m_agreement);
    m_sizesGone->setObjectName(u"sizesGone"_s);
    agreement->addWidget(m_sizesGone);
    column->addWidget(m_agreement);
    connect(m_sizesGone, &QCheckBox::toggled, this, &RefreshDialog::look);
    column->addWidget(makeTiles(report));
    makeTabs(report);
    column->addWidget(m_tabs, 1);
    return report;
}

QWidget *RefreshDialog::makeTiles(QWidget *parent)
{
    auto *row = new QWidget(parent);
    const int gap = fontMetrics().height() / 2;
    auto *tiles = new QHBoxLayout(row);
    tiles->setContentsMargins(gap + 4, gap, gap + 4, gap);
    tiles->setSpacing(gap);
    m_new = new Tile(tr("new orders"), row);
    m_changed = new Tile(tr("changed"), row);
    m_cancelled = new Tile(tr("cancelled"), row);
    m_skipped = new Tile(tr("skipped"), row);
    m_kept = new Tile(tr("keep sizes"), row);
    m_kept->setToolTip(tr("Orders with sizes that the source has no column for; these stay as they are"));
    m_removed = new Tile(tr("lines removed"), row);
    m_unchanged = new Tile(tr("unchanged"), row);
    for (Tile *tile : {m_new, m_changed, m_cancelled, m_skipped, m_kept, m_removed, m_unchanged})
        tiles->addWidget(tile, 1);
    return row;
}

void RefreshDialog::makeTabs(QWidget *parent)
{
    m_tabs = new QTabWidget(parent);
    m_tabs->setDocumentMode(true);
    m_table = new DataTable(m_tabs);
    m_table->setObjectName(u"refreshTable"_s);
    m_table->setAccessibleName(tr("Refresh per customer"));
    m_table->showFiltered(&m_customers);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setColumnWidths({-18, 6, 8, 9, 8, 10, 12, 9, 12, 12, 10});
    using Column = RefreshCustomerModel::Column;
    m_table->setColumnsThatGiveWay({Column::LinesChanged, Column::LinesAdded, Column::OnlyInHeaders,
                                    Column::Unchanged, Column::LinesKept, Column::LinesRemoved});
    m_reasons = new QListWidget(m_tabs);
    m_reasons->setObjectName(u"refreshReasons"_s);
    m_reasons->setAccessibleName(tr("Reasons for skipping"));
    m_keptSizes = new QListWidget(m_tabs);
    m_keptSizes->setObjectName(u"refreshKept"_s);
    m_keptSizes->setAccessibleName(tr("Sizes that stay as they are"));
    m_missing = new QListWidget(m_tabs);
    m_missing->setAccessibleName(tr("Orders that the source no longer has"));
    for (QListWidget *list : {m_reasons, m_keptSizes, m_missing}) {
        list->setWordWrap(true);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    }
    m_tabs->insertTab(CustomersTab, m_table, tr("Customers"));
    m_tabs->insertTab(SkippedTab, m_reasons, QString());
    m_tabs->insertTab(KeptSizesTab, m_keptSizes, QString());
    m_tabs->insertTab(NotInSourceTab, m_missing, QString());
}

GoneSizes RefreshDialog::goneSizes() const
{
    return m_sizesGone->isChecked() ? GoneSizes::Empty : GoneSizes::Stay;
}

void RefreshDialog::look()
{
    m_waiting->set(
        tr("Comparing %1 with the orders of the warehouse \u2026").arg(m_controller.info().sourceTable),
        tr("Nothing is written by looking."), tr("Cancel"));
    m_pages->setCurrentWidget(m_waiting);
    m_writing = false;
    m_controller.refreshOrders(RefreshMode::Look, goneSizes());
    showButtons();
}

void RefreshDialog::write()
{
    m_waiting->set(tr("Writing to the warehouse \u2026"),
                   tr("All of it or nothing: until it is done, nobody sees any of it."), tr("Cancel"));
    m_pages->setCurrentWidget(m_waiting);
    m_writing = true;
    m_controller.refreshOrders(RefreshMode::Write, goneSizes());
    showButtons();
}

void RefreshDialog::take(const RefreshReport &report)
{
    const RefreshCounts &total = report.total;
    const bool written = report.mode == RefreshMode::Write;
    m_orders = written ? 0 : total.added + total.changed + total.cancelled;
    m_banner->setStatus(m_orders > 0            ? StatusKind::Waiting
                            : total.skipped > 0 ? StatusKind::CompletedWithErrors
                                                : StatusKind::Succeeded);
    // An empty source is a finding, and no success.
    m_banner->setVisible(total.sourceRows() > 0);
    if (written && total.skipped > 0)
        m_banner->setText(tr("Written, but for the orders that were skipped. New and changed orders wait to be sent."));
    else if (written)
        m_banner->setText(tr("Written. New and changed orders wait to be sent."));
    else if (m_orders > 0)
        m_banner->setText(tr("This is what would be written. Nothing was written so far."));
    else if (total.skipped > 0)
        m_banner->setText(tr("There is nothing to write: what is not in the warehouse yet cannot be taken."));
    else
        m_banner->setText(tr("The warehouse has everything that the source has. There is nothing to write."));
    showTiles(report);
    showFindings(report);
    m_customers.setCustomers(report.customers);
    m_table->setColumnWanted(RefreshCustomerModel::OnlyInHeaders, total.onlyInHeaders > 0);
    m_table->setColumnWanted(RefreshCustomerModel::LinesRemoved, total.linesRemoved > 0);
    m_table->setColumnWanted(RefreshCustomerModel::LinesKept, total.linesKept > 0);
    showLists(report);
    m_pages->setCurrentWidget(m_report);
    showButtons();
}

void RefreshDialog::showTiles(const RefreshReport &report)
{
    const RefreshCounts &total = report.total;
    m_new->setValue(Format::count(total.added));
    m_changed->setValue(Format::count(total.changed));
    m_cancelled->setValue(Format::count(total.cancelled));
    m_skipped->setValue(Format::count(total.skipped));
    m_skipped->setAlarming(total.skipped > 0);
    m_kept->setValue(Format::count(total.keepingSizes));
    m_kept->setVisible(total.keepingSizes > 0);
    m_removed->setValue(Format::count(total.linesRemoved));
    m_removed->setAlarming(report.goneSizes == GoneSizes::Empty && !report.sizesGone.isEmpty());
    m_removed->setVisible(total.linesRemoved > 0);
    m_unchanged->setValue(Format::count(total.unchanged));
}

void RefreshDialog::showFindings(const RefreshReport &report)
{
    while (QLayoutItem *item = m_findings->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool written = report.mode == RefreshMode::Write;
    for (const Event &finding : report.findings) {
        auto *banner = new Banner(StatusKind::CompletedWithErrors, m_report);
        banner->setObjectName(u"refreshFinding"_s);
        // What could have been done before is of no use afterwards.
        banner->setText(written ? finding.text()
                                : QString(finding.text() + u'\n' + describe(finding.id).advice));
        m_findings->addWidget(banner);
    }
    // What was agreed to holds for one writing.
    if (written) {
        const QSignalBlocker blocker(m_sizesGone);
        m_sizesGone->setChecked(false);
    }
    const bool agreed = report.goneSizes == GoneSizes::Empty;
    m_agreement->setVisible(!written && (agreed || !report.sizesGone.isEmpty()));
    m_sizesGone->setText(report.sizesGone.isEmpty()
                             ? tr("Sizes that the source has no column for are &gone: remove them")
                             : tr("The sizes %1 are &gone on purpose: remove their quantities and lines")
                                   .arg(someOf(report.sizesGone)));
    m_sizesGone->setToolTip(report.sizesGone.join(u", "_s));
}

void RefreshDialog::showLists(const RefreshReport &report)
{
    m_reasons->clear();
    for (const ErrorGroup &group : report.skipped) {
        const EventDescription &description = describe(group.event);
        QString text = tr("%1 row(s)  \u00b7  %2  \u00b7  %3", nullptr, static_cast<int>(group.rows))
                           .arg(Format::count(group.rows),
                                group.customer.isEmpty() ? tr("(no customer)") : group.customer,
                                description.name.toString());
        text += u'\n' + group.sample;
        if (!description.advice.isEmpty())
            text += u'\n' + description.advice;
        m_reasons->addItem(new QListWidgetItem(icons::of(StatusKind::CompletedWithErrors), text));
    }
    showKept(report);
    m_missing->clear();
    for (const RefreshRow &row : report.rows) {
        if (row.kind == RefreshKind::OnlyInHeaders)
            m_missing->addItem(
                tr("%1  \u00b7  order %2", "customer, number").arg(row.customer, row.orderNumber));
    }
    const qint64 unnamed = report.total.onlyInHeaders - m_missing->count();
    if (unnamed > 0)
        m_missing->addItem(tr("\u2026 and %1 more", "orders").arg(Format::count(unnamed)));
    showTab(SkippedTab, tr("Skipped (%1)"), report.total.skipped);
    showTab(NotInSourceTab, tr("Not in the source (%1)"), report.total.onlyInHeaders);
}

void RefreshDialog::showTab(int tab, const QString &title, qint64 count)
{
    m_tabs->setTabVisible(tab, count > 0);
    // Last: only a new text makes the bar lay out its tabs anew.
    m_tabs->setTabText(tab, title.arg(Format::count(count)));
}

void RefreshDialog::showKept(const RefreshReport &report)
{
    m_keptSizes->clear();
    for (const KeptSizes &kept : report.kept) {
        const QString orders = tr("%n order(s)", nullptr, static_cast<int>(kept.orders));
        const QString lines = tr("%n line(s)", nullptr, static_cast<int>(kept.lines));
        m_keptSizes->addItem(
            tr("%1  \u00b7  %2  \u00b7  %3\n%4", "customer, orders, lines, sizes")
                .arg(kept.customer.isEmpty() ? tr("(no customer)") : kept.customer, orders, lines,
                     kept.sizes.join(u", "_s)));
    }
    showTab(KeptSizesTab, tr("Kept sizes (%1)"), report.total.keepingSizes);
}

void RefreshDialog::fail(const Error &error)
{
    m_orders = 0;
    const QString advice = error.event.textFrom(describe(error.event.id).advice);
    m_waiting->set(error.kind == ErrorKind::Cancelled ? tr("Cancelled. Nothing was changed.")
                                                      : ErrorText::title(error.kind),
                   error.kind == ErrorKind::Cancelled ? QString() : error.text() + u'\n' + advice);
    m_pages->setCurrentWidget(m_waiting);
    showButtons();
}

void RefreshDialog::showButtons()
{
    const bool working = m_controller.activity() == SyncController::Activity::Refreshing;
    m_write->setText(m_orders > 0 ? tr("&Write %n order(s)", nullptr, static_cast<int>(m_orders))
                                  : tr("&Write"));
    m_write->setVisible(m_orders > 0);
    m_write->setEnabled(!working && m_controller.mayRefreshOrders());
    m_sizesGone->setEnabled(!working && m_controller.mayRefreshOrders());
    m_again->setVisible(!working);
    m_again->setEnabled(m_controller.mayRefreshOrders());
}

} // namespace syncline
