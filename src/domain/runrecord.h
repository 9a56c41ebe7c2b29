#pragma once

#include "base/event.h"
#include "domain/flight.h"
#include "domain/ledger.h"
#include "domain/recordkey.h"
#include "domain/syncrequest.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace syncline {

/// What the plan wants to do with a header.
enum class PlannedAction { Create, Update, SendLines, Archive, None, Refuse };
[[nodiscard]] QString nameOf(PlannedAction action); ///< create, update, send_lines, archive, none, refuse

/// How an item looked when it was sent to be made; by that it is found on a board without record keys.
struct SentItem
{
    QString orderNumber;
    QString name; ///< empty: nothing was sent to be made
    QString groupId;
};

/// A header row of a sync, from plan to result: what rows.csv, the journal and the window show.
struct RowRecord
{
    RecordKey key;
    QString orderNumber;
    QString customer;
    QString group; ///< title
    PlannedAction action = PlannedAction::Create;
    RowState state = RowState::NotSent;
    std::optional<qint64> mondayId;
    QString column; ///< title of the board column that the reason is about; empty when it is about none
    Event reason; ///< id None when there is nothing to say
    QString sentHash; ///< of the values that went out last; only the journal knows it
    SentItem sentItem; ///< as above
};

/// The same for a line; what lines.csv shows.
struct LineRecord
{
    LineKey key;
    QString quantity; ///< as in the warehouse
    RowState state = RowState::NotSent;
    std::optional<qint64> mondayId;
    Event reason;
    QString sentHash; ///< as for a header
};

/// Seconds that nothing went out because a limit of the account forbade it, by the limit.
struct QuotaSeconds
{
    double complexity = 0; ///< points of the minute
    double callsPerMinute = 0;
    double callsPerDay = 0;
    double concurrency = 0; ///< too many requests at once
    double other = 0; ///< a locked board, and limits that do not say which they are

    [[nodiscard]] double total() const
    {
        return complexity + callsPerMinute + callsPerDay + concurrency + other;
    }
    /// The same proportions with another sum; all of it is `other` when nothing is known.
    [[nodiscard]] QuotaSeconds scaledTo(double total) const;
    friend QuotaSeconds operator-(const QuotaSeconds &a, const QuotaSeconds &b);
    friend QuotaSeconds operator+(const QuotaSeconds &a, const QuotaSeconds &b);
};

/// Where the time of a run, or of one customer in it, went; the parts add up to the wall time. Seconds.
struct TimeShares
{
    double server = 0;
    double quota = 0;
    double local = 0;
    double idle = 0;
    QuotaSeconds quotaBy; ///< the same seconds as `quota`

    [[nodiscard]] double total() const { return server + quota + local + idle; }
    friend TimeShares operator+(const TimeShares &a, const TimeShares &b);
};

/// Requests to monday, all kinds.
struct Traffic
{
    qint64 requests = 0;
    qint64 throttled = 0; ///< of them refused for a limit, wholly or in part
    qint64 complexityUsed = 0; ///< points, as far as told

    friend Traffic operator-(const Traffic &a, const Traffic &b);
    friend Traffic operator+(const Traffic &a, const Traffic &b);
};

/// What a sync has used so far, with its parts before it was interrupted.
struct UsedSoFar
{
    TimeShares time;
    Traffic traffic;
};

enum class BatchKind { Items, Subitems };
[[nodiscard]] QString nameOf(BatchKind kind); ///< items, subitems

/// One document of mutations, for the batch table, the charts and run.json.
struct BatchRecord
{
    int number = 0; ///< from 1, in the order of sending
    BatchKind kind = BatchKind::Items;
    QString customer;
    int rows = 0;
    int succeeded = 0;
    int failed = 0; ///< rejected or unknown
    int attempts = 1; ///< requests made for it
    QDateTime startedAt; ///< UTC
    double seconds = 0; ///< from the first request to the judged answer, waits included
    std::optional<qint64> complexity;
    QString error; ///< empty when every row was judged
    /// By the sync when the batch was judged, for the journal; none for a batch that recovery judged.
    std::optional<UsedSoFar> used;
    TimeShares customerTime; ///< the same of its customer
};

/// Totals of one customer in one sync.
struct CustomerRun
{
    QString name;
    Ledger ledger;
    Ledger linesLedger;
    double seconds = 0; ///< from the first work for it to the last, without the gap of a resumed sync
    TimeShares time; ///< where they went
    QString report; ///< path of its report relative to the sync folder; empty: none
};

/// A group of the sync: made, healed or found.
struct GroupRun
{
    enum class Origin { Found, Created, Healed };
    QString id;
    QString title;
    QString customer;
    Origin origin = Origin::Found;
    qint64 rows = 0; ///< that the sync sends to it; counted by the journal
};
[[nodiscard]] QString nameOf(GroupRun::Origin origin);

/// Failures with one cause: event, customer and column together.
struct ErrorGroup
{
    EventId event = EventId::None;
    QString customer;
    QString column;
    QString sample; ///< reason text of one row
    qint64 rows = 0;
};

/// Everything about a sync but its single rows: the content of run.json and of the summary.
struct RunSummary
{
    QString syncId;
    QString environment;
    RunState state = RunState::Queued;
    SyncRequest request;
    QDateTime startedAt; ///< UTC
    QDateTime finishedAt; ///< UTC; invalid while it runs
    double seconds = 0; ///< time that the sync worked; for a resumed one without the gap
    Ledger ledger;
    Ledger linesLedger;
    SuccessThresholds thresholds;
    std::vector<CustomerRun> customers; ///< by name
    std::vector<GroupRun> groups;
    std::vector<BatchRecord> batches;
    std::vector<ErrorGroup> errors; ///< most rows first
    std::optional<Event> failure; ///< why the run failed as a whole
    TimeShares time;
    std::optional<FlightEstimate> estimate; ///< made when the rows were planned
    double secondsSinceEstimate = 0; ///< that the run took from there
    std::optional<Traffic> trafficSinceEstimate; ///< the same; none in files of earlier versions
    /// Made, and the run reached its end, so that it can be compared.
    [[nodiscard]] bool isEstimateChecked() const;
    /// How far the run was outside the estimate, see FlightEstimate::errorOf(); none when it is not checked.
    [[nodiscard]] std::optional<double> estimateError() const;
    Traffic traffic;
    QString apiVersion;
    QString programVersion;
    QString boardUrl;
};

/// `SYNC-<8 upper-case hex digits>-<YYYYMMDD>` (contract 6).
[[nodiscard]] QString makeSyncId(const QUuid &uuid, const QDateTime &now);
/// True for the form above and for the predecessor's `<YYYYMMDDHHMM>-SYNC-<8 HEX>`.
[[nodiscard]] bool isSyncId(const QString &text);

} // namespace syncline
