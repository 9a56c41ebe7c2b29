#include "monday/rategovernor.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace syncline {

namespace {

using std::chrono::milliseconds;

// A window that the server opened a little later than we did must not be taken for over too early.
constexpr milliseconds windowWidth = 60s + 200ms;
constexpr auto windowMargin = windowWidth - 60s;

constexpr int startInFlight = 2;
/// Budgets of unknown names; more are a server's mistake.
constexpr std::size_t mostOthers = 8;
/// After trouble a quarter of what went well before is won back carefully, the rest at once: a fault that had
/// nothing to do with the number of requests costs little, and one that comes again lowers the mark each
/// time.
constexpr int regainWithout = 4;
/// A row may take this much longer than at best before more requests at once are no gain; so may one that is
/// slower by less than these seconds, which a near and quick server shows at random.
constexpr double tolerableSlowdown = 1.5;
constexpr double negligibleSeconds = 0.02;
/// Weight of the newest request in the running mean.
constexpr double newestWeight = 0.3;
/// The best time of a row is forgotten this slowly, so that a server that stays slower is a new state of
/// things.
constexpr double forgetting = 1.01;
/// A request that takes so many times as long as usual, and at least these seconds, is taken for lost.
constexpr double unusuallyLong = 10;
constexpr milliseconds leastPatience = 15s;
/// After a refusal for a limit, also one that names no seconds or 0.
constexpr milliseconds leastWait = 1s;
/// Of the daily calls (monday-api.md 3.1).
constexpr double refusedCallWeight = 0.1;

double secondsOf(Clock::Steady::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::optional<qint64> windowOf(const QuotaEntry &entry)
{
    return entry.window ? std::optional<qint64>(entry.window->count()) : std::nullopt;
}

/// The wait when a refusal does not say how long (monday-api.md 2.4, 2.5, 3.1).
milliseconds defaultWait(const Error &error, const QDateTime &now)
{
    switch (error.kind) {
    case ErrorKind::DailyLimitExhausted:
        return milliseconds(now.msecsTo(QDateTime(now.date().addDays(1), QTime(0, 0), Qt::UTC)));
    case ErrorKind::ComplexityExhausted:
        return 60s;
    case ErrorKind::RateLimited:
        return asksForFewerInFlight(error) ? 15s : 60s;
    default:
        return 0s;
    }
}

bool isLimit(const Error &error)
{
    return error.kind == ErrorKind::RateLimited || error.kind == ErrorKind::ComplexityExhausted
        || error.kind == ErrorKind::DailyLimitExhausted;
}

Error cancelled()
{
    return {.kind = ErrorKind::Cancelled, .certainty = Certainty::NotSent, .event = {.id = EventId::mc_003}};
}

Error dayUsedUp()
{
    return {.kind = ErrorKind::DailyLimitExhausted,
            .certainty = Certainty::NotSent,
            .event = {.id = EventId::mc_056}};
}

} // namespace

Permit::Permit(Permit &&other) noexcept
    : m_governor(std::exchange(other.m_governor, nullptr))
    , m_operation(std::move(other.m_operation))
    , m_cost(other.m_cost)
    , m_complexityWindow(other.m_complexityWindow)
    , m_callsWindow(other.m_callsWindow)
    , m_otherWindows(std::move(other.m_otherWindows))
    , m_number(other.m_number)
    , m_start(other.m_start)
{
}

Permit::~Permit()
{
    if (m_governor)
        m_governor->finish(*this, nullptr);
}

void Permit::report(const RequestOutcome &outcome)
{
    if (RateGovernor *governor = std::exchange(m_governor, nullptr))
        governor->finish(*this, &outcome);
}

RateGovernor::RateGovernor(int maxInFlight, Clock &clock, WaitListener listener, FlightListener flight)
    : m_clock(clock)
    , m_listener(std::move(listener))
    , m_flightListener(std::move(flight))
    , m_complexity(usualPointsPerMinute, windowWidth)
    , m_calls(usualCallsPerMinute, windowWidth)
    , m_maxInFlight(std::max(1, maxInFlight))
    , m_serverMax(m_maxInFlight)
    , m_blockedUntil(clock.steadyNow())
    , m_waitingUntil(m_blockedUntil)
    , m_countedUntil(m_blockedUntil)
{
}

void RateGovernor::useBook(std::shared_ptr<CostBook> book)
{
    const std::lock_guard lock(m_mutex);
    m_book = std::move(book);
    const AccountLimits limits = m_book->limits();
    m_complexity.setQuota(limits.pointsPerMinute.value_or(m_complexity.quota()));
    m_calls.setQuota(limits.callsPerMinute.value_or(m_calls.quota()));
    if (limits.pointsWindow)
        m_complexity.setWidth(std::chrono::seconds(*limits.pointsWindow) + windowMargin);
    if (limits.callsWindow)
        m_calls.setWidth(std::chrono::seconds(*limits.callsWindow) + windowMargin);
    if (limits.concurrency)
        m_serverMax = static_cast<int>(std::clamp<qint64>(*limits.concurrency, 1, m_maxInFlight));
}

void RateGovernor::learnCallsPerDay(std::optional<qint64> calls)
{
    const std::lock_guard lock(m_mutex);
    if (m_book)
        m_book->learnLimits({.callsPerDay = calls});
}

qint64 RateGovernor::costOf(const Operation &operation) const
{
    std::optional<qint64> perUnit = m_learnt.value(operation.name).pointsPerUnit;
    if (!perUnit && m_book)
        perUnit = m_book->points(operation.name);
    return perUnit.value_or(usualPointsPerRow) * std::max(1, operation.units);
}

qint64 RateGovernor::estimatedCost(const Operation &operation) const
{
    const std::lock_guard lock(m_mutex);
    return costOf(operation);
}

milliseconds RateGovernor::patience(const Operation &operation, milliseconds most) const
{
    const std::lock_guard lock(m_mutex);
    const Learnt learnt = m_learnt.value(operation.name);
    if (!learnt.secondsPerUnit || learnt.timedOut)
        return most;
    const double seconds = *learnt.secondsPerUnit * std::max(1, operation.units) * unusuallyLong;
    return std::min(most, std::max(leastPatience, milliseconds(qRound64(1000 * seconds))));
}

Result<Permit> RateGovernor::acquire(const Operation &operation, const StopTokens &stop,
                                     const Attendant &attendant)
{
    // A wait can be given to one token only, and two may end it.
    std::stop_source ended;
    const auto end = [&ended] { ended.request_stop(); };
    const std::stop_callback onAbort(stop.abort, end);
    const std::stop_callback onDrain(operation.effect == Effect::Write ? stop.drain : std::stop_token(), end);

    std::unique_lock lock(m_mutex);
    bool waited = false;
    for (;;) {
        if (stop.abort.stop_requested() || (waited && ended.stop_requested()))
            return cancelled();
        const qint64 cost = costOf(operation);
        const QuotaDelay delay = quotaDelay(cost, m_clock.steadyNow());
        if (delay.duration > 0ms) {
            lock.unlock();
            if (delay.limit == Limit::Day && !attendant.attend)
                return dayUsedUp();
            if (Result<void> over = waitForQuota(delay, stop, attendant); !over)
                return std::move(over).error();
            lock.lock();
        } else if (!hasPlace(operation.board)) {
            m_changed.wait(lock, ended.get_token(), [&] { return hasPlace(operation.board); });
        } else {
            Permit permit = grant(operation, cost);
            lock.unlock();
            tellFlight();
            return permit;
        }
        waited = true;
    }
}

RateGovernor::QuotaDelay RateGovernor::quotaDelay(qint64 cost, Clock::Steady now) const
{
    QuotaDelay longest{
        std::chrono::ceil<milliseconds>(std::max(m_blockedUntil - now, Clock::Steady::duration(0))),
        m_blockedLimit, m_blockedWords};
    const auto consider = [&longest](QuotaDelay delay) {
        if (delay.duration > longest.duration)
            longest = std::move(delay);
    };
    consider({m_complexity.waitFor(cost, now), Limit::Complexity,
              u"the complexity points of this minute are used up"_s});
    consider({m_calls.waitFor(1, now), Limit::Calls, u"the calls of this minute are used up"_s});
    for (const auto &[name, budget] : m_others) {
        const QString words = u"the budget %1 of monday is used up"_s.arg(QString::fromLatin1(name));
        consider({budget.window.waitFor(budget.inPoints ? cost : 1, now),
                  budget.inPoints ? Limit::Complexity : Limit::Calls, words});
    }
    consider(dayDelay());
    return longest;
}

RateGovernor::QuotaDelay RateGovernor::dayDelay() const
{
    QuotaDelay delay{.limit = Limit::Day, .words = u"the calls of this day are used up"_s};
    const std::optional<qint64> perDay = m_book ? m_book->limits().callsPerDay : std::nullopt;
    if (!perDay || m_book->callsToday() + m_inFlight + 1 <= static_cast<double>(*perDay))
        return delay;
    // Our calls alone make the sum, so the server must refuse; only those under way may turn out not to
    // count.
    const QDateTime now = m_clock.utcNow();
    delay.duration = m_inFlight > 0 && m_book->callsToday() + 1 <= static_cast<double>(*perDay)
        ? milliseconds(1s)
        : milliseconds(now.msecsTo(QDateTime(now.date().addDays(1), QTime(0, 0), Qt::UTC)));
    return delay;
}

Result<void> RateGovernor::waitForQuota(const QuotaDelay &delay, const StopTokens &stop,
                                        const Attendant &attendant)
{
    {
        const std::lock_guard lock(m_mutex);
        countTime();
        const Clock::Steady until = m_clock.steadyNow() + delay.duration;
        if (m_waiting == 0 || until > m_waitingUntil) {
            m_waitingUntil = until;
            m_waitingLimit = delay.limit;
            m_waitingFor = delay.words;
        }
        ++m_waiting;
    }
    tellListener();

    std::stop_source ended;
    const Result<bool> waited = [&] {
        const auto end = [&ended] { ended.request_stop(); };
        const std::stop_callback onAbort(stop.abort, end);
        const std::stop_callback onDrain(stop.drain, end);
        return waitAttended(m_clock, delay.duration, ended.get_token(), attendant);
    }();

    {
        const std::lock_guard lock(m_mutex);
        countTime();
        --m_waiting;
    }
    tellListener();
    if (!waited)
        return waited.error();
    return *waited ? Result<void>() : cancelled();
}

void RateGovernor::tellListener()
{
    if (!m_listener)
        return;
    const std::lock_guard order(m_listenerMutex);
    if (const std::optional<QuotaWait> news = newsForListener())
        m_listener(*news);
}

void RateGovernor::tellFlight()
{
    if (!m_flightListener)
        return;
    const std::lock_guard order(m_flightMutex);
    int inFlight = 0;
    int limit = 0;
    {
        const std::lock_guard lock(m_mutex);
        inFlight = m_inFlight;
        limit = limitOfAll();
    }
    m_flightListener(inFlight, limit);
}

std::optional<QuotaWait> RateGovernor::newsForListener()
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting == 0) {
        if (!std::exchange(m_toldUntil, std::nullopt))
            return std::nullopt;
        return QuotaWait{.event = {.id = EventId::mc_005}};
    }
    // Lanes that wait for the same end say it once; a later end is news.
    if (m_toldUntil && m_waitingUntil <= *m_toldUntil + 1s)
        return std::nullopt;
    m_toldUntil = m_waitingUntil;
    const auto duration =
        std::max(0s, std::chrono::ceil<std::chrono::seconds>(m_waitingUntil - m_clock.steadyNow()));
    return QuotaWait{.event = {.id = EventId::mc_004,
                               .parameters = {{u"seconds"_s, static_cast<qint64>(duration.count())},
                                              {u"limit"_s, m_waitingFor}}},
                     .waiting = true,
                     .duration = duration};
}

