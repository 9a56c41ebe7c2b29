#include "pages/runview.h"

#include "charts/linechart.h"
#include "icons.h"
#include "models/format.h"
#include "widgets/banner.h"
#include "widgets/elidedlabel.h"
#include "widgets/ledgerview.h"
#include "models/flighttext.h"
#include "widgets/tile.h"
#include "widgets/timestrip.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Between two charts that are drawn; each is drawn a third as often.
constexpr int chartMilliseconds = 80;
/// A ceiling that is so many times the best speed so far is told, not drawn.
constexpr double farAbove = 6;
/// A run that is so much faster than its estimate shows that the estimate is wrong.
constexpr double refuted = 1.25;

} // namespace

RunView::RunView(RunModel &run, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_clock(clock)
    , m_second(new QTimer(this))
    , m_turns(new QTimer(this))
    , m_dryRun(new Banner(StatusKind::Waiting, this))
    , m_icon(new QLabel(this))
    , m_state(new QLabel(this))
    , m_detail(new ElidedLabel(this))
    , m_openFailures(new QPushButton(icons::of(StatusKind::Failed), tr("Failed rows"), this))
    , m_openReport(new QPushButton(icons::named(u"document"_s), tr("Open the report"), this))
    , m_done(new Tile(tr("rows done"), this))
    , m_ok(new Tile(tr("succeeded"), this))
    , m_failed(new Tile(tr("failed"), this))
    , m_rate(new Tile(tr("rows per second"), this))
    , m_finish(new Tile(tr("finishes at"), this))
    , m_elapsed(new Tile(tr("elapsed"), this))
    , m_bar(new LedgerBar(this))
    , m_ledger(new LedgerView(this))
    , m_time(new TimeStrip(this))
    , m_throughput(new LineChart(tr("Throughput"), this))
    , m_batches(new LineChart(tr("Seconds per batch"), this))
    , m_rows(new LineChart(tr("Rows over time"), this))
{
    const int gap = fontMetrics().height() / 2;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gap + 4, gap, gap + 4, gap + 4);
    column->setSpacing(gap);
    m_dryRun->setText(tr("DRY RUN \u2013 nothing is sent and nothing is written"));
    column->addWidget(m_dryRun);

    auto *heading = new QHBoxLayout;
    heading->setSpacing(gap);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    m_state->setFont(large);
    m_state->setObjectName(u"runState"_s);
    m_detail->setProperty("muted", true);
    m_openFailures->setObjectName(u"openFailures"_s);
    m_openReport->setObjectName(u"openReport"_s);
    connect(m_openFailures, &QPushButton::clicked, this, &RunView::failuresRequested);
    connect(m_openReport, &QPushButton::clicked, this, &RunView::reportRequested);
    heading->addWidget(m_icon);
    heading->addWidget(m_state);
    heading->addWidget(m_detail, 1);
    heading->addWidget(m_openFailures);
    heading->addWidget(m_openReport);
    column->addLayout(heading);

    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(gap);
    for (Tile *tile : {m_done, m_ok, m_failed, m_rate, m_finish, m_elapsed})
        tiles->addWidget(tile, tile == m_done ? 2 : 1);
    m_done->setObjectName(u"rowsDone"_s);
    column->addLayout(tiles);
    column->addWidget(m_bar);
    column->addWidget(m_ledger);
    column->addWidget(m_time);

    m_speed = m_throughput->addSeries({}, StatusKind::Running, LineChart::Form::Area);
    m_ceiling = m_throughput->addSeries(tr("ceiling"), StatusKind::Failed, LineChart::Form::Dashes);
    m_throughput->setWords(m_ceiling, {});
    m_throughput->setObjectName(u"throughput"_s);
    m_throughput->setAxisFormats(tr("%.0f s", "axis, seconds"), u"%.0f"_s, 5);
    m_batches->addSeries({}, StatusKind::Waiting, LineChart::Form::Dots);
    m_batches->setAxisFormats(u"%.0f"_s, tr("%.1f s", "axis, seconds"), 0.5);
    m_rows->addSeries(tr("failed"), StatusKind::Failed, LineChart::Form::Area);
    m_rows->addSeries(tr("succeeded"), StatusKind::Succeeded, LineChart::Form::Area);
    m_rows->setAxisFormats(tr("%.0f s", "axis, seconds"), u"%.0f"_s, 5);
    auto *charts = new QGridLayout;
    charts->setSpacing(gap);
    charts->addWidget(m_throughput, 0, 0, 1, 2);
    charts->addWidget(m_batches, 1, 0);
    charts->addWidget(m_rows, 1, 1);
    charts->setColumnStretch(0, 1);
    charts->setColumnStretch(1, 1);
    column->addLayout(charts, 1);

    m_turns->setInterval(chartMilliseconds);
    connect(m_turns, &QTimer::timeout, this, &RunView::showNextChart);
    m_second->setInterval(1000);
    connect(m_second, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        showNumbers();
        showCharts();
    });
    connect(&m_run, &RunModel::changed, this, &RunView::showAll);
    showAll();
}

