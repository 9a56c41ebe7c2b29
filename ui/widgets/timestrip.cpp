#include "widgets/timestrip.h"

#include "models/format.h"
#include "theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// In the order of the parts: server, quota, this computer, idle.
constexpr std::array statuses{StatusKind::Running, StatusKind::CompletedWithErrors, StatusKind::Unknown,
                              StatusKind::Neutral};

std::array<double, statuses.size()> partsOf(const TimeShares &shares)
{
    return {shares.server, shares.quota, shares.local, shares.idle};
}

} // namespace

class TimeStrip::Bar final : public QWidget
{
public:
    explicit Bar(QWidget *parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setParts(const std::array<double, partCount> &parts)
    {
        m_parts = parts;
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 16, fontMetrics().height() * 5 / 8};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF all(rect());
        QPainterPath round;
        round.addRoundedRect(all, all.height() / 2, all.height() / 2);
        painter.setClipPath(round);
        painter.fillRect(all, themecolors::track(palette()));
        double sum = 0;
        for (const double part : m_parts)
            sum += part;
        double left = 0;
        for (std::size_t i = 0; i < partCount && sum > 0; ++i) {
            const double width = all.width() * m_parts[i] / sum;
            painter.fillRect(QRectF(left, 0, width, all.height()), themecolors::of(statuses[i], palette()));
            left += width;
        }
    }

private:
    std::array<double, partCount> m_parts{};
};

TimeStrip::TimeStrip(QWidget *parent)
    : QFrame(parent)
    , m_bar(new Bar(this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    const int gap = fontMetrics().height() / 2;
    line->setSpacing(gap / 2);
    auto *title = new QLabel(tr("Time"), this);
    line->addWidget(title);
    line->addWidget(m_bar, 1);
    for (std::size_t i = 0; i < partCount; ++i) {
        line->addSpacing(gap);
        m_swatches[i] = new QLabel(this);
        m_names[i] = new QLabel(this);
        m_names[i]->setProperty("muted", true);
        line->addWidget(m_swatches[i]);
        line->addWidget(m_names[i]);
    }
    m_names[0]->setObjectName(u"timeServer"_s);
    m_names[1]->setObjectName(u"timeQuota"_s);
    m_names[0]->setToolTip(tr("A request was under way"));
    m_names[2]->setToolTip(tr("Planning, writing back and reports, while nothing was under way"));
    m_names[3]->setToolTip(
        tr("Waiting for something else, such as another desk or a pause before trying again"));
    tint();
    setShares({});
}

void TimeStrip::setShares(const TimeShares &shares)
{
    const std::array<double, partCount> parts = partsOf(shares);
    m_bar->setParts(parts);
    const double sum = shares.server + shares.quota + shares.local + shares.idle;
    const std::array names{tr("monday %1"), tr("quota %1"), tr("this computer %1"), tr("idle %1")};
    for (std::size_t i = 0; i < partCount; ++i)
        m_names[i]->setText(names[i].arg(sum > 0 ? Format::share(parts[i] / sum) : u"\u2013"_s));
    const QuotaSeconds &by = shares.quotaBy;
    QStringList limits{tr("Nothing went out because a limit of the account forbade it")};
    for (const auto &[text, seconds] : {std::pair(tr("complexity points of the minute: %1"), by.complexity),
                                        std::pair(tr("calls of the minute: %1"), by.callsPerMinute),
                                        std::pair(tr("calls of the day: %1"), by.callsPerDay),
                                        std::pair(tr("requests at once: %1"), by.concurrency),
                                        std::pair(tr("other limits: %1"), by.other)}) {
        if (seconds > 0)
            limits.append(text.arg(Format::duration(seconds)));
    }
    m_names[1]->setToolTip(limits.join(u'\n'));
}

void TimeStrip::tint()
{
    const int side = fontMetrics().ascent() * 2 / 3;
    for (std::size_t i = 0; i < partCount; ++i) {
        QPixmap swatch(QSize(side, side) * devicePixelRatioF());
        swatch.setDevicePixelRatio(devicePixelRatioF());
        swatch.fill(themecolors::of(statuses[i], palette()));
        m_swatches[i]->setPixmap(swatch);
    }
}

void TimeStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_swatches[0])
        tint();
}

} // namespace syncline
