#include "dialogs/flightdialog.h"

#include "models/format.h"
#include "widgets/banner.h"
#include "widgets/flightfacts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Reasons for refusing before their list scrolls.
constexpr int shownReasons = 4;

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
    auto *facts = new FlightFacts(this);
    facts->setPlan(*question.plan, question.now);
    column->addWidget(facts);
    if (!question.plan->refusals.empty())
        column->addWidget(makeRefusals(*question.plan));
    column->addStretch(1);
    column->addWidget(makeButtons(question));
    setMinimumWidth(fontMetrics().averageCharWidth() * 118);
}

QWidget *FlightDialog::makeHeading(const StartQuestion &question)
{
    const Ledger &orders = question.plan->ledger;
    auto *heading = new QLabel(this);
    heading->setObjectName(u"flightHeading"_s);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    heading->setFont(large);
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    if (orders.planned == 0 && question.plan->request.selection == RowSelection::Failed)
        heading->setText(tr("None of these orders is to be sent again"));
    else if (orders.planned == 0)
        heading->setText(tr("No order waits to be sent"));
    else
        heading->setText(tr("%1 order(s) would be sent to %2", nullptr, static_cast<int>(orders.notSent))
                             .arg(Format::count(orders.notSent), question.board));
    return heading;
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
    auto *list = new RefusalList(RefusalList::Detail::Short, part);
    list->setObjectName(u"flightRefusals"_s);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setPlan(plan);
    // A reason may take two lines.
    list->setFixedHeight(std::min(shownReasons, list->count()) * (2 * fontMetrics().height() + 10));
    column->addWidget(name);
    column->addWidget(list);
    return part;
}

QWidget *FlightDialog::makeButtons(const StartQuestion &question)
{
    auto *buttons = new QDialogButtonBox(this);
    const bool exceedsDay = question.plan->flight.exceedsDay;
    QPushButton *start = buttons->addButton(question.production ? tr("&Send to production")
                                                : exceedsDay    ? tr("&Start all the same")
                                                                : tr("&Start"),
                                            QDialogButtonBox::AcceptRole);
    start->setObjectName(u"startFlight"_s);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setIcon({});
    start->setEnabled(question.plan->ledger.planned > 0);
    // The safe answer is the default where a mistake is seen by others, or keeps them waiting for the day's calls.
    const bool careful = question.production || exceedsDay;
    QPushButton *usual = careful || !start->isEnabled() ? cancel : start;
    start->setAutoDefault(!careful);
    usual->setDefault(true);
    usual->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

} // namespace syncline