void RunView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showAll();
}

void RunView::showAll()
{
    if (m_run.isActive() != m_second->isActive()) {
        if (m_run.isActive())
            m_second->start();
        else
            m_second->stop();
    }
    if (!isVisible())
        return;
    showNumbers();
    showCharts();
}

QString RunView::verdictLine() const
{
    QStringList parts;
    const QString wait = FlightText::wait(m_run.stateChange(), m_clock.utcNow());
    if (!wait.isEmpty())
        parts.append(wait);
    else if (m_run.stateReason().id != EventId::None)
        parts.append(m_run.stateReason().text());
    if (m_run.isActive()) {
        if (m_run.flightLimit() > 0)
            parts.append(tr("%1 of %2 requests under way").arg(m_run.inFlight()).arg(m_run.flightLimit()));
        // Its own speed tells more, as soon as there is some.
        if (m_run.estimate() && !m_run.finishTime()) {
            const QString end = FlightText::end(*m_run.estimate(), m_run.estimatedAt());
            if (!end.isEmpty())
                parts.append(tr("planned to end %1", "between clock times").arg(end));
        }
        return parts.join(u"  \u00b7  "_s);
    }
    const Ledger &orders = m_run.ledger();
    const qint64 lines = m_run.linesLedger().notSent;
    if (orders.planned == 0 && m_run.state() == RunState::Succeeded)
        parts.append(tr("No order waited to be sent"));
    else if (orders.notSent > 0)
        parts.append(
            tr("%n order(s) were not sent and still wait", nullptr, static_cast<int>(orders.notSent)));
    else if (lines > 0)
        parts.append(tr("%n line(s) of failed orders still wait", nullptr, static_cast<int>(lines)));
    return parts.join(u"  \u00b7  "_s);
}

