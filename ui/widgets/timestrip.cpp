#include "widgets/timestrip.h"

#include "delegates/celldelegate.h"
#include "models/format.h"
#include "theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace syncline {

class TimeStrip::Bar final : public QWidget
{
public:
    explicit Bar(QWidget *parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setShares(const TimeShares &shares, double untold)
    {
        m_shares = shares;
        m_untold = untold;
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
        paintTimeBar(painter, QRectF(rect()), m_shares, m_untold, palette());
    }

private:
    TimeShares m_shares;
    double m_untold = 0;
};

TimeStrip::TimeStrip(QWidget *parent)
    : QFrame(parent)
    , m_bar(new Bar(this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    const int gap = fontMetrics().height() / 2;
    line->setSpacing(gap / 2);
    m_title = new QLabel(tr("Time"), this);
    m_title->setObjectName(u"timeTitle"_s);
    line->addWidget(m_title);
    line->addWidget(m_bar, 1);
    for (std::size_t i = 0; i < TimeText::PartCount; ++i) {
        line->addSpacing(gap);
        m_swatches[i] = new QLabel(this);
        m_names[i] = new QLabel(this);
        m_names[i]->setProperty("muted", true);
        line->addWidget(m_swatches[i]);
        line->addWidget(m_names[i]);
    }
    m_names[TimeText::Server]->setObjectName(u"timeServer"_s);
    m_names[TimeText::Quota]->setObjectName(u"timeQuota"_s);
    m_names[TimeText::Local]->setObjectName(u"timeLocal"_s);
    m_names[TimeText::Server]->setToolTip(tr("A request was under way"));
    m_names[TimeText::Local]->setToolTip(
        tr("Planning, writing back and reports, while no request was under way and no limit was waited for"));
    m_names[TimeText::Idle]->setToolTip(
        tr("Nothing was under way, such as in a wait for another desk or in a pause before trying again"));
    tint();
    setShares({}, 0, false);
}

void TimeStrip::setShares(const TimeShares &shares, double untold, bool grows)
{
    m_bar->setShares(shares, untold);
    const std::array<double, TimeText::PartCount> parts = TimeText::secondsOf(shares);
    const double sum = shares.total() + untold;
    for (std::size_t i = 0; i < parts.size(); ++i)
        m_names[i]->setText(TimeText::share(static_cast<TimeText::Part>(i),
                                            sum > 0 ? std::optional(parts[i] / sum) : std::nullopt));
    QStringList limits{tr("Nothing went out because a limit of the account forbade it")};
    limits += TimeText::limits(shares);
    m_names[TimeText::Quota]->setToolTip(limits.join(u'\n'));

    QStringList words = TimeText::parts(shares);
    if (grows) {
        words.append(tr("Measured by the sync up to its last batch; the time since then by what this window sees of it"));
        if (untold > 0)
            words.append(tr("Work of this computer or idle, told apart with the next batch: %1").arg(Format::duration(untold)));
    } else if (sum > 0) {
        words.append(tr("Measured by the sync"));
    }
    for (QWidget *part : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_bar)})
        part->setToolTip(words.join(u'\n'));
    m_bar->setAccessibleName(words.join(u", "_s));
}

void TimeStrip::tint()
{
    const int side = fontMetrics().ascent() * 2 / 3;
    for (std::size_t i = 0; i < TimeText::PartCount; ++i) {
        QPixmap swatch(QSize(side, side) * devicePixelRatioF());
        swatch.setDevicePixelRatio(devicePixelRatioF());
        swatch.fill(themecolors::of(TimeText::looks[i], palette()));
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
