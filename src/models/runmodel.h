#pragma once

#include "base/clock.h"
#include "domain/syncevent.h"
#include "models/seriesbuffer.h"

#include <QHash>
#include <QObject>

#include <deque>

namespace syncline {

/// What is known of the running or last sync: a reducer over its events. One batch of events is one
/// changed(). Window thread; keeps values only.
class RunModel final : public QObject
{
    Q_OBJECT

public:
    /// The rate is that of the last 30 seconds: long enough to be calm, short enough to show a stall. Of a run that
    /// waits for quota it is that of two minutes, the time in which monday's budgets are filled twice.
    static constexpr std::chrono::seconds rateWindow{30};
    static constexpr std::chrono::seconds rateWindowWithWaits{120};

    explicit RunModel(const Clock &clock, QObject *parent = nullptr)
        : QObject(parent)
        , m_clock(clock)
    {
    }

    void apply(const std::vector<SyncEvent> &events);
    void clear();

    [[nodiscard]] bool hasRun() const { return !m_start.syncId.isEmpty() || m_start.startedAt.isValid(); }
    [[nodiscard]] bool isActive() const { return hasRun() && !m_summary; }
    [[nodiscard]] QString syncId() const { return m_start.syncId; }
    [[nodiscard]] QDateTime startedAt() const { return m_start.startedAt; } ///< UTC
    [[nodiscard]] QString environment() const { return m_start.environment; }
    [[nodiscard]] const SyncRequest &request() const { return m_start.request; }
    [[nodiscard]] RunState state() const { return m_change.state; }
    [[nodiscard]] const Event &stateReason() const { return m_change.reason; }
    /// The same with the end of a wait.
    [[nodiscard]] const RunStateChanged &stateChange() const { return m_change; }
    [[nodiscard]] const Ledger &ledger() const { return m_ledger; }
    [[nodiscard]] const Ledger &linesLedger() const { return m_linesLedger; }
    [[nodiscard]] int batches() const { return m_batches; }
    [[nodiscard]] int inFlight() const { return m_flight.inFlight; }
    [[nodiscard]] int flightLimit() const { return m_flight.limit; }
    /// Headers and lines together, for rate and finishing time.
    [[nodiscard]] qint64 rowsDone() const;
    [[nodiscard]] qint64 rowsLeft() const;
    /// Rows per second over the window, of the whole run once it ended; none in the second after the first
    /// batch.
    [[nodiscard]] std::optional<double> rate() const;
    /// When the last row will be judged, UTC; none before the first batch, while stopping, in a first wait and in a
    /// stall. A wait whose end is known counts up to there; after a long one the sync goes on as fast as before.
    [[nodiscard]] std::optional<QDateTime> finishTime() const;
    [[nodiscard]] double secondsElapsed() const;
    /// What keeps the run from being faster, as far as is known now.
    [[nodiscard]] const std::optional<CeilingChanged> &ceiling() const { return m_ceiling; }
    /// What the run was expected to take; none until it is known.
    [[nodiscard]] const std::optional<FlightEstimate> &estimate() const { return m_estimate; }
    /// When it was made, UTC: its times count from here. A resumed run began long before.
    [[nodiscard]] QDateTime estimatedAt() const { return m_estimatedAt; }
    /// Where the time went until now: as the run told it last, with each batch, and since then by the rule of
    /// TimeLedger as far as it can be seen from here.
    [[nodiscard]] TimeShares timeShares() const;
    /// Seconds since then of which nothing of the kind can be seen from here: in none of the shares.
    [[nodiscard]] double untoldSeconds() const;
    /// The end, when it was reached.
    [[nodiscard]] const std::optional<RunSummary> &summary() const { return m_summary; }
    [[nodiscard]] QString folder() const { return m_folder; } ///< of the finished sync; empty for a dry run

    [[nodiscard]] const SeriesBuffer &throughput() const { return m_throughput; } ///< seconds -> rows/s
    [[nodiscard]] const SeriesBuffer &batchSeconds() const
    {
        return m_batchSeconds;
    } ///< batch number -> seconds
    [[nodiscard]] const SeriesBuffer &succeededRows() const { return m_succeeded; } ///< seconds -> rows
    [[nodiscard]] const SeriesBuffer &judgedRows() const
    {
        return m_judged;
    } ///< seconds -> rows, failed ones too

signals:
    void started();
    void changed();
    void finished();

private:
    struct Ledgers
    {
        Ledger headers;
        Ledger lines;
    };
    struct Sample
    {
        Clock::Steady time;
        qint64 done = 0;
    };

    void begin(const RunStarted &start);
    void end(const RunFinished &finish);
    void addUp();
    void sample();
    void passTime(); ///< before what decides about it changes
    void changeState(const RunStateChanged &change);
    [[nodiscard]] bool isLongWait() const; ///< no part of the speed
    /// Where time goes now, as far as it can be seen from here; none of the shares: nowhere.
    [[nodiscard]] double TimeShares::*useOfTime() const;
    [[nodiscard]] std::chrono::seconds window() const; ///< of the rate
    [[nodiscard]] double doneAt(Clock::Steady time) const;
    [[nodiscard]] double sinceStart(Clock::Steady time) const;

    const Clock &m_clock;
    RunStarted m_start;
    RunStateChanged m_change;
    Clock::Steady m_waitBegan; ///< for quota
    std::optional<double> m_rateBeforeWait;
    QHash<QString, Ledgers> m_customers;
    Ledger m_ledger;
    Ledger m_linesLedger;
    int m_batches = 0;
    FlightChanged m_flight;
    std::optional<FlightEstimate> m_estimate;
    QDateTime m_estimatedAt;
    std::optional<CeilingChanged> m_ceiling;
    TimeShares m_time;
    Clock::Steady m_timeUntil; ///< what m_time counts up to
    double m_untold = 0; ///< up to then
    std::optional<RunSummary> m_summary;
    QString m_folder;
    Clock::Steady m_startedSteady;
    std::deque<Sample> m_window;
    Sample m_bucket; ///< where the last point of the throughput ended
    SeriesBuffer m_throughput{SeriesBuffer::Merge::Average};
    SeriesBuffer m_batchSeconds{SeriesBuffer::Merge::Maximum, 300}; ///< each is drawn by itself
    SeriesBuffer m_succeeded{SeriesBuffer::Merge::Last};
    SeriesBuffer m_judged{SeriesBuffer::Merge::Last};
};

} // namespace syncline