Permit RateGovernor::grant(const Operation &operation, qint64 cost)
{
    countTime();
    Permit permit;
    permit.m_governor = this;
    permit.m_operation = operation;
    permit.m_cost = cost;
    permit.m_start = m_clock.steadyNow();
    permit.m_complexityWindow = m_complexity.reserve(cost, permit.m_start);
    permit.m_callsWindow = m_calls.reserve(1, permit.m_start);
    for (auto &[name, budget] : m_others)
        permit.m_otherWindows.emplace_back(name,
                                           budget.window.reserve(budget.inPoints ? cost : 1, permit.m_start));
    permit.m_number = ++m_lastNumber;
    ++m_inFlight;
    if (operation.board != TargetBoard::None) {
        const Flight unused{.limit = std::min(startInFlight, highest()), .regain = m_maxInFlight};
        Flight &flight = m_flights.try_emplace(operation.board, unused).first->second;
        ++flight.inFlight;
    }
    return permit;
}

void RateGovernor::finish(const Permit &permit, const RequestOutcome *outcome)
{
    {
        const std::lock_guard lock(m_mutex);
        countTime();
        if (outcome) {
            m_statistics.requestSeconds += secondsOf(outcome->took);
            if (outcome->processed)
                ++m_statistics.traffic.requests;
            m_statistics.traffic.complexityUsed += outcome->news.complexity.value_or(0);
            learnBudgets(permit, *outcome);
            learnSpeed(permit, *outcome);
            adjustLimit(permit, *outcome);
            if (const std::optional<Error> &trouble = outcome->news.trouble) {
                m_statistics.traffic.throttled += isLimit(*trouble) ? 1 : 0;
                block(*trouble);
            }
        }
        --m_inFlight;
        if (permit.m_operation.board != TargetBoard::None)
            --m_flights.at(permit.m_operation.board).inFlight;
    }
    m_changed.notify_all();
    tellFlight();
    if (outcome)
        remember(permit, *outcome);
}

