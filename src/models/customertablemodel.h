#pragma once

#include "domain/order.h"
#include "domain/syncevent.h"
#include "models/statuskind.h"
#include "models/tablemodel.h"

#include <QHash>

namespace syncline {

/// Where a customer stands: by the warehouse, and during and after a sync of this window by that sync.
enum class CustomerState {
    UpToDate,
    Waiting,
    HasFailures,
    Queued,
    Running,
    Success,
    Partial,
    Failed,
    Stopped
};

struct CustomerRow
{
    CustomerCounts counts;
    bool inRun = false;
    Ledger ledger;
    Ledger linesLedger;
    qint64 linesHeldBack = 0; ///< lines that this sync will not send
    TimeShares time; ///< that this sync spent on it, as of its last batch
    CustomerState state = CustomerState::UpToDate;
};

/// Customers with their counts and, during a sync, their progress. Window thread; owns its rows.
class CustomerTableModel final : public TableModel<CustomerRow>
{
    Q_OBJECT

public:
    enum Column { Name, State, Pending, LinesPending, Failed, Synced, LastSync, Progress, Time, ColumnCount };
    Q_ENUM(Column)

    /// What the chips over the table let through.
    enum class Filter { All, Waiting, Failures, UpToDate };
    Q_ENUM(Filter)

    explicit CustomerTableModel(QObject *parent = nullptr)
        : TableModel(parent)
    {
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static bool passes(const CustomerRow &row, Filter filter);
    [[nodiscard]] int count(Filter filter) const;
    /// Sums over the named customers, or over all that wait when the list is empty.
    [[nodiscard]] CustomerCounts totals(const QStringList &customers) const;

    void setThresholds(const SuccessThresholds &thresholds) { m_thresholds = thresholds; }
    /// Counts as read just now. Rows stay in place; what the last sync did to a customer stays too.
    void setCustomers(const std::vector<CustomerCounts> &customers);
    /// The counts could not be read anew: they are shown with little weight.
    void setStale(bool stale);
    /// Forgets the sync before.
    void beginRun();
    void apply(const std::vector<SyncEvent> &events);

private:
    struct Ledgers
    {
        Ledger headers;
        Ledger lines;
    };

    [[nodiscard]] CustomerState stateOf(const CustomerRow &row) const;
    [[nodiscard]] QVariant display(const CustomerRow &row, Column column) const;
    [[nodiscard]] QVariant raw(const CustomerRow &row, Column column) const;
    [[nodiscard]] bool isMuted(const CustomerRow &row, Column column) const;
    void take(const QHash<QString, Ledgers> &ledgers, const QHash<QString, qint64> &heldBack,
              const QHash<QString, TimeShares> &times);
    void finishRun();

    SuccessThresholds m_thresholds;
    bool m_stale = false;
    bool m_running = false;
};

/// Words and shape of a customer's state.
[[nodiscard]] QString textOf(CustomerState state);
[[nodiscard]] StatusKind statusOf(CustomerState state);

} // namespace syncline
