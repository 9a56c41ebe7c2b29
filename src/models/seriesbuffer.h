#pragma once

#include <QList>
#include <QPointF>

namespace syncline {

/// Points of one chart line, at most `capacity` of them however long a run lasts: when full, neighbours are
/// merged and from then on each kept point stands for twice as many.
class SeriesBuffer
{
public:
    /// What two neighbours become.
    enum class Merge { Average, Last, Maximum };

    explicit SeriesBuffer(Merge merge, qsizetype capacity = 500)
        : m_merge(merge)
        , m_capacity(capacity)
    {
    }

    void append(QPointF point);
    void clear();
    [[nodiscard]] const QList<QPointF> &points() const { return m_points; }
    [[nodiscard]] double maximum() const { return m_maximum; } ///< largest y ever seen

private:
    [[nodiscard]] QPointF merged(QPointF first, QPointF second, double weight) const;
    void halve();

    Merge m_merge;
    qsizetype m_capacity;
    QList<QPointF> m_points;
    int m_stride = 1; ///< appended points per kept point
    int m_pending = 0; ///< appended points in the last kept one
    double m_maximum = 0;
};

} // namespace syncline