void RateGovernor::remember(const Permit &permit, const RequestOutcome &outcome)
{
    if (!m_book)
        return;
    const QuotaNews &news = outcome.news;
    m_book->learnLimits({.pointsPerMinute = news.headers.complexity.quota,
                         .callsPerMinute = news.headers.calls.quota,
                         .callsPerDay = news.headers.callsPerDay.quota,
                         .concurrency = news.headers.concurrency.quota,
                         .pointsWindow = windowOf(news.headers.complexity),
                         .callsWindow = windowOf(news.headers.calls)});
    Learnt learnt;
    {
        const std::lock_guard lock(m_mutex);
        learnt = m_learnt.value(permit.m_operation.name);
    }
    if (news.complexity && learnt.pointsPerUnit)
        m_book->learnPoints(permit.m_operation.name, *learnt.pointsPerUnit);
    if (learnt.secondsPerUnit && !news.trouble)
        m_book->learnSeconds(permit.m_operation.name, *learnt.secondsPerUnit);
    // Last, for it may write the file.
    if (outcome.processed)
        m_book->countCall(news.trouble && isLimit(*news.trouble) ? refusedCallWeight : 1);
}

void RateGovernor::learnBudgets(const Permit &permit, const RequestOutcome &outcome)
{
    const QuotaNews &news = outcome.news;
    qint64 spent = news.complexity.value_or(outcome.processed ? permit.m_cost : 0);
    if (news.trouble && isLimit(*news.trouble) && !news.complexity)
        spent = 0; // refused before it was run
    m_complexity.settle(permit.m_complexityWindow, permit.m_cost, spent);
    m_calls.settle(permit.m_callsWindow, 1, outcome.processed ? 1 : 0);
    learnBudget(m_complexity, news.headers.complexity, permit.m_start);
    learnBudget(m_calls, news.headers.calls, permit.m_start);
    learnOthers(permit, outcome);
    if (news.complexityReset)
        noteReset(m_complexity, *news.complexityReset, permit.m_start);
    if (news.headers.concurrency.quota)
        m_serverMax = static_cast<int>(std::clamp<qint64>(*news.headers.concurrency.quota, 1, m_maxInFlight));
    if (news.complexity && *news.complexity > 0) {
        const auto units = static_cast<qint64>(std::max(1, permit.m_operation.units));
        m_learnt[permit.m_operation.name].pointsPerUnit = (*news.complexity + units - 1) / units;
    }
    // An exhausted entry on a good answer: the next request would be refused.
    if (!news.trouble && news.headers.exhaustedFor && *news.headers.exhaustedFor > 0s) {
        const Limit limit = news.headers.complexity.isExhausted() ? Limit::Complexity
            : news.headers.calls.isExhausted()                    ? Limit::Calls
            : news.headers.callsPerDay.isExhausted()              ? Limit::Day
            : news.headers.concurrency.isExhausted()              ? Limit::Concurrency
                                                                  : Limit::Other;
        blockUntil(m_clock.steadyNow() + *news.headers.exhaustedFor, limit,
                   Event{.id = EventId::mc_006}.text());
    }
}

