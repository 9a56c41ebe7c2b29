#include "gapmeter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace syncline::bench {

GapMeter::GapMeter()
{
    m_pulse.setTimerType(Qt::PreciseTimer);
    m_pulse.setInterval(1);
    QObject::connect(&m_pulse, &QTimer::timeout, &m_pulse, [this] {
        m_gaps.push_back(m_sincePulse.nsecsElapsed() / 1000);
        m_sincePulse.restart();
    });
}

void GapMeter::begin()
{
    m_gaps.clear();
    m_sinceBegin.start();
    m_sincePulse.start();
    m_pulse.start();
}

QJsonObject GapMeter::end()
{
    m_pulse.stop();
    // What is going on right now counts, too.
    m_gaps.push_back(m_sincePulse.nsecsElapsed() / 1000);
    std::ranges::sort(m_gaps);
    const auto at = [this](double share) {
        const auto place = static_cast<std::size_t>(share * static_cast<double>(m_gaps.size() - 1));
        return static_cast<double>(m_gaps[place]) / 1000.0;
    };
    return {{u"real_seconds"_s, static_cast<double>(m_sinceBegin.nsecsElapsed()) / 1e9},
            {u"pulses"_s, static_cast<qint64>(m_gaps.size())},
            {u"gap_999_ms"_s, at(0.999)},
            {u"largest_gap_ms"_s, at(1.0)}};
}

} // namespace syncline::bench
