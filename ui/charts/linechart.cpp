#include "charts/linechart.h"

#include "theme.h"
#include "widgets/elidedlabel.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

constexpr int intervals = 5;
/// A dot at the very top would be cut in half.
constexpr double headroom = 1.03;

/// The smallest 1, 2, 5 x 10^n that reaches the value in so many steps: labels are round numbers.
double roundedStep(double value)
{
    const double step = value / intervals;
    const double magnitude = std::pow(10.0, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * magnitude >= step * 0.9999)
            return factor * magnitude;
    }
    return 10.0 * magnitude;
}

/// From 0 to the first tick that is not below the value.
void fit(QValueAxis &axis, double value)
{
    const double step = roundedStep(value);
    const int ticks = static_cast<int>(std::ceil(value / step * 0.9999));
    axis.setRange(0, step * ticks);
    axis.setTickCount(ticks + 1);
}

} // namespace

LineChart::LineChart(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_chart(new QChart)
    , m_view(new QChartView(m_chart, this))
    , m_x(new QValueAxis(m_chart))
    , m_y(new QValueAxis(m_chart))
    , m_titleLine(new QWidget(this))
    , m_value(new QLabel(m_titleLine))
{
    setProperty("card", true);
    setAccessibleName(title);
    const int gap = fontMetrics().height() / 2;
    auto *line = new QHBoxLayout(m_titleLine);
    line->setContentsMargins(gap + 2, gap / 2, gap + 2, 0);
    line->setSpacing(gap);
    auto *name = new QLabel(title, m_titleLine);
    QFont bold = name->font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    line->addWidget(name);
    line->addStretch();
    line->addWidget(m_value);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_titleLine);
    column->addWidget(m_view, 1);

    m_chart->legend()->hide();
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setLocalizeNumbers(true);
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins(QMargins(gap / 2, 0, gap, gap / 2));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->addAxis(m_x, Qt::AlignBottom);
    m_chart->addAxis(m_y, Qt::AlignLeft);
    for (QValueAxis *axis : {m_x, m_y}) {
        fit(*axis, intervals);
        axis->setMinorGridLineVisible(false);
    }
    m_x->setGridLineVisible(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setMinimumHeight(fontMetrics().height() * 5);
    tint();
}

int LineChart::addSeries(const QString &name, StatusKind status, Form form)
{
    Series series{status, form};
    if (form == Form::Dots) {
        auto *dots = new QScatterSeries(m_chart);
        dots->setMarkerSize(4);
        dots->setBorderColor(Qt::transparent);
        series.upper = dots;
    } else {
        series.upper = new QLineSeries(m_chart);
    }
    const auto show = [this](QAbstractSeries *each) {
        m_chart->addSeries(each);
        each->attachAxis(m_x);
        each->attachAxis(m_y);
    };
    if (form == Form::Area) {
        series.edge = new QLineSeries(m_chart);
        series.area = new QAreaSeries(series.edge);
        show(series.area);
    }
    show(series.upper);
    if (!name.isEmpty()) {
        auto *line = static_cast<QHBoxLayout *>(m_titleLine->layout());
        series.swatch = new QLabel(m_titleLine);
        // Before the stretch and the value.
        line->insertWidget(line->count() - 2, series.swatch);
        if (form == Form::Dashes) {
            // Its words change and may be long.
            series.words = new ElidedLabel(m_titleLine);
            series.words->setText(name);
            series.words->setProperty("muted", true);
            line->insertWidget(line->count() - 2, series.words, 1);
        } else {
            auto *label = new QLabel(name, m_titleLine);
            label->setProperty("muted", true);
            line->insertWidget(line->count() - 2, label);
        }
    }
    m_series.push_back(std::move(series));
    tint();
    return static_cast<int>(m_series.size()) - 1;
}

void LineChart::setAxisFormats(const QString &x, const QString &y, double leastTop)
{
    m_x->setLabelFormat(x);
    m_y->setLabelFormat(y);
    m_leastTop = leastTop;
    fit(*m_y, leastTop);
}

void LineChart::setWords(int dashes, const QString &words)
{
    const Series &series = m_series[static_cast<std::size_t>(dashes)];
    series.words->setText(words);
    series.words->setVisible(!words.isEmpty());
    series.swatch->setVisible(!words.isEmpty());
}

void LineChart::setValue(const QString &text)
{
    m_value->setText(text);
}

void LineChart::setPoints(int series, const QList<QPointF> &points)
{
    QList<QPointF> &known = m_series[static_cast<std::size_t>(series)].points;
    if (known == points)
        return;
    known = points;
    m_pending = true;
}

bool LineChart::showPoints()
{
    if (!m_pending || !isVisible())
        return false;
    m_pending = false;
    fitAxes();
    for (const Series &series : m_series) {
        series.upper->replace(series.points);
        if (series.edge)
            series.edge->replace(series.points);
    }
    return true;
}

bool LineChart::isBlank() const
{
    return std::ranges::all_of(m_series, [](const Series &series) { return series.upper->count() == 0; });
}

void LineChart::fitAxes()
{
    double right = 0;
    double top = 0;
    for (const Series &series : m_series) {
        if (!series.points.isEmpty())
            right = std::max(right, series.points.constLast().x());
        for (const QPointF &point : series.points)
            top = std::max(top, point.y());
    }
    const bool overflow = right > m_x->max() || top > m_y->max();
    if (!overflow && m_sinceFit.isValid() && m_sinceFit.elapsed() < 1000)
        return;
    m_sinceFit.start();
    fit(*m_x, std::max<double>(right, intervals));
    fit(*m_y, std::max(headroom * top, m_leastTop));
}

void LineChart::tint()
{
    const QPalette colors = palette();
    const QColor hairline = themecolors::line(colors);
    m_view->setBackgroundBrush(colors.base());
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (QValueAxis *axis : {m_x, m_y}) {
        axis->setLabelsColor(themecolors::mutedText(colors));
        axis->setLabelsFont(small);
        axis->setGridLinePen(QPen(hairline, 1));
        axis->setLinePen(QPen(hairline, 1));
    }
    const int side = fontMetrics().ascent() * 2 / 3;
    for (const Series &series : m_series) {
        const QColor color = themecolors::of(series.status, colors);
        series.upper->setColor(color);
        series.upper->setPen(QPen(color, 1.8, series.form == Form::Dashes ? Qt::DashLine : Qt::SolidLine));
        if (series.area) {
            series.area->setBrush(themecolors::ground(series.status, colors));
            series.area->setPen(Qt::NoPen);
        }
        if (series.swatch) {
            // A dashed line is shown as one, for the dash tells it apart, too.
            const QSize size(series.form == Form::Dashes ? 2 * side : side, side);
            QPixmap swatch(size * devicePixelRatioF());
            swatch.setDevicePixelRatio(devicePixelRatioF());
            if (series.form == Form::Dashes) {
                swatch.fill(Qt::transparent);
                QPainter(&swatch).fillRect(QRect(0, side / 2 - 1, size.width() * 2 / 5, 2), color);
                QPainter(&swatch).fillRect(QRect(size.width() * 3 / 5, side / 2 - 1, size.width() * 2 / 5, 2), color);
            } else {
                swatch.fill(color);
            }
            series.swatch->setPixmap(swatch);
        }
    }
}

void LineChart::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    showPoints();
}

void LineChart::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

} // namespace syncline
