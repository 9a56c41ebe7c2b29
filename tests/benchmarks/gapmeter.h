#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTimer>

#include <vector>

namespace syncline::bench {

/// How long the event loop of its thread was busy at a time: a timer wants to be called every millisecond, and
/// what lies between two calls is a gap.
class GapMeter
{
public:
    GapMeter();

    /// Begins anew; what passed before is forgotten.
    void begin();
    /// Seconds since begin(), the gap that 99.9 % do not exceed and the largest, in milliseconds.
    [[nodiscard]] QJsonObject end();

private:
    QTimer m_pulse;
    QElapsedTimer m_sincePulse;
    QElapsedTimer m_sinceBegin;
    std::vector<qint64> m_gaps; ///< microseconds
};

} // namespace syncline::bench