void RunView::showNumbers()
{
    // Nothing to do is neither a success nor a failure.
    const bool idle = m_run.state() == RunState::Succeeded && m_run.ledger().planned == 0;
    const StatusKind status = idle ? StatusKind::Neutral : statusOf(m_run.state());
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this) * 5 / 4;
    m_icon->setPixmap(icons::of(status).pixmap(QSize(side, side), devicePixelRatioF()));
    m_state->setText(idle ? tr("Nothing to do") : StatusText::of(m_run.state()));
    m_detail->setText(verdictLine());
    m_dryRun->setVisible(m_run.request().dryRun);

    const Ledger &orders = m_run.ledger();
    const Ledger &lines = m_run.linesLedger();
    const qint64 total = orders.planned + lines.planned;
    const qint64 failed = orders.failed() + lines.failed();
    m_done->setValue(
        total > 0 ? tr("%1 of %2", "done of total").arg(Format::count(m_run.rowsDone()), Format::count(total))
                  : QString());
    m_ok->setValue(total > 0 ? Format::count(orders.succeeded() + lines.succeeded()) : QString());
    m_failed->setValue(total > 0 ? Format::count(failed) : QString());
    m_failed->setAlarming(failed > 0);
    const std::optional<double> rate = m_run.rate();
    const QString speed = rate ? Format::decimal(*rate, *rate < 100 ? 1 : 0) : QString();
    m_openFailures->setVisible(failed > 0);
    m_openReport->setVisible(!m_run.folder().isEmpty());
    m_rate->setValue(speed);
    m_throughput->setValue(rate ? tr("%1 rows/s").arg(speed) : QString());
    const QDateTime now = m_clock.utcNow();
    if (m_run.summary()) {
        m_finish->setName(tr("finished at"));
        m_finish->setValue(m_run.summary()->finishedAt.isValid()
                               ? Format::clockTime(m_run.summary()->finishedAt, now)
                               : QString());
    } else {
        m_finish->setName(tr("finishes at"));
        const std::optional<QDateTime> finish = m_run.finishTime();
        m_finish->setValue(finish ? Format::clockTime(*finish, now) : QString());
    }
    m_elapsed->setValue(Format::duration(m_run.secondsElapsed()));
    m_batches->setValue(tr("%n batch(es)", nullptr, m_run.batches()));
    m_bar->setLedger(orders);
    m_ledger->setLedgers(orders, lines);
    m_time->setShares(m_run.timeShares(), m_run.untoldSeconds(), m_run.isActive());
}

void RunView::showCharts()
{
    m_throughput->setPoints(m_speed, m_run.throughput().points());
    showCeiling();
    m_batches->setPoints(0, m_run.batchSeconds().points());
    m_rows->setPoints(0, m_run.judgedRows().points());
    m_rows->setPoints(1, m_run.succeededRows().points());
    // Numbers may race, curves need not: drawing them is the dearest thing in this window, so while a sync runs they
    // take turns.
    for (LineChart *chart : allCharts()) {
        if (!m_run.isActive() || chart->isBlank())
            chart->showPoints();
    }
    if (m_run.isActive() && !m_turns->isActive())
        m_turns->start();
}

void RunView::showNextChart()
{
    const auto all = allCharts();
    for (std::size_t looked = 0; looked < all.size(); ++looked) {
        m_turn = (m_turn + 1) % all.size();
        if (all[m_turn]->showPoints())
            return;
    }
    m_turns->stop(); // until there is something to show
}

std::array<LineChart *, 3> RunView::allCharts() const
{
    return {m_throughput, m_batches, m_rows};
}

void RunView::showCeiling()
{
    const std::optional<CeilingChanged> &ceiling = m_run.ceiling();
    const QList<QPointF> &speed = m_run.throughput().points();
    // The account's limits are facts, and a full budget may be spent faster than it is filled. monday's own time is a
    // guess until it was measured, and refuted by whatever is faster.
    const bool holds = ceiling && ceiling->rowsPerSecond > 0
        && (ceiling->binding != FlightLimit::ServerTime
            || (ceiling->learnt && m_run.throughput().maximum() <= refuted * ceiling->rowsPerSecond));
    if (!holds || speed.isEmpty()) {
        m_throughput->setPoints(m_ceiling, {});
        m_throughput->setWords(m_ceiling, {});
        return;
    }
    const double rows = ceiling->rowsPerSecond;
    const QString words = tr("ceiling %1 rows/s: %2", "number, limit")
                              .arg(Format::decimal(rows, rows < 100 ? 1 : 0), FlightText::of(ceiling->binding));
    m_throughput->setWords(m_ceiling, ceiling->learnt ? words : tr("%1, not measured yet").arg(words));
    // Far above the curve it would press it flat; its words stay.
    const bool near = rows <= farAbove * std::max(1.0, m_run.throughput().maximum());
    m_throughput->setPoints(m_ceiling, near ? QList<QPointF>{{0, rows}, {speed.constLast().x(), rows}}
                                            : QList<QPointF>());
}

} // namespace syncline
