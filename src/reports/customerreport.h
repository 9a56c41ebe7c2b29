#pragma once

#include "base/result.h"
#include "domain/orderwarehouse.h"
#include "domain/runrecord.h"

#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace syncline {

/// What the journal knows of one customer's rows, as far as a report shows them: bounded, whatever the number
/// of rows.
class CustomerRows
{
public:
    struct FailedLine
    {
        QString orderNumber;
        QString group;
        LineRecord line;
    };

    void add(const RowRecord &row);
    /// A line of `row` that was refused, rejected or is unknown.
    void addFailedLine(const RowRecord &row, const LineRecord &line);

    [[nodiscard]] const QMap<QString, Ledger> &groups() const { return m_groups; } ///< by title
    [[nodiscard]] const std::vector<RowRecord> &failures() const { return m_failures; }
    [[nodiscard]] qint64 failureCount() const { return m_failureCount; }
    [[nodiscard]] const std::vector<FailedLine> &failedLines() const { return m_failedLines; }
    [[nodiscard]] const std::vector<RowRecord> &samples() const { return m_samples; }

private:
    QMap<QString, Ledger> m_groups;
    std::vector<RowRecord> m_failures;
    qint64 m_failureCount = 0;
    std::vector<FailedLine> m_failedLines;
    std::vector<RowRecord> m_samples;
};

/// What the warehouse says of a customer now.
struct CustomerBacklog
{
    static constexpr int shownRows = 100;

    std::vector<OpenRow> failed; ///< one more than is shown when there are more
    std::vector<OpenRow> waiting;
    std::optional<Error> problem; ///< the warehouse could not be asked
};
/// Blocks; not on the window's thread. A failure is part of the value.
[[nodiscard]] CustomerBacklog askBacklog(OrderWarehouse &warehouse, const QString &customer);

/// The report of one customer of a sync (OS 5.4). Pure. `backlog` is empty when there is no warehouse to ask.
[[nodiscard]] QString customerMarkdown(const RunSummary &summary, const CustomerRun &customer,
                                       const CustomerRows &rows,
                                       const std::optional<CustomerBacklog> &backlog,
                                       const QDateTime &generated);

/// A report of a customer outside of any sync: what the warehouse says now. Blocks. Fails when the customer
/// is not in the warehouse or that cannot be read.
[[nodiscard]] Result<QString> freshCustomerMarkdown(OrderWarehouse &warehouse, const QString &customer,
                                                    const QDateTime &generated);

} // namespace syncline
