#pragma once

#include "models/statuskind.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QPointF>

#include <vector>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QChart;
class QChartView;
class QLabel;
class QLineSeries;
class QValueAxis;
class QXYSeries;
QT_END_NAMESPACE

namespace syncline {

class ElidedLabel;

/// A titled chart of a few lines or areas. Points are replaced as a whole, at most once per call of show(),
/// and only while the chart can be seen; hidden it costs nothing and is correct when shown. Axes grow at once
/// and are tidied at most once a second. No animations, no OpenGL.
class LineChart final : public QFrame
{
    Q_OBJECT

public:
    enum class Form { Line, Dashes, Area, Dots };

    explicit LineChart(const QString &title, QWidget *parent = nullptr);

    /// Later series are drawn over earlier ones. `name` stands in the title line, next to its colour.
    int addSeries(const QString &name, StatusKind status, Form form);
    /// printf form of the labels at the axes, with the unit; the upright axis reaches at least `leastTop` (>
    /// 0).
    void setAxisFormats(const QString &x, const QString &y, double leastTop);
    /// What a series of dashes is now; without words it is not in the title line.
    void setWords(int dashes, const QString &words);
    void setValue(const QString &text); ///< the newest number, at the right of the title
    void setPoints(int series, const QList<QPointF> &points);
    /// Brings the points on the screen, if there is one; false when there was nothing to bring.
    bool showPoints();
    [[nodiscard]] bool isCurrent() const { return !m_pending; } ///< all points were brought
    [[nodiscard]] bool isBlank() const; ///< no point is on the screen

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Series
    {
        StatusKind status;
        Form form;
        QXYSeries *upper = nullptr;
        QLineSeries *edge = nullptr; ///< of the area; has the points of `upper`
        QAreaSeries *area = nullptr;
        QLabel *swatch = nullptr;
        ElidedLabel *words = nullptr; ///< of dashes
        QList<QPointF> points;
    };

    void fitAxes();
    void tint();

    QChart *m_chart;
    QChartView *m_view;
    QValueAxis *m_x;
    QValueAxis *m_y;
    QWidget *m_titleLine;
    QLabel *m_value;
    std::vector<Series> m_series;
    QElapsedTimer m_sinceFit;
    double m_leastTop = 1;
    bool m_pending = false;
};

} // namespace syncline
