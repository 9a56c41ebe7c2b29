#include "sync/runledger.h"

namespace syncline {

void RunLedger::enter(const QString &customer, const Ledger &rows, const Ledger &lines, qint64 linesHeldBack)
{
    {
        const std::lock_guard lock(m_mutex);
        m_customers[customer] = {rows, lines};
    }
    m_observer.post(CustomerPlanned{customer, rows, lines, linesHeldBack});
}

void RunLedger::move(const QString &customer, const LineKey &row, RowState from, RowState to)
{
    const std::lock_guard lock(m_mutex);
    Entry &entry = m_customers[customer];
    (row.sizeCode.isEmpty() ? entry.rows : entry.lines).move(from, to);
}

qint64 RunLedger::rowsNotSent()
{
    const std::lock_guard lock(m_mutex);
    qint64 rows = 0;
    for (const auto &[customer, entry] : m_customers)
        rows += entry.rows.notSent;
    return rows;
}

void RunLedger::leaveOut(const LeftOut &left)
{
    const std::lock_guard lock(m_mutex);
    Entry &entry = m_customers[left.customer];
    entry.rows.planned -= left.rows;
    entry.rows.notSent -= left.rows;
    entry.lines.planned -= left.lines + left.unchangedLines;
    entry.lines.notSent -= left.lines;
    entry.lines.unchanged -= left.unchangedLines;
}

void RunLedger::publish(const QString &customer)
{
    Entry entry;
    {
        const std::lock_guard lock(m_mutex);
        entry = m_customers[customer];
    }
    m_observer.post(CustomerProgress{customer, entry.rows, entry.lines});
}

} // namespace syncline
