#include "widgets/flightfacts.h"

#include "icons.h"
#include "models/flighttext.h"
#include "models/format.h"
#include "models/planfacts.h"
#include "widgets/banner.h"
#include "widgets/factgrid.h"
#include "widgets/tile.h"

#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

// Says the same as the warning.
constexpr QLatin1StringView dayAdvice("pl-030");

} // namespace

FlightFacts::FlightFacts(QWidget *parent)
    : QWidget(parent)
    , m_day(new Banner(StatusKind::CompletedWithErrors, this))
    , m_facts(new FactGrid(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 2 + 2);
    m_day->setObjectName(u"dayWarning"_s);
    m_day->hide();
    column->addWidget(m_day);
    column->addWidget(makeCounts());
    column->addWidget(m_facts);
}

QWidget *FlightFacts::makeCounts()
{
    auto *counts = new QWidget(this);
    auto *line = new QHBoxLayout(counts);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(fontMetrics().height() / 2);
    const std::array<QString, CountCount> names{tr("new groups"),   tr("new labels"),   tr("new items"),
                                                tr("updates"),      tr("new subitems"), tr("line changes"),
                                                tr("refused")};
    for (std::size_t i = 0; i < CountCount; ++i) {
        m_counts[i] = new Tile(names[i], counts);
        line->addWidget(m_counts[i], 1);
    }
    return counts;
}

void FlightFacts::setPlan(const PlanReport &plan, const QDateTime &now)
{
    const PlanTotals totals = totalsOf(plan);
    const std::array<qint64, CountCount> counts{totals.groups,   totals.labels,      totals.items,       totals.updates,
                                                totals.subitems, totals.lineChanges, plan.ledger.refused};
    for (std::size_t i = 0; i < CountCount; ++i)
        m_counts[i]->setValue(Format::count(counts[i]));
    m_counts[Refused]->setAlarming(plan.ledger.refused > 0);

    const FlightEstimate &flight = plan.flight;
    const QString day = FlightText::dayWarning(flight, now);
    m_day->setText(day);
    m_day->setVisible(!day.isEmpty());
    const QString end = FlightText::end(flight, now);
    const bool sends = !end.isEmpty();
    FlightEstimate faster = flight;
    std::erase_if(faster.advice, [](const Event &advice) { return advice.name() == dayAdvice; });
    m_facts->setFacts(
        {{tr("Ends"),
          sends ? tr("%1, after %2", "between clock times, duration").arg(end, FlightText::duration(flight)) : QString(),
          true},
         {tr("Calls"), FlightText::calls(flight)},
         {tr("Complexity"), tr("%1 points").arg(Format::count(flight.complexity))},
         {tr("Decided by"), sends ? FlightText::binding(flight) : QString()},
         {tr("Faster"), FlightText::advice(faster).join(u'\n')}});
}

RefusalList::RefusalList(Detail detail, QWidget *parent)
    : QListWidget(parent)
    , m_detail(detail)
{
    setAccessibleName(tr("Reasons for refusing"));
    setWordWrap(true);
    setUniformItemSizes(false);
    setFocusPolicy(Qt::TabFocus);
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    setIconSize(QSize(side, side));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void RefusalList::setPlan(const PlanReport &plan)
{
    clear();
    for (const RefusalReason &reason : refusalReasons(plan)) {
        const EventDescription &description = describe(reason.event);
        QString text = tr("%1 order(s)  \u00b7  %2  \u00b7  %3", nullptr, static_cast<int>(reason.rows))
                           .arg(Format::count(reason.rows), description.name.toString(), reason.sample);
        if (m_detail == Detail::Full) {
            if (!description.advice.isEmpty())
                text += u'\n' + description.advice;
            for (const ErrorGroup &cause : reason.causes) {
                text += u'\n'
                    + (cause.column.isEmpty()
                           ? tr("%1 of %2", "number, customer").arg(Format::count(cause.rows), cause.customer)
                           : tr("%1 of %2, column %3", "number, customer, title")
                                 .arg(Format::count(cause.rows), cause.customer, cause.column));
            }
        }
        addItem(new QListWidgetItem(icons::of(StatusKind::CompletedWithErrors), text));
    }
}

} // namespace syncline