void RateGovernor::learnBudget(QuotaWindow &window, const QuotaEntry &entry, Clock::Steady sent) const
{
    if (entry.quota && *entry.quota > 0)
        window.setQuota(*entry.quota);
    if (entry.window && *entry.window > 0s)
        window.setWidth(*entry.window + windowMargin);
    if (entry.remaining)
        window.noteRemaining(*entry.remaining, sent);
    if (entry.reset)
        noteReset(window, *entry.reset, sent);
}

void RateGovernor::noteReset(QuotaWindow &window, std::chrono::seconds reset, Clock::Steady sent) const
{
    // Seconds are told as whole ones, and it is not told when between request and answer they were counted.
    window.noteEnd(sent + reset - 1s, m_clock.steadyNow() + reset + 1s, sent);
}

void RateGovernor::learnOthers(const Permit &permit, const RequestOutcome &outcome)
{
    // Which requests such a budget counts is not known, so only those under way are taken out of it here; the
    // rest is what the server says.
    for (const auto &[name, window] : permit.m_otherWindows) {
        OtherBudget &budget = m_others.at(name);
        budget.window.settle(window, budget.inPoints ? permit.m_cost : 1, 0);
    }
    for (const OtherQuota &told : outcome.news.headers.others) {
        auto known = m_others.find(told.name);
        if (known == m_others.end()) {
            if (m_others.size() >= mostOthers)
                continue;
            const QuotaWindow unused(*told.entry.quota, *told.entry.window + windowMargin);
            known = m_others.emplace(told.name, OtherBudget{unused, told.inPoints}).first;
            known->second.window.reserve(0, permit.m_start);
        }
        learnBudget(known->second.window, told.entry, permit.m_start);
    }
}

