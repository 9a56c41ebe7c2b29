#include "sync/patientwarehouse.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace syncline {

namespace {

constexpr std::chrono::seconds longestPause{30};
/// What a run that is stopping still waits for its answers to be written; the journal keeps them otherwise.
constexpr std::chrono::seconds farewell{15};

} // namespace

PatientWarehouse::PatientWarehouse(SyncEnvironment &environment, StopTokens stop,
                                   std::unique_ptr<OrderWarehouse> own)
    : m_environment(environment)
    , m_stop(std::move(stop))
    , m_own(std::move(own))
{
}

PatientWarehouse::~PatientWarehouse() = default;

Result<void> PatientWarehouse::open()
{
    if (m_own)
        return {};
    Result<std::unique_ptr<OrderWarehouse>> opened = m_environment.openWarehouse();
    if (!opened)
        return std::move(opened).error();
    m_own = std::move(opened).value();
    return {};
}

bool PatientWarehouse::waitAgain(const Error &error, int attempt, Clock::Steady start)
{
    const Clock::Steady now = m_environment.clock.steadyNow();
    const bool stopping = m_stop.drain.stop_requested();
    const std::chrono::seconds most = stopping ? farewell : m_environment.leaseTime;
    if (m_stop.abort.stop_requested() || now - start >= most)
        return false;
    if (!m_awaySince) {
        m_awaySince = now;
        m_environment.events.post(
            {EventId::se_094,
             {{u"seconds"_s, static_cast<qint64>(most.count())}, {u"reason"_s, error.text()}},
             {}});
    }
    const std::chrono::seconds pause = std::min(longestPause, std::chrono::seconds(1 << std::min(attempt - 1, 5)));
    // A stop ends this pause; how long the run goes on trying is asked again after it.
    static_cast<void>(m_environment.clock.waitFor(pause, stopping ? m_stop.abort : m_stop.drain));
    return !m_stop.abort.stop_requested();
}

void PatientWarehouse::tellBack()
{
    const std::optional<Clock::Steady> since = std::exchange(m_awaySince, std::nullopt);
    if (!since)
        return;
    const auto seconds =
        std::chrono::round<std::chrono::seconds>(m_environment.clock.steadyNow() - *since).count();
    m_environment.events.post({EventId::se_095, {{u"seconds"_s, static_cast<qint64>(seconds)}}, {}});
}

Result<void> PatientWarehouse::forEachSelected(const QString &customer, const SyncRequest &request,
                                               const std::function<Result<void>(OrderHeader)> &visit)
{
    std::optional<RecordKey> last; // visited
    bool skips = false; // up to it
    std::optional<Error> refused;
    std::optional<Error> cut;
    const auto visitOnce = [&](OrderHeader header) -> Result<void> {
        const RecordKey key = header.key;
        if (skips) {
            skips = key != *last;
            return {};
        }
        last = key;
        Result<void> done = visit(std::move(header));
        if (!done)
            refused = done.error();
        return done;
    };
    Result<void> read = ask([&](OrderWarehouse &own) -> Result<void> {
        skips = last.has_value();
        Result<void> all = own.forEachSelected(customer, request, visitOnce);
        // What the visitor could not do is not tried again here, whatever its error.
        if (refused)
            return {};
        if (!all)
            cut = all.error();
        // Somebody has changed the row meanwhile: where it was cut cannot be told.
        if (all && skips) {
            cut->kind = ErrorKind::WarehouseFailed;
            return *cut;
        }
        return all;
    });
    return refused ? Result<void>(*refused) : read;
}

} // namespace syncline
