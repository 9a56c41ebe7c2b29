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

/// What becomes of sizes that the source has no column for.
enum class GoneSizes {
    Stay, ///< their lines and quantities stay as they are
    Empty, ///< they count as nothing, because the user agreed: their lines are removed
};

struct RefreshRequest
{
    RefreshMode mode = RefreshMode::Look;
    GoneSizes goneSizes = GoneSizes::Stay;
    qsizetype listedRows = 0; ///< of each kind, that the report names
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
    qint64 keepingSizes = 0; ///< of the added, changed, cancelled and unchanged: with something that GoneSizes::Stay keeps
    qint64 linesKept = 0; ///< by GoneSizes::Stay

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

/// What GoneSizes::Stay keeps of a customer.
struct KeptSizes
{
    QString customer;
    QStringList sizes;
    qint64 orders = 0;
    qint64 lines = 0;
};

struct RefreshReport
{
    RefreshMode mode = RefreshMode::Look;
    GoneSizes goneSizes = GoneSizes::Stay;
    std::vector<RefreshCustomer> customers; ///< by name
    RefreshCounts total;
    std::vector<ErrorGroup> skipped; ///< by customer and reason
    std::vector<KeptSizes> kept; ///< by customer
    QStringList sizesGone; ///< of which something is kept or taken out because the source has no column
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

    /// All or nothing: an Error, also Cancelled, leaves the tables as they were. Both modes count the same, but
    /// for orders that the database refuses for a reason that only it knows (a trigger): these are skipped when
    /// they are written. Memory grows with RefreshRequest::listedRows and nothing else.
    [[nodiscard]] virtual Result<RefreshReport> refresh(const RefreshRequest &request,
                                                        const std::stop_token &stop) = 0;
};

} // namespace syncline