void RateGovernor::learnSpeed(const Permit &permit, const RequestOutcome &outcome)
{
    if (outcome.news.trouble && outcome.news.trouble->kind == ErrorKind::TimedOut)
        m_learnt[permit.m_operation.name].timedOut = true;
    if (!outcome.completed || outcome.news.trouble)
        return;
    Learnt &learnt = m_learnt[permit.m_operation.name];
    learnt.timedOut = false;
    const double seconds = secondsOf(outcome.took) / std::max(1, permit.m_operation.units);
    const double mean = learnt.secondsPerUnit
        ? *learnt.secondsPerUnit * (1 - newestWeight) + seconds * newestWeight
        : seconds;
    learnt.secondsPerUnit = mean;
    learnt.bestSecondsPerUnit = std::min(learnt.bestSecondsPerUnit.value_or(mean) * forgetting, mean);
}

void RateGovernor::adjustLimit(const Permit &permit, const RequestOutcome &outcome)
{
    const Operation &operation = permit.m_operation;
    if (const std::optional<Error> &trouble = outcome.news.trouble) {
        const bool fewer = trouble->kind == ErrorKind::ServerBusy || trouble->kind == ErrorKind::TimedOut
            || asksForFewerInFlight(*trouble);
        const bool everywhere = operation.board == TargetBoard::None || countsAllInFlight(*trouble);
        for (auto &[board, flight] : m_flights) {
            if (board != operation.board && !everywhere)
                continue;
            flight.goodInRow = 0;
            // Requests that were under way at the last halving say the same thing again.
            if (fewer && permit.m_number > flight.lastHalving) {
                flight.regain = flight.limit - flight.limit / regainWithout;
                flight.limit = std::max(1, flight.limit / 2);
                flight.lastHalving = m_lastNumber;
            }
        }
    } else if (outcome.completed && operation.carriesRows
               && m_flights.at(operation.board).inFlight >= m_flights.at(operation.board).limit) {
        // Only taken places show that so many are well; a group costs the server next to nothing.
        Flight &flight = m_flights.at(operation.board);
        const Learnt learnt = m_learnt.value(operation.name);
        const bool slower = learnt.secondsPerUnit.value_or(0)
            > learnt.bestSecondsPerUnit.value_or(0) * tolerableSlowdown + negligibleSeconds;
        if (slower) {
            flight.goodInRow = 0;
        } else if (++flight.goodInRow >= (flight.limit < flight.regain ? 1 : flight.limit)) {
            ++flight.limit;
            flight.goodInRow = 0;
        }
    }
    for (auto &[board, flight] : m_flights)
        flight.limit = std::clamp(flight.limit, 1, highest());
}

