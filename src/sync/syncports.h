#pragma once

#include "base/clock.h"
#include "base/idsource.h"
#include "domain/boardgateway.h"
#include "domain/flight.h"
#include "domain/orderwarehouse.h"
#include "domain/settings.h"
#include "domain/syncevent.h"
#include "domain/syncjournal.h"

#include <chrono>
#include <functional>
#include <memory>

namespace syncline {

/// What one thread of a sync works with. Made, used and destroyed on that thread.
struct LanePorts
{
    std::unique_ptr<OrderWarehouse> warehouse;
    std::unique_ptr<BoardGateway> gateway;
};

/// The folder of reports of one sync. begin() before the first event, finish() after the last row.
class SyncReports
{
public:
    SyncReports() = default;
    Q_DISABLE_COPY_MOVE(SyncReports)
    virtual ~SyncReports() = default;

    [[nodiscard]] virtual Result<void> begin(const QString &syncId) = 0;
    /// Everything is on disk when it returns; the folder's absolute path. `warehouse` may be null.
    [[nodiscard]] virtual Result<QString> finish(RunSummary &summary, SyncJournal &journal,
                                                 OrderWarehouse *warehouse) = 0;
};

/// What the client of the API has counted since it was made; filled in by app/, which owns the client.
struct TransportStatistics
{
    Traffic traffic;
    QuotaSeconds waited; ///< wall time in which requests waited for quota and none was on its way
    double secondsOnServer = 0; ///< wall time in which requests were on their way
};

/// Everything that a sync needs from outside. The references outlive the session.
struct SyncEnvironment
{
    EnvironmentSettings settings;
    /// The ports of the calling thread. Called from several threads at once.
    std::function<Result<std::unique_ptr<OrderWarehouse>>()> openWarehouse;
    std::function<Result<std::unique_ptr<BoardGateway>>()> openGateway;
    JournalStore &journals;
    SyncReports &reports;
    Clock &clock;
    IdSource &ids;
    EventSink &events;
    SyncObserver &observer;
    std::function<TransportStatistics()> statistics;
    /// What earlier runs taught about the account. May ask it something, so it blocks. Empty: nothing is
    /// known.
    std::function<AccountExperience(const StopTokens &)> experience;
    /// Time after which a search must find what was written (monday-api.md 6: about 30 s).
    std::chrono::milliseconds searchLag{30'000};
    /// This place of work, as other desks are told of it.
    QString desk;
    /// How long a desk may be silent before others take its rows; more than any request and pause lasts.
    std::chrono::seconds leaseTime{600};
    QString programVersion;
};

/// Both ports, for the calling thread.
[[nodiscard]] Result<LanePorts> makePorts(const SyncEnvironment &environment);

} // namespace syncline
