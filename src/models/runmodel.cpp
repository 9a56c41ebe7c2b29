#include "models/runmodel.h"

#include <algorithm>
#include <cmath>

namespace syncline {

namespace {

// A shorter time says more about the clock than about the speed.
constexpr double leastRateSeconds = 1.0;

/// Seconds without news that the chart shows as such.
constexpr double silence = 3.0;

qint64 judged(const Ledger &ledger)
{
    return ledger.planned - ledger.notSent;
}

double secondsBetween(Clock::Steady from, Clock::Steady to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

void RunModel::clear()
{
    m_start = {};
    m_change = {};
    m_rateBeforeWait.reset();
    m_customers.clear();
    m_ledger = {};
    m_linesLedger = {};
    m_batches = 0;
    m_flight = {};
    m_estimate.reset();
    m_ceiling.reset();
    m_time = {};
    m_untold = 0;
    m_summary.reset();
    m_folder.clear();
    m_window.clear();
    m_throughput.clear();
    m_batchSeconds.clear();
    m_succeeded.clear();
    m_judged.clear();
}

void RunModel::begin(const RunStarted &start)
{
    clear();
    m_start = start;
    m_startedSteady = m_clock.steadyNow();
    m_timeUntil = m_startedSteady;
    m_bucket = {m_startedSteady, 0};
    emit started();
}

void RunModel::end(const RunFinished &finish)
{
    m_summary = finish.summary;
    m_folder = finish.folder;
    m_change = {finish.summary.state, finish.summary.failure.value_or(Event())};
    m_ledger = finish.summary.ledger;
    m_linesLedger = finish.summary.linesLedger;
    m_flight = {};
}

void RunModel::apply(const std::vector<SyncEvent> &events)
{
    bool ledgers = false;
    bool ended = false;
    for (const SyncEvent &event : events) {
        if (const auto *progress = std::get_if<CustomerProgress>(&event)) {
            m_customers.insert(progress->customer, {progress->ledger, progress->linesLedger});
            ledgers = true;
        } else if (const auto *planned = std::get_if<CustomerPlanned>(&event)) {
            m_customers.insert(planned->customer, {planned->ledger, planned->linesLedger});
            ledgers = true;
        } else if (const auto *batch = std::get_if<BatchFinished>(&event)) {
            ++m_batches;
            m_batchSeconds.append({static_cast<double>(m_batches), batch->batch.seconds});
        } else if (const auto *state = std::get_if<RunStateChanged>(&event)) {
            passTime();
            changeState(*state);
        } else if (const auto *flight = std::get_if<FlightChanged>(&event)) {
            passTime();
            m_flight = *flight;
        } else if (const auto *estimated = std::get_if<FlightEstimated>(&event)) {
            m_estimate = estimated->estimate;
            m_estimatedAt = m_clock.utcNow();
            m_ceiling = {m_estimate->binding, m_estimate->rowsPerSecond, m_estimate->learnt};
        } else if (const auto *ceiling = std::get_if<CeilingChanged>(&event)) {
            m_ceiling = *ceiling;
        } else if (const auto *time = std::get_if<TimeShared>(&event)) {
            m_time = time->shares;
            m_untold = 0;
            m_timeUntil = m_clock.steadyNow();
        } else if (const auto *start = std::get_if<RunStarted>(&event)) {
            begin(*start);
            ended = false;
        } else if (const auto *finish = std::get_if<RunFinished>(&event)) {
            if (ledgers)
                addUp();
            sample();
            end(*finish);
            ledgers = false;
            ended = true;
        }
    }
    if (ledgers)
        addUp();
    if (isActive())
        sample();
    emit changed();
    if (ended)
        emit finished();
}

void RunModel::changeState(const RunStateChanged &change)
{
    const bool waited = m_change.state == RunState::WaitingForQuota;
    const bool waits = change.state == RunState::WaitingForQuota;
    const Clock::Steady now = m_clock.steadyNow();
    if (waits && !waited) {
        m_rateBeforeWait = rate();
        m_waitBegan = now;
    }
    // The hours of a long wait tell nothing of the speed after it.
    if (waited && !waits && now - m_waitBegan > rateWindowWithWaits)
        m_window.assign(1, {now, rowsDone()});
    m_change = change;
}

bool RunModel::isLongWait() const
{
    if (m_change.state != RunState::WaitingForQuota || !m_change.until.isValid())
        return false;
    const Clock::Steady now = m_clock.steadyNow();
    const std::chrono::milliseconds left(m_clock.utcNow().msecsTo(m_change.until));
    return now - m_waitBegan + left > rateWindowWithWaits;
}

void RunModel::passTime()
{
    m_untold = untoldSeconds();
    m_time = timeShares();
    m_timeUntil = m_clock.steadyNow();
}

double TimeShares::*RunModel::useOfTime() const
{
    if (m_flight.inFlight > 0)
        return &TimeShares::server;
    if (m_change.state == RunState::WaitingForQuota)
        return &TimeShares::quota;
    // Reading is planning. Later, work of this computer and idle time look alike from here.
    return m_change.state == RunState::Reading ? &TimeShares::local : nullptr;
}

TimeShares RunModel::timeShares() const
{
    if (m_summary)
        return m_summary->time;
    TimeShares shares = m_time;
    if (double TimeShares::*use = useOfTime(); use && hasRun())
        shares.*use += secondsBetween(m_timeUntil, m_clock.steadyNow());
    return shares;
}

double RunModel::untoldSeconds() const
{
    if (!isActive())
        return 0;
    return useOfTime() ? m_untold : m_untold + secondsBetween(m_timeUntil, m_clock.steadyNow());
}

void RunModel::addUp()
{
    m_ledger = {};
    m_linesLedger = {};
    for (const Ledgers &ledgers : std::as_const(m_customers)) {
        m_ledger += ledgers.headers;
        m_linesLedger += ledgers.lines;
    }
}

double RunModel::sinceStart(Clock::Steady time) const
{
    return secondsBetween(m_startedSteady, time);
}

void RunModel::sample()
{
    const Clock::Steady now = m_clock.steadyNow();
    const qint64 done = rowsDone();
    if (m_batches == 0) {
        // Rows that the plan refused, or that a resumed sync judged earlier, are no part of the speed.
        m_window.assign(1, {now, done});
        m_bucket = {now, done};
        return;
    }
    if (m_window.size() > 1 && secondsBetween(m_window.back().time, now) < 0.25)
        m_window.back().done = done;
    else
        m_window.push_back({now, done});
    while (m_window.size() > 2 && now - m_window[1].time > window())
        m_window.pop_front();

    const double seconds = secondsBetween(m_bucket.time, now);
    if (seconds < 1.0)
        return;
    // Rows that go to another desk leave the counts, judged lines among them.
    const double rows = static_cast<double>(std::max<qint64>(0, done - m_bucket.done)) / seconds;
    // A silence begins at once, not on a slope towards its end.
    if (seconds > silence)
        m_throughput.append({sinceStart(m_bucket.time) + 1.0, rows});
    m_throughput.append({sinceStart(now), rows});
    m_succeeded.append(
        {sinceStart(now), static_cast<double>(m_ledger.succeeded() + m_linesLedger.succeeded())});
    m_judged.append({sinceStart(now), static_cast<double>(done)});
    m_bucket = {now, done};
}

qint64 RunModel::rowsDone() const
{
    return judged(m_ledger) + judged(m_linesLedger);
}

qint64 RunModel::rowsLeft() const
{
    return m_ledger.notSent + m_linesLedger.notSent;
}

std::optional<double> RunModel::rate() const
{
    if (m_summary) {
        if (m_summary->seconds <= 0 || rowsDone() == 0)
            return std::nullopt;
        return static_cast<double>(rowsDone()) / m_summary->seconds;
    }
    if (m_window.size() < 2)
        return std::nullopt;
    const Clock::Steady now = m_clock.steadyNow();
    const Clock::Steady start = std::max(m_window.front().time, now - window());
    const double seconds = secondsBetween(start, now);
    if (seconds < leastRateSeconds)
        return std::nullopt;
    return std::max(0.0, (static_cast<double>(m_window.back().done) - doneAt(start)) / seconds);
}

std::chrono::seconds RunModel::window() const
{
    return timeShares().quota > 0 ? rateWindowWithWaits : rateWindow;
}

double RunModel::doneAt(Clock::Steady time) const
{
    const auto after = std::ranges::lower_bound(m_window, time, {}, &Sample::time);
    if (after == m_window.end())
        return static_cast<double>(m_window.back().done);
    if (after == m_window.begin())
        return static_cast<double>(after->done);
    const Sample &before = *std::prev(after);
    return std::lerp(static_cast<double>(before.done), static_cast<double>(after->done),
                     secondsBetween(before.time, time) / secondsBetween(before.time, after->time));
}

std::optional<QDateTime> RunModel::finishTime() const
{
    const bool waits = m_change.state == RunState::WaitingForQuota;
    if (!isActive() || (m_change.state != RunState::Running && !waits) || rowsLeft() <= 0)
        return std::nullopt;
    const bool longWait = isLongWait();
    // What was sent before a first wait tells nothing of what waits make of it.
    if (waits && !longWait
        && (m_window.empty() || secondsBetween(m_window.front().time, m_clock.steadyNow()) < 60))
        return std::nullopt;
    const std::optional<double> speed = longWait ? m_rateBeforeWait : rate();
    // Below one row in a hundred seconds the sync stands; a time far away would be a guess.
    if (!speed || *speed < 0.01)
        return std::nullopt;
    const QDateTime now = m_clock.utcNow();
    const QDateTime from = waits && m_change.until.isValid() ? std::max(now, m_change.until) : now;
    const double seconds = static_cast<double>(rowsLeft()) / *speed;
    return from.addMSecs(static_cast<qint64>(seconds * 1000.0));
}

double RunModel::secondsElapsed() const
{
    if (m_summary)
        return m_summary->seconds;
    return hasRun() ? std::max(0.0, sinceStart(m_clock.steadyNow())) : 0;
}

} // namespace syncline
