#pragma once

#include "models/runmodel.h"

#include <QWidget>

#include <array>

class QLabel;
class QPushButton;
class QTimer;

namespace syncline {

class Banner;
class ElidedLabel;
class LedgerBar;
class LedgerView;
class LineChart;
class Tile;
class TimeStrip;

/// The running or last sync: one line of truth, the ledger, the charts.
class RunView final : public QWidget
{
    Q_OBJECT

public:
    RunView(RunModel &run, const Clock &clock, QWidget *parent = nullptr);

signals:
    void failuresRequested();
    void reportRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showAll();
    void showNumbers();
    void showCharts();
    void showNextChart();
    [[nodiscard]] std::array<LineChart *, 3> allCharts() const;
    void showCeiling();
    [[nodiscard]] QString verdictLine() const;

    RunModel &m_run;
    const Clock &m_clock;
    QTimer *m_second; ///< ticks only while a sync runs: elapsed time and rate move without events, too
    QTimer *m_turns; ///< of the charts; ticks while one has something new
    std::size_t m_turn = 0; ///< the chart that was drawn last
    Banner *m_dryRun;
    QLabel *m_icon;
    QLabel *m_state;
    ElidedLabel *m_detail;
    QPushButton *m_openFailures;
    QPushButton *m_openReport;
    Tile *m_done;
    Tile *m_ok;
    Tile *m_failed;
    Tile *m_rate;
    Tile *m_finish;
    Tile *m_elapsed;
    LedgerBar *m_bar;
    LedgerView *m_ledger;
    TimeStrip *m_time;
    LineChart *m_throughput;
    int m_speed = 0; ///< series of the throughput
    int m_ceiling = 0;
    LineChart *m_batches;
    LineChart *m_rows;
};

} // namespace syncline
