#pragma once

#include "base/result.h"
#include "domain/runrecord.h"

#include <stop_token>
#include <vector>

namespace syncline {

/// How far a refresh goes.
enum class RefreshMode {
    Look, ///< counts what would be done; writes nothing
    Write, ///< all of it in one transaction
};

/// What becomes of rows. sourceRows() counts rows of the source; each is in one of its parts.
struct RefreshCounts
{
    qint64 added = 0;
    qint64 changed = 0; ///< values or lines differ
    qint64 cancelled = 0; ///< changed, and cancelled only now
    qint64 unchanged = 0;
    qint64 notOurs = 0; ///< in the headers with a state of another system; not touched
    qint64 blank = 0; ///< rows without any content
    qint64 skipped = 0; ///< rows that cannot be taken, each with its reason
    qint64 onlyInHeaders = 0; ///< headers that the source no longer has; not touched
    qint64 linesAdded = 0;
    qint64 linesChanged = 0;
    qint64 linesRemoved = 0;

    [[nodiscard]] qint64 sourceRows() const
    {
        return added + changed + cancelled + unchanged + notOurs + blank + skipped;
    }
    RefreshCounts &operator+=(const RefreshCounts &other);
    friend bool operator==(const RefreshCounts &, const RefreshCounts &) = default;
};

struct RefreshCustomer
{
    QString name; ///< empty: rows without one
    RefreshCounts counts;
};

enum class RefreshKind { Added, Changed, Cancelled, Skipped, OnlyInHeaders };
[[nodiscard]] QString nameOf(RefreshKind kind);

/// A row that a refresh did something about, or could not.
struct RefreshRow
{
    RecordKey key; ///< null: the row has none
    QString orderNumber;
    QString customer;
    RefreshKind kind = RefreshKind::Added;
    Event reason; ///< of a skipped row
};

struct RefreshReport
{
    RefreshMode mode = RefreshMode::Look;
    std::vector<RefreshCustomer> customers; ///< by name
    RefreshCounts total;
    std::vector<ErrorGroup> skipped; ///< by customer and reason
    std::vector<Event> findings; ///< warnings about the tables
    std::vector<RefreshRow> rows; ///< of each kind as many as were asked for
    qint64 rowsLeftOut = 0;
};

/// Brings new and changed orders from the source table into the headers and lines tables. Made, used and
/// destroyed by one thread; blocks.
class OrderRefresh
{
public:
    OrderRefresh() = default;
    Q_DISABLE_COPY_MOVE(OrderRefresh)
    virtual ~OrderRefresh() = default;

    /// All or nothing: an Error, also Cancelled, leaves the tables as they were. Both modes count the same.
    /// `listedRows` of each kind are named in the report; memory grows with nothing else.
    [[nodiscard]] virtual Result<RefreshReport> refresh(RefreshMode mode, qsizetype listedRows,
                                                        const std::stop_token &stop) = 0;
};

} // namespace syncline
