#include "dialogs/flightdialog.h"

#include "icons.h"
#include "models/flighttext.h"
#include "models/format.h"
#include "widgets/banner.h"
#include "widgets/tile.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Reasons for refusing before their list scrolls.
constexpr int shownReasons = 4;

/// The sums over the customers.
struct Totals
{
    qint64 groups = 0;
    qint64 labels = 0;
    qint64 items = 0;
    qint64 updates = 0;
    qint64 subitems = 0;
    qint64 subitemUpdates = 0;
};

Totals totalsOf(const PlanReport &plan)
{
    Totals totals;
    for (const CustomerPlan &customer : plan.customers) {
        totals.groups += customer.groupsToCreate.size();
        totals.items += customer.itemsToCreate;
        totals.updates += customer.itemsToUpdate + customer.itemsToArchive;
        totals.subitems += customer.subitemsToCreate;
        totals.subitemUpdates += customer.subitemsToUpdate + customer.subitemsToRemove;
    }
    for (const LabelsToCreate &labels : plan.labels)
        totals.labels += labels.labels.size();
    return totals;
}

/// Refusals by reason, whoever's orders they are; most first.
struct Reason
{
    EventId event = EventId::None;
    QString sample;
    qint64 rows = 0;
};

std::vector<Reason> reasonsOf(const PlanReport &plan)
{
    std::vector<Reason> reasons;
    for (const ErrorGroup &group : plan.refusals) {
        auto found = std::ranges::find(reasons, group.event, &Reason::event);
        if (found == reasons.end())
            found = reasons.insert(reasons.end(), {group.event, group.sample, 0});
        found->rows += group.rows;
    }
    std::ranges::sort(reasons, std::greater<>(), &Reason::rows);
    return reasons;
}

} // namespace

FlightDialog::FlightDialog(const StartQuestion &question, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"flightDialog"_s);
    setWindowTitle(question.production ? tr("Send to production?") : tr("Start the sync?"));
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setSpacing(gap + 4);
    column->addWidget(makeHeading(question));
    if (question.production) {
        auto *banner = new Banner(StatusKind::Failed, this);
        banner->setText(
            tr("This is production: what is sent is seen by everybody who works with the board."));
        column->addWidget(banner);
    }
    column->addWidget(makeCounts(question.plan));
    column->addWidget(makeFlight(question));
    if (!question.plan.refusals.empty())
        column->addWidget(makeRefusals(question.plan));
    column->addStretch(1);
    column->addWidget(makeButtons(question));
    setMinimumWidth(fontMetrics().averageCharWidth() * 118);
}

QWidget *FlightDialog::makeHeading(const StartQuestion &question)
{
    const Ledger &orders = question.plan.ledger;
    auto *heading = new QLabel(this);
    heading->setObjectName(u"flightHeading"_s);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    heading->setFont(large);
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    if (orders.planned == 0 && question.plan.request.selection == RowSelection::Failed)
        heading->setText(tr("None of these orders is to be sent again"));
    else if (orders.planned == 0)
        heading->setText(tr("No order waits to be sent"));
    else
        heading->setText(tr("%1 order(s) would be sent to %2", nullptr, static_cast<int>(orders.notSent))
                             .arg(Format::count(orders.notSent), question.board));
    return heading;
}

QWidget *FlightDialog::makeCounts(const PlanReport &plan)
{
    const Totals totals = totalsOf(plan);
    auto *counts = new QWidget(this);
    auto *line = new QHBoxLayout(counts);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(fontMetrics().height());
    const auto add = [&](const QString &name, qint64 number) {
        auto *tile = new Tile(name, counts);
        tile->setValue(Format::count(number));
        line->addWidget(tile, 1);
        return tile;
    };
    add(tr("new groups"), totals.groups);
    add(tr("new labels"), totals.labels);
    add(tr("new items"), totals.items);
    add(tr("updates"), totals.updates);
    add(tr("new subitems"), totals.subitems);
    add(tr("line changes"), totals.subitemUpdates);
    add(tr("refused"), plan.ledger.refused)->setAlarming(plan.ledger.refused > 0);
    return counts;
}

void FlightDialog::addFact(QGridLayout *grid, const QString &name, const QString &text, bool important)
{
    if (text.isEmpty())
        return;
    auto *label = new QLabel(name, this);
    label->setProperty("muted", true);
    auto *value = new QLabel(text, this);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (important) {
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        value->setFont(bold);
    }
    const int line = grid->rowCount();
    grid->addWidget(label, line, 0, Qt::AlignTop);
    grid->addWidget(value, line, 1, Qt::AlignTop);
}

QWidget *FlightDialog::makeFlight(const StartQuestion &question)
{
    const FlightEstimate &flight = question.plan.flight;
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    auto *grid = new QGridLayout(card);
    const int gap = fontMetrics().height() / 2;
    grid->setContentsMargins(gap * 2, gap, gap * 2, gap);
    grid->setHorizontalSpacing(gap * 2);
    grid->setVerticalSpacing(gap / 2);
    grid->setColumnStretch(1, 1);
    const QString end = FlightText::end(flight, question.now);
    if (!end.isEmpty()) {
        addFact(grid, tr("Ends"),
                tr("%1, after %2", "between clock times, duration").arg(end, FlightText::duration(flight)),
                true);
    }
    addFact(grid, tr("Calls"), FlightText::calls(flight));
    addFact(grid, tr("Complexity"), tr("%1 points").arg(Format::count(flight.complexity)));
    if (!end.isEmpty())
        addFact(grid, tr("Decided by"), FlightText::binding(flight));
    addFact(grid, tr("Faster"), FlightText::advice(flight).join(u'\n'));
    return card;
}

QWidget *FlightDialog::makeRefusals(const PlanReport &plan)
{
    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    auto *name =
        new QLabel(tr("Refused, by reason: they get the reason into the warehouse and are not sent"), part);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    auto *list = new QListWidget(part);
    list->setObjectName(u"flightRefusals"_s);
    list->setAccessibleName(tr("Reasons for refusing"));
    list->setWordWrap(true);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setFocusPolicy(Qt::TabFocus);
    const std::vector<Reason> reasons = reasonsOf(plan);
    for (const Reason &reason : reasons) {
        list->addItem(new QListWidgetItem(
            icons::of(StatusKind::CompletedWithErrors),
            tr("%1 order(s)  \u00b7  %2  \u00b7  %3", nullptr, static_cast<int>(reason.rows))
                .arg(Format::count(reason.rows), describe(reason.event).name.toString(), reason.sample)));
    }
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    list->setIconSize(QSize(side, side));
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // A reason may take two lines.
    const int shown = std::min(shownReasons, static_cast<int>(reasons.size()));
    list->setFixedHeight(shown * (2 * fontMetrics().height() + 10));
    column->addWidget(name);
    column->addWidget(list);
    return part;
}

QWidget *FlightDialog::makeButtons(const StartQuestion &question)
{
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *start = buttons->addButton(question.production ? tr("&Send to production") : tr("&Start"),
                                            QDialogButtonBox::AcceptRole);
    start->setObjectName(u"startFlight"_s);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setIcon({});
    start->setEnabled(question.plan.ledger.planned > 0);
    // The safe answer is the default where a mistake is seen by others.
    QPushButton *usual = question.production || !start->isEnabled() ? cancel : start;
    start->setAutoDefault(!question.production);
    usual->setDefault(true);
    usual->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

} // namespace syncline
