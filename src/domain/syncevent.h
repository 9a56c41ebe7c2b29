#pragma once

#include "domain/runrecord.h"

#include <chrono>
#include <variant>
#include <vector>

namespace syncline {

/// The run moved to another state. A waiting state carries its reason, and its end where that is known.
struct RunStateChanged
{
    RunState state = RunState::Queued;
    Event reason;
    QDateTime until = {}; ///< UTC
};

/// The rows of a customer were planned; the ledgers hold planned, refused and not sent.
struct CustomerPlanned
{
    QString customer;
    Ledger ledger;
    Ledger linesLedger;
    qint64 linesHeldBack = 0; ///< of the lines not sent: those whose order is refused; this sync will not send them
};

/// Current ledgers of a customer. Replaceable: the last one per customer holds.
struct CustomerProgress
{
    QString customer;
    Ledger ledger;
    Ledger linesLedger;
};

struct BatchFinished
{
    BatchRecord batch;
};

/// A header or line was refused, rejected or became unknown. `line` is set for a line; the row is its header.
struct RowFailed
{
    RowRecord row;
    std::optional<LineRecord> line;
};

/// Requests under way and how many may be. Replaceable.
struct FlightChanged
{
    int inFlight = 0;
    int limit = 0;
};

/// The end, with everything but the rows. The sync folder is complete when this arrives.
struct RunFinished
{
    RunSummary summary;
    QString folder; ///< absolute path of the sync folder; empty for a dry run
};

/// What the run will take, made when its rows were planned.
struct FlightEstimated
{
    FlightEstimate estimate;
};

/// What keeps the run from being faster, by what its own answers taught since the estimate. Replaceable.
struct CeilingChanged
{
    FlightLimit binding = FlightLimit::ServerTime;
    double rowsPerSecond = 0;
    bool learnt = false; ///< from measured costs
};

/// Where the time went so far. Replaceable.
struct TimeShared
{
    TimeShares shares;
};

struct RunStarted
{
    QString syncId;
    QString environment;
    SyncRequest request;
    QDateTime startedAt;
};

using SyncEvent = std::variant<RunStarted, RunStateChanged, CustomerPlanned, CustomerProgress, BatchFinished,
                               RowFailed, FlightChanged, FlightEstimated, CeilingChanged, TimeShared, Event,
                               RunFinished>;

/// Listens to a run. Called on engine threads; must not block.
class SyncObserver
{
public:
    SyncObserver() = default;
    Q_DISABLE_COPY_MOVE(SyncObserver)
    virtual ~SyncObserver() = default;
    virtual void post(SyncEvent event) = 0;
};

} // namespace syncline
