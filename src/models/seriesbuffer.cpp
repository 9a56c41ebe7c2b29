#include "models/seriesbuffer.h"

#include <algorithm>

namespace syncline {

void SeriesBuffer::append(QPointF point)
{
    m_maximum = std::max(m_maximum, point.y());
    if (m_pending > 0 && m_pending < m_stride) {
        m_points.last() = merged(m_points.constLast(), point, m_pending);
        ++m_pending;
        return;
    }
    if (m_points.size() >= m_capacity)
        halve();
    m_points.append(point);
    m_pending = 1;
}

void SeriesBuffer::clear()
{
    m_points.clear();
    m_stride = 1;
    m_pending = 0;
    m_maximum = 0;
}

QPointF SeriesBuffer::merged(QPointF first, QPointF second, double weight) const
{
    switch (m_merge) {
    case Merge::Average:
        return (first * weight + second) / (weight + 1.0);
    case Merge::Last:
        return second;
    case Merge::Maximum:
        return {second.x(), std::max(first.y(), second.y())};
    }
    Q_UNREACHABLE();
}

void SeriesBuffer::halve()
{
    QList<QPointF> half;
    half.reserve(m_capacity);
    for (qsizetype i = 0; i + 1 < m_points.size(); i += 2)
        half.append(merged(m_points.at(i), m_points.at(i + 1), 1.0));
    if (m_points.size() % 2 != 0)
        half.append(m_points.constLast());
    m_points = half;
    m_stride *= 2;
}

} // namespace syncline