bool RateGovernor::hasPlace(TargetBoard board) const
{
    const auto flight = m_flights.find(board);
    return m_inFlight < highest()
        && (flight == m_flights.end() || flight->second.inFlight < flight->second.limit);
}

int RateGovernor::limitOfAll() const
{
    int sum = 0;
    for (const auto &[board, flight] : m_flights)
        sum += flight.limit;
    return std::min(highest(), sum > 0 ? sum : startInFlight);
}

void RateGovernor::block(const Error &error)
{
    milliseconds wait = error.retryAfter.value_or(defaultWait(error, m_clock.utcNow()));
    // Whoever was refused asks again at once; the wait is here.
    if (isLimit(error))
        wait = std::max(wait, leastWait);
    if (wait > 0ms)
        blockUntil(m_clock.steadyNow() + wait, limitOf(error), error.event.text());
}

void RateGovernor::blockUntil(Clock::Steady until, Limit limit, QString words)
{
    if (until <= m_blockedUntil)
        return;
    m_blockedUntil = until;
    m_blockedLimit = limit;
    m_blockedWords = std::move(words);
}

RateGovernor::Limit RateGovernor::limitOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::ComplexityExhausted:
        return Limit::Complexity;
    case ErrorKind::DailyLimitExhausted:
        return Limit::Day;
    case ErrorKind::RateLimited:
        return asksForFewerInFlight(error) ? Limit::Concurrency : Limit::Calls;
    default:
        return Limit::Other;
    }
}

double &RateGovernor::waitedFor(Limit limit, QuotaSeconds &seconds)
{
    switch (limit) {
    case Limit::Complexity:
        return seconds.complexity;
    case Limit::Calls:
        return seconds.callsPerMinute;
    case Limit::Day:
        return seconds.callsPerDay;
    case Limit::Concurrency:
        return seconds.concurrency;
    case Limit::Other:
        return seconds.other;
    }
    Q_UNREACHABLE();
}

void RateGovernor::countTime()
{
    const Clock::Steady now = m_clock.steadyNow();
    addTime(m_statistics, now);
    m_countedUntil = now;
}

void RateGovernor::addTime(GovernorStatistics &statistics, Clock::Steady now) const
{
    const double seconds = secondsOf(now - m_countedUntil);
    if (m_inFlight > 0)
        statistics.secondsOnServer += seconds;
    else if (m_waiting > 0)
        waitedFor(m_waitingLimit, statistics.waited) += seconds;
}

GovernorStatistics RateGovernor::statistics() const
{
    const std::lock_guard lock(m_mutex);
    GovernorStatistics result = m_statistics;
    addTime(result, m_clock.steadyNow());
    result.inFlight = m_inFlight;
    result.limit = limitOfAll();
    return result;
}

} // namespace syncline
